"""Which dates of a handoff somebody is to be reminded of, as it stands now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from handoffs import clock, gates, talks, views
from handoffs.model import Handoff, Status, Talk
from handoffs.steps import Move, Step
from knowledge.handoffs import HandoffKind
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


def _deadline(handoff: Handoff, kind: HandoffKind, ladder: str, now: datetime) -> Iterator[Occasion]:
    if handoff.deadline and kind.deadline:
        due, move = handoff.deadline.due, views.whose_move(handoff, kind, now)
        yield _occasion(handoff, ladder, move, key=due.isoformat(), day=due, what=kind.deadline.text)


def _discussion(handoff: Handoff, kind: HandoffKind, ladder: str, now: datetime) -> Iterator[Occasion]:
    latest = clock.latest(handoff, kind)
    if latest and _is_to_be_booked(handoff):
        move, what = _bookers(handoff, kind, now), kind.discussion.name
        yield _occasion(handoff, ladder, move, key=latest.due.isoformat(), day=latest.due, what=what)


def _ready(handoff: Handoff, kind: HandoffKind, ladder: str, now: datetime) -> Iterator[Occasion]:
    """Since everything that is to be settled before the next move, by items, is settled."""
    gate = gates.next_move(handoff, kind)
    if not _is_to_be_booked(handoff) or gates.open_items(handoff, gate):
        return
    marks = [item.mark.at for item in handoff.items if item.mark and item.required and not item.gate]
    day = max(marks, default=handoff.created).astimezone(UTC).date()
    move, what = talks.move(handoff, now), kind.discussion.name
    yield _occasion(handoff, ladder, move, key=day.isoformat(), day=day, what=what)


def _meeting(handoff: Handoff, kind: HandoffKind, ladder: str, now: datetime) -> Iterator[Occasion]:
    """The meeting that is booked, until somebody says whether it was held."""
    talk, meeting = handoff.discussion, handoff.discussion.meeting
    if meeting is None or not meeting.booked or talk.state is not Talk.OPEN:
        return
    move = Move(people=(handoff.parties.giver,), step=Step.HELD)
    key, organiser = f"{meeting.key}:{meeting.end.isoformat()}", talks.organiser(handoff, meeting)
    about = {"key": key, "day": meeting.day, "what": kind.discussion.name, "at": meeting.end}
    yield _occasion(handoff, ladder, move, **about, organiser=organiser)


def _is_to_be_booked(handoff: Handoff) -> bool:
    """Neither held, nor asked for or booked: a meeting that is over has a ladder of its own."""
    return handoff.discussion.state is not Talk.HELD and handoff.discussion.meeting is None


def _bookers(handoff: Handoff, kind: HandoffKind, now: datetime) -> Move:
    """Whose move it is as far as the discussion goes: what is open before it comes first."""
    move = views.whose_move(handoff, kind, now)
    return move if move.step is Step.TICK else talks.move(handoff, now)


def _occasion(handoff: Handoff, ladder: str, move: Move, **about: object) -> Occasion:
    named = {"number": handoff.number, "ladder": ladder, "step": move.step, "movers": move.people}
    return Occasion(**named, escalation=handoff.parties.escalation, **about)  # type: ignore[arg-type]


_FINDERS: dict[Dated, Callable[[Handoff, HandoffKind, str, datetime], Iterator[Occasion]]] = {
    Dated.DEADLINE: _deadline,
    Dated.DISCUSSION: _discussion,
    Dated.READY: _ready,
    Dated.MEETING: _meeting,
}
