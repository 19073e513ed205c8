"""Who removes or blocks Baton: marked, told of once, not tried again; reached again when they come back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.journeys import Player, Stage
from tests.teams import BOT, TENANT

_ALEX = "00000000-0000-0000-0000-00000000a1e0"  # an object id
_FORM = {"customer": "Contoso", "opportunity": "Azure migration", "value": "250000", "due": "2027-01-15"}
_CANNOT = "Megan cannot be reached: has not added Baton."


async def _does(player: Player, **fields: Any) -> None:
    """An event of this person's chat, and all that follows from it."""
    await player.teams.do(**fields)
    await player.stage.quiet()


def _tried(stage: Stage, player: Player) -> int:
    return sum(call.conversation == player.chat for call in stage.connector.calls)


def _says_so(cards: Any) -> bool:
    return _CANNOT in json.dumps(cards, ensure_ascii=False)


async def test_who_removes_baton_is_told_of_once_and_not_written_to_until_they_add_it(
    stage: Stage, ana: Player, megan: Player
) -> None:
    before = _tried(stage, megan)

    for _ in range(2):  # Teams may report it twice
        await _does(megan, type="installationUpdate", action="remove")

    assert [text for text in ana.teams.heard if _CANNOT in text] == [ana.teams.heard[-1]]
    assert _says_so(await ana.sees())
    await ana.says("value 300000")
    assert _tried(stage, megan) == before

    await _does(megan, type="installationUpdate", action="add")
    assert not _says_so(await ana.sees())
    await ana.says("value 350000")
    assert _tried(stage, megan) > before


async def test_who_blocks_baton_is_tried_once_and_told_of_once(
    stage: Stage, ana: Player, megan: Player
) -> None:
    stage.connector.gone.add(megan.chat)

    await ana.says("value 300000")
    await ana.says("decline because of the budget")

    assert len([text for text in ana.teams.heard if _CANNOT in text]) == 1
    assert _says_so(await ana.sees())
    assert stage.rows("SELECT count(*) FROM job WHERE state = 'unreachable'")[0][0] == 1

    stage.connector.gone.clear()
    await megan.says("my handoffs")
    assert not _says_so(await ana.sees())


async def _hands_over_by_the_picker(stage: Stage) -> Player:
    """Ana gives a handoff to somebody of whom nothing is known but the object id."""
    giver = stage.person()
    await giver.says("new handoff atu-stu")
    await giver.says("form")
    await giver.presses("Start the handoff", giver.cards[-1], **_FORM, receiver=_ALEX, receiver_email="")
    assert stage.status() == "qualifying"
    return giver


async def test_who_never_wrote_is_reached_in_a_chat_that_is_opened_with_them(stage: Stage) -> None:
    await _hands_over_by_the_picker(stage)

    [asked] = [call.body for call in stage.connector.calls if not call.conversation]
    tenant = {"tenantId": TENANT, "channelData": {"tenant": {"id": TENANT}}}
    assert asked == {"isGroup": False, "bot": {"id": BOT["id"]}, "members": [{"id": _ALEX}], **tenant}
    assert stage.live_cards(f"a:{_ALEX}")


async def test_who_has_not_added_baton_and_never_wrote_is_tried_once_and_told_of_once(stage: Stage) -> None:
    stage.connector.gone.add(f"a:{_ALEX}")

    giver = await _hands_over_by_the_picker(stage)
    stage.connector.gone.clear()
    await giver.says("value 300000")
    await giver.says("due 2027-02-01")

    assert len([text for text in giver.teams.heard if "cannot be reached: has not added Baton" in text]) == 1
    assert "cannot be reached: has not added Baton" in json.dumps(await giver.sees())
    assert [call for call in stage.connector.calls if not call.conversation] == []


async def test_baton_taken_out_of_a_group_leaves_its_members_reachable(
    stage: Stage, ana: Player, megan: Player
) -> None:
    group = megan.in_group()
    await group.says("open 1")

    await _does(group, type="conversationUpdate", membersRemoved=[BOT])

    places = stage.rows("SELECT conversation FROM reference ORDER BY conversation")
    assert [place for (place,) in places] == [ana.chat, megan.chat]
    assert stage.live_cards(megan.chat) or not _says_so(await ana.sees())
    before = _tried(stage, group)
    await ana.says("value 300000")
    assert _tried(stage, group) == before


async def test_somebody_else_who_leaves_a_group_changes_nothing(stage: Stage, megan: Player) -> None:
    group = megan.in_group()

    await _does(group, type="conversationUpdate", membersRemoved=[{"id": "29:alex"}])

    assert stage.rows("SELECT count(*) FROM reference WHERE person = ''")[0][0] == 1


@pytest.mark.parametrize("action", ["remove-upgrade", "", None])
async def test_an_upgrade_is_no_removal(stage: Stage, megan: Player, action: str | None) -> None:
    await _does(megan, type="installationUpdate", action=action)

    assert stage.rows("SELECT count(*) FROM person WHERE unreachable")[0][0] == 0
