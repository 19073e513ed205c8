"""Where a handoff stands, and what its gates say of the items that follow them."""

from __future__ import annotations

from dataclasses import replace

from handoffs import gates
from handoffs.model import Handoff, Item, State, Status
from knowledge.handoffs import Gate, HandoffKind


def settle(handoff: Handoff, kind: HandoffKind) -> Handoff:
    """Let status and gate items follow from the rest."""
    items = tuple(_follow(item, item.gate, handoff, kind) if item.gate else item for item in handoff.items)
    settled = replace(handoff, items=items)
    return replace(settled, status=_status(settled, kind))


def _follow(item: Item, gate: Gate, handoff: Handoff, kind: HandoffKind) -> Item:
    if mark := gates.met(handoff, kind, gate):
        return replace(item, state=State.DONE, mark=mark)
    return replace(item, state=State.OPEN, mark=None) if item.state is State.DONE else item


def _status(handoff: Handoff, kind: HandoffKind) -> Status:
    if handoff.is_over or handoff.status is Status.DRAFT:
        return handoff.status
    if handoff.transferred:
        return Status.TRANSFERRED
    if handoff.moved:
        return Status.MOVED
    return Status.READY if _is_ready(handoff, kind) else Status.QUALIFYING


def _is_ready(handoff: Handoff, kind: HandoffKind) -> bool:
    """Without moves, the discussion is what the items prepare."""
    if gates.is_flywheel(kind):
        return not gates.open_items(handoff, None)
    return gates.is_clear(handoff, kind, gates.next_move(handoff, kind))
