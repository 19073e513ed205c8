"""The card of a morning: all that somebody is to be reminded of, each with the buttons to act."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.message import Reply
from dialogs.reminding.item import Item
from dialogs.turn import Turn


async def digest(turn: Turn, items: Sequence[Item]) -> Reply:
    """Say these reminders to the one whose turn it is, in their own chat; at least one item."""
    raise NotImplementedError
