"""What a file under `data/reminders/` may say: when somebody is reminded of one date of a handoff, and how.

The path is the key: `data/reminders/deadline.yaml` is the ladder `deadline`. Its rungs stand in the order in
which they come. How a day is counted, and when on that day somebody is written to: `reminders.stairs`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from knowledge.handoffs import Unit
from knowledge.model import Key, Record, Text

Days = Annotated[int, Field(ge=0, le=99)]


class Dated(StrEnum):
    """What a ladder counts from."""

    DEADLINE = "deadline"  # the date that the kind's `deadline` gives
    DISCUSSION = "discussion"  # the latest date of the discussion
    READY = "ready"  # the day since which everything is settled that comes before the discussion
    MEETING = "meeting"  # the end of the discussion's meeting


class When(StrEnum):
    BEFORE = "before"
    ON = "on"
    AFTER = "after"


class To(StrEnum):
    """Who is reminded."""

    MOVE = "move"  # whose move it is
    ORGANISER = "organiser"  # of the meeting; the giver where they have left the handoff
    ESCALATION = "escalation"  # the escalation contact, where one is named


PLACEHOLDERS = ("what", "when", "day", "who")


class RungRule(Record):
    """One reminder: `days` of this unit before or after the date, none on the day itself.

    `text` may hold {what} (of a deadline its sentence without the full stop, else the discussion's name),
    {when} ("tomorrow, Mon 7 Dec 2026"), {day} ("Mon 7 Dec 2026") and {who} (whose move it is).
    """

    when: When
    days: Days = 0
    unit: Unit = Unit.CALENDAR
    to: To = To.MOVE
    text: Text


class LadderRule(Record):
    """The reminders of one date; `kinds`: of these handoffs alone, of all that have such a date without."""

    of: Dated
    kinds: tuple[Key, ...] = ()
    rungs: Annotated[dict[Key, RungRule], Field(min_length=1)]
