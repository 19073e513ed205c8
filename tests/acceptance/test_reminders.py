"""Baton speaks first: a reminder arrives once, its button acts, and what is done is not reminded of."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.journeys import Player, Stage, under_way

_ZONE = timedelta(hours=1)  # of everybody here, ahead of UTC


async def _morning(stage: Stage, day: str) -> None:
    """Go on to the moment at which people begin to work on that day."""
    opens = datetime.fromisoformat(f"{day}T08:00:00+00:00") - _ZONE
    stage.clock.pass_((opens - stage.clock()).total_seconds())
    await stage.quiet()


def _reminders(player: Player) -> list[dict[str, Any]]:
    """Messages that came to somebody's own chat and are reminders, the oldest first."""
    sent = [call.body for call in player.stage.connector.calls if call.method == "POST"]
    mine = [body for body in sent if body["conversation"]["id"] == player.chat]
    return [
        body
        for body in mine
        if "Next reminder" in body.get("summary", "") or "last" in body.get("summary", "")
    ]


def _card(activity: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = activity["attachments"][0]["content"]
    return content


async def _due(stage: Stage) -> tuple[Player, Player]:
    """What is left is Megan's, and is due on Tue 1 Dec: seven business days after Fri 20 Nov."""
    ana, megan = await under_way(stage, agreed=True)
    await ana.says("held")
    await ana.says("moved")
    return ana, megan


async def test_a_reminder_comes_by_itself_once_and_its_button_acts(stage: Stage) -> None:
    _, megan = await _due(stage)
    before = megan.received
    await _morning(stage, "2026-11-26")
    await _morning(stage, "2026-11-27")

    assert megan.received == before + 1
    [reminder] = _reminders(megan)
    assert "Azure migration" in reminder["summary"]
    await megan.presses("Record the transfer", _card(reminder))
    assert stage.body()["transferred"]

    await _morning(stage, "2026-12-04")
    assert len(_reminders(megan)) == 1


async def test_a_snoozed_one_waits(stage: Stage) -> None:
    _, megan = await _due(stage)
    assert "Mon 30 Nov" in await megan.says("snooze until 30 nov")
    await _morning(stage, "2026-11-26")
    assert _reminders(megan) == []

    await _morning(stage, "2026-11-30")
    assert len(_reminders(megan)) == 1


async def test_who_muted_hears_nothing_and_unmutes(stage: Stage) -> None:
    _, megan = await _due(stage)
    await megan.says("mute reminders")
    await _morning(stage, "2026-11-26")
    assert _reminders(megan) == []

    await megan.says("unmute")
    await _morning(stage, "2026-11-30")
    assert len(_reminders(megan)) == 1


async def test_who_removed_baton_is_not_tried_again_and_the_giver_is_told_once(stage: Stage) -> None:
    ana, megan = await _due(stage)
    stage.connector.gone.add(megan.chat)
    before = ana.received
    for day in ("2026-11-26", "2026-11-30", "2026-12-01"):
        await _morning(stage, day)

    assert ana.received == before + 1
    assert "Megan cannot be reached: has not added Baton." in ana.teams.heard[-1]
    assert "cannot be reached" in str(await ana.sees())
