"""Buttons of handoffs that are old, odd or not meant: each is refused in words, and nothing changes."""

from __future__ import annotations

import pytest

from tests import contracts
from tests.card_parts import texts_of
from tests.journeys import Player, Stage


async def test_a_button_on_a_card_of_last_month_is_refused_and_the_card_renewed(
    stage: Stage, ana: Player, megan: Player
) -> None:
    old = await megan.sees()
    stage.clock.pass_(31 * 24 * 3600)
    await ana.says("done 1")
    before = stage.row()

    for button, inputs in (("Mark done", {"items": "2"}), ("Agree", {}), ("It was held", {})):
        body = await megan.presses(button, old, **inputs)
        assert "Done by Ana, Mon 21 Dec 2026" in texts_of(body["value"])

    assert stage.row() == before


_ODD_PRESSES: tuple[tuple[str, dict[str, object], str | None], ...] = (
    ("handoff_done", {"items": ""}, "Please pick the items first."),
    ("handoff_done", {"items": "99"}, "no item 99"),
    ("handoff_done", {"items": "1;2"}, "Please pick the items first."),
    ("handoff_done", {"items": ["1"]}, "Please pick the items first."),
    ("handoff_waive", {"items": "1"}, "Please give a reason"),
    ("handoff_waive", {"items": "1", "reason": "  \n "}, "Please give a reason"),
    ("handoff_held", {"held_on": "2026-02-30"}, ""),
    ("handoff_held", {"held_on": "2027-01-01"}, "still to come"),
    ("handoff_held", {"held_on": {"a": 1}}, None),
    ("handoff_moved", {"moved_on": "2026-11-20"}, "I cannot record yet"),
    ("handoff_transferred", {"transferred_on": "2026-11-20"}, "I cannot record yet"),
    ("handoff_decline", {"comment": "x"}, "Only Megan"),
    ("handoff_close", {}, "cannot be closed yet"),
    ("handoff_reopen", {}, "nothing to reopen"),
    ("handoff_renew", {}, "newest items"),
)


@pytest.mark.parametrize(("verb", "inputs", "said"), _ODD_PRESSES)
async def test_an_odd_press_is_refused_in_words(
    stage: Stage, ana: Player, verb: str, inputs: dict[str, object], said: str | None
) -> None:
    before = stage.row()

    status, body = await ana.teams.press(verb, handoff=1, revision=before[1] if before else 0, **inputs)
    await stage.quiet()

    assert status == 200
    contracts.check_action_response(body)
    if said is not None:
        assert said in str(body["value"])
        assert stage.row() == before


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"handoff": 1},
        {"handoff": "1", "revision": 2},
        {"handoff": -1, "revision": 2},
        {"handoff": 2**70, "revision": 2},
        {"handoff": True, "revision": True},
        {"handoff": 1, "revision": "2"},
        {"handoff": 1.5, "revision": 2},
        {"handoff": None, "revision": None},
    ],
)
async def test_a_button_with_odd_data_does_nothing(
    stage: Stage, ana: Player, data: dict[str, object]
) -> None:
    before = stage.all_rows()

    for verb in ("handoff_agree", "handoff_done", "handoff_close", "handoff_view", "handoff_open"):
        status, body = await ana.teams.press(verb, **{"items": "1", **data})
        assert status == 200
        contracts.check_action_response(body)

    await stage.quiet()
    assert stage.all_rows() == before
