"""A handoff that is begun in a group goes on in one's own chat, with the people of the group to pick from."""

from __future__ import annotations

from tests.journeys import Stage


async def test_the_receiver_is_picked_from_the_people_of_the_group(stage: Stage) -> None:
    ana, megan = stage.person(), stage.person("Megan")
    await ana.says("hello")
    group = ana.in_group()
    megan.in_group()

    assert (
        await group.says("hand Contoso over to the STU")
        == "Let us do that in our own chat: I have written to you there."
    )
    await ana.presses("Megan receives it", ana.cards[-1])

    assert "Noted: Megan receives it. What is the opportunity called?" in ana.teams.heard[-1]
