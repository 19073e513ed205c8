"""Everything a dialog works with, in memory: two people can act on a handoff within one test."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any, cast

from dialogs import conversation
from dialogs.desk import (
    Contact,
    Defaults,
    Desk,
    Expert,
    Kept,
    Profile,
    RosterHiddenError,
    RosterNeededError,
    Shown,
    StrangerError,
)
from dialogs.message import Card, Mentioned, Message, Person, Place, Reply
from dialogs.state import State
from dialogs.turn import Outcome
from handoffs import facts, history, starting, views
from handoffs.change import Actor, Change, Setting
from handoffs.history import Head, Recorded
from handoffs.model import Handoff, Milestone
from handoffs.money import Money
from knowledge.expert import Expert as RealExpert

TENANT = "contoso"
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday
SEAL = b"a key of tests"


@cache
def expert() -> Expert:
    return cast(Expert, RealExpert.load())


@dataclass
class Office:
    """One tenant: who is known, which handoffs there are, and what was sent to whom."""

    now: datetime = START
    contacts: dict[str, Contact] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    profiles_kept: dict[str, Profile] = field(default_factory=dict)
    states: dict[tuple[str, str], State] = field(default_factory=dict)
    handoffs_kept: dict[int, Handoff] = field(default_factory=dict)
    recorded: dict[int, tuple[Recorded, ...]] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    cards_now: dict[str, Card] = field(default_factory=dict)  # what each live card or pointer shows
    told: list[tuple[str, Reply]] = field(default_factory=list)
    rosters: dict[str, list[str]] = field(default_factory=dict)
    defaults: Defaults = field(default_factory=Defaults)
    forgotten: list[str] = field(default_factory=list)
    _ids: count[int] = field(default_factory=lambda: count(1))

    def hire(self, name: str, *, met: bool = True, **known: str) -> Colleague:
        """Somebody whom Baton knows a chat with, unless they have not written yet."""
        id, user = f"p-{name.lower()}", f"29:{name.lower()}"
        chat = met or bool(known.pop("chat", ""))
        self.contacts[id] = Contact(id=id, name=name, user=user if met else "", reachable=chat, **known)
        self.emails[f"{name.lower()}@contoso.com"] = id
        zone = known.get("time_zone", "")
        self.profiles_kept[user] = Profile(person=user, met=met, time_zone=zone)
        return Colleague(self, user, id)

    def desk(self) -> Desk:
        ports: Any = _Ports(self)
        names = "profiles conversations questions feedback deliveries jobs people handoffs outbox links"
        given: dict[str, Any] = {name: getattr(ports, name) for name in names.split()}
        return Desk(expert=expert(), defaults=self.defaults, seal=SEAL, now=self.now, tenant=TENANT, **given)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def post(self, reply: Reply, conversation: str, person: str) -> None:
        """A live card that was sent takes the place of an older one in its chat."""
        if not reply.live:
            return
        activity = f"card-{next(self._ids)}"
        self.shown = [
            shown for shown in self.shown if (shown.number, shown.conversation) != (reply.live, conversation)
        ]
        self.shown.append(
            Shown(
                number=reply.live,
                conversation=conversation,
                person=person,
                revision=reply.revision,
                activity=activity,
            )
        )
        self.cards_now[activity] = reply.card or {}

    async def start(
        self, giver: Colleague, receiver: Colleague, kind: str = "atu-stu", customer: str = "Contoso"
    ) -> Handoff:
        """A handoff that is under way, as if the giver had just started it."""
        setting = Setting(
            kind=expert().kinds[kind],
            actor=Actor(id=giver.id, ids=frozenset({giver.id})),
            now=self.now,
            today=self.now.date(),
        )
        number = max(self.handoffs_kept, default=0) + 1
        changes = [starting.draft(number, kind, setting, receiver=receiver.id)]
        steps: list[Callable[[Handoff], Change]] = [
            lambda handoff: facts.opportunity(
                handoff, setting, customer=customer, name="Azure migration", unified=True
            )
        ]
        if setting.kind.milestones:
            milestone = Milestone(
                workload="Azure migration",
                value=Money(amount=Decimal(250000), currency="USD"),
                due=date(2027, 1, 15),
            )
            steps.append(lambda handoff: facts.add_milestone(handoff, milestone, setting))
        steps.append(lambda handoff: starting.begin(handoff, setting))
        for step in steps:
            changes.append(step(changes[-1].handoff))
        for change in changes:
            self.keep(change)
        return changes[-1].handoff

    def keep(self, change: Change) -> None:
        """A change and its history, as the store keeps them."""
        number = change.handoff.number
        self.handoffs_kept[number] = change.handoff
        kept = self.recorded.get(number, ())
        salts = count(len(kept) * 100)
        new = history.record(
            SEAL, TENANT, number, kept[-1] if kept else None, change.events, lambda: str(next(salts))
        )
        self.recorded[number] = kept + tuple(new)

    def card(self, number: int, conversation: str) -> Card:
        """The live card of a handoff in a chat, as it is now."""
        shown = next(
            each for each in self.shown if (each.number, each.conversation) == (number, conversation)
        )
        return self.cards_now[shown.activity]


@dataclass
class Colleague:
    """One person at their client."""

    office: Office
    user: str
    id: str
    conversation: str = ""
    place: Place = Place.PERSONAL
    admin: bool = False

    @property
    def chat(self) -> str:
        return self.conversation or f"chat-{self.id}"

    def in_group(self, conversation: str, *others: Colleague) -> Colleague:
        self.office.rosters[conversation] = [self.id, *(other.id for other in others)]
        return replace(self, conversation=conversation, place=Place.GROUP)

    async def do(self, **fields: Any) -> Outcome:
        message = Message(
            person=Person(tenant=TENANT, id=self.user, admin=self.admin),
            conversation=self.chat,
            place=self.place,
            **fields,
        )
        outcome = await conversation.respond(message, self.office.desk())
        viewer = self.id if self.place is Place.PERSONAL else ""
        for reply in outcome.replies:
            self.office.post(reply, self.chat, viewer)
        return outcome

    async def say(self, text: str, **fields: Any) -> str:
        """Type, and read all that is answered."""
        return "\n".join(reply.text for reply in (await self.do(text=text, **fields)).replies)

    async def press(self, title: str, *, card: Card | None = None, number: int = 1, **inputs: str) -> Outcome:
        """Press a button of a card by its title, with what was typed into the card."""
        found = button(card or self.office.card(number, self.chat), title)
        return await self.do(verb=found["verb"], data={**found["data"], **inputs})


def button(card: Card, title: str) -> dict[str, Any]:
    return next(action for action in actions(card) if action.get("title") == title)


def actions(card: Any) -> list[dict[str, Any]]:
    """All buttons anywhere in a card."""
    if isinstance(card, list):
        return [action for each in card for action in actions(each)]
    if not isinstance(card, dict):
        return []
    own = [action for action in card.get("actions") or [] if isinstance(action, dict)]
    return own + [action for key, each in card.items() if key != "actions" for action in actions(each)]


def texts(card: Any) -> list[str]:
    """All texts of a card, in their order."""
    if isinstance(card, list):
        return [text for each in card for text in texts(each)]
    if not isinstance(card, dict):
        return []
    own = [card["text"]] if card.get("type") == "TextBlock" else []
    return own + [text for key in ("body", "items") for text in texts(card.get(key))]


class _Ports:
    """The ports of a desk, each on the office's dictionaries."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.profiles = _Profiles(office)
        self.conversations = _Conversations(office)
        self.questions = self.feedback = self.deliveries = self.jobs = _Nothing(office)
        self.people = _People(office)
        self.handoffs = _Handoffs(office)
        self.outbox = _Outbox(office)
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
        for id, contact in self.office.contacts.items():
            if contact.user == person and "country" in values:
                self.office.contacts[id] = replace(contact, country=values["country"])

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


class _Links:
    def report(self, number: int, person: str, form: str) -> str:
        return f"https://baton.example/reports/{number}-{person}-{form}"
