"""The dates that rules give a handoff, counted by the receiver's country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handoffs.model import Handoff
from knowledge.handoffs import HandoffKind


@dataclass(frozen=True, kw_only=True)
class Latest:
    """The discussion's latest date; `text` explains one that a rule gave, `suggested`: Baton's suggestion."""

    due: date
    text: str = ""
    reading: str = ""
    suggested: bool = False


def reckon(handoff: Handoff, kind: HandoffKind) -> Handoff:
    """Count all dates that rules give."""
    raise NotImplementedError


def latest(handoff: Handoff, kind: HandoffKind) -> Latest | None:
    """The latest date of the discussion, None where none is known yet."""
    raise NotImplementedError


def suggest_meet_by(today: date, country: str) -> date:
    """10 business days on: Baton's suggestion, not MCEM."""
    raise NotImplementedError
