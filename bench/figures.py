"""What is measured, in which unit, and what each figure may be at most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bench.spread import Spread, spread


class Name(StrEnum):
    """The figures, in the order in which they are shown."""

    WARM_P50 = "Answer, caches warm: p50"
    WARM_P50_PEER = "- BM25 over the same facts: p50"
    WARM_P99 = "Answer, caches warm: p99"
    WARM_P99_PEER = "- BM25 over the same facts: p99"
    WARM_P99_CPU = "- processor time alone: p99"
    COLD_P50 = "Answer, caches emptied before each question: p50"
    COLD_P99 = "Answer, caches emptied before each question: p99"
    COLD_P99_CPU = "- processor time alone, caches emptied: p99"
    MANY_P50 = "Answer, ten times the facts: p50"
    MANY_P99 = "Answer, ten times the facts: p99"
    MANY_P99_CPU = "- processor time alone, ten times the facts: p99"
    MANY_P99_PEER = "- BM25 over ten times the facts: p99"
    MANY_RATIO = "p99 with ten times the facts / with the real ones"
    MANY_RATIO_COLD = "The same, caches emptied before each question"
    MANY_RATIO_PEER = "- the same for BM25"
    FAILED = "Questions that ended in an error"
    MANY_FAILED = "Questions that ended in an error, ten times the facts"
    START_NEW = "Start to first answer, new database"
    START_OLD = "Start to first answer, existing database"
    START_PEER = "- bare botbuilder echo"
    START_NEW_RATIO = "Start, new database / echo"
    START_OLD_RATIO = "Start, existing database / echo"
    MEMORY = "Resident memory after 1,000 questions"
    MEMORY_PEER = "- bare botbuilder echo after 1,000 messages"
    MEMORY_GROWTH = "Growth of it from question 500 to 1,000"


BOUNDS: Mapping[Name, float] = {
    Name.WARM_P50: 1.0,
    Name.WARM_P99: 5.0,
    Name.COLD_P50: 1.0,
    Name.COLD_P99: 5.0,
    Name.MANY_RATIO: 3.0,
    Name.MANY_RATIO_COLD: 3.0,
    Name.FAILED: 0.0,
    Name.MANY_FAILED: 0.0,
    Name.START_NEW: 6.0,
    Name.START_OLD: 6.0,
    Name.START_NEW_RATIO: 4.0,
    Name.START_OLD_RATIO: 4.0,
    Name.MEMORY: 170.0,
}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure with its value in each repetition."""

    name: Name
    unit: str
    values: tuple[float, ...]

    @property
    def spread(self) -> Spread:
        return spread(self.values)


def missed(figures: Iterable[Figure], bounds: Mapping[Name, float] = BOUNDS) -> list[str]:
    """A sentence for each bound that the median exceeds; a figure not measured keeps no bound."""
    medians = {figure.name: figure.spread.middle for figure in figures}
    found = []
    for name, most in bounds.items():
        if name not in medians:
            found.append(f"{name}: not measured")
        elif medians[name] > most:
            found.append(f"{name}: {medians[name]:.2f}, at most {most:g}")
    return found
