"""What a handoff looks like from outside: progress, whose move it is, what is missing, which date is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handoffs.change import Actor, Sentence
from handoffs.model import Handoff
from knowledge.handoffs import Gate, HandoffKind


class Step(StrEnum):
    """What is to be done next."""

    START = "start"  # a draft still lacks facts
    TICK = "tick"  # items are open
    AGREE = "agree"
    DECLINE = "decline"
    HELD = "held"
    NOT_HELD = "not held"
    MOVED = "moved"
    TRANSFERRED = "transferred"
    CLOSE = "close"
    REOPEN = "reopen"
    TAKE = "take"  # newer items are on offer
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """`done` counts what is settled, gates included; `open_required` what still has to be."""

    done: int
    total: int
    open_required: int


@dataclass(frozen=True, kw_only=True)
class Move:
    """Whose move it is, to do what; `items` by number where the step is TICK."""

    people: tuple[str, ...]
    step: Step
    items: tuple[int, ...] = ()


class DateKind(StrEnum):
    DEADLINE = "deadline"
    DISCUSSION = "discussion"
    MILESTONE = "milestone"


@dataclass(frozen=True, kw_only=True)
class Dated:
    """The nearest date that matters. Days left are negative once it is overdue."""

    day: date
    kind: DateKind

    def days_left(self, today: date) -> int:
        return (self.day - today).days

    def is_overdue(self, today: date) -> bool:
        return today > self.day


def progress(handoff: Handoff) -> Progress:
    """Count items."""
    raise NotImplementedError


def missing(handoff: Handoff, kind: HandoffKind, gate: Gate | None = None) -> tuple[Sentence, ...]:
    """Say what is missing before this move, or before the end."""
    raise NotImplementedError


def whose_move(handoff: Handoff, kind: HandoffKind) -> Move:
    """Who has to do something now, and what."""
    raise NotImplementedError


def next_steps(handoff: Handoff, kind: HandoffKind, actor: Actor) -> tuple[Step, ...]:
    """What this viewer can sensibly do now, the most useful first."""
    raise NotImplementedError


def next_date(handoff: Handoff, kind: HandoffKind | None = None) -> Dated | None:
    """The nearest date that matters; None once it is over or where there is none."""
    raise NotImplementedError


def is_party(handoff: Handoff, actor: Actor) -> bool:
    """Tell whether the actor started it or stands on a side."""
    raise NotImplementedError


def may_see(handoff: Handoff, actor: Actor) -> bool:
    """Parties, the escalation contact and admins may."""
    raise NotImplementedError
