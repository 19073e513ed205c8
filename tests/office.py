"""Everything a dialog works with, in memory: two people can act on a handoff within one test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    Profile,
    Shown,
)
from dialogs.message import Card, Message, Person, Place, Reply
from dialogs.operation import Operation
from dialogs.state import State
from dialogs.turn import Outcome
from handoffs import facts, history, starting
from handoffs.change import Actor, Change, Setting
from handoffs.history import Recorded
from handoffs.model import Handoff, Milestone
from handoffs.money import Money
from knowledge.expert import Expert as RealExpert
from tests.card_parts import button
from tests.ports import Ports

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
    operations: dict[str, Operation] = field(default_factory=dict)
    followed: list[int] = field(default_factory=list)  # handoffs whose meeting is to be looked at soon
    files: list[Mapping[str, Any]] = field(default_factory=list)  # what invitation files say
    hushed: dict[str, dict[int, date | None]] = field(default_factory=dict)  # by person id
    _ids: count[int] = field(default_factory=lambda: count(1))

    def hire(self, name: str, *, met: bool = True, **known: Any) -> Colleague:
        """Somebody whom Baton knows a chat with, unless they have not written yet."""
        id, user = f"p-{name.lower()}", f"29:{name.lower()}"
        chat = met or bool(known.pop("chat", ""))
        self.contacts[id] = Contact(id=id, name=name, user=user if met else "", reachable=chat, **known)
        self.emails[f"{name.lower()}@contoso.com"] = id
        zone = known.get("time_zone", "")
        self.profiles_kept[user] = Profile(person=user, met=met, time_zone=zone)
        return Colleague(self, user, id)

    def desk(self) -> Desk:
        ports: Any = Ports(self)
        names = "profiles conversations questions feedback deliveries jobs people handoffs quiets "
        names += "outbox operations invites links"
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

    async def opens(self, number: int = 1) -> Card:
        """The live card in this person's chat, as it is now."""
        await self.say(f"open {number}")
        return self.office.card(number, self.chat)
