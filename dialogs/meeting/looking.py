"""What a look at the calendars and the directory found, and what the message shows then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dialogs import utterance
from dialogs.meeting import beginning, failing, guests, preparing, scene, showing, signing, words
from dialogs.meeting.asked import Findings
from dialogs.meeting.scene import Scene
from dialogs.message import Reply
from dialogs.operation import Operation, Purpose, Stage
from dialogs.turn import Turn
from meetings import showing as clocks
from meetings import slots
from meetings.model import Availability, Busy, FreeBusy, Proposal, Span
from meetings.ports import Found

_MOST_CHOICES = 5
_OWN = frozenset((FreeBusy.BUSY, FreeBusy.TENTATIVE))


async def looked(turn: Turn, operation: Operation, findings: Findings) -> tuple[Operation, Reply]:
    """After LOOKING: the operation as it is to be saved, and what its message shows from now on."""
    if operation.purpose in preparing.SIGNING:
        return signing.looked(turn, operation, findings)
    found = await scene.of(turn, operation)
    if found is None:
        return ended(operation, words.HANDOFF_GONE)
    if findings.error:
        new = failing.of_looking(operation, findings.error)
    elif operation.names:
        new = await _met(found, findings)
    else:
        new = await _offered(found, findings.availabilities)
    await remember(turn, new)
    return new, showing.next_reply(await scene.look(found.case, new))


def ended(operation: Operation, text: str) -> tuple[Operation, Reply]:
    """It is over, with one line."""
    new = replace(operation, stage=Stage.ENDED)
    return new, showing.next_said(new, showing.only(text))


async def remember(turn: Turn, operation: Operation) -> None:
    """The own chat waits for what is said to it, also where it began in a group; until it is over."""
    present = turn.state.progress
    if present and (present.flow != beginning.FLOW or present.data.get("operation") != operation.id):
        return
    state = replace(turn.state, progress=None)
    if not operation.is_over:
        state = beginning.within(turn, operation).state
    if state != turn.state:
        message = turn.message
        await turn.desk.conversations.save(message.conversation, message.person.id, state)


# People


async def _met(found: Scene, findings: Findings) -> Operation:
    """One found is asked to come, of several one is to be picked, and of nobody that is said."""
    operation = found.operation
    for name in operation.names:
        people = [each for each in findings.found.get(name, ()) if each.address]
        if len(people) > 1 and len(exact := _exact(name, people)) != 1:
            # Addresses are kept with people and nowhere else; who is picked is looked up by id once more.
            choices = tuple(replace(each, address="") for each in people[:_MOST_CHOICES])
            return replace(operation, stage=Stage.ASKING, choices=choices)
        people = people if len(people) < 2 else exact
        operation = await _with(found, operation, name, people, findings.found.get(name, ()))
        operation = replace(operation, names=operation.names[1:])
    return replace(operation, stage=Stage.LOOKING)


def _exact(name: str, people: Sequence[Found]) -> list[Found]:
    """Those whose whole name or address it is."""
    typed = utterance.normalise(name)
    return [
        each
        for each in people
        if typed in (utterance.normalise(each.name), utterance.normalise(each.address))
    ]


async def _with(
    found: Scene, operation: Operation, name: str, people: Sequence[Found], all: Sequence[Found]
) -> Operation:
    if people:
        contact = await found.desk.people.of_directory(people[0])
        also = tuple(dict.fromkeys((*operation.wishes.also, contact.id)))
        return replace(operation, wishes=replace(operation.wishes, also=also))
    shown = scene.safe(name)
    phrase = words.NO_ADDRESS_LEAD if all else words.UNKNOWN_PERSON_LEAD
    return replace(operation, said=" ".join(filter(None, (operation.said, phrase.format(name=shown)))))


# Times


async def _offered(found: Scene, availabilities: Sequence[Availability]) -> Operation:
    """Times that suit, with everyone's local time; or why there is none."""
    await _learn(found, availabilities)
    proposal, seen = _propose(found, availabilities)
    operation = found.operation
    said = operation.said
    if not proposal.slots and operation.wishes.shown - _as_it_is(operation):
        whole = found.at(replace(operation, wishes=replace(operation.wishes, shown=frozenset())))
        proposal, seen = _propose(whole, availabilities)
        said = words.NO_MORE
    new = replace(
        operation,
        stage=Stage.OFFERED,
        wishes=proposal.wishes,
        proposal=proposal,
        invitees=guests.bare([each.invitee for each in seen]),
        times=tuple(_times(found, slot, seen) for slot in proposal.slots),
        chosen=None,
        said=said,
    )
    if proposal.wishes.exact and len(proposal.slots) == 1:
        return replace(new, stage=Stage.CONFIRMING, chosen=proposal.slots[0])
    return new


async def _learn(found: Scene, availabilities: Sequence[Availability]) -> None:
    """Keep the addresses that were found on the way: invitations go there."""
    people = found.desk.people
    known = await people.addresses([each.invitee.person for each in availabilities])
    for each in (availability.invitee for availability in availabilities):
        if each.address and not known.get(each.person):
            one = Found(object_id=each.object_id, name="", address=each.address)
            await people.learned(each.person, one)


def _propose(found: Scene, availabilities: Sequence[Availability]) -> tuple[Proposal, list[Availability]]:
    operation, desk = found.operation, found.desk
    contact = found.contacts[operation.person]
    whole = preparing.base(desk, found.handoff, contact, found.zone)
    wishes = preparing.beyond(operation.wishes, whole)
    wishes = replace(wishes, shown=wishes.shown | _as_it_is(operation))
    known = preparing.reach(desk, found.handoff, wishes, contact, found.zone)
    seen = [_in_zone(found, without(each, operation.present)) for each in availabilities]
    return slots.propose(seen, whole, wishes, organiser=operation.person, known=known), seen


def _as_it_is(operation: Operation) -> frozenset[datetime]:
    """The start that a meeting has, which moving it does not offer, unless it gets another length."""
    present, wishes = operation.present, operation.wishes
    is_same = present and wishes.exact is None and present.end - present.start == wishes.length
    return frozenset((present.start,)) if present and is_same else frozenset()


def _in_zone(found: Scene, availability: Availability) -> Availability:
    """The organiser reads and types times of the zone that Teams shows them."""
    if availability.invitee.person != found.operation.person:
        return availability
    return replace(
        availability, invitee=replace(availability.invitee, zone=found.zone.key), week=availability.week
    )


def without(availability: Availability, present: Span | None) -> Availability:
    """Without the meeting that is to be moved: it stands in the way of nobody."""
    if present is None:
        return availability
    same = next((busy for busy in availability.busy if _is(busy, present)), None)
    if same is None:
        return availability
    busy = list(availability.busy)
    busy.remove(same)
    return replace(availability, busy=tuple(busy))


def _is(busy: Busy, present: Span) -> bool:
    return (busy.start, busy.end) == (present.start, present.end) and busy.status in _OWN


def _times(found: Scene, slot: Span, availabilities: Sequence[Availability]) -> tuple[str, ...]:
    """One line for each local time; the organiser's is that of their chat, as in all else they are told."""
    availabilities = [_on_own_clock(found, each) for each in availabilities]
    lines = [
        words.TIME_OF.format(names=utterance.show(names), time=time)
        for names, time in clocks.times(slot, availabilities)
    ]
    if lost := clocks.unplaced(availabilities):
        shown = [utterance.show(name) for name in lost]
        lines.append(words.ZONE_UNKNOWN.format(names=scene.listed(shown)))
    return tuple(lines)


def _on_own_clock(found: Scene, availability: Availability) -> Availability:
    if availability.invitee.person != found.operation.person:
        return availability
    return replace(availability, week=replace(availability.week, zone=found.zone))


# Right before it is done


def still_free(operation: Operation, availabilities: Sequence[Availability]) -> bool:
    """Whether the chosen time still suits everyone required; asked right before it is booked or moved."""
    if operation.chosen is None:
        return False
    seen = [without(each, operation.present) for each in availabilities]
    return slots.suits(operation.chosen, seen, operation.wishes)


async def taken(turn: Turn, operation: Operation) -> tuple[Operation, Reply]:
    """The chosen time does not suit any more: it looks again, and says so with what it finds."""
    found = await scene.of(turn, operation)
    if found is None or operation.chosen is None:
        return ended(operation, words.HANDOFF_GONE)
    chosen = operation.chosen
    when = found.span(chosen.start, chosen.end)
    if operation.purpose is Purpose.BOOK:
        found = found.of(await failing.let_go(turn, found.case, operation.key, words.REASON_NOT_FREE))
    new = replace(
        operation,
        stage=Stage.LOOKING,
        wishes=replace(operation.wishes, exact=None),
        chosen=None,
        key=operation.key if operation.purpose is Purpose.MOVE else "",
        said=words.TAKEN.format(when=when),
    )
    await remember(turn, new)
    return new, showing.next_reply(await scene.look(found.case, new))
