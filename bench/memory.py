"""Resident memory after 1,000 questions over HTTP, beside the echo."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import bots
from bench.figures import Figure, Name
from bench.questions import Conversation

_REPETITIONS = 3
_QUESTIONS = 1_000


def measure(conversations: Sequence[Conversation]) -> list[Figure]:
    """All figures about memory; none where the system does not tell (it is not Linux)."""
    if not Path("/proc/self/status").exists():
        return []
    ours, theirs = [], []
    for _ in range(_REPETITIONS):
        ours.append(_resident(bots.baton, conversations))
        theirs.append(_resident(bots.echo, conversations))
    growth = tuple(end - half for half, end in ours)
    return [
        Figure(name=Name.MEMORY, unit="MB", values=tuple(end for _, end in ours)),
        Figure(name=Name.MEMORY_PEER, unit="MB", values=tuple(end for _, end in theirs)),
        Figure(name=Name.MEMORY_GROWTH, unit="MB", values=growth),
    ]


def _resident(make: bots.Make, conversations: Sequence[Conversation]) -> tuple[float, float]:
    """Memory after half of the questions and after all."""
    with TemporaryDirectory() as folder, bots.started(make(Path(folder))) as bot:
        bot.first_answer("Who leads stage 3?", "")
        asked = _asked(conversations)
        half = _after(bot, itertools.islice(asked, _QUESTIONS // 2))
        return half, _after(bot, itertools.islice(asked, _QUESTIONS // 2))


def _after(bot: bots.Bot, asked: Iterator[tuple[str, str]]) -> float:
    for question, person in asked:
        bot.ask(question, person)
    return bot.resident()


def _asked(conversations: Sequence[Conversation]) -> Iterator[tuple[str, str]]:
    """Questions without end, each conversation with a person of its own."""
    for number, conversation in enumerate(itertools.cycle(conversations)):
        yield from ((question, f"person-{number}") for question in conversation)
