"""A handoff as plain JSON, and back: with a schema number, tolerant of what a newer Baton adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handoffs.model import Handoff


def to_json(handoff: Handoff) -> dict[str, Any]:
    """Plain JSON of a handoff."""
    raise NotImplementedError


def from_json(body: Mapping[str, Any]) -> Handoff:
    """Read it back; unknown fields are passed over."""
    raise NotImplementedError
