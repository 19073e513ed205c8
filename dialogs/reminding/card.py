"""The card of a morning: one part for each handoff, with its buttons below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from microsoft_teams import cards

from dialogs import cards as basics
from dialogs import verbs
from dialogs.handoff.card.layout import MOST_BYTES, size
from dialogs.handoff.typed.asked import HandoffCommand
from dialogs.message import Card
from dialogs.reminding import words
from dialogs.reminding.entry import MOST, Entry, counted
from handoffs.calendars import show

Elements = list[Any]


@dataclass(frozen=True)
class _Sheet:
    """The entries that fit, and how many do not."""

    entries: Sequence[Entry]
    more: int

    def data(self, entry: Entry, act: str) -> dict[str, Any]:
        """What every button carries: what it does, and what is on the card."""
        keys = [key.plain() for each in self.entries for key in each.keys]
        about = {"handoff": entry.number, "revision": entry.revision}
        return {**about, "act": act, "items": keys, "more": self.more}


def made(entries: Sequence[Entry], hint: str, more: int = 0, beside: str = "") -> Card:
    """As many of them as a card holds with the words that are sent beside it; the others are counted."""
    room = MOST_BYTES - len(beside.encode())
    for count in range(min(len(entries), MOST), 0, -1):
        card = _made(_Sheet(entries[:count], more + len(entries) - count), hint)
        if size(card) <= room:
            break
    return card


def _made(sheet: _Sheet, hint: str) -> Card:
    several = len(sheet.entries) > 1 or sheet.more
    heading = [_text(words.HEADING, size="Large", weight="Bolder", style="heading")] if several else []
    parts = [
        cards.Container(items=_part(sheet, entry), separator=bool(several), spacing="Large")
        for entry in sheet.entries
    ]
    return basics.card(*heading, *parts, *_foot(sheet.more, hint))


def _part(sheet: _Sheet, entry: Entry) -> Elements:
    first = _text(entry.title, weight="Bolder", style="heading", size="Medium")
    lines = [_text(line, spacing="Small") for line in entry.lines]
    return [first, *lines, *_after(entry), *_buttons(sheet, entry)]


def _after(entry: Entry) -> Elements:
    """Where nothing is left to say, how it was settled is what one looks for."""
    if not entry.after:
        return []
    look = {"is_subtle": True, "size": "Small"} if entry.lines else {}
    return [_text(entry.after, spacing="Small", **look)]


def _buttons(sheet: _Sheet, entry: Entry) -> Elements:
    """What settles it in one row; below, for a phone's sake, to open it and to snooze it."""
    acts = [basics.button(label, verbs.REMINDER, sheet.data(entry, act)) for label, act in entry.acts]
    rows: Elements = [cards.ActionSet(actions=acts)] if acts else []
    if not entry.is_open:
        return rows
    always: Elements = [basics.button(words.OPEN, verbs.HANDOFF_OPEN, {"handoff": entry.number})]
    if not entry.days:
        return [*rows, cards.ActionSet(actions=always)]
    hidden = f"snooze{entry.number}"
    always.append(cards.ToggleVisibilityAction(title=words.SNOOZE, target_elements=[hidden]))
    inside = cards.Container(id=hidden, is_visible=False, items=_until(sheet, entry))
    return [*rows, cards.ActionSet(actions=always), inside]


def _until(sheet: _Sheet, entry: Entry) -> Elements:
    choices = [cards.Choice(title=show(day), value=day.isoformat()) for day in entry.days]
    picker = cards.ChoiceSetInput(
        id=f"until{entry.number}",
        label=words.UNTIL_LABEL,
        choices=choices,
        value=choices[0].value,
        style="compact",
    )
    snooze = basics.button(words.UNTIL, verbs.REMINDER, sheet.data(entry, HandoffCommand.SNOOZE.value))
    return [picker, cards.ActionSet(actions=[snooze])]


def _foot(more: int, hint: str) -> Elements:
    return [_text(line, is_subtle=True, size="Small") for line in (counted(more), hint) if line]


def _text(text: str, **look: Any) -> cards.TextBlock:
    return cards.TextBlock(text=text, wrap=True, **look)
