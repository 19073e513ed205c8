"""Ids and names that come from outside, as they are let in."""

from __future__ import annotations

from typing import TypeGuard

LONGEST_ID = 200
_LONGEST_NAME = 100


def is_id(value: object, longest: int = LONGEST_ID) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value) <= longest and value.isprintable()


def shown_name(given: object) -> str:
    """A name in one line of printable characters, "" where none was given; clients send any text."""
    if not isinstance(given, str):
        return ""
    return "".join(filter(str.isprintable, " ".join(given.split())))[:_LONGEST_NAME].strip()
