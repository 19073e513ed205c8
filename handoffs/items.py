"""The lines of the checklist: done, undone, waived, not applicable, noted. Several numbers: all or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from handoffs import access, gates, recorded, texts, words
from handoffs.access import refuse
from handoffs.change import Change, Setting, What, Words
from handoffs.changing import Making
from handoffs.model import Handoff, Item, State
from knowledge.handoffs import Gate

_SETTLED = {State.DONE: What.ITEM_DONE, State.WAIVED: What.ITEM_WAIVED}
_SETTLED[State.NOT_APPLICABLE] = What.ITEM_NOT_APPLICABLE


def done(handoff: Handoff, numbers: Sequence[int], setting: Setting, evidence: str = "") -> Change:
    """Tick items; one that is done already stays as it was, with whoever did it."""
    shown = texts.line(evidence, texts.REMARK, words.WHAT_EVIDENCE)

    def tick(making: Making, item: Item) -> None:
        if item.state is not State.DONE:
            _by_hand(item, setting)
            _settle(making, item, State.DONE, evidence=shown)
        elif shown and item.mark and shown not in (item.mark.evidence, item.note):
            _note(making, item, shown)

    return _each(handoff, numbers, setting, tick)


def undo(handoff: Handoff, numbers: Sequence[int], setting: Setting) -> Change:
    """Open items again, or take back what a gate item records."""

    def reopen(making: Making, item: Item) -> None:
        if item.gate and item.state in (State.OPEN, State.DONE):
            recorded.take_back(making, item, item.gate)
        elif item.state is not State.OPEN:
            _reopen(making, item)

    return _each(handoff, numbers, setting, reopen)


def undo_recorded(handoff: Handoff, gate: Gate, setting: Setting) -> Change:
    """Take back the discussion or a move by its name, as by the number of its item."""
    access.under_way(handoff)
    item = gates.item_of(handoff, gate)
    if item is None:
        raise refuse(words.NOT_RECORDED)
    return undo(handoff, [item.number], setting)


def waive(handoff: Handoff, numbers: Sequence[int], reason: str, setting: Setting) -> Change:
    """Go on without these items, for a reason."""
    return _excuse(handoff, numbers, State.WAIVED, reason, setting)


def not_applicable(handoff: Handoff, numbers: Sequence[int], reason: str, setting: Setting) -> Change:
    """Say that these items do not apply, and why."""
    return _excuse(handoff, numbers, State.NOT_APPLICABLE, reason, setting)


def note(handoff: Handoff, number: int, text: str, setting: Setting) -> Change:
    """Put a note or link beside an item."""
    shown = texts.line(text, texts.REMARK, words.WHAT_NOTE, required=True)

    def put(making: Making, item: Item) -> None:
        if item.note != shown:
            _note(making, item, shown)

    return _each(handoff, [number], setting, put)


def _each(
    handoff: Handoff, numbers: Sequence[int], setting: Setting, act: Callable[[Making, Item], None]
) -> Change:
    """Do the same to each item; a refusal for one leaves all as they were."""
    access.under_way(handoff)
    if not numbers:
        raise refuse(words.NO_ITEMS_NAMED)
    for number in numbers:
        _find(handoff, number)
    making = Making(handoff, setting)
    for number in dict.fromkeys(numbers):
        item = _find(making.handoff, number)
        if item.by:
            access.for_item(handoff, item, setting)
        else:
            access.for_sides(handoff, setting)
        act(making, item)
    return making.done()


def _find(handoff: Handoff, number: int) -> Item:
    for item in handoff.items:
        if item.number == number:
            return item
    last = max((item.number for item in handoff.items), default=0)
    raise refuse(words.NO_ITEM, number=number, last=last)


def _excuse(handoff: Handoff, numbers: Sequence[int], state: State, reason: str, setting: Setting) -> Change:
    why = texts.line(reason, texts.REMARK, words.WHAT_REASON, required=True)

    def excuse(making: Making, item: Item) -> None:
        if not item.by:
            _by_hand(item, setting)
        if item.state is State.DONE:
            raise refuse(words.DONE_ALREADY, number=item.number)
        if item.state is not state or item.mark is None or item.mark.reason != why:
            _settle(making, item, state, reason=why)

    return _each(handoff, numbers, setting, excuse)


def _by_hand(item: Item, setting: Setting) -> None:
    """What a gate settles, nobody ticks: one's own confirmation is not somebody else's."""
    if item.gate:
        rule = gates.rule(setting.kind, item.gate)
        what = rule.text if rule else ""
        raise refuse(words.GATES_ITEM[item.gate], number=item.number, what=what)


def _settle(making: Making, item: Item, state: State, **said: str) -> None:
    _put(making, replace(item, state=state, mark=making.mark(**said)))
    kept = {key: Words(text=text) for key, text in said.items() if text}
    making.log(_SETTLED[state], _told(item), {"state": state, **kept})


def _reopen(making: Making, item: Item) -> None:
    if move := gates.standing_on_item(making.handoff, making.setting.kind, item):
        rule = gates.rule(making.setting.kind, move)
        what, named = rule.text if rule else Gate(move).value, gates.named(making.handoff, move)
        raise refuse(words.STANDS, number=item.number, what=what, move=named)
    _put(making, replace(item, state=State.OPEN, mark=None))
    making.log(What.ITEM_REOPENED, _told(item), {"state": State.OPEN})


def _note(making: Making, item: Item, text: str) -> None:
    before = {"note": Words(text=item.note)} if item.note else {}
    _put(making, replace(item, note=text))
    making.log(What.ITEM_NOTED, {"item": item.number, **before}, {"note": Words(text=text)})


def _told(item: Item) -> dict[str, Any]:
    return {"item": item.number, "key": item.key, "state": item.state}


def _put(making: Making, item: Item) -> None:
    items = (item if each.number == item.number else each for each in making.handoff.items)
    making.put(items=tuple(items))
