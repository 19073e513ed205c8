"""Ends: closed, cancelled; and open again."""

from __future__ import annotations

from handoffs.change import Change, Setting
from handoffs.model import Handoff


def close(handoff: Handoff, setting: Setting) -> Change:
    """Close a handoff whose transfer is done."""
    raise NotImplementedError


def cancel(handoff: Handoff, reason: str, setting: Setting) -> Change:
    """Cancel a handoff before its transfer."""
    raise NotImplementedError


def reopen(handoff: Handoff, setting: Setting) -> Change:
    """Open an ended handoff again, as it was."""
    raise NotImplementedError
