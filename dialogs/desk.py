"""What a dialog needs from outside: ports, and the values that pass through them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dialogs.message import Mentioned, Person
from dialogs.operation import Operations
from dialogs.outgoing import Invites, Links, Outbox
from dialogs.outgoing import Shown as Shown
from dialogs.overview import Overview
from dialogs.questions import Asker, Unanswered
from dialogs.questions import Group as Group
from dialogs.quiet import Quiets
from dialogs.state import State
from handoffs.change import Actor, Change
from handoffs.history import Head, Recorded
from handoffs.model import Handoff
from knowledge.answer import Answer
from knowledge.expert import RoleChoice
from knowledge.handoffs import HandoffKind
from knowledge.reminders import LadderRule
from meetings.ports import Found


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What is kept about a person; an empty string means not known.

    `hours`: working hours as `meetings.hours` writes them.
    """

    person: str
    object_id: str = ""
    role: str = ""
    country: str = ""
    time_zone: str = ""
    hours: str = ""
    welcomed: datetime | None = None
    met: bool = False  # the roster was asked who this is


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody of the people table. `id` is random and stands in handoffs and their history.

    `user` is their id in Teams, "" until they first write. `name` is never an address. `country`, `time_zone`
    and `hours` are their profile's. `reachable`: Baton knows a chat with them, and was not refused there.
    `unreachable`: it was refused, or knows no way to open a chat with them.
    """

    id: str
    name: str
    user: str = ""
    object_id: str = ""
    country: str = ""
    time_zone: str = ""
    hours: str = ""
    reachable: bool = False
    unreachable: bool = False


SOMEONE = "someone"  # the name of who has none


class StrangerError(Exception):
    """Who writes is not known yet: the roster is asked, and the turn is decided again."""


class RosterNeededError(Exception):
    """The members of the conversation are needed: they are read, and the turn is decided again."""


class RosterHiddenError(RosterNeededError):
    """They were asked for in this turn, and the channel does not tell them."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How many rows of a kind are kept about a person, and the newest of them."""

    count: int = 0
    last: str = ""


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """A thumbs up or down on one answer."""

    person: str
    conversation: str
    message: str
    reaction: str
    comment: str = ""


class Expert(Protocol):
    """Answers questions from the knowledge."""

    @property
    def version(self) -> str: ...
    @property
    def roles(self) -> Sequence[RoleChoice]: ...
    @property
    def kinds(self) -> Mapping[str, HandoffKind]: ...
    @property
    def ladders(self) -> Mapping[str, LadderRule]:
        """Of reminders, by id."""

    def source_name(self, source: str) -> str:
        """Document and section of a source, for people."""

    def answer(
        self, text: str, *, thread: Mapping[str, Any] | None = None, role: str | None = None
    ) -> Answer: ...


class Profiles(Protocol):
    async def find(self, person: str) -> Profile | None: ...
    async def keep(self, person: str, object_id: str, **values: str) -> None:
        """Keep these values of a person, and leave the others as they are by now."""

    async def welcome(self, person: str, object_id: str) -> bool:
        """Mark a person as welcomed; False if that had been done before."""

    async def forget(self, person: str) -> None: ...


class Conversations(Protocol):
    """One state per conversation and person; a group as a whole has the person ""."""

    async def load(self, conversation: str, person: str) -> State | None: ...
    async def save(self, conversation: str, person: str, state: State) -> None: ...
    async def kept(self, person: str) -> Kept: ...
    async def forget(self, person: str) -> None: ...


class Questions(Protocol):
    """Questions that could not be answered."""

    async def add(
        self, *, question: str, normalised: str, person: str, conversation: str, version: str
    ) -> None: ...
    async def grouped(self, limit: int) -> tuple[list[Group], int]:
        """The most asked that are open, and how many groups there are in all."""

    async def find(self, number: int) -> Unanswered | None: ...
    async def answer(self, number: int, by: str) -> Sequence[Asker]:
        """Mark a question as answered by a person id, for all who asked the same; who they are."""

    async def kept(self, person: str) -> Kept: ...
    async def forget(self, person: str) -> None:
        """Take the person off the rows; the questions stay."""


class Feedback(Protocol):
    async def record(self, reaction: Reaction, version: str) -> None:
        """Keep a reaction with the answer it is about; a second one replaces the first."""

    async def kept(self, person: str) -> Kept: ...
    async def answers(self, person: str) -> Kept: ...
    async def forget(self, person: str) -> None: ...


class Deliveries(Protocol):
    """Which messages were dealt with, so that none is answered twice."""

    async def forget(self, person: str) -> None:
        """Take the person off the rows; that the messages were dealt with stays known."""


class Jobs(Protocol):
    """What is to happen later."""

    async def stuck(self, limit: int) -> Overview: ...
    async def forget(self, target: str) -> None:
        """Drop all that concerns a conversation or person."""


class People(Protocol):
    """Who is who. Names and addresses live here and nowhere else."""

    async def account(self, person: Person) -> Actor:
        """The account of who writes; StrangerError where Baton has not met them yet."""

    async def by_user(self, mentioned: Mentioned) -> Contact:
        """Somebody of Teams, found or added: from a mention or a roster."""

    async def by_object_id(self, object_id: str) -> Contact:
        """Somebody from the people picker, found or added."""

    async def by_email(self, email: str) -> Contact:
        """Somebody by address, found or added; they are nobody's account until the roster says so."""

    async def of_directory(self, found: Found) -> Contact:
        """Somebody whom the directory knows, found or added."""

    async def contacts(self, ids: Collection[str]) -> Mapping[str, Contact]:
        """By person id; whoever had their data deleted is "someone"."""

    async def addresses(self, ids: Collection[str]) -> Mapping[str, str]:
        """E-mail by person id, "" where none is known: for invitations, never to be shown."""

    async def learned(self, id: str, found: Found) -> None:
        """Keep what the directory says of somebody, as far as it was not known."""

    async def members(self, conversation: str) -> Sequence[Contact]:
        """Everybody in a group; RosterNeededError where they have not been read in this turn.

        RosterHiddenError where they cannot be read: then anybody may be there.
        """

    async def forget(self, person: str) -> None: ...


class Handoffs(Protocol):
    """The handoffs of one tenant. Whoever calls sees to who may see them."""

    async def next_number(self) -> int: ...
    async def add(self, change: Change) -> None: ...
    async def save(self, change: Change) -> None:
        """Keep a change of the handoff that was found; a change by someone else meanwhile is a conflict,
        and the turn is decided again."""

    async def find(self, number: int) -> Handoff | None:
        """By its number. Nobody else changes it until the turn ends, which lists do not see to."""

    async def open_of(self, people: Collection[str], *, limit: int, offset: int = 0) -> Sequence[Handoff]:
        """Those under way that name one of these people, by urgency: the nearest date first."""

    async def count_open_of(self, people: Collection[str]) -> int: ...
    async def named(self, people: Collection[str], words: str, *, limit: int = 5) -> Sequence[Handoff]:
        """Those of these people whose customer or opportunity the words name; those under way first."""

    async def escalated_to(
        self, people: Collection[str], *, limit: int, offset: int = 0
    ) -> Sequence[Handoff]:
        """Those under way that name one of these people as escalation contact."""

    async def history(self, number: int) -> Sequence[Recorded]: ...
    async def head(self, number: int) -> Head | None:
        """How long the history is and its last seal, as they stand beside the handoff."""

    async def kept(self, people: Collection[str]) -> Kept: ...
    async def forget(self, people: Collection[str]) -> None:
        """Blank what these people wrote in free text, beside the history and in the handoffs."""


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What holds for a person who has not said otherwise."""

    time_zone: str = "UTC"
    country: str = ""
    currency: str = "USD"
    checks: bool = False  # calendars are looked at; else a meeting is an invitation file
    signs_in: bool = False  # by the token of the one who asks


@dataclass(frozen=True, kw_only=True)
class Desk:
    """All that a dialog works with during one turn."""

    expert: Expert
    defaults: Defaults
    profiles: Profiles
    conversations: Conversations
    questions: Questions
    feedback: Feedback
    deliveries: Deliveries
    jobs: Jobs
    people: People
    handoffs: Handoffs
    quiets: Quiets
    outbox: Outbox
    operations: Operations
    invites: Invites
    links: Links
    seal: bytes  # the key of the histories' chains
    now: datetime  # of this turn, aware, in UTC
    tenant: str  # whose data this is; a history's first seal is over it

    def role(self, id: str) -> RoleChoice | None:
        return next((role for role in self.expert.roles if role.id == id), None)
