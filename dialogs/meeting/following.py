"""What became of a booked meeting in Outlook: moved, cancelled, answered, or out of sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from dialogs.handoff.access import Case
from dialogs.meeting import failing
from dialogs.turn import Turn
from handoffs import booking
from handoffs.model import Attendee, Handoff, Meeting
from handoffs.model import Reply as Answer
from meetings.errors import MeetingError, NoMailboxError, NotAllowedError, SignInError, TokenEndedError
from meetings.model import Event, Response

_BLIND = (SignInError, TokenEndedError, NotAllowedError, NoMailboxError)
_ANSWERS: Mapping[Response, Answer] = {
    Response.ACCEPTED: Answer.ACCEPTED,
    Response.TENTATIVE: Answer.TENTATIVE,
    Response.DECLINED: Answer.DECLINED,
    Response.NONE: Answer.NONE,
    Response.NOT_RESPONDED: Answer.NONE,
    Response.ORGANISER: Answer.ACCEPTED,
}


async def followed(turn: Turn, handoff: Handoff, event: Event | None, error: MeetingError | None) -> None:
    """What a look at the calendar found of the handoff's meeting: None was deleted."""
    meeting = handoff.discussion.meeting
    if meeting is None or not meeting.booked:
        return
    case = Case(turn, handoff, await turn.desk.people.account(turn.message.person))
    if error is not None:
        if isinstance(error, _BLIND):
            since = meeting.unseen or turn.desk.now
            signs_in = turn.desk.defaults.signs_in
            change = booking.unseen(handoff, meeting.key, since, case.setting, signs_in=signs_in)
            await failing.keep(turn, change)
        return
    if event is None or event.cancelled:
        await gone(turn, case)
        return
    case = case.within(await _seen(turn, case, meeting))
    case = case.within(await moved(turn, case, event))
    case = case.within(await _linked(turn, case, event))
    await _answered(turn, case, event)


async def _seen(turn: Turn, case: Case, meeting: Meeting) -> Handoff:
    change = booking.unseen(case.handoff, meeting.key, None, case.setting)
    await failing.keep(turn, change)
    return change.handoff


async def gone(turn: Turn, case: Case) -> Handoff:
    """Cancelled or deleted in the calendar: the discussion is open again."""
    meeting = case.handoff.discussion.meeting
    if meeting is None:
        return case.handoff
    change = booking.called_off(case.handoff, meeting.key, case.setting, outside=True)
    await failing.keep(turn, change)
    return change.handoff


async def moved(turn: Turn, case: Case, event: Event) -> Handoff:
    """Where it stands at another time than the handoff knew."""
    meeting = case.handoff.discussion.meeting
    if meeting is None or (event.start, event.end) == (meeting.start, meeting.end):
        return case.handoff
    change = booking.rescheduled(
        case.handoff, meeting.key, event.start, event.end, case.setting, outside=True
    )
    await failing.keep(turn, change)
    return change.handoff


async def _linked(turn: Turn, case: Case, event: Event) -> Handoff:
    """The link to join may come later than the meeting."""
    change = booking.booked(case.handoff, event.key, event.link, (), case.setting)
    await failing.keep(turn, change)
    return change.handoff


async def _answered(turn: Turn, case: Case, event: Event) -> None:
    meeting = case.handoff.discussion.meeting
    if meeting is None:
        return
    addresses = await turn.desk.people.addresses([each.person for each in meeting.attendees])
    replies = {person: reply for person, reply in _replies(event, addresses).items() if reply}
    await failing.keep(turn, booking.answered(case.handoff, meeting.key, replies, case.setting))


def _replies(event: Event, addresses: Mapping[str, str]) -> dict[str, tuple[Answer, datetime | None]]:
    """By person id, for those whose address is invited."""
    known = {each.address.casefold(): each for each in event.attending}
    found = {person: known.get(address.casefold()) for person, address in addresses.items() if address}
    return {person: (_ANSWERS[each.response], each.at) for person, each in found.items() if each}


def with_replies(
    attendees: Sequence[Attendee], event: Event, addresses: Mapping[str, str]
) -> tuple[Attendee, ...]:
    """Those who were invited, with what they have answered by now."""
    replies = _replies(event, addresses)
    return tuple(
        replace(each, reply=replies[each.person][0], at=replies[each.person][1])
        if each.person in replies
        else each
        for each in attendees
    )
