"""What two have agreed: who voids it, who declines, and what comes back once it is reopened."""

from __future__ import annotations

from tests.card_parts import texts_of
from tests.journeys import Stage, under_way


def _agreed(stage: Stage) -> set[str]:
    return set(stage.body().get("agreed", {}))


async def test_a_changed_value_voids_both_confirmations_and_tells_both(stage: Stage) -> None:
    ana, megan = await under_way(stage, agreed=True)
    assert _agreed(stage) == {"giver", "receiver"}
    before = megan.received

    said = await ana.says("value 300000")

    assert _agreed(stage) == set()
    assert "What was agreed before no longer holds" in said
    assert megan.received == before + 1
    assert "Ana changed the milestones" in " ".join(texts_of(megan.cards[-1]))
    await ana.says("agree")
    await megan.says("agree")
    assert _agreed(stage) == {"giver", "receiver"}
    stage.check()


async def test_a_side_handed_to_alex_voids_its_confirmation_and_tells(stage: Stage) -> None:
    ana, megan = await under_way(stage, agreed=True)
    alex = stage.person("Alex")
    await alex.says("hello")
    told = (megan.received, alex.received)

    await ana.says("assign {} as receiver", alex)

    assert _agreed(stage) == {"giver"}
    assert (megan.received, alex.received) == (told[0] + 1, told[1] + 1)
    assert "handed your side" in stage.connector.said(megan.chat)[-1]
    assert "handed Contoso, Azure migration to you" in " ".join(texts_of(alex.cards[-1]))
    await alex.says("agree")
    assert _agreed(stage) == {"giver", "receiver"}
    assert stage.live_cards(megan.chat) == {}
    stage.check()


async def test_declining_needs_a_comment_and_tells_it(stage: Stage) -> None:
    ana, megan = await under_way(stage, agreed=True)
    before = stage.row()

    await megan.says("decline")
    assert stage.row() == before
    told = ana.received
    await megan.says("decline because the value is too high")

    assert stage.status() == "declined"
    assert ana.received == told + 1
    assert "the value is too high" in " ".join(texts_of(ana.cards[-1]))
    await ana.says("reopen 1")
    assert (stage.status(), _agreed(stage)) == ("qualifying", set())
    stage.check()


async def test_a_decline_by_button_needs_its_comment_too(stage: Stage) -> None:
    _, megan = await under_way(stage, settled=True)
    before = stage.row()

    body = await megan.presses("Decline")
    assert "Please say why" in body["value"]
    assert stage.row() == before
    await megan.presses("Decline", comment="The budget is gone")

    assert stage.status() == "declined"
    stage.check()


async def test_cancelled_and_reopened_it_is_as_it_was(stage: Stage) -> None:
    ana, megan = await under_way(stage, settled=True)
    done = [item.get("state") for item in stage.body()["items"]]
    told = megan.received

    await ana.says("cancel 1")
    assert stage.status() == "cancelled"
    assert megan.received == told + 1
    assert "Ana has cancelled" in " ".join(texts_of(megan.cards[-1]))
    await ana.says("reopen 1")

    assert stage.status() == "qualifying"
    assert [item.get("state") for item in stage.body()["items"]] == done
    stage.check()
