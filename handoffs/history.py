"""The history of a handoff: events that are only ever added, each sealed together with the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """An event as it is stored. `seq` counts from 1; `texts` are the free texts by the hash that stands in
    the event for them, with their salt; a blanked text is None. `seal` is the HMAC over it and the one before.
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
