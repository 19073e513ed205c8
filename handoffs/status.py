"""Where a handoff stands, and what its gates say of the items that follow them."""

from __future__ import annotations

from handoffs.model import Handoff
from knowledge.handoffs import HandoffKind


def settle(handoff: Handoff, kind: HandoffKind) -> Handoff:
    """Let status and gate items follow from the rest."""
    raise NotImplementedError
