"""A checklist changed meanwhile: offered, taken, never forced."""

from __future__ import annotations

import pytest

from handoffs import items, renewal
from handoffs.change import What
from handoffs.model import State
from knowledge.handoffs import Group, HandoffKind, ItemRule, Side
from tests.unit.handoffs.play import NOW, Play


@pytest.fixture
def play() -> Play:
    return Play().started()


def _with(kind: HandoffKind, **values: object) -> HandoffKind:
    fields = {name: getattr(kind, name) for name in HandoffKind.model_fields}
    return HandoffKind.model_validate(fields | values)  # a copy would keep the old version


def _newer(kind: HandoffKind) -> HandoffKind:
    rules = dict(kind.items)
    rules["outcomes"] = rules["outcomes"].model_copy(update={"text": "Outcomes are written down"})
    del rules["timing"]
    source = rules["budget"].source
    rules["sponsor"] = ItemRule(
        text="A sponsor is named", why="It helps.", source=source, group=Group.TRANSFER, by=(Side.GIVER,)
    )
    return _with(kind, items=rules)


def test_new_items_are_offered_once_and_taken_with_new_numbers(play: Play) -> None:
    play.act("ana", items.done, [1], evidence="notes")
    play.kind = _newer(play.kind)
    change = renewal.offer(play.handoff, play.kind, NOW)
    play.handoff = change.handoff

    assert [event.what for event in change.events] == [What.ITEMS_OFFERED]
    assert renewal.offer(play.handoff, play.kind, NOW).is_empty
    assert play.item("outcomes").text == "Customer outcomes are identified"

    play.act("megan", renewal.take)
    assert play.handoff.offered == ""
    assert play.item("outcomes").text == "Outcomes are written down"
    assert play.item("outcomes").state is State.DONE
    assert play.number("sponsor") == 15
    assert play.item("timing").number == 6
    assert play.refused("ana", renewal.take) == "This handoff has the newest items already."


def test_what_changes_no_item_is_not_offered(play: Play) -> None:
    other = _with(play.kind, about="Said otherwise.")

    assert other.version != play.kind.version
    assert renewal.offer(play.handoff, other, NOW).is_empty


def test_neither_drafts_nor_what_is_over_are_offered_anything() -> None:
    play = Play()

    assert renewal.offer(play.handoff, _newer(play.kind), NOW).is_empty


def test_a_stranger_takes_nothing(play: Play) -> None:
    play.kind = _newer(play.kind)

    assert play.refused("alex", renewal.take) == "Only Ana and Megan can do that."
