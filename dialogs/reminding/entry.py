"""What a card of reminders shows of one handoff, and by which keys its buttons find that again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogs.reminding import words
from dialogs.reminding.item import Item

MOST = 10  # handoffs on one card
MOST_IN_WORDS = 5  # of them in a notification, which shows a line or two
_MOST_KEYS = 40
_LONGEST_KEY = 300
_MOST_NUMBER = 2**31


@dataclass(frozen=True, kw_only=True)
class Key:
    """One reminder that a card shows: of which date of which handoff."""

    number: int
    ladder: str
    rung: str
    occasion: str

    @classmethod
    def of(cls, item: Item) -> Key:
        about = item.occasion
        return cls(number=about.number, ladder=about.ladder, rung=item.rung, occasion=about.key)

    def plain(self) -> list[Any]:
        return [self.number, self.ladder, self.rung, self.occasion]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One handoff on the card. `after`: what comes next, or how it was settled.

    `acts` are pairs of what a button says and the command it stands for, `days` those it can be snoozed to.
    """

    number: int
    title: str
    lines: tuple[str, ...]
    after: str = ""
    acts: tuple[tuple[str, str], ...] = ()
    days: tuple[date, ...] = ()
    keys: tuple[Key, ...] = ()
    revision: int = 0
    is_open: bool = True  # it can be opened


def counted(more: int) -> str:
    """Say how many are not shown; "" for none."""
    return (words.MORE_ONE if more == 1 else words.MORE).format(count=more) if more else ""


def read(data: Mapping[str, Any]) -> tuple[Key, ...]:
    """The keys that a button carries; none where they are damaged."""
    listed = data.get("items")
    if not isinstance(listed, list) or len(listed) > _MOST_KEYS or not all(map(_is_key, listed)):
        return ()
    return tuple(Key(number=no, ladder=ladder, rung=rung, occasion=key) for no, ladder, rung, key in listed)


def _is_key(given: object) -> bool:
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 4:
        return False
    number, *texts = given
    is_number = type(number) is int and 0 < number < _MOST_NUMBER
    return is_number and all(map(_is_name, texts))


def _is_name(given: object) -> bool:
    return isinstance(given, str) and len(given) <= _LONGEST_KEY and given.isprintable()
