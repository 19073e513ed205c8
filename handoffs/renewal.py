"""A newer version of a kind's checklist: offered to running handoffs, never forced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handoffs.change import Change, Setting
from handoffs.model import Handoff
from knowledge.handoffs import HandoffKind


@dataclass(frozen=True, kw_only=True)
class Differences:
    """Item keys: new in the kind, worded or sourced otherwise there, and gone from it."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed)


def offer(handoff: Handoff, kind: HandoffKind, now: datetime) -> Change:
    """Mark a handoff that the kind's present version would change."""
    raise NotImplementedError


def differences(handoff: Handoff, kind: HandoffKind) -> Differences:
    """Compare a handoff's items with those of its kind."""
    raise NotImplementedError


def take(handoff: Handoff, setting: Setting) -> Change:
    """Take the kind's present items: new ones at the end, marks stay, and so does what is gone there."""
    raise NotImplementedError
