"""An operation with everything around it that was read from outside: what its message is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dialogs import utterance
from dialogs.desk import Contact, Desk
from dialogs.handoff.access import Case
from dialogs.handoff.view import listed as listed
from dialogs.handoff.view import names_of, people_of, title, zone_of
from dialogs.meeting import words
from dialogs.operation import Operation, Stage
from dialogs.turn import Turn
from handoffs import moments
from handoffs.calendars import show
from handoffs.model import Handoff, Meeting
from handoffs.views import may_see
from knowledge.handoffs import HandoffKind

_LONGEST_COMMENT = 400  # a card's line shows it whole


@dataclass(frozen=True)
class Scene:
    """`case` is the handoff of the operation, for the one whose operation it is; times are in their zone.

    `lost`: person ids of those who are to come, and whose address nobody knows.
    """

    case: Case
    operation: Operation
    contacts: Mapping[str, Contact]
    lost: frozenset[str] = frozenset()

    @property
    def turn(self) -> Turn:
        return self.case.turn

    @property
    def desk(self) -> Desk:
        return self.case.desk

    @property
    def handoff(self) -> Handoff:
        return self.case.handoff

    @property
    def kind(self) -> HandoffKind:
        return self.case.kind

    @property
    def zone(self) -> ZoneInfo:
        return self.case.zone

    @property
    def today(self) -> date:
        return self.case.today

    @property
    def meeting(self) -> Meeting | None:
        """The one that this operation moves or cancels, as long as it stands."""
        present = self.handoff.discussion.meeting
        return present if present and present.key == self.operation.key else None

    def name(self, person: str) -> str:
        return names_of(self.contacts).get(person) or words.SOMEBODY

    def listed(self, people: Iterable[str]) -> str:
        return listed([self.name(person) for person in people])

    def about(self) -> str:
        return words.ABOUT.format(number=self.handoff.number, title=title(self.handoff))

    def span(self, start: datetime, end: datetime) -> str:
        """ "Tue 1 Dec 2026, 10:00-10:30 (UTC+1)"."""
        return moments.span(start, end, self.zone)

    def short(self, at: datetime) -> str:
        """ "Tue 1 Dec, 10:00", as a button holds it."""
        return short(at, self.zone)

    def at(self, operation: Operation) -> Scene:
        return replace(self, operation=operation)

    def of(self, handoff: Handoff) -> Scene:
        """The same after a change of the handoff."""
        return replace(self, case=self.case.within(handoff))


async def look(case: Case, operation: Operation) -> Scene:
    """Look up who takes part."""
    people = {*people_of(case.handoff), operation.person, *operation.wishes.also}
    people |= {invitee.person for invitee in operation.invitees}
    meeting = case.handoff.discussion.meeting
    invited = [invitee.person for invitee in operation.invitees if invitee.person != operation.person]
    if not invited and meeting and meeting.key == operation.key:
        invited = [attendee.person for attendee in meeting.attendees]
    addresses = await case.desk.people.addresses(invited) if invited else {}
    lost = frozenset(person for person in invited if not addresses.get(person))
    return Scene(case, operation, await case.desk.people.contacts(people), lost)


async def of(turn: Turn, operation: Operation) -> Scene | None:
    """The scene of an operation that was kept; None as with `case_of`."""
    case = await case_of(turn, operation)
    return await look(case, operation) if case else None


async def case_of(turn: Turn, operation: Operation) -> Case | None:
    """The handoff of an operation; None where it is gone, or is not theirs to see any more.

    What was confirmed already is done, and what came of it written down, all the same.
    """
    handoff = await turn.desk.handoffs.find(operation.number)
    actor = await turn.desk.people.account(turn.message.person)
    if handoff is None or not (operation.stage is Stage.ACTING or may_see(handoff, actor)):
        return None
    return Case(turn, handoff, actor)


def safe(text: str) -> str:
    """Words of a person, said again: no markup, no address."""
    return utterance.show(utterance.without_addresses(text))


def comment(text: str) -> str:
    """What is sent with a cancellation: as it is shown before the yes, all of it and nothing more."""
    return utterance.show(utterance.without_addresses(text), _LONGEST_COMMENT)


def zone(contact: Contact | None, desk: Desk) -> ZoneInfo:
    return zone_of(contact.time_zone if contact else "", desk.defaults.time_zone)


def short(at: datetime, where: ZoneInfo) -> str:
    here = at.astimezone(where)
    day = show(here.date()).rsplit(" ", 1)[0]
    return words.SHORT.format(day=day, time=f"{here:%H:%M}")
