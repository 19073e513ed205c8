"""The ports of a desk in memory, on the dictionaries of a `tests.office.Office`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from dialogs.desk import (
    Contact,
    Kept,
    Profile,
    RosterHiddenError,
    RosterNeededError,
    Shown,
    StrangerError,
)
from dialogs.message import Mentioned, Person, Reply
from dialogs.operation import Operation, Stage
from dialogs.quiet import Hushed
from dialogs.state import State
from handoffs import views
from handoffs.change import Actor, Change
from handoffs.history import Head, Recorded
from handoffs.model import Handoff
from meetings.ports import Found

if TYPE_CHECKING:
    from tests.office import Office


class Ports:
    """The ports of a desk, each on the office's dictionaries."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.profiles = _Profiles(office)
        self.conversations = _Conversations(office)
        self.questions = self.feedback = self.deliveries = self.jobs = _Nothing(office)
        self.people = _People(office)
        self.handoffs = _Handoffs(office)
        self.quiets = _Quiets(office)
        self.outbox = _Outbox(office)
        self.operations = _Operations(office)
        self.invites = _Invites(office)
        self.links = _Links()


@dataclass
class _Nothing:
    office: Office

    async def add(self, **question: str) -> None:
        return None

    async def kept(self, person: str) -> Kept:
        return Kept()

    async def answers(self, person: str) -> Kept:
        return Kept()

    async def forget(self, person: str) -> None:
        return None


@dataclass
class _Profiles:
    office: Office

    async def find(self, person: str) -> Profile | None:
        return self.office.profiles_kept.get(person)

    async def keep(self, person: str, object_id: str, **values: Any) -> None:
        known = self.office.profiles_kept.get(person) or Profile(person=person, met=True)
        self.office.profiles_kept[person] = replace(known, **values)
        of_contact = {name: values[name] for name in ("country", "time_zone", "hours") if name in values}
        for id, contact in self.office.contacts.items():
            if contact.user == person:
                self.office.contacts[id] = replace(contact, **of_contact)

    async def forget(self, person: str) -> None:
        self.office.profiles_kept.pop(person, None)


@dataclass
class _Conversations:
    office: Office

    async def load(self, conversation: str, person: str) -> State | None:
        state = self.office.states.get((conversation, person))
        return State.from_json(state.to_json()) if state else None

    async def save(self, conversation: str, person: str, state: State) -> None:
        self.office.states[conversation, person] = state

    async def kept(self, person: str) -> Kept:
        return Kept(count=sum(owner == person for _, owner in self.office.states))

    async def forget(self, person: str) -> None:
        for key in [key for key in self.office.states if key[1] == person]:
            del self.office.states[key]


@dataclass
class _People:
    office: Office

    async def account(self, person: Person) -> Actor:
        found = next((each for each in self.office.contacts.values() if each.user == person.id), None)
        if found is None:
            raise StrangerError
        return Actor(id=found.id, ids=frozenset({found.id}), admin=person.admin)

    async def by_user(self, mentioned: Mentioned) -> Contact:
        return next(each for each in self.office.contacts.values() if each.user == mentioned.user)

    async def by_object_id(self, object_id: str) -> Contact:
        return next(each for each in self.office.contacts.values() if each.object_id == object_id)

    async def by_email(self, email: str) -> Contact:
        id = self.office.emails.setdefault(email.casefold(), f"p-{email.casefold()}")
        return self.office.contacts.setdefault(id, Contact(id=id, name=email.partition("@")[0].title()))

    async def of_directory(self, found: Found) -> Contact:
        for contact in self.office.contacts.values():
            if contact.object_id and contact.object_id == found.object_id:
                return contact
        contact = await self.by_email(found.address)
        await self.learned(contact.id, found)
        return self.office.contacts[contact.id]

    async def addresses(self, ids: Collection[str]) -> Mapping[str, str]:
        known = {id: email for email, id in self.office.emails.items()}
        return {id: known.get(id, "") for id in ids}

    async def learned(self, id: str, found: Found) -> None:
        known = self.office.contacts.get(id)
        if known is None:
            return
        self.office.contacts[id] = replace(
            known,
            object_id=known.object_id or found.object_id,
            name=found.name or known.name if not known.user else known.name,
        )
        if found.address and id not in self.office.emails.values():
            self.office.emails.setdefault(found.address.casefold(), id)

    async def contacts(self, ids: Collection[str]) -> Mapping[str, Contact]:
        known = self.office.contacts
        return {id: known.get(id) or Contact(id=id, name="someone") for id in ids}

    async def members(self, conversation: str) -> Sequence[Contact]:
        if conversation not in self.office.rosters:
            raise RosterNeededError
        if not self.office.rosters[conversation]:
            raise RosterHiddenError
        return [self.office.contacts[id] for id in self.office.rosters[conversation]]

    async def forget(self, person: str) -> None:
        self.office.forgotten.append(person)


@dataclass
class _Handoffs:
    office: Office

    async def next_number(self) -> int:
        return max(self.office.handoffs_kept, default=0) + 1

    async def add(self, change: Change) -> None:
        self.office.keep(change)

    async def save(self, change: Change) -> None:
        before = self.office.handoffs_kept[change.handoff.number]
        assert change.handoff.revision == before.revision + 1
        self.office.keep(change)

    async def find(self, number: int) -> Handoff | None:
        return self.office.handoffs_kept.get(number)

    def _open(self, people: Collection[str]) -> list[Handoff]:
        found = [
            handoff
            for handoff in self.office.handoffs_kept.values()
            if not handoff.is_over
            and any(person in people for person in (handoff.parties.all() - {handoff.parties.escalation}))
        ]
        return sorted(found, key=self._urgency)

    def _urgency(self, handoff: Handoff) -> tuple[Any, int]:
        dated = views.next_date(handoff)
        return (dated.day.toordinal() if dated else 10**9, handoff.number)

    async def open_of(self, people: Collection[str], *, limit: int, offset: int = 0) -> Sequence[Handoff]:
        return self._open(people)[offset : offset + limit]

    async def count_open_of(self, people: Collection[str]) -> int:
        return len(self._open(people))

    async def named(self, people: Collection[str], words: str, *, limit: int = 5) -> Sequence[Handoff]:
        return [
            handoff
            for handoff in self.office.handoffs_kept.values()
            if handoff.parties.all() & set(people)
            and words.casefold() in f"{handoff.opportunity.customer} {handoff.opportunity.name}".casefold()
        ][:limit]

    async def escalated_to(
        self, people: Collection[str], *, limit: int, offset: int = 0
    ) -> Sequence[Handoff]:
        found = [
            handoff
            for handoff in self.office.handoffs_kept.values()
            if handoff.parties.escalation in people and not handoff.is_over
        ]
        return found[offset : offset + limit]

    async def history(self, number: int) -> Sequence[Recorded]:
        return self.office.recorded.get(number, ())

    async def head(self, number: int) -> Head | None:
        kept = self.office.recorded.get(number, ())
        return Head(seq=kept[-1].seq, seal=kept[-1].seal) if kept else None

    async def kept(self, people: Collection[str]) -> Kept:
        return Kept(
            count=sum(bool(each.parties.all() & set(people)) for each in self.office.handoffs_kept.values())
        )

    async def forget(self, people: Collection[str]) -> None:
        self.office.forgotten += [f"handoffs of {id}" for id in people]


@dataclass
class _Quiets:
    office: Office

    async def of(self, person: str) -> Hushed:
        return dict(self.office.hushed.get(person, {}))

    async def hush(self, person: str, number: int, until: date | None) -> None:
        self.office.hushed.setdefault(person, {})[number] = until

    async def speak(self, person: str, number: int) -> bool:
        kept = self.office.hushed.get(person, {})
        return number in kept and (kept.pop(number), True)[1]

    async def forget(self, person: str) -> None:
        self.office.hushed.pop(person, None)


@dataclass
class _Outbox:
    office: Office

    async def cards(self, number: int) -> Sequence[Shown]:
        return [shown for shown in self.office.shown if shown.number == number]

    async def newest(self, conversation: str) -> int:
        here = [shown.number for shown in self.office.shown if shown.conversation == conversation]
        return here[-1] if here else 0

    async def update(self, shown: Shown, reply: Reply) -> None:
        self.office.cards_now[shown.activity] = reply.card or {}

    async def retire(self, shown: Shown, reply: Reply) -> None:
        gone = (shown.number, shown.conversation)
        self.office.shown = [each for each in self.office.shown if (each.number, each.conversation) != gone]
        self.office.cards_now[shown.activity] = reply.card or {}

    async def forget(self, person: str) -> None:
        self.office.shown = [each for each in self.office.shown if each.person != person]

    async def tell(self, person: str, reply: Reply) -> bool:
        if not self.office.contacts[person].reachable:
            return False
        self.office.told.append((person, reply))
        self.office.post(reply, f"chat-{person}", person)
        return True


@dataclass
class _Invites:
    office: Office

    async def put(self, number: int, key: str, sequence: int, body: Mapping[str, Any]) -> None:
        self.office.files.append(body)


@dataclass
class _Operations:
    office: Office

    async def begin(self, operation: Operation) -> Operation:
        for other in list(self.office.operations.values()):
            same = (other.person, other.number) == (operation.person, operation.number)
            if same and not other.is_over:
                self.office.operations[other.id] = replace(
                    other, stage=Stage.ENDED, revision=other.revision + 1
                )
        begun = replace(operation, id=f"op-{len(self.office.operations) + 1}", revision=1)
        self.office.operations[begun.id] = begun
        return begun

    async def find(self, id: str) -> Operation | None:
        return self.office.operations.get(id)

    async def save(self, operation: Operation) -> Operation:
        assert self.office.operations[operation.id].revision == operation.revision
        saved = replace(operation, revision=operation.revision + 1)
        self.office.operations[saved.id] = saved
        return saved

    async def waiting(self, person: str) -> Sequence[Operation]:
        return [
            operation
            for operation in self.office.operations.values()
            if operation.person == person and operation.stage is Stage.SIGNING_IN
        ]

    async def follow(self, number: int) -> None:
        self.office.followed.append(number)

    async def forget(self, person: str) -> None:
        kept = self.office.operations.items()
        self.office.operations = {id: each for id, each in kept if each.person != person}


class _Links:
    def report(self, number: int, person: str, form: str) -> str:
        return f"https://baton.example/reports/{number}-{person}-{form}"

    def invite(self, number: int, key: str, sequence: int) -> str:
        return f"https://baton.example/invites/{number}-{key}-{sequence}.ics"
