"""Meetings: one for all who are invited, with a copy in every mailbox of the tenant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.graph.directory import Mailbox


@dataclass(kw_only=True)
class Answer:
    """How an attendee answered."""

    response: str = "none"
    at: datetime | None = None


@dataclass(kw_only=True)
class Meeting:
    """A meeting as its organiser keeps it. Moments in UTC; `asked`: what was posted and patched.

    `ids`: its copies by address (in small letters). `gone`: addresses whose copy was deleted.
    """

    uid: str
    organiser: Mailbox
    start: datetime
    end: datetime
    asked: dict[str, Any]
    ids: dict[str, str]
    extended: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    transaction: str = ""
    link: str = ""
    looked: int = 0  # GETs of the organiser's copy since it was made
    cancelled: bool = False
    comment: str = ""
    made: datetime
    changed: datetime
    version: int = 1
