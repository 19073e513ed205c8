"""Two people who act on one handoff in the same second: neither is lost, nothing is done twice."""

from __future__ import annotations

import asyncio

from tests.card_parts import texts_of
from tests.journeys import Player, Stage


async def test_two_who_tick_the_same_item_in_the_same_second_tick_it_once(
    stage: Stage, ana: Player, megan: Player
) -> None:
    hers, theirs = await ana.sees(), await megan.sees()
    before = stage.row()

    first, second = await asyncio.gather(
        ana.teams.press_on(hers, "Mark done", items="1"), megan.teams.press_on(theirs, "Mark done", items="1")
    )
    await stage.quiet()

    after = stage.row()
    assert before
    assert after
    assert (after[1], after[3]) == (before[1] + 1, before[3] + 1)
    shown = [text for body in (first, second) for text in texts_of(body["value"])]
    assert sum(text.startswith("Done by ") for text in shown) == 2
    stage.check()


async def test_two_who_type_the_same_in_the_same_second_tick_it_once(
    stage: Stage, ana: Player, megan: Player
) -> None:
    before = stage.row()

    await asyncio.gather(ana.teams.say("done 1"), megan.teams.say("done 1"))
    await stage.quiet()

    after = stage.row()
    assert before
    assert after
    assert (after[1], after[3]) == (before[1] + 1, before[3] + 1)
    assert "1 done, 13 left." in " ".join(stage.connector.said(ana.chat) + stage.connector.said(megan.chat))
    assert "was done already" in " ".join(stage.connector.said(ana.chat) + stage.connector.said(megan.chat))


async def test_two_who_tick_different_items_in_the_same_second_lose_neither(
    stage: Stage, ana: Player, megan: Player
) -> None:
    await asyncio.gather(ana.teams.say("done 1"), megan.teams.say("done 2"))
    await stage.quiet()

    assert [item.get("state") for item in stage.body()["items"]][:2] == ["done", "done"]
    stage.check()
