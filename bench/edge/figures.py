"""What the rounds come to, and what may not be missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bench.edge import memory
from bench.edge.load import Round
from bench.edge.speed import Rounds, Subject
from bench.spread import Spread, ratios, spread
from bot.connector import Limits

POOL = Limits().connections
MOST_GROWTH = 5.0  # percent


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """How many times as many turns a second as a peer: the medians', and each round's."""

    ours: Subject
    theirs: Subject
    least: float
    medians: float
    rounds: Spread

    @property
    def is_missed(self) -> bool:
        return self.medians < self.least


_LEAST = (
    (Subject.ECHO, Subject.SHIPPED, 10.0),
    (Subject.ECHO, Subject.AGENTS, 1.25),
    (Subject.ASK, Subject.SHIPPED, 3.0),
    (Subject.ASK, Subject.AGENTS, 0.5),
)
_OURS = (Subject.ECHO, Subject.ASK, Subject.ASK_NEW, Subject.ASK_POSTGRES)


def over(rounds: list[Round], value: Callable[[Round], float]) -> Spread:
    """The spread of one figure over the rounds of one subject."""
    return spread([value(each) for each in rounds])


def compare(rounds: Rounds) -> list[Ratio]:
    """Every ratio that has a bound."""
    return [_ratio(rounds, *each) for each in _LEAST]


def _ratio(rounds: Rounds, ours: Subject, theirs: Subject, least: float) -> Ratio:
    rates = {subject: [each.rate for each in rounds[subject]] for subject in (ours, theirs)}
    return Ratio(
        ours=ours,
        theirs=theirs,
        least=least,
        medians=spread(rates[ours]).middle / spread(rates[theirs]).middle,
        rounds=spread(ratios(rates[ours], rates[theirs])),
    )


def missed_speed(rounds: Rounds) -> Iterator[str]:
    """A sentence for each bound of speed and of connections that is missed."""
    for ratio in compare(rounds):
        if ratio.is_missed:
            times = f"{ratio.medians:.3g} times, at least {ratio.least:g}"
            yield f"{ratio.ours} / {ratio.theirs}: {times}"
    for subject in _OURS:
        opened = max(each.opened for each in rounds[subject])
        if opened > POOL:
            yield f"{subject}: {opened} connections opened in a round, at most {POOL}"


def missed_memory(found: Mapping[int, float]) -> Iterator[str]:
    """A sentence where memory grows."""
    grown = memory.growth(found)
    if grown > MOST_GROWTH:
        yield f"memory grows by {grown:.1f} % from turn 5,000 to 20,000, at most {MOST_GROWTH:g} %"
