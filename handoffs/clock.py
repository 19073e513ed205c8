"""The dates that rules give a handoff, counted by the receiver's country."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from handoffs import words
from handoffs.calendars import Calendar, show
from handoffs.deadlines import count, explain
from handoffs.model import Deadline, Handoff, Talk
from knowledge.handoffs import Anchor, DeadlineRule, HandoffKind, Unit

SUGGESTED_DAYS = 10


@dataclass(frozen=True, kw_only=True)
class Latest:
    """The discussion's latest date; `text` explains one that a rule gave, `suggested`: Baton's suggestion."""

    due: date
    text: str = ""
    reading: str = ""
    suggested: bool = False


def reckon(handoff: Handoff, kind: HandoffKind) -> Handoff:
    """Count the dates that rules give, where their start or the country is not what it was."""
    return replace(
        handoff,
        deadline=_counted(handoff, kind.deadline, handoff.deadline),
        meet_by=_counted(handoff, kind.discussion.latest, handoff.meet_by),
        expected=_if_held(handoff, kind.deadline),
    )


def latest(handoff: Handoff, kind: HandoffKind) -> Latest | None:
    """The latest date of the discussion, None where none is known yet."""
    if ruled := handoff.meet_by:
        return Latest(due=ruled.due, text=ruled.text, reading=ruled.reading)
    chosen = handoff.discussion
    if chosen.meet_by is None or kind.discussion.latest:
        return None
    return Latest(due=chosen.meet_by, suggested=chosen.suggested)


def suggest_meet_by(today: date, country: str) -> date:
    """10 business days on: Baton's suggestion, not MCEM."""
    return count(today, SUGGESTED_DAYS, Unit.BUSINESS, Calendar(country=country)).date


def why(before: Deadline | None, after: Deadline | None) -> str:
    """The reason why a date was set, counted again or dropped."""
    if after is None:
        return words.WHY_ANCHOR_GONE
    if before is None:
        return words.WHY_ANCHOR[after.anchor]
    if before.start != after.start:
        return words.WHY_ANCHOR_CHANGED.format(
            anchor=words.WHY_ANCHOR[after.anchor], before=show(before.start), after=show(after.start)
        )
    return words.WHY_COUNTRY if before.country != after.country else words.WHY_KIND


def _counted(handoff: Handoff, rule: DeadlineRule | None, present: Deadline | None) -> Deadline | None:
    start = _start(handoff, rule.anchor) if rule else None
    return _from(start, handoff, rule, present) if rule and start else None


def _if_held(handoff: Handoff, rule: DeadlineRule | None) -> Deadline | None:
    """What the deadline will be if the discussion takes place when it is booked."""
    talk = handoff.discussion
    if rule is None or rule.anchor is not Anchor.HELD or talk.state is Talk.HELD:
        return None
    if talk.meeting is None or not talk.meeting.booked:
        return None
    return _from(talk.meeting.day, handoff, rule, handoff.expected)


def _from(start: date, handoff: Handoff, rule: DeadlineRule, present: Deadline | None) -> Deadline:
    if present and (present.start, present.country) == (start, handoff.country):
        return present  # a newer rule does not move the date of a handoff under way
    counted = count(start, rule.offset, rule.unit, Calendar(country=handoff.country))
    return Deadline(
        due=counted.date,
        anchor=rule.anchor,
        start=start,
        offset=rule.offset,
        unit=rule.unit,
        country=handoff.country,
        text=explain(counted),
        reading=rule.reading,
    )


def _start(handoff: Handoff, anchor: Anchor) -> date | None:
    talk = handoff.discussion
    held = talk.mark if talk.state is Talk.HELD else None
    starts = {
        Anchor.STARTED: handoff.created.date(),
        Anchor.HELD: held.on if held else None,
        Anchor.MOVED: handoff.moved.on if handoff.moved else None,
    }
    return starts[anchor]
