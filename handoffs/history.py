"""The history of a handoff: events that are only ever added, each sealed together with the one before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handoffs.change import Event


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """An event as it is stored. `seq` counts from 1; `texts` are the free texts by the hash that stands in
    the event for them, with their salt; a blanked text is None. `seal` is the HMAC over the event and the
    seal before it.
    """

    seq: int
    what: str
    person: str
    at: datetime
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    why: str
    seal: str
    texts: Mapping[str, str | None] = field(default_factory=dict)
    salts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Check:
    """What a look at a whole history found; `head` is the last seal, `first_broken` a `seq`."""

    sound: bool
    count: int
    head: str
    first_broken: int | None = None
    blanked: int = 0


def record(
    key: bytes,
    tenant: str,
    number: int,
    last: Recorded | None,
    events: Sequence[Event],
    salt: Callable[[], str],
) -> tuple[Recorded, ...]:
    """Seal events onto the end of a history; the first seal is over tenant and number."""
    raise NotImplementedError


def check(
    key: bytes, tenant: str, number: int, recorded: Sequence[Recorded], head: tuple[int, str] | None
) -> Check:
    """Check every seal and text, that none is missing, and that the last is the head kept elsewhere."""
    raise NotImplementedError
