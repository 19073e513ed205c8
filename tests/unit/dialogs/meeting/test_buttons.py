"""Buttons do what their typed twins do, for the one who asked and on the newest card."""

from __future__ import annotations

import pytest

from dialogs.operation import Stage
from tests.card_parts import button
from tests.office import Colleague
from tests.unit.dialogs.meeting.planner import Planner
from tests.unit.dialogs.meeting.played import TUESDAY


async def test_a_button_does_what_its_typed_twin_does(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await ana.office.start(ana, megan)
    await ana.say("schedule tuesday")
    card = (await planner.run(ana)).card or {}

    back = await ana.press(
        "1. Tue 24 Nov, 14:00",
        card=card,
    )
    confirmed = await ana.press("Yes, book it", card=back.card)
    await planner.run(ana)

    assert confirmed.replies == ()
    assert [event.start for event in planner.events.values()] == [TUESDAY]


async def test_a_press_puts_its_result_where_it_was_pressed(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await ana.office.start(ana, megan)
    await ana.say("schedule tuesday")
    found = button((await planner.run(ana)).card or {}, "More times")

    await ana.do(verb=found["verb"], data=found["data"], on="activity-7")

    assert planner.newest(ana).message == "activity-7"


async def test_a_button_of_an_older_card_only_shows_how_it_stands(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await ana.office.start(ana, megan)
    await ana.say("schedule tuesday")
    card = (await planner.run(ana)).card or {}
    await ana.say("2")

    outcome = await ana.press("1. Tue 24 Nov, 14:00", card=card)

    assert "changed meanwhile" in outcome.replies[0].text
    assert "14:30-15:00" in str(outcome.card)
    assert planner.newest(ana).chosen is not None
    assert planner.newest(ana).stage is Stage.CONFIRMING


async def test_nobody_else_can_press(ana: Colleague, megan: Colleague, planner: Planner) -> None:
    await ana.office.start(ana, megan)
    await ana.say("schedule tuesday")
    card = (await planner.run(ana)).card or {}

    outcome = await megan.press("1. Tue 24 Nov, 14:00", card=card)

    assert "for the one who asked" in outcome.replies[0].text
    assert planner.newest(ana).stage is Stage.OFFERED


@pytest.mark.parametrize(
    "data", [{}, {"operation": 3, "say": "1"}, {"operation": "nobody", "say": "1"}, {"operation": "op-1"}]
)
async def test_a_button_that_is_none_of_ours(data: dict[str, object], ana: Colleague) -> None:
    assert not (await ana.do(verb="meeting", data=data)).understood
