"""What a reminder is worked out from: plain values. Moments are aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from handoffs.steps import Step


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """A date of a handoff that still stands, and who is to act on it.

    `key` tells it from an earlier date of the same ladder: where the date moves, the ladder starts anew.
    `at`: the moment, where it is one: the end of a meeting, or since when it is ready (`day` is in UTC then).
    `what`: what is due: the deadline's sentence, else the discussion's name.
    `movers`: whose move it is, by person id, at least one; `organiser` and `escalation`: "" for nobody.
    """

    number: int
    ladder: str
    key: str
    day: date
    step: Step
    what: str
    movers: tuple[str, ...]
    at: datetime | None = None
    organiser: str = ""
    escalation: str = ""


@dataclass(frozen=True, kw_only=True)
class Stair:
    """One reminder of one person: which rung of the ladder, and from when on."""

    rung: str
    at: datetime
