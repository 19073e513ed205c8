"""The lines of the checklist: done, undone, waived, not applicable, noted. Several numbers: all or none."""

from __future__ import annotations

from collections.abc import Sequence

from handoffs.change import Change, Setting
from handoffs.model import Handoff


def done(handoff: Handoff, numbers: Sequence[int], setting: Setting, evidence: str = "") -> Change:
    """Tick items; one that is done already stays as it was, with whoever did it."""
    raise NotImplementedError


def undo(handoff: Handoff, numbers: Sequence[int], setting: Setting) -> Change:
    """Open items again, or take back what a gate item records."""
    raise NotImplementedError


def waive(handoff: Handoff, numbers: Sequence[int], reason: str, setting: Setting) -> Change:
    """Go on without these items, for a reason."""
    raise NotImplementedError


def not_applicable(handoff: Handoff, numbers: Sequence[int], reason: str, setting: Setting) -> Change:
    """Say that these items do not apply, and why."""
    raise NotImplementedError


def note(handoff: Handoff, number: int, text: str, setting: Setting) -> Change:
    """Put a note or link beside an item."""
    raise NotImplementedError
