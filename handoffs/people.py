"""Who stands where on a handoff."""

from __future__ import annotations

from dataclasses import replace

from handoffs import access, agreement, words
from handoffs.access import refuse
from handoffs.change import Actor, Call, Change, Setting, What, Who
from handoffs.changing import Making
from handoffs.model import Handoff, Parties
from knowledge.handoffs import Side


def assign(handoff: Handoff, side: Side, person: str, setting: Setting, *, country: str = "") -> Change:
    """Give a side to somebody; that side's confirmation is void.

    Nobody is their own escalation contact: whoever takes a side is that no more.
    `country` is the new receiver's, "" where it is not known: the dates are counted by it.
    """
    if side is Side.OTHER:
        return add_other(handoff, person, setting)
    making = _named(handoff, person, setting)
    parties = handoff.parties
    present, across = _both(parties, side)
    if person == present:
        return making.done()
    if person == across or _same_account(setting.actor, person, across):
        raise refuse(words.SAME_PERSON)
    others = tuple(other for other in parties.others if other != person)
    making.put(parties=replace(parties, others=others, **{side.value: person}))
    making.log(What.PARTY_ASSIGNED, {"side": side, "person": Who(id=present)}, {"person": Who(id=person)})
    if person == parties.escalation:
        making.put(parties=replace(making.handoff.parties, escalation=""))
        making.log(What.ESCALATION_NAMED, {"person": Who(id=person)})
    if side is Side.RECEIVER and country != handoff.country:
        making.put(country=country)
        making.log(What.COUNTRY_SET, {"country": handoff.country}, {"country": country})
    why = words.WHY_ASSIGNED.format(side=side)
    voided = not handoff.transferred and agreement.void(making, why, (side,))
    _tell(making, side, person, present, across, voided=voided)
    return making.done()


def escalate(handoff: Handoff, person: str, setting: Setting) -> Change:
    """Name the escalation contact."""
    making = _named(handoff, person, setting)
    sides = {handoff.parties.giver, handoff.parties.receiver}
    if person in sides or any(_same_account(setting.actor, person, side) for side in sides):
        raise refuse(words.ESCALATION_SIDE, person=Who(id=person))
    before = handoff.parties.escalation
    if person != before:
        making.put(parties=replace(handoff.parties, escalation=person))
        named = {"person": Who(id=before)} if before else {}
        making.log(What.ESCALATION_NAMED, named, {"person": Who(id=person)})
        making.tell([person], Call.ASSIGNED, words.TOLD_ESCALATION)
    return making.done()


def add_other(handoff: Handoff, person: str, setting: Setting) -> Change:
    """Add somebody who takes part besides giver and receiver."""
    making = _named(handoff, person, setting)
    parties = handoff.parties
    if person not in (parties.giver, parties.receiver, *parties.others):
        making.put(parties=replace(parties, others=(*parties.others, person)))
        making.log(What.PARTY_ASSIGNED, {"side": Side.OTHER}, {"person": Who(id=person)})
        making.tell([person], Call.ASSIGNED, words.TOLD_ADDED)
    return making.done()


def _named(handoff: Handoff, person: str, setting: Setting) -> Making:
    access.not_over(handoff)
    access.for_sides(handoff, setting, creator=True, admin=True)
    if not person:
        raise refuse(words.NO_PERSON)
    return Making(handoff, setting)


def _both(parties: Parties, side: Side) -> tuple[str, str]:
    """Who is on a side, and who is across."""
    return (parties.giver, parties.receiver) if side is Side.GIVER else (parties.receiver, parties.giver)


def _same_account(actor: Actor, *people: str) -> bool:
    return all(person in actor.ids for person in people)


def _tell(making: Making, side: Side, new: str, old: str, across: str, *, voided: bool) -> None:
    who, named = Who(id=new), words.SIDES[side]
    making.tell([new], Call.ASSIGNED, words.TOLD_ASSIGNED, side=named)
    making.tell([old], Call.ASSIGNED, words.TOLD_RELIEVED, person=who)
    if voided:
        making.tell([across], Call.VOIDED, words.TOLD_VOIDED_SIDE, person=who)
    making.tell([across], Call.ASSIGNED, words.TOLD_OTHER_SIDE, person=who, side=named)
