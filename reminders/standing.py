"""Which dates of a handoff somebody is to be reminded of, as it stands now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from handoffs import clock, gates, talks, views
from handoffs.model import Handoff, Status, Talk
from handoffs.steps import Move, Step
from knowledge.handoffs import Gate, HandoffKind
from knowledge.reminders import Dated, LadderRule
from reminders.model import Occasion

Ladders = Mapping[str, LadderRule]


def occasions(handoff: Handoff, kind: HandoffKind, ladders: Ladders, now: datetime) -> tuple[Occasion, ...]:
    """Find the dates that still stand; none of a draft, or of what is over or handed over."""
    if handoff.is_over or handoff.status is Status.DRAFT or handoff.transferred:
        return ()
    return tuple(
        occasion
        for key, rule in ladders.items()
        if not rule.kinds or handoff.kind in rule.kinds
        for occasion in _FINDERS[rule.of](handoff, kind, key, now)
    )


def next_change(handoff: Handoff, now: datetime) -> datetime | None:
    """Find when the dates, or whose move they are, change though nobody changes the handoff.

    As the discussion's meeting ends: those who waited for it are to act again.
    """
    meeting = handoff.discussion.meeting
    return meeting.end if meeting and not talks.is_past(meeting, now) else None


def _deadline(handoff: Handoff, kind: HandoffKind, ladder: str, now: datetime) -> Iterator[Occasion]:
    if handoff.deadline and kind.deadline:
        due, move = handoff.deadline.due, views.whose_move(handoff, kind, now)
        yield from _occasion(handoff, ladder, move, key=due.isoformat(), day=due, what=kind.deadline.text)


def _discussion(handoff: Handoff, kind: HandoffKind, ladder: str, now: datetime) -> Iterator[Occasion]:
    latest = clock.latest(handoff, kind)
    if latest and _is_to_be_booked(handoff, now):
        move, what = _bookers(handoff, kind, now), kind.discussion.name
        key, due = latest.due.isoformat(), latest.due
        yield from _occasion(handoff, ladder, move, key=key, day=due, what=what)


def _ready(handoff: Handoff, kind: HandoffKind, ladder: str, now: datetime) -> Iterator[Occasion]:
    """Since the items before the discussion are settled, or since it did not take place."""
    gate = gates.next_move(handoff, kind)
    waits = Gate.DISCUSSION in gates.unmet(handoff, kind, gate) and not gates.open_items(handoff, gate)
    if not waits or not _is_to_be_booked(handoff, now):
        return
    marks = [item.mark.at for item in gates.needed_items(handoff, gate) if item.mark]
    marks += [handoff.discussion.mark.at] if handoff.discussion.mark else []
    at = max(marks, default=handoff.created).astimezone(UTC)
    move, what = talks.move(handoff, now), kind.discussion.name
    yield from _occasion(handoff, ladder, move, key=at.isoformat(), day=at.date(), what=what, at=at)


def _meeting(handoff: Handoff, kind: HandoffKind, ladder: str, now: datetime) -> Iterator[Occasion]:
    """The meeting that is booked, until somebody says whether it was held."""
    talk, meeting = handoff.discussion, handoff.discussion.meeting
    if meeting is None or not meeting.booked or talk.state is Talk.HELD:
        return
    move = Move(people=(handoff.parties.giver,), step=Step.HELD)
    key, organiser = f"{meeting.key}:{meeting.end.isoformat()}", talks.organiser(handoff, meeting)
    about = {"key": key, "day": meeting.day, "what": kind.discussion.name, "at": meeting.end}
    yield from _occasion(handoff, ladder, move, **about, organiser=organiser)


def _is_to_be_booked(handoff: Handoff, now: datetime) -> bool:
    """Neither held, nor asked for or booked: a meeting that is over has a ladder of its own."""
    talk = handoff.discussion
    lapsed = talk.meeting is not None and not talk.meeting.booked and talks.is_past(talk.meeting, now)
    return talk.state is not Talk.HELD and (talk.meeting is None or lapsed)


def _bookers(handoff: Handoff, kind: HandoffKind, now: datetime) -> Move:
    """Whose move it is as far as the discussion goes: what is open before it comes first."""
    move = views.whose_move(handoff, kind, now)
    return move if move.step is Step.TICK else talks.move(handoff, now)


def _occasion(handoff: Handoff, ladder: str, move: Move, **about: Any) -> Iterator[Occasion]:
    """Where it is nobody's move, as while they wait for a meeting, nobody is reminded."""
    if any(move.people):
        escalation = handoff.parties.escalation
        who: dict[str, Any] = {"step": move.step, "movers": move.people, "escalation": escalation}
        yield Occasion(number=handoff.number, ladder=ladder, **who, **about)


_FINDERS: dict[Dated, Callable[[Handoff, HandoffKind, str, datetime], Iterator[Occasion]]] = {
    Dated.DEADLINE: _deadline,
    Dated.DISCUSSION: _discussion,
    Dated.READY: _ready,
    Dated.MEETING: _meeting,
}
