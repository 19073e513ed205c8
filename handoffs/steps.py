"""What can be done next, whose move it is, and which date is near: the values that `views` finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """What is to be done next."""

    START = "start"  # a draft still lacks facts, or its start
    TICK = "tick"  # items are open
    AGREE = "agree"
    DECLINE = "decline"
    SCHEDULE = "schedule"  # book the discussion
    RESCHEDULE = "reschedule"  # the organiser finds another time for it
    WAIT = "wait"  # for the discussion to be booked, or to take place
    HELD = "held"
    NOT_HELD = "not held"
    CANCEL_MEETING = "cancel meeting"
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
    """Whose move it is, to do what; `items` by number where the step is TICK. Nobody's while they WAIT."""

    people: tuple[str, ...]
    step: Step
    items: tuple[int, ...] = ()


class DateKind(StrEnum):
    DEADLINE = "deadline"
    MEETING = "meeting"  # the discussion, where it is booked
    DISCUSSION = "discussion"  # its latest date
    MILESTONE = "milestone"


@dataclass(frozen=True, kw_only=True)
class Dated:
    """The nearest date that matters."""

    day: date
    kind: DateKind
