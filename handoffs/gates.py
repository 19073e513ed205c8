"""The gates of a handoff: which are met, by whom, and what stands before each."""

from __future__ import annotations

from collections.abc import Sequence

from handoffs.model import Handoff, Item, Mark, State, Talk
from knowledge.handoffs import Gate, HandoffKind, MoveRule

# What has to be settled before a move, by the `before` of an item; None is the end.
_COVERED: dict[Gate | None, frozenset[Gate | None]] = {
    Gate.MOVED: frozenset((Gate.MOVED,)),
    Gate.TRANSFERRED: frozenset((Gate.MOVED, Gate.TRANSFERRED)),
    None: frozenset((Gate.MOVED, Gate.TRANSFERRED, None)),
}
_LATEST_FIRST = (Gate.TRANSFERRED, Gate.MOVED)


def is_agreed(handoff: Handoff, kind: HandoffKind) -> bool:
    """Tell whether everybody who confirms has confirmed; False for a kind that nobody confirms."""
    return bool(kind.confirm) and all(side in handoff.agreed for side in kind.confirm)


def is_flywheel(kind: HandoffKind) -> bool:
    """Without moves, a handoff ends by itself once its items are settled and the discussion was held."""
    return kind.moved is None and kind.transferred is None


def met(handoff: Handoff, kind: HandoffKind, gate: Gate) -> Mark | None:
    """Who met a gate, and when; None while it is not met."""
    if gate is Gate.AGREEMENT:
        agreed = is_agreed(handoff, kind)
        return max((handoff.agreed[side] for side in kind.confirm), key=lambda m: m.at) if agreed else None
    if gate is Gate.DISCUSSION:
        return handoff.discussion.mark if handoff.discussion.state is Talk.HELD else None
    return handoff.moved if gate is Gate.MOVED else handoff.transferred


def rule(kind: HandoffKind, gate: Gate | None) -> MoveRule | None:
    """What the kind says of a move."""
    return {Gate.MOVED: kind.moved, Gate.TRANSFERRED: kind.transferred}.get(gate) if gate else None


def next_move(handoff: Handoff, kind: HandoffKind) -> Gate | None:
    """The move that comes next; None where only the end is left."""
    if kind.moved and not handoff.moved:
        return Gate.MOVED
    if kind.transferred and not handoff.transferred:
        return Gate.TRANSFERRED
    return None


def needed_items(handoff: Handoff, gate: Gate | None) -> tuple[Item, ...]:
    """Required items that people have to settle before a move, or before the end; settled ones too."""
    covered = _COVERED[gate]
    return tuple(item for item in handoff.items if item.required and not item.gate and item.before in covered)


def open_items(handoff: Handoff, gate: Gate | None) -> tuple[Item, ...]:
    """Those of them that are not settled yet."""
    return tuple(item for item in needed_items(handoff, gate) if item.state is State.OPEN)


def unmet(handoff: Handoff, kind: HandoffKind, gate: Gate | None) -> tuple[Gate, ...]:
    """Gates to be met before a move, or before the end; what a move needed holds for the next one too."""
    needed = set(_needs(kind, gate)) | {
        item.gate
        for item in handoff.items
        if item.gate and item.required and item.state is State.OPEN and item.before in _COVERED[gate]
    }
    return tuple(
        each for each in Gate if each in needed and each is not gate and not met(handoff, kind, each)
    )


def is_clear(handoff: Handoff, kind: HandoffKind, gate: Gate | None) -> bool:
    """Tell whether nothing stands before a move, or before the end."""
    return not open_items(handoff, gate) and not unmet(handoff, kind, gate)


def standing_on(handoff: Handoff, kind: HandoffKind, gate: Gate) -> Gate | None:
    """The latest recorded move that needed this gate."""
    later = _LATEST_FIRST[: _LATEST_FIRST.index(gate)] if gate in _LATEST_FIRST else _LATEST_FIRST
    return next((m for m in later if met(handoff, kind, m) and gate in _needs(kind, m)), None)


def standing_on_item(handoff: Handoff, kind: HandoffKind, item: Item) -> Gate | None:
    """The latest recorded move that had to wait for this item."""
    return next((m for m in _LATEST_FIRST if met(handoff, kind, m) and item.before in _COVERED[m]), None)


def item_of(handoff: Handoff, gate: Gate) -> Item | None:
    """The item that a gate settles."""
    return next((item for item in handoff.items if item.gate is gate), None)


def named(handoff: Handoff, gate: Gate) -> str:
    """What stands for a gate after "undo": its item's number, else its own word."""
    item = item_of(handoff, gate)
    return str(item.number) if item else gate.value


def _needs(kind: HandoffKind, gate: Gate | None) -> Sequence[Gate]:
    """What the rules name; the end needs every move."""
    moved = kind.moved.needs if kind.moved else ()
    transferred = kind.transferred.needs if kind.transferred else ()
    if gate is Gate.MOVED:
        return moved
    if gate is Gate.TRANSFERRED:
        return (*moved, *transferred)
    ends = ((Gate.MOVED, kind.moved), (Gate.TRANSFERRED, kind.transferred))
    return (*moved, *transferred, *(move for move, there in ends if there), *_held(kind))


def _held(kind: HandoffKind) -> Sequence[Gate]:
    return (Gate.DISCUSSION,) if is_flywheel(kind) else ()
