"""What booking, moving and cancelling came to: the handoff, its history and its cards follow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from dialogs.handoff.access import Case
from dialogs.meeting import (
    confirming,
    failing,
    following,
    looking,
    preparing,
    scene,
    showing,
    signing,
    words,
)
from dialogs.meeting.asked import Findings
from dialogs.meeting.page import Page, Part
from dialogs.meeting.scene import Scene
from dialogs.message import Reply
from dialogs.operation import Operation, Purpose, Stage
from dialogs.turn import Turn
from handoffs import booking
from handoffs.model import Handoff, Meeting
from meetings import invite
from meetings.errors import EventGoneError, MeetingError, SignInError, UnknownOutcomeError
from meetings.invite import Guest, Snapshot
from meetings.model import Event


async def acted(turn: Turn, operation: Operation, findings: Findings) -> tuple[Operation, Reply]:
    """After ACTING: the handoff, its history, cards and the others told; or plainly why not.

    After UnknownOutcomeError the operation stays ACTING: the worker tries again, and finds it if it is there.
    """
    if operation.purpose in preparing.SIGNING:
        return signing.acted(turn, operation, findings)
    found = await scene.of(turn, operation)
    if found is None:
        return looking.ended(operation, words.HANDOFF_GONE)
    if findings.error:
        new, reply = await _failed(found, findings.error)
    else:
        new, reply = await _DONE[operation.purpose](found, findings.event)
    await looking.remember(turn, new)
    return new, reply


# It was done


async def _booked(found: Scene, event: Event | None) -> tuple[Operation, Reply]:
    operation, meeting = found.operation, found.meeting
    if meeting is None or event is None:
        return looking.ended(operation, words.HANDOFF_GONE)
    addresses = await found.desk.people.addresses([each.person for each in meeting.attendees])
    attendees = following.with_replies(meeting.attendees, event, addresses)
    setting = found.case.setting
    change = booking.booked(found.handoff, meeting.key, event.link, attendees, setting)
    await failing.keep(found.turn, change)
    handoff = change.handoff
    if (event.start, event.end) != (meeting.start, meeting.end):  # moved in Outlook since it was booked
        handoff = await following.moved(found.turn, found.case.within(handoff), event)
    text = words.BOOKED if meeting.in_calendar else words.BOOKED_FILE
    return await _settled(found.of(handoff), text, words.TYPED_BOOKED)


async def _moved(found: Scene, event: Event | None) -> tuple[Operation, Reply]:
    operation, meeting = found.operation, found.meeting
    if meeting is None or event is None:
        return looking.ended(operation, words.GONE)
    setting = found.case.setting
    change = booking.rescheduled(found.handoff, meeting.key, event.start, event.end, setting)
    await failing.keep(found.turn, change)
    handoff = change.handoff
    if event.link and event.link != meeting.link:
        linked = booking.booked(handoff, meeting.key, event.link, (), setting)
        await failing.keep(found.turn, linked)
        handoff = linked.handoff
    text = words.MOVED if meeting.in_calendar else words.MOVED_FILE
    return await _settled(found.of(handoff), text, words.TYPED_BOOKED)


async def _settled(found: Scene, text: str, hint: str) -> tuple[Operation, Reply]:
    """A meeting that stands now."""
    meeting = found.meeting
    operation = replace(found.operation, stage=Stage.DONE, said="")
    if meeting is None:
        return looking.ended(operation, words.GONE)
    links = await _links(found, meeting, words.DOWNLOAD)
    lines: tuple[str, ...] = () if meeting.link or not meeting.in_calendar else (words.NO_LINK_YET,)
    lines += _by_hand(found, meeting)
    when = found.span(meeting.start, meeting.end)
    page = Page(
        title=text.format(when=when),
        about=found.about(),
        parts=(Part(lines=(*_times(found), *lines)),),
        links=links,
        hint=hint,
    )
    return operation, showing.next_said(operation, page)


def _by_hand(found: Scene, meeting: Meeting) -> tuple[str, ...]:
    """To whom nothing can be sent, so that somebody has to give them the file."""
    said = "" if meeting.in_calendar else confirming.lost(found)
    return (said,) if said else ()


def _times(found: Scene) -> tuple[str, ...]:
    """Everyone's local time, where the time is one that was on offer."""
    operation, chosen = found.operation, found.operation.chosen
    slots = operation.proposal.slots if operation.proposal else ()
    pairs = zip(slots, operation.times, strict=False)
    return next((times for slot, times in pairs if chosen and slot.start == chosen.start), ())


async def _cancelled(found: Scene, event: Event | None) -> tuple[Operation, Reply]:
    operation, meeting = found.operation, found.meeting
    present = operation.present
    when = found.span(present.start, present.end) if present else ""
    new = replace(operation, stage=Stage.DONE, said="")
    if meeting is None:
        return new, showing.next_said(new, showing.only(words.CANCELLED.format(when=when)))
    change = booking.called_off(found.handoff, meeting.key, found.case.setting, reason=operation.comment)
    await failing.keep(found.turn, change)
    links = await _links(
        found, replace(meeting, sequence=meeting.sequence + 1), words.DOWNLOAD_CANCEL, cancelled=True
    )
    text = words.CANCELLED if meeting.in_calendar else words.CANCELLED_FILE
    page = Page(
        title=text.format(when=when),
        about=found.about(),
        parts=(Part(lines=_by_hand(found, meeting)),),
        links=links,
        hint=words.TYPED_CALLED_OFF,
    )
    return new, showing.next_said(new, page)


_DONE: Mapping[Purpose, Callable[[Scene, Event | None], Awaitable[tuple[Operation, Reply]]]] = {
    Purpose.BOOK: _booked,
    Purpose.MOVE: _moved,
    Purpose.CANCEL: _cancelled,
}


async def _links(
    found: Scene, meeting: Meeting, title: str, *, cancelled: bool = False
) -> tuple[tuple[str, str], ...]:
    """To join, or to download the file that says so; what the file says is kept."""
    if meeting.in_calendar:
        return ((words.JOIN, meeting.link),) if meeting.link and not cancelled else ()
    snapshot = Snapshot(
        number=found.handoff.number,
        key=meeting.key,
        sequence=meeting.sequence,
        organiser=meeting.organiser,
        guests=tuple(Guest(person=each.person, required=each.required) for each in meeting.attendees),
        start=meeting.start,
        end=meeting.end,
        zone=meeting.zone or found.zone.key,
        external=_is_external(found),
        cancelled=cancelled,
    )
    about = (found.handoff.number, meeting.key, meeting.sequence)
    await found.desk.invites.put(*about, invite.to_json(snapshot))
    return ((title, found.desk.links.invite(*about)),)


def _is_external(found: Scene) -> bool:
    return any(each.external for each in found.operation.invitees)


# It was not


async def _failed(found: Scene, error: MeetingError) -> tuple[Operation, Reply]:
    operation = found.operation
    if isinstance(error, UnknownOutcomeError):
        text = failing.sentence(error, operation.purpose)
        return operation, showing.next_said(operation, showing.only(text, found.about()))
    new = failing.of_acting(operation, error)
    handoff: Handoff = found.handoff
    if operation.purpose is Purpose.BOOK:
        handoff = await failing.let_go(found.turn, found.case, operation.key, failing.reason(error))
    if isinstance(error, EventGoneError) and found.meeting:
        handoff = await following.gone(found.turn, found.case)
        if operation.purpose is Purpose.CANCEL:
            new = replace(new, stage=Stage.DONE)
    case = Case(found.turn, handoff, found.case.actor)
    if new.is_over:
        return new, showing.next_said(new, showing.only(new.said, found.about()))
    if isinstance(error, SignInError):
        return new, showing.next_said(new, showing.signing_in(new, found.about()))
    return new, showing.next_reply(await scene.look(case, new))
