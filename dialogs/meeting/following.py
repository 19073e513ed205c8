"""What became of a booked meeting: moved, cancelled and answered in Outlook, or over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs import verbs
from dialogs.desk import Contact
from dialogs.handoff.access import Case
from dialogs.meeting import failing, scene, words
from dialogs.message import Reply
from dialogs.turn import Turn
from handoffs import booking, moments
from handoffs.model import Attendee, Handoff, Meeting, Talk
from handoffs.model import Reply as Answer
from handoffs.views import may_see
from meetings import hours
from meetings.errors import MeetingError, NoMailboxError, NotAllowedError, SignInError, TokenEndedError
from meetings.model import Event, Response, Span, WorkingWeek

_BLIND = (SignInError, TokenEndedError, NotAllowedError, NoMailboxError)
_LOOK_AHEAD = timedelta(days=10)
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
    """Where it stands at another time than the handoff knew; Baton then asks about it at that one's end."""
    meeting = case.handoff.discussion.meeting
    if meeting is None or (event.start, event.end) == (meeting.start, meeting.end):
        return case.handoff
    change = booking.rescheduled(
        case.handoff, meeting.key, event.start, event.end, case.setting, outside=True
    )
    await failing.keep(turn, change)
    present = change.handoff.discussion.meeting
    if present:
        contact = (await turn.desk.people.contacts([present.organiser]))[present.organiser]
        at = asking_at(case, present, contact)
        await turn.desk.operations.ask_held(case.handoff.number, present.key, at)
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


# Once it is over


def asking_at(case: Case, meeting: Meeting, contact: Contact | None) -> datetime:
    """The end of the meeting; where that is outside of the organiser's hours, when they begin again."""
    zone = scene.zone(contact, case.desk)
    ahead = Span(start=meeting.end, end=meeting.end + _LOOK_AHEAD)
    spans = hours.spans(_week(case, contact, zone), ahead)
    first = min((span.start for span in spans if span.end > meeting.end), default=meeting.end)
    return max(first, meeting.end).astimezone(UTC)


def _week(case: Case, contact: Contact | None, zone: ZoneInfo) -> WorkingWeek:
    told = hours.read(contact.hours) if contact and contact.hours else None
    country = (contact.country if contact else "") or case.desk.defaults.country
    return WorkingWeek(zone=zone, hours=told) if told else hours.usual(zone, country)


async def ask_held(turn: Turn, handoff: Handoff, key: str) -> Reply | None:
    """Ask whether the meeting of this key took place; None where that is settled, it is another now, or its
    organiser has left the handoff."""
    talk, meeting = handoff.discussion, handoff.discussion.meeting
    if meeting is None or meeting.key != key or not meeting.booked or handoff.is_over:
        return None
    if talk.state is Talk.HELD or meeting.end > turn.desk.now:
        return None
    from dialogs.handoff import choices  # the card library weighs a sixth of the start
    from dialogs.handoff.view import title

    case = Case(turn, handoff, await turn.desk.people.account(turn.message.person))
    if not may_see(handoff, case.actor):
        return None
    when = moments.span(meeting.start, meeting.end, case.zone)
    about = words.ABOUT.format(number=handoff.number, title=title(handoff))
    text = "\n\n".join((words.ASK_HELD.format(when=when), about))
    typed = ((words.HELD_YES, words.SAY_HELD), (words.HELD_NO, words.SAY_NOT_HELD))
    buttons = [(label, verbs.HANDOFF_TYPED, {"handoff": handoff.number, "text": say}) for label, say in typed]
    return Reply(text="\n".join((text, words.TYPED_HELD)), card=choices.card(text, buttons, words.TYPED_HELD))
