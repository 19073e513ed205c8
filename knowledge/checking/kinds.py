"""Check that a kind of handoff can be walked to its end: its items, gates, moves and dates fit together."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checking.faults import Fault
from knowledge.handoffs import Anchor, Gate, Group, HandoffKind, ItemRule, Side
from knowledge.library import Library, Path

_Wrong = tuple[Path, str]  # where in the file, and what
_MOVES = (Gate.MOVED, Gate.TRANSFERRED)
_GROUPS = tuple(Group)


def check(library: Library) -> Iterator[Fault]:
    """Everything that would leave a handoff of some kind without a way on."""
    yield from _open_secrets(library)
    for key, kind in library.handoffs.items():
        for rule in (_items, _order, _gate_items, _moves, _deadlines):
            yield from (
                Fault(file=f"handoffs/{key}.yaml", path=path, words=words) for path, words in rule(kind)
            )


def _open_secrets(library: Library) -> Iterator[Fault]:
    """Sources that are not for customers, in a kind that is not marked so."""
    for place in library.places():
        kind = place.lineage[0]
        if not isinstance(kind, HandoffKind) or kind.internal:
            continue
        for position, source in enumerate(getattr(place.record, "source", ())):
            document, section, _ = source.split("/")
            if document in library.documents and section in library.documents[document].internal:
                words = f"{source} is not for customers, and the kind is not marked internal"
                yield Fault(file=place.file, path=(*place.path, "source", position), words=words)


def _items(kind: HandoffKind) -> Iterator[_Wrong]:
    for key, item in kind.items.items():
        path = ("items", key)
        if not item.by and not item.gate:
            yield path, f"nobody may tick '{key}', and no gate settles it"
        if Side.OTHER in item.by and not kind.others:
            yield (*path, "by"), "'other' may tick it, and the kind has no others"
        if item.gate and item.gate not in kind.gates:
            yield (*path, "gate"), f"the kind has no gate '{item.gate}'"
        yield from _before(kind, item, (*path, "before"))


def _before(kind: HandoffKind, item: ItemRule, path: Path) -> Iterator[_Wrong]:
    if item.before and item.before not in _MOVES:
        yield path, f"'{item.before}' is not a move: moved or transferred"
    elif item.before and item.before not in kind.gates:
        yield path, f"the kind has no gate '{item.before}'"
    elif item.before and item.before is item.gate:
        yield path, f"'{item.before}' would wait for itself"


def _order(kind: HandoffKind) -> Iterator[_Wrong]:
    """The items stand in the file as on the card: group by group."""
    last = 0
    for key, item in kind.items.items():
        place = _GROUPS.index(item.group)
        if place < last:
            yield ("items", key, "group"), f"'{item.group}' comes before '{_GROUPS[last]}'"
        last = max(last, place)


def _gate_items(kind: HandoffKind) -> Iterator[_Wrong]:
    for gate in sorted(kind.gates):
        items = [key for key, item in kind.items.items() if item.gate is gate]
        if not items:
            yield ("items",), f"no item has the gate '{gate}'"
        for key in items[1:]:
            yield ("items", key, "gate"), f"'{items[0]}' has the gate '{gate}' already"


def _moves(kind: HandoffKind) -> Iterator[_Wrong]:
    for move in _MOVES:
        rule = kind.moved if move is Gate.MOVED else kind.transferred
        if rule and rule.by is Side.OTHER and not kind.others:
            yield (move.value, "by"), "'other' does it, and the kind has no others"
        for position, need in enumerate(rule.needs if rule else ()):
            path = (move.value, "needs", position)
            if need not in kind.gates:
                yield path, f"the kind has no gate '{need}'"
            elif need is move or (move, need) == (Gate.MOVED, Gate.TRANSFERRED):
                yield path, f"'{move}' cannot wait for '{need}'"


def _deadlines(kind: HandoffKind) -> Iterator[_Wrong]:
    rules = ((("deadline",), kind.deadline), (("discussion", "latest"), kind.discussion.latest))
    for path, rule in rules:
        if rule and rule.anchor is Anchor.MOVED and not kind.moved:
            yield (*path, "anchor"), "the kind has no move to count from"
    if kind.discussion.latest and kind.discussion.latest.anchor is Anchor.HELD:
        yield ("discussion", "latest", "anchor"), "the discussion cannot be due after itself"
