"""A handoff as one person sees it: the values that a card or a sentence about it is made from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dialogs import utterance
from dialogs.desk import Contact, Desk
from dialogs.handoff import words
from handoffs import calendars
from handoffs.change import Actor
from handoffs.model import Handoff, Mark
from knowledge.handoffs import HandoffKind

LONGEST_NAME = 120
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, kw_only=True)
class View:
    """`viewer` None: nobody in particular, as in a group. `users`: Teams ids of those who may see it."""

    handoff: Handoff
    kind: HandoffKind
    viewer: Actor | None
    names: Mapping[str, str]
    source_name: Callable[[str], str]
    now: datetime
    today: date
    zone: ZoneInfo = _UTC
    users: tuple[str, ...] = ()
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    signs_in: bool = False  # calendars are looked at by what their owner signed in for

    def name(self, person: str) -> str:
        return self.names.get(person) or (words.SOMEONE if person else words.NOBODY)

    def listed(self, people: Iterable[str]) -> str:
        return listed([self.name(person) for person in people])

    def day(self, at: datetime) -> str:
        """The day of a moment where the viewer is."""
        return calendars.show(at.astimezone(self.zone).date())

    def when(self, mark: Mark) -> str:
        """The day that a mark is about."""
        return calendars.show(mark.on) if mark.on else self.day(mark.at)

    def is_viewer(self, *people: str) -> bool:
        return self.viewer is not None and self.viewer.is_one_of(*people)

    @property
    def title(self) -> str:
        return title(self.handoff)


def title(handoff: Handoff) -> str:
    """Customer and opportunity, safe to show."""
    known = [shown(text) for text in (handoff.opportunity.customer, handoff.opportunity.name) if text]
    return ": ".join(filter(None, known)) or words.NO_NAME


def shown(text: str) -> str:
    return utterance.show(text, LONGEST_NAME)


def listed(parts: list[str], last: str = words.AND) -> str:
    """ "3, 4 and 5"."""
    return last.join(filter(None, (", ".join(parts[:-1]), "".join(parts[-1:]))))


def zone_of(name: str, default: str = "") -> ZoneInfo:
    """The zone of that name, else the default, else UTC."""
    for known in filter(None, (name, default)):
        try:
            return ZoneInfo(known)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return _UTC


def people_of(handoff: Handoff) -> Collection[str]:
    """Everybody whom a card or sentence about it may name."""
    marks = [item.mark for item in handoff.items]
    marks += [*handoff.agreed.values(), handoff.discussion.mark, handoff.moved, handoff.transferred]
    named = {mark.by for mark in [*marks, handoff.ended] if mark}
    if meeting := handoff.discussion.meeting:
        named |= {meeting.organiser, *(attendee.person for attendee in meeting.attendees)}
    return frozenset(filter(None, named | handoff.parties.all() | {handoff.changed_by}))


def names_of(contacts: Mapping[str, Contact]) -> dict[str, str]:
    return {id: utterance.show(contact.name) or words.SOMEONE for id, contact in contacts.items()}


async def view(desk: Desk, handoff: Handoff, viewer: Actor | None, zone: ZoneInfo) -> View:
    """Look names up, and what else a view needs."""
    return seen(desk, handoff, await desk.people.contacts(people_of(handoff)), viewer, zone)


def seen(
    desk: Desk, handoff: Handoff, contacts: Mapping[str, Contact], viewer: Actor | None, zone: ZoneInfo
) -> View:
    parties = sorted(handoff.parties.all())
    users = {contacts[id].user for id in parties if id in contacts and contacts[id].user}
    return View(
        handoff=handoff,
        kind=desk.expert.kinds[handoff.kind],
        viewer=viewer,
        names=names_of(contacts),
        source_name=desk.expert.source_name,
        now=desk.now,
        today=desk.now.astimezone(zone).date(),
        zone=zone,
        users=tuple(sorted(users)),
        contacts=contacts,
        signs_in=desk.defaults.signs_in,
    )


def actor_of(person: str, contacts: Mapping[str, Contact]) -> Actor:
    """Somebody other than who writes, as the one who looks at a card: with all ids of the same account."""
    user = contacts[person].user if person in contacts else ""
    same = {id for id, contact in contacts.items() if user and contact.user == user}
    return Actor(id=person, ids=frozenset({person} | same))
