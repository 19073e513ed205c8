"""A morning on which somebody is reminded: the card as the clock would have it made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from dialogs.message import Card, Message, Person, Reply
from dialogs.reminding.digest import digest
from dialogs.reminding.item import Item
from dialogs.state import State
from dialogs.turn import Turn
from handoffs import facts
from handoffs.change import Actor, Setting
from reminders import stairs, standing
from tests.office import TENANT, Colleague, Office, expert


def turn_of(who: Colleague) -> Turn:
    """A turn of the worker, in somebody's own chat."""
    office = who.office
    message = Message(person=Person(tenant=TENANT, id=who.user), conversation=who.chat)
    state = office.states.get((who.chat, who.user), State())
    return Turn(
        message=message, text="", state=state, profile=office.profiles_kept[who.user], desk=office.desk()
    )


def items_of(who: Colleague, numbers: Collection[int] = (), *, again: bool = False) -> list[Item]:
    """One for each date that is theirs, on the first rung that is for them."""
    found = []
    for handoff in who.office.handoffs_kept.values():
        if numbers and handoff.number not in numbers:
            continue
        for each in standing.occasions(
            handoff, expert().kinds[handoff.kind], expert().ladders, who.office.now
        ):
            rungs = expert().ladders[each.ladder].rungs
            rung = next((key for key, rule in rungs.items() if who.id in stairs.recipients(rule, each)), "")
            following = who.office.now + timedelta(days=1)
            if rung:
                found.append(Item(handoff=handoff, occasion=each, rung=rung, next=following, again=again))
    return found


async def reminded(who: Colleague, *numbers: int, again: bool = False, last: bool = False) -> Reply:
    items = items_of(who, numbers, again=again)
    return await digest(turn_of(who), [replace(item, next=None) for item in items] if last else items)


async def card_of(who: Colleague, *numbers: int) -> Card:
    card = (await reminded(who, *numbers)).card
    assert card is not None
    return card


def meet_by(office: Office, who: Colleague, number: int, days: int) -> None:
    """The discussion of a handoff is to be held within so many days."""
    handoff = office.handoffs_kept[number]
    actor = Actor(id=who.id, ids=frozenset({who.id}))
    kind, today = expert().kinds[handoff.kind], office.now.date()
    setting = Setting(kind=kind, actor=actor, now=office.now, today=today)
    office.keep(facts.meet_by(handoff, today + timedelta(days=days), setting))
