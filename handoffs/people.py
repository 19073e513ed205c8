"""Who stands where on a handoff."""

from __future__ import annotations

from handoffs.change import Change, Setting
from handoffs.model import Handoff
from knowledge.handoffs import Side


def assign(handoff: Handoff, side: Side, person: str, setting: Setting) -> Change:
    """Give a side to somebody; that side's confirmation is void."""
    raise NotImplementedError


def escalate(handoff: Handoff, person: str, setting: Setting) -> Change:
    """Name the escalation contact."""
    raise NotImplementedError


def add_other(handoff: Handoff, person: str, setting: Setting) -> Change:
    """Add somebody who takes part besides giver and receiver."""
    raise NotImplementedError
