"""A discussion that is booked, and what is read of it on a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from dialogs.handoff import live
from dialogs.message import Message, Person
from dialogs.state import State
from dialogs.turn import Turn
from handoffs import booking
from handoffs.change import Actor, Change, Setting
from handoffs.model import Attendee, Handoff, Meeting, Reply
from tests.card_parts import texts_of
from tests.office import TENANT, Colleague, Office, expert

START = datetime(2026, 12, 1, 9, tzinfo=UTC)
END = START + timedelta(minutes=30)
LINK = "https://teams.example.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%22Tid%22%7d"
SPAN = "Tue 1 Dec 2026, 10:00-10:30 (UTC+1)"  # where Ana is
THERE = "Tue 1 Dec 2026, 04:00-04:30 (UTC-5)"  # where Megan is

Ask = Callable[[Handoff, Setting], Change]


def setting_of(office: Office, who: Colleague) -> Setting:
    kind = expert().kinds[office.handoffs_kept[1].kind]
    actor = Actor(id=who.id, ids=frozenset({who.id}))
    return Setting(kind=kind, actor=actor, now=office.now, today=office.now.date())


def changed(office: Office, who: Colleague, what: Ask) -> Change:
    change = what(office.handoffs_kept[1], setting_of(office, who))
    office.keep(change)
    return change


def want(office: Office, who: Colleague) -> None:
    """Confirmed, and not booked yet."""
    meeting = Meeting(key="k1", organiser=who.id, start=START, end=END)
    changed(office, who, lambda handoff, setting: booking.want(handoff, meeting, setting))


def book(office: Office, who: Colleague, *invited: Attendee, link: str = LINK, **values: Any) -> None:
    meeting = Meeting(key="k1", organiser=who.id, start=START, end=END, attendees=invited, **values)
    changed(office, who, lambda handoff, setting: booking.want(handoff, meeting, setting))
    changed(office, who, lambda handoff, setting: booking.booked(handoff, "k1", link, (), setting))


def answer(office: Office, who: Colleague, replies: Mapping[str, Reply]) -> Change:
    told = {person: (reply, office.now) for person, reply in replies.items()}
    return changed(office, who, lambda handoff, setting: booking.answered(handoff, "k1", told, setting))


def fact(card: Any, name: str) -> str:
    found = [text for text in texts_of(card) if text.startswith(f"**{name}:**")]
    return found[0].removeprefix(f"**{name}:** ") if found else ""


async def agreed(office: Office, ana: Colleague, megan: Colleague) -> None:
    await office.start(ana, megan)
    await ana.say("done 1 2 3 4 5 6 7 8 9 10")
    await ana.say("agree")
    await megan.say("agree")


async def spread(office: Office, who: Colleague, change: Change) -> list[str]:
    """As the worker does, which stands for somebody who has not written."""
    message = Message(person=Person(tenant=TENANT, id=who.user), conversation=who.chat)
    profile = office.profiles_kept[who.user]
    turn = Turn(message=message, text="", state=State(), profile=profile, desk=office.desk())
    return await live.spread(turn, change)


def in_sight(card: Any) -> list[str]:
    """The buttons that need no tap to be seen."""
    top = [action for part in card["body"] for action in part.get("actions", ())]
    return [action["title"] for action in top]
