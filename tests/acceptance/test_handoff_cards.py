"""The live card of a handoff: who sees what on it, and where it stands in a chat."""

from __future__ import annotations

from tests.card_parts import texts_of
from tests.journeys import Stage, under_way


async def test_a_stale_card_is_refused_with_who_and_when_and_refreshed(stage: Stage) -> None:
    ana, megan = await under_way(stage)
    stale = await megan.sees()
    await ana.says("done 1")
    before = stage.row()

    body = await megan.presses("Mark done", stale, items="2")

    assert stage.row() == before
    assert "Changed by Ana at 1" in stage.connector.said(megan.chat)[-1]
    fresh = body["value"]
    assert "Done by Ana, Fri 20 Nov 2026" in texts_of(fresh)
    await megan.presses("Mark done", fresh, items="2")
    assert [item.get("state") for item in stage.body()["items"]][:2] == ["done", "done"]
    stage.check()


async def test_each_viewer_sees_what_they_can_do_next(stage: Stage) -> None:
    ana, megan = await under_way(stage, settled=True)
    await ana.presses("Agree")

    assert "You have agreed. Waiting for Megan." in texts_of(await ana.sees())
    assert not await ana.is_offered("Agree")
    assert await megan.is_offered("Agree")
    theirs = await megan.teams.refresh(await ana.sees())
    assert "You have agreed. Waiting for Megan." not in texts_of(theirs)


async def test_looking_changes_nothing_and_says_nothing(stage: Stage) -> None:
    _, megan = await under_way(stage)
    before, calls = stage.row(), len(stage.connector.calls)

    for _ in range(3):
        await megan.sees()

    assert stage.row() == before
    assert len(stage.connector.calls) == calls


async def test_the_card_is_posted_again_once_it_has_scrolled_away(stage: Stage) -> None:
    ana, _ = await under_way(stage)
    first = next(iter(stage.live_cards(ana.chat)))

    for _ in range(4):
        await ana.says("who leads stage 3?")
        await ana.says("done 1")
        await ana.says("undo 1")

    assert list(stage.live_cards(ana.chat)) != [first]
    assert "this card has moved down" in texts_of(stage.connector.cards(ana.chat)[first])[0]
    stage.check()
