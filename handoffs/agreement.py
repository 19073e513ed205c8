"""The agreement: each side confirms, by its own account, exactly the present milestones."""

from __future__ import annotations

from handoffs.change import Change, Setting
from handoffs.model import Handoff
from knowledge.handoffs import HandoffKind


def agree(handoff: Handoff, setting: Setting) -> Change:
    """Confirm the present milestones for one's own side."""
    raise NotImplementedError


def decline(handoff: Handoff, comment: str, setting: Setting) -> Change:
    """Decline the handoff as its receiver, with a comment."""
    raise NotImplementedError


def is_agreed(handoff: Handoff, kind: HandoffKind) -> bool:
    """Tell whether everybody who confirms has confirmed; False for a kind that nobody confirms."""
    raise NotImplementedError
