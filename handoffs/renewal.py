"""A newer version of a kind's checklist: offered to running handoffs, never forced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from handoffs import access, words
from handoffs.access import refuse
from handoffs.change import Change, Event, Setting, What
from handoffs.changing import Making
from handoffs.model import Handoff, Item, State, Status
from handoffs.starting import as_item, numbered, wanted
from knowledge.handoffs import HandoffKind, ItemRule


@dataclass(frozen=True, kw_only=True)
class Differences:
    """Item keys: new in the kind, worded or sourced otherwise there, and gone from it."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether taking the kind's items would change anything; what is gone there stays."""
        return bool(self.added or self.changed)


def differences(handoff: Handoff, kind: HandoffKind) -> Differences:
    """Compare a handoff's items with those of its kind."""
    rules = wanted(kind, handoff.opportunity.unified)
    present = {item.key: item for item in handoff.items}
    return Differences(
        added=tuple(key for key in rules if key not in present),
        changed=tuple(key for key, rule in rules.items() if key in present and _differs(present[key], rule)),
        gone=tuple(key for key in present if key not in kind.items),
    )


def offer(handoff: Handoff, kind: HandoffKind, now: datetime) -> Change:
    """Mark a handoff that the kind's present version would change."""
    drafted = handoff.status is Status.DRAFT  # takes the present items as it starts
    if handoff.is_over or drafted or kind.version in (handoff.version, handoff.offered):
        return Change(handoff=handoff)
    found = differences(handoff, kind)
    if not found.any:
        return Change(handoff=handoff)
    marked = replace(handoff, offered=kind.version, revision=handoff.revision + 1, changed=now, changed_by="")
    after = {"version": kind.version, "added": found.added, "changed": found.changed}
    event = Event(what=What.ITEMS_OFFERED, person="", at=now, after=after, why=words.WHY_KIND)
    return Change(handoff=marked, events=(event,))


def take(handoff: Handoff, setting: Setting) -> Change:
    """Take the kind's present items: new ones at the end, marks stay, and so does what is gone there."""
    access.under_way(handoff)
    access.for_sides(handoff, setting)
    found = differences(handoff, setting.kind)
    if not found.any:
        raise refuse(words.NOTHING_NEW)
    rules = wanted(setting.kind, handoff.opportunity.unified)
    kept = (_renewed(item, rules[item.key]) if item.key in rules else item for item in handoff.items)
    making = Making(handoff, setting)
    making.put(items=tuple(kept), version=setting.kind.version, offered="")
    _append(making, ((key, rules[key]) for key in found.added))
    after = {"version": setting.kind.version, "added": found.added, "changed": found.changed}
    making.log(What.ITEMS_TAKEN, {"version": handoff.version}, after)
    return making.done()


def follow_unified(making: Making, unified: bool) -> None:
    """Exchange the items that depend on Unified: open ones no longer apply, those that now do are open."""
    why = words.UNIFIED if unified else words.NOT_UNIFIED
    rules = making.setting.kind.items
    wrong = {key for key, rule in rules.items() if rule.unified is not None and rule.unified is not unified}
    right = {key for key, rule in rules.items() if rule.unified is unified}
    items = []
    for item in making.handoff.items:
        if item.key in wrong and item.state is State.OPEN:
            making.log(What.ITEM_NOT_APPLICABLE, {"item": item.number, "key": item.key}, why=why)
            item = replace(item, state=State.NOT_APPLICABLE, mark=making.mark(reason=why))
        elif item.key in right and _was_excused(item):
            making.log(What.ITEM_REOPENED, {"item": item.number, "key": item.key}, why=why)
            item = replace(item, state=State.OPEN, mark=None)
        items.append(item)
    present = {item.key for item in items}
    making.put(items=tuple(items))
    added = [key for key in rules if key in right and key not in present]
    if added:
        _append(making, ((key, rules[key]) for key in added))
        making.log(What.ITEMS_TAKEN, after={"added": added}, why=why)


def _was_excused(item: Item) -> bool:
    """By this rule and not by a person; a reason may have been deleted with somebody's data."""
    reasons = ("", words.UNIFIED, words.NOT_UNIFIED)
    return item.state is State.NOT_APPLICABLE and item.mark is not None and item.mark.reason in reasons


def _append(making: Making, rules: Iterable[tuple[str, ItemRule]]) -> None:
    items = making.handoff.items
    first = max((item.number for item in items), default=0) + 1
    making.put(items=(*items, *numbered(rules, first)))


def _differs(item: Item, rule: ItemRule) -> bool:
    return _renewed(item, rule) != item


def _renewed(item: Item, rule: ItemRule) -> Item:
    return replace(as_item(item.key, item.number, rule), state=item.state, mark=item.mark, note=item.note)
