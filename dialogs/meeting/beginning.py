"""Words that begin something with the discussion's meeting: schedule, reschedule, cancel it, when is it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dialogs import flow
from dialogs.handoff import access, acting, discussion
from dialogs.handoff.access import Case
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.handoff.view import View, zone_of
from dialogs.meeting import guests, scene, showing, wishes, words
from dialogs.meeting.wishes import Said
from dialogs.message import Reply
from dialogs.operation import Operation, Purpose, Stage
from dialogs.turn import Outcome, Turn
from handoffs import access as rules
from handoffs import moments, talks
from handoffs import words as domain
from handoffs.access import refuse
from handoffs.change import RefusedError, Who
from handoffs.model import Meeting, Status, Talk
from meetings.model import Slot, Span, Wishes

FLOW = "meeting"
_VERSION = 1
_SHORTEST_NAME = 3  # of a customer who is named among other words


async def schedule(turn: Turn, asked: Asked) -> Outcome:
    """Look for times, unless a meeting stands or nobody may book one."""
    found = await _case(turn, asked)
    if isinstance(found, Outcome):
        return found
    case, said = found
    try:
        waiting = _may_book(case)
    except RefusedError as refused:
        also = words.GUESTS_STAY if _changes_guests(case, said) else ""
        return await _answer(case, *await case.reasons(refused), *filter(None, (also,)))
    if waiting:
        return await _settle(case, waiting)
    return await _look(case, said, _new(case, Purpose.BOOK))


async def reschedule(turn: Turn, asked: Asked) -> Outcome:
    """Look for another time of the meeting that stands."""
    found = await _case(turn, asked)
    if isinstance(found, Outcome):
        return found
    case, said = found
    meeting = _standing(case, domain.NOT_ORGANISER_MOVE)
    if isinstance(meeting, RefusedError):
        return await _answer(case, *await case.reasons(meeting))
    present = Span(start=meeting.start, end=meeting.end)
    minutes = int((meeting.end - meeting.start).total_seconds() // 60)
    operation = replace(
        _new(case, Purpose.MOVE),
        key=meeting.key,
        present=present,
        wishes=Wishes(minutes=minutes),
    )
    return await _look(case, said, operation)


async def cancel(case: Case, asked: Asked) -> Outcome:
    """Write back what will be cancelled, and wait for the yes."""
    meeting = _standing(case, domain.NOT_ORGANISER_CANCEL)
    if isinstance(meeting, RefusedError):
        return await _answer(case, *await case.reasons(meeting))
    operation = replace(
        _new(case, Purpose.CANCEL, Stage.CONFIRMING),
        key=meeting.key,
        present=Span(start=meeting.start, end=meeting.end),
        comment=scene.comment(asked.text),
    )
    return await _begin(case, operation)


async def when(case: Case, asked: Asked) -> Outcome:
    """When it is or was, who comes, and the link to join or to its file; it is looked at, too."""
    await case.desk.operations.follow(case.handoff.number)
    view = await case.view()
    told = _planned(case, view) if case.handoff.discussion.meeting else _unplanned(view)
    return await _answer(case, *filter(None, told))


def _unplanned(view: View) -> Iterator[str]:
    talk = view.handoff.discussion
    if talk.state is Talk.HELD and talk.mark:
        yield words.WHEN_HELD.format(day=view.when(talk.mark))
        return
    yield words.WHEN_NOT_HELD if talk.state is Talk.NOT_HELD else words.WHEN_NONE
    if not view.handoff.is_over:
        yield words.TO_FIND_A_TIME


def _planned(case: Case, view: View) -> Iterator[str]:
    talk, meeting = view.handoff.discussion, view.handoff.discussion.meeting
    if meeting is None:
        return
    span = discussion.when(view, meeting)
    if talk.state is Talk.HELD and talk.mark:
        yield words.WHEN_HELD.format(day=view.when(talk.mark))
        yield discussion.still_stands(view)
    elif not meeting.booked:
        yield words.BEING_BOOKED.format(when=span)
    elif talks.is_past(meeting, view.now) and not view.handoff.is_over:
        yield words.IS_PAST.format(when=span)
    else:
        yield words.WHEN_IS.format(when=span, name=view.name(meeting.organiser))
        yield "" if meeting.in_calendar else words.NOT_CHECKED
        answers = discussion.answers(view, meeting)
        yield words.WHEN_ANSWERS.format(answers=answers) if answers else ""
        yield discussion.unseen(view, meeting)
        yield _link(case, meeting)


def _link(case: Case, meeting: Meeting) -> str:
    """To join; of a file for the one who sends it, in their own chat."""
    if discussion.can_be_joined(meeting):
        return words.WHEN_JOIN.format(link=meeting.link)
    mine = case.actor.is_one_of(meeting.organiser) and case.turn.message.private
    if meeting.in_calendar or not mine:
        return ""
    link = case.desk.links.invite(case.handoff.number, meeting.key, meeting.sequence)
    return words.WHEN_FILE.format(link=link)


# What each needs


async def _case(turn: Turn, asked: Asked) -> tuple[Case, Said] | Outcome:
    """The handoff that is meant, also by a name among the words, and what they ask for."""
    said = read(turn, asked.text)
    if not said.about and len(said.unread) >= _SHORTEST_NAME and await _is_named(turn, said.unread):
        said = replace(said, about=said.unread, unread="")  # "schedule contoso next week"
    if said.about and not asked.handoff and not asked.name:
        asked = replace(asked, name=said.about)
    found = await access.find(turn, asked)
    return (found, said) if isinstance(found, Case) else found


async def _is_named(turn: Turn, name: str) -> bool:
    """Whether a handoff of theirs has that customer or opportunity."""
    actor = await turn.desk.people.account(turn.message.person)
    return bool(await turn.desk.handoffs.named(actor.ids, name, limit=1))


def read(turn: Turn, text: str) -> Said:
    """The wishes in a text, in the days and times of who writes."""
    zone = zone_of(turn.profile.time_zone, turn.desk.defaults.time_zone)
    return wishes.read(
        text,
        today=turn.desk.now.astimezone(zone).date(),
        zone=zone,
        country=turn.profile.country or turn.desk.defaults.country,
        mentions=turn.message.mentions,
    )


def _new(case: Case, purpose: Purpose, stage: Stage = Stage.LOOKING) -> Operation:
    return Operation(id="", number=case.handoff.number, person=case.actor.id, purpose=purpose, stage=stage)


def _may_book(case: Case) -> Meeting | None:
    """Refuse in words; the meeting whose booking is still to be settled, by the same person."""
    handoff, meeting = case.handoff, case.handoff.discussion.meeting
    if handoff.status is Status.DRAFT and case.actor.is_one_of(handoff.parties.creator):
        raise refuse(words.DRAFT)
    rules.under_way(handoff)
    rules.for_sides(handoff, case.setting, creator=True)
    if handoff.discussion.state is Talk.HELD:
        raise refuse(domain.DISCUSSED)
    if meeting is None or talks.is_past(meeting, case.desk.now) or not talks.organiser(handoff, meeting):
        return None
    span = moments.span(meeting.start, meeting.end, case.zone)
    mine = case.actor.is_one_of(meeting.organiser)
    if meeting.booked and mine:
        raise refuse(words.STANDS_YOURS, when=span)
    if not mine:
        template = domain.BOOKED_ALREADY if meeting.booked else domain.BOOKING_NOW
        raise refuse(template, organiser=Who(id=meeting.organiser), when=span)
    return meeting


def _changes_guests(case: Case, said: Said) -> bool:
    """Whether a meeting that they have booked is asked to have other guests."""
    meeting = case.handoff.discussion.meeting
    mine = meeting is not None and meeting.booked and case.actor.is_one_of(meeting.organiser)
    return mine and bool(said.names or said.without)


def _standing(case: Case, refusal: str) -> Meeting | RefusedError:
    """The meeting that is booked and still to come, for its organiser alone."""
    meeting = case.handoff.discussion.meeting
    if meeting is None:
        return refuse(words.NONE_STANDS)
    span = moments.span(meeting.start, meeting.end, case.zone)
    if not meeting.booked:
        return refuse(words.BEING_BOOKED, when=span)
    if not case.actor.is_one_of(meeting.organiser):
        return refuse(refusal, organiser=Who(id=meeting.organiser))
    return refuse(words.IS_PAST, when=span) if talks.is_past(meeting, case.desk.now) else meeting


async def _settle(case: Case, meeting: Meeting) -> Outcome:
    """Book once more what was confirmed and never heard of again: it is found if it is there."""
    operation = replace(
        _new(case, Purpose.BOOK, Stage.ACTING),
        key=meeting.key,
        settles=True,
        chosen=Slot(start=meeting.start, end=meeting.end),
    )
    return await _begin(case, operation)


async def _look(case: Case, said: Said, operation: Operation) -> Outcome:
    """Begin a search, where all that was said could be read."""
    if problem := unread(said):
        return await _answer(case, problem)
    asked = wishes.applied(operation.wishes, said)
    if not asked.weekdays:
        return await _answer(case, words.NO_DAY_LEFT)
    found = await guests.sort(case, asked, said)
    if found.problem:
        return await _answer(case, found.problem)
    return await _begin(case, replace(operation, wishes=found.wishes, names=found.names))


def unread(said: Said) -> str:
    """What is said of words that mean nothing here, or cannot be met; "" where there are none."""
    if said.unfit:
        return words.UNFIT[said.unfit]
    return words.UNREAD.format(words=scene.safe(said.unread)) if said.unread else ""


async def _begin(case: Case, operation: Operation) -> Outcome:
    """Keep it; its message goes to the own chat of who asks, which then waits for its answers."""
    begun = await case.desk.operations.begin(operation)
    reply = showing.reply(await scene.look(case, begun))
    turn = within(case.turn, begun) if case.turn.message.private else case.turn
    return await access.privately(turn, case.actor, turn.reply(reply))


def within(turn: Turn, operation: Operation) -> Turn:
    """From now on the chat is about this operation, until it is over."""
    progress = flow.Progress(flow=FLOW, step=FLOW, version=_VERSION, data={"operation": operation.id})
    number = operation.number or turn.state.handoff
    return turn.within(replace(turn.state, progress=progress, handoff=number, options=()))


async def _answer(case: Case, *lines: str) -> Outcome:
    return await access.answer(case, Reply(text=access.label(case, " ".join(lines))))


HANDLERS: dict[HandoffCommand, acting.Handle] = {
    HandoffCommand.SCHEDULE: schedule,
    HandoffCommand.RESCHEDULE: reschedule,
    HandoffCommand.CANCEL_MEETING: acting.on_one(cancel),
    HandoffCommand.WHEN_MEETING: acting.on_one(when),
}
