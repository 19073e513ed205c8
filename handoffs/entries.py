"""Entries of a history in words: persons by name, free texts as they were written or as deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from handoffs import words
from handoffs.history import Recorded
from handoffs.money import Money

_ARROW = " -> "
_MONEY = frozenset(("amount", "currency"))


def detail(entry: Recorded, names: Mapping[str, str]) -> str:
    """What changed, from what to what: "item: 3; state: open -> done"."""
    before = {key: _said(value, entry, names) for key, value in entry.before.items()}
    after = {key: _said(value, entry, names) for key, value in entry.after.items()}
    keys = dict.fromkeys((*before, *after))
    return "; ".join(f"{key}: {_step(before.get(key), after.get(key))}" for key in keys)


def who(entry: Recorded, names: Mapping[str, str]) -> str:
    """Who brought an entry about; Baton where it was a rule."""
    return names.get(entry.person, words.SOMEONE) if entry.person else words.BATON


def moment(at: datetime) -> str:
    """A time of a record that outlives all time zones: "2026-11-20 10:00 UTC"."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _step(before: str | None, after: str | None) -> str:
    if before == after or not before:
        return after or ""
    return before if after is None else f"{before}{_ARROW}{after}"


def _said(value: Any, entry: Recorded, names: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        return _told(value, entry, names)
    if isinstance(value, list | tuple):
        return ", ".join(f"({place}) {_said(each, entry, names)}" for place, each in enumerate(value, 1))
    if isinstance(value, bool):
        return words.YES_NO[value]
    return "" if value is None else str(value)


def _told(value: Mapping[str, Any], entry: Recorded, names: Mapping[str, str]) -> str:
    """A person, a free text, money, or a value of its own such as a milestone."""
    if set(value) == {"person"}:
        return names.get(str(value["person"]), words.SOMEONE)
    if set(value) == {"text"}:
        return entry.texts.get(str(value["text"])) or words.DELETED
    if set(value) == _MONEY:
        return Money.from_plain(value).show()
    return ", ".join(f"{key} {_said(each, entry, names)}" for key, each in value.items() if each is not None)


def people_in(history: Sequence[Recorded]) -> frozenset[str]:
    """Everybody whom a history names, also those who are no longer on the handoff."""
    named = {person for entry in history for values in (entry.before, entry.after) for person in _ids(values)}
    return frozenset(named | {entry.person for entry in history if entry.person})


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if set(value) == {"person"} and isinstance(value["person"], str):
            yield value["person"]
        else:
            yield from (person for each in value.values() for person in _ids(each))
    elif isinstance(value, list | tuple):
        yield from (person for each in value for person in _ids(each))
