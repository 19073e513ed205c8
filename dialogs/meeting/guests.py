"""Who is asked to come: from the handoff, from an earlier booking, and by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dialogs import utterance
from dialogs.desk import Contact, Desk
from dialogs.handoff import people as parties
from dialogs.handoff.access import Case
from dialogs.handoff.view import names_of
from dialogs.meeting import scene, words
from dialogs.meeting.wishes import Said
from dialogs.message import Mentioned
from dialogs.operation import Operation
from handoffs import talks
from handoffs.model import Attendee, Handoff
from meetings.model import Invitee, Wishes
from meetings.ports import Organiser

MOST = 50  # people of one meeting
_EMAIL = re.compile(r"[^\s,;<>@\"()]{1,64}@[^\s,;<>@\"()]{1,190}\.[^\s,;<>@\"().]{2,24}")


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """The wishes with everybody who is known by now; `names` are still to be found in the directory.

    `problem`: what is said instead, where somebody cannot be found at all.
    """

    wishes: Wishes
    names: tuple[str, ...] = ()
    problem: str = ""


async def sort(case: Case, wishes: Wishes, said: Said) -> Sorted:
    """Find the people of a sentence: by mention or address, on the handoff, else in the directory."""
    also, names = list(wishes.also), []
    for who in said.names:
        people = await _people(case, who)
        if len(people) > 1 and not case.desk.defaults.checks:
            return Sorted(wishes=wishes, problem=await _which(case, who, people))
        person = people[0] if len(people) == 1 else ""
        if person and person != case.actor.id:
            also.append(person)
        elif not person and case.desk.defaults.checks:
            names.append(str(who))
        elif not person:
            return Sorted(wishes=wishes, problem=words.UNKNOWN_PERSON.format(name=_shown(who)))
    if _adds_to_meeting(case, also, names):
        return Sorted(wishes=wishes, problem=words.MOVE_KEEPS)
    added = frozenset(also)
    wishes = replace(
        wishes,
        also=tuple(dict.fromkeys(also)),
        optional=wishes.optional - added,
        left_out=wishes.left_out - added,
    )
    for who in said.without:
        people = await _people(case, who, wishes.also)
        if len(people) > 1:
            return Sorted(wishes=wishes, problem=await _which(case, who, people))
        person = "".join(people)
        if not person:
            return Sorted(wishes=wishes, problem=words.NOT_COMING.format(name=_shown(who)))
        if case.actor.is_one_of(person):
            return Sorted(wishes=wishes, problem=words.NOT_ORGANISER_OUT)
        wishes = _without(case.handoff, wishes, person)
    if len(wishes.also) + len(names) + len(case.handoff.parties.all()) > MOST:
        return Sorted(wishes=wishes, problem=words.TOO_MANY.format(most=MOST))
    return Sorted(wishes=wishes, names=tuple(names))


def _adds_to_meeting(case: Case, also: Sequence[str], names: Sequence[str]) -> bool:
    """Whether somebody is named who is not invited to the meeting that is to be moved: start and end go out,
    and nothing else."""
    meeting = talks.standing(case.handoff, case.desk.now)
    if meeting is None or not case.actor.is_one_of(meeting.organiser):
        return False
    return bool(names) or not {attendee.person for attendee in meeting.attendees}.issuperset(also)


def _without(handoff: Handoff, wishes: Wishes, person: str) -> Wishes:
    """Giver and receiver stay invited, and are not waited for; anybody else is not invited at all."""
    if person in (handoff.parties.giver, handoff.parties.receiver):
        return replace(wishes, optional=wishes.optional | {person})
    also = tuple(each for each in wishes.also if each != person)
    return replace(wishes, also=also, left_out=wishes.left_out | {person})


def _shown(who: str | Mentioned) -> str:
    return scene.safe(who if isinstance(who, str) else who.name)


async def _people(case: Case, who: str | Mentioned, also: Sequence[str] = ()) -> list[str]:
    """Person ids: of a mention or address one, of a name those of the handoff or `also` whom it means."""
    desk = case.desk
    if isinstance(who, Mentioned):
        return [await parties.as_named(case, (await desk.people.by_user(who)).id)]
    if address := _EMAIL.fullmatch(who):
        return [await parties.as_named(case, (await desk.people.by_email(address[0])).id)]
    name = utterance.normalise(who)
    known = await desk.people.contacts(tuple(dict.fromkeys((*case.handoff.parties.all(), *also))))
    shown = {id: utterance.normalise(full) for id, full in names_of(known).items()}
    whole = [id for id, full in shown.items() if full == name]
    return whole or [id for id, full in shown.items() if full.partition(" ")[0] == name]


async def _which(case: Case, who: str | Mentioned, people: Sequence[str]) -> str:
    """That several are called so, and who they are."""
    names = names_of(await case.desk.people.contacts(people))
    listed = scene.listed(sorted(names[person] for person in people))
    return words.SEVERAL_CALLED.format(name=_shown(who), names=listed)


async def organiser(desk: Desk, operation: Operation) -> Organiser:
    """The one who asked, as the network knows them."""
    contact = (await desk.people.contacts([operation.person]))[operation.person]
    addresses = await desk.people.addresses([operation.person])
    return Organiser(
        tenant=desk.tenant,
        person=operation.person,
        object_id=contact.object_id,
        user=contact.user,
        name=contact.name,
        address=addresses.get(operation.person, ""),
        zone=contact.time_zone or desk.defaults.time_zone,
        country=contact.country or desk.defaults.country,
    )


async def invitees(desk: Desk, handoff: Handoff, operation: Operation) -> tuple[Invitee, ...]:
    """Everybody who is asked to come, the organiser first; each account and each address once."""
    wanted = _wanted(handoff, operation)
    contacts = await desk.people.contacts(wanted)
    addresses = await desk.people.addresses(wanted)
    found: dict[str, Invitee] = {}
    for person, required in wanted.items():
        each = _invitee(desk, contacts[person], addresses.get(person, ""), required)
        # Whom no directory has been asked about may be of another organisation.
        each = replace(each, external=desk.defaults.checks and person != operation.person)
        same = _same(found.values(), each, contacts)
        if same is None:
            found[person] = each
        elif required and not same.required:
            found[same.person] = replace(same, required=True)
    return tuple(found.values())[:MOST]


def _wanted(handoff: Handoff, operation: Operation) -> dict[str, bool]:
    """Person ids, and whether each is required."""
    meeting, wishes, parties = handoff.discussion.meeting, operation.wishes, handoff.parties
    wanted = {operation.person: True}
    if meeting and meeting.key == operation.key:
        invited = {attendee.person: attendee.required for attendee in meeting.attendees}
    else:
        invited = {parties.giver: True, parties.receiver: True}
        invited |= {other: False for other in parties.others if other not in invited}
    invited |= dict.fromkeys(wishes.also, True)
    for person, required in invited.items():
        if person and person not in wishes.left_out:
            wanted.setdefault(person, required and person not in wishes.optional)
    return wanted


def _invitee(desk: Desk, contact: Contact, address: str, required: bool) -> Invitee:
    return Invitee(
        person=contact.id,
        name=contact.name,
        address=address,
        object_id=contact.object_id,
        required=required,
        country=contact.country or desk.defaults.country,
        zone=contact.time_zone,
        hours=contact.hours,
    )


def _same(found: Iterable[Invitee], one: Invitee, contacts: Mapping[str, Contact]) -> Invitee | None:
    """Who was met twice, by Teams and by address, comes once."""
    user = contacts[one.person].user
    for each in found:
        same_user = user and contacts[each.person].user == user
        same_id = one.object_id and each.object_id == one.object_id
        if same_user or same_id or (one.address and each.address.casefold() == one.address.casefold()):
            return each
    return None


def attendees(invitees: Sequence[Invitee], organiser: str) -> tuple[Attendee, ...]:
    """As the handoff keeps them: without the organiser."""
    return tuple(
        Attendee(person=each.person, required=each.required) for each in invitees if each.person != organiser
    )


def bare(invitees: Sequence[Invitee]) -> tuple[Invitee, ...]:
    """Without addresses: they are kept with people and nowhere else."""
    return tuple(replace(each, address="") for each in invitees)
