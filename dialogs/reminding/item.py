"""One reminder that is to be said, as the clock gives it to the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handoffs.model import Handoff
from reminders.model import Occasion


@dataclass(frozen=True, kw_only=True)
class Item:
    """`next`: when the next one of this date comes to the same person, None for never.

    `again`: it may have been said before, and it is not known whether that arrived.
    """

    handoff: Handoff
    occasion: Occasion
    rung: str
    next: datetime | None = None
    again: bool = False
