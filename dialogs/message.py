"""What a dialog hears and says: plain values, free of any chat SDK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from knowledge.answer import Citation

Card = dict[str, Any]  # Adaptive Card JSON


class Place(StrEnum):
    """Where a message was written; a channel counts as a group."""

    PERSONAL = "personal"
    GROUP = "group"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who wrote a message. `name`: as Teams shows it. `admin`: may see what the knowledge owner sees.

    `oversees`: may also read and reassign any handoff; the settings name them, also in local mode.
    """

    tenant: str
    id: str
    object_id: str = ""
    name: str = ""
    admin: bool = False
    oversees: bool = False


@dataclass(frozen=True, kw_only=True)
class Mentioned:
    """Somebody whom a message mentions, or a member of a chat, as Teams names them."""

    user: str
    name: str
    object_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One thing a person did: typed a text, or pressed a button of a card (`verb` with its `data`)."""

    person: Person
    conversation: str
    place: Place = Place.PERSONAL
    text: str = ""
    verb: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    attached: bool = False
    time_zone: str = ""
    mentions: tuple[Mentioned, ...] = ()  # others than the bot; the text holds "@name" for each
    refresh: bool = False  # nobody pressed: the client shows the card and asks for its present state
    on: str = ""  # Teams' id of the message whose button was pressed

    @property
    def private(self) -> bool:
        return self.place is Place.PERSONAL


@dataclass(frozen=True, kw_only=True)
class Given:
    """The answer behind a reply, kept so that a later thumbs up or down can be understood."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One thing Baton says: markdown text with citations, or a card; then perhaps what to ask next.

    `live`: the card is the live card of this handoff (its number) at this `revision`.
    `operation`: it shows this operation (its id) at this `revision`, and is replaced by what comes of it.
    """

    text: str = ""
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    card: Card | None = None
    given: Given | None = None
    live: int = 0
    revision: int = 0
    operation: str = ""
