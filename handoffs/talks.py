"""Where the required discussion stands: to be booked, waited for, to be recorded; and who can do what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from handoffs import words
from handoffs.calendars import show
from handoffs.change import Sentence, Who
from handoffs.model import Handoff, Meeting, Reply, Talk
from handoffs.steps import Move, Step
from knowledge.handoffs import HandoffKind


def declined(meeting: Meeting) -> tuple[str, ...]:
    """The required people who will not come, by person id."""
    return tuple(
        attendee.person
        for attendee in meeting.attendees
        if attendee.required and attendee.reply is Reply.DECLINED
    )


def is_past(meeting: Meeting, now: datetime) -> bool:
    return meeting.end <= now


def standing(handoff: Handoff, now: datetime) -> Meeting | None:
    """The meeting that is booked and still to come."""
    meeting = handoff.discussion.meeting
    return meeting if meeting and meeting.booked and not is_past(meeting, now) else None


def likely_day(handoff: Handoff, now: datetime, today: date) -> date:
    """On which day it was held, where nobody says: the meeting's once that has begun, else today."""
    meeting = handoff.discussion.meeting
    begun = meeting is not None and meeting.booked and meeting.start <= now
    return min(meeting.day, today) if meeting and begun else today


def organiser(handoff: Handoff, meeting: Meeting) -> str:
    """Who can move and cancel it; "" where they are not on the handoff any more."""
    return meeting.organiser if meeting.organiser in handoff.parties.all() else ""


def move(handoff: Handoff, now: datetime) -> Move:
    """Whose move the discussion is."""
    giver, meeting = handoff.parties.giver, handoff.discussion.meeting
    if meeting is None:
        return _move(Step.SCHEDULE, giver)
    if is_past(meeting, now):
        return _move(Step.HELD if meeting.booked else Step.SCHEDULE, giver)
    if not meeting.booked or not declined(meeting):
        return _move(Step.WAIT)
    by = organiser(handoff, meeting)
    return _move(Step.RESCHEDULE, by) if by else _move(Step.SCHEDULE, giver)


def steps(handoff: Handoff, now: datetime, *, main: bool, creator: bool, organises: bool) -> Iterator[Step]:
    """What somebody can do about it; `main`: giver or receiver, `organises`: the meeting is theirs."""
    talk = handoff.discussion
    if talk.state is Talk.HELD:
        return
    meeting = talk.meeting
    is_free = meeting is None or is_past(meeting, now) or not organiser(handoff, meeting)
    if is_free and (main or creator):
        yield Step.SCHEDULE
    if organises and standing(handoff, now):
        yield Step.RESCHEDULE
    if main:
        yield Step.HELD
        if talk.state is Talk.OPEN:
            yield Step.NOT_HELD
    if organises and standing(handoff, now):
        yield Step.CANCEL_MEETING


def missing(handoff: Handoff, kind: HandoffKind) -> Iterator[Sentence]:
    """Say how far it is, as long as it was not held."""
    meeting = handoff.discussion.meeting
    if meeting is None:
        template = words.MISSING_MEETING if handoff.discussion.state is Talk.OPEN else words.MISSING_NEW
        yield Sentence(template=template, values={"name": kind.discussion.name})
        return
    template = words.MISSING_HELD if meeting.booked else words.MISSING_BOOKING
    yield Sentence(template=template, values={"name": kind.discussion.name, "day": show(meeting.day)})
    for person in declined(meeting):
        yield Sentence(
            template=words.MISSING_DECLINED, values={"person": Who(id=person), "day": show(meeting.day)}
        )


def _move(step: Step, *people: str) -> Move:
    return Move(people=tuple(person for person in people if person), step=step)
