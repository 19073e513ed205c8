"""What a dialog needs from outside: ports, and the values that pass through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dialogs.state import State
from knowledge.answer import Answer
from knowledge.expert import RoleChoice


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What is kept about a person; an empty string means not known."""

    person: str
    object_id: str = ""
    role: str = ""
    country: str = ""
    time_zone: str = ""
    welcomed: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """One unanswered question, however often and by whomever it was asked."""

    number: int
    question: str
    count: int


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


@dataclass(frozen=True, kw_only=True)
class Stuck:
    """Something that was to happen and will not by itself: which, since when, and why (a short code)."""

    number: int
    kind: str
    state: str
    error: str
    attempts: int
    due: datetime
    changed: datetime


@dataclass(frozen=True, kw_only=True)
class Overview:
    """How many jobs are in each state, since when the oldest waits, and the newest that are stuck."""

    counts: Mapping[str, int]
    oldest: datetime | None
    stuck: tuple[Stuck, ...]


class Expert(Protocol):
    """Answers questions from the knowledge."""

    @property
    def version(self) -> str: ...
    @property
    def roles(self) -> Sequence[RoleChoice]: ...
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
        """The most asked, and how many groups there are in all."""

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


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What holds for a person who has not said otherwise."""

    time_zone: str = "UTC"
    country: str = ""


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

    def role(self, id: str) -> RoleChoice | None:
        return next((role for role in self.expert.roles if role.id == id), None)
