"""A handoff as plain JSON, and back: with a schema number, tolerant of what a newer Baton adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from handoffs.model import Handoff

SCHEMA = 1
_KEY = "schema"
_FIELDS = frozenset((_KEY, *(field.name for field in fields(Handoff))))


def to_json(handoff: Handoff) -> dict[str, Any]:
    """Plain JSON of a handoff; whatever has its default value is left out."""
    body: dict[str, Any] = _adapter().dump_python(handoff, mode="json", exclude_defaults=True)
    return {_KEY: SCHEMA, **body}


def unknown(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a newer Baton has added beside the fields of a handoff: whoever saves it keeps that."""
    return {key: value for key, value in body.items() if key not in _FIELDS}


def from_json(body: Mapping[str, Any]) -> Handoff:
    """Read it back; unknown fields are passed over. Raises ValueError for what is no handoff."""
    return _adapter().validate_python({key: value for key, value in body.items() if key != _KEY})


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Handoff]:
    """Built once, when it is first needed: a start is measured."""
    return TypeAdapter(Handoff)
