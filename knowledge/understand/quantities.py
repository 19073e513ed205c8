"""Numbers with what they count: "7 business days", "five stages", "80 %"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.understand import words
from knowledge.understand.grammar import VALUES

_UNITS = frozenset(
    words.stem(unit) for unit in ("day", "week", "month", "year", "hour", "stage", "role", "unit", "criteria")
)
_QUALIFIERS = {"business": "business", "working": "business", "work": "business", "calendar": "calendar"}
_TOKEN = re.compile(r"\d+|%|[a-z]+")


@dataclass(frozen=True, slots=True)
class Quantity:
    """`number` of `unit` (a stem, or "%"); `kind` is "business", "calendar" or ""."""

    number: int
    unit: str
    kind: str = ""


def quantities(text: str) -> frozenset[Quantity]:
    """The quantities that a text names; "stage 4" is a name, not a quantity."""
    tokens = _TOKEN.findall(text.casefold())
    found: set[Quantity] = set()
    for place, token in enumerate(tokens):
        number = int(token) if token.isdecimal() else VALUES.get(token)
        if number is None or (place and tokens[place - 1].removesuffix("s") == "stage"):
            continue
        following = tokens[place + 1 : place + 3]
        kind = _QUALIFIERS.get(following[0], "") if following else ""
        unit = following[1:2] if kind else following[:1]
        stem = unit[0] if unit and unit[0] == "%" else words.stem(unit[0]) if unit else ""
        if stem == "%" or stem in _UNITS:
            found.add(Quantity(number, stem, kind))
    return frozenset(found)


def contradicts(said: frozenset[Quantity], asked: Quantity) -> bool:
    """Whether a text counts the same thing and comes to another number or another kind of day."""
    same = [other for other in said if other.unit == asked.unit]
    return bool(same) and all(
        other.number != asked.number or (other.kind and asked.kind and other.kind != asked.kind)
        for other in same
    )


def confirms(said: frozenset[Quantity], asked: Quantity) -> bool:
    """Whether a text names this quantity, as precisely as it is asked."""
    return any(
        (other.number, other.unit) == (asked.number, asked.unit) and asked.kind in ("", other.kind)
        for other in said
    )
