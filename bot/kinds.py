"""Kinds of jobs: what a feature registers so that something of its own happens later.

A feature adds rows (`work.jobs.add(kind, key, due, payload)`) in the transaction that decides them, and
registers one of the two shapes here under the same name. `payload` is JSON and carries its version:
a kind reads every version up to its own, and a later one waits for a worker that knows it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.jobs import State

Payload = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Due:
    """A job whose time has come, `late` seconds ago by the clock: after a day of downtime, a day."""

    tenant: str
    key: str
    target: str
    due: datetime
    late: float
    payload: Payload


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A job that will not be tried again; `activity` is Teams' id of its message, "" where none is known.

    `blocked`: the chat takes nothing from Baton.
    """

    tenant: str
    target: str
    payload: Payload
    state: State
    activity: str
    blocked: bool = False


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is sent: a new activity, or with `update_of` (Teams' id) the new content of a known one."""

    service_url: str
    conversation: str
    activity: Mapping[str, Any]
    reply_to: str = ""
    update_of: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkKind:
    """Work that may be run more than once to the same effect; it is cancelled if its lease is lost.

    `ended` is what a MessageKind's is: by it, work that failed for good leaves nobody waiting.
    """

    name: str
    version: int
    run: Callable[[Due], Awaitable[None]]
    ended: Callable[[AsyncConnection, Ended], Awaitable[None]] | None = None


@dataclass(frozen=True, kw_only=True)
class MessageKind:
    """A message, sent at most once. `compose` is pure and quick: it runs inside a transaction.

    It is given what is due and the payloads of earlier messages of its kind to the same target that may
    not have arrived, to say those things too. None: there is nothing left to say.

    `complete` adds to the payload, in that transaction, what only the database knows by then; TooEarlyError
    where it is not known yet, None where there is nothing left to say. `ended` writes what follows from the
    end, in the transaction that writes the end; it may be called for a job that was abandoned, too.
    """

    name: str
    version: int
    compose: Callable[[Due, Sequence[Payload]], Message | None]
    complete: Callable[[AsyncConnection, Due], Awaitable[Due | None]] | None = None
    ended: Callable[[AsyncConnection, Ended], Awaitable[None]] | None = None


Kind = WorkKind | MessageKind
