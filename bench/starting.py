"""Start to first answer: Baton with a new and with an existing database, beside the echo."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bench import bots
from bench.figures import Figure, Name
from bench.spread import ratios

_REPETITIONS = 7
_QUESTION = "Who leads stage 3?"
_CITED = "[1]"


def measure() -> list[Figure]:
    """All figures about starting; the first round of all three is not counted."""
    rounds = [_round(backwards=number % 2 == 1) for number in range(_REPETITIONS + 1)][1:]
    new, old, echo = (tuple(each[name] for each in rounds) for name in ("new", "old", "echo"))
    return [
        Figure(name=Name.START_NEW, unit="s", values=new),
        Figure(name=Name.START_OLD, unit="s", values=old),
        Figure(name=Name.START_PEER, unit="s", values=echo),
        Figure(name=Name.START_NEW_RATIO, unit="times", values=ratios(new, echo)),
        Figure(name=Name.START_OLD_RATIO, unit="times", values=ratios(old, echo)),
    ]


def _round(*, backwards: bool) -> dict[str, float]:
    with TemporaryDirectory() as place:
        folder = Path(place)
        seconds: dict[str, float] = {}
        if backwards:
            seconds["echo"] = _start(bots.echo(folder), _QUESTION)
        seconds["new"] = _start(bots.baton(folder), _CITED)
        seconds["old"] = _start(bots.baton(folder), _CITED)
        if not backwards:
            seconds["echo"] = _start(bots.echo(folder), _QUESTION)
        return seconds


def _start(command: bots.Command, expected: str) -> float:
    with bots.started(command) as bot:
        return bot.first_answer(_QUESTION, expected)
