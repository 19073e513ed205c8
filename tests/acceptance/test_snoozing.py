"""Being reminded later or not at all, over HTTP; and buttons of a card of reminders that somebody forged."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs import verbs
from tests import contracts
from tests.journeys import Stage, under_way

_DUE = [1, "deadline", "three-days-before", "2027-01-29"]
_ODD: tuple[dict[str, Any], ...] = (
    {},
    {"handoff": 1, "act": "held", "items": [[2**70, "deadline", "x", "y"]]},
    {"handoff": 1, "act": "held", "items": {"a": 1}},
    {"handoff": 2**70, "act": "held", "items": [_DUE]},
    {"handoff": 1, "act": "close 1", "items": [_DUE]},
    {"handoff": 1, "act": "held", "items": [_DUE], "more": "x" * 100},
    {"handoff": 1, "act": "snooze", "items": [_DUE], "until1": {"a": 1}},
    {"handoff": 1, "act": "snooze", "items": [[1, "\ud800", "x", "y"]], "until1": "2026-11-30"},
    {"handoff": 77, "act": "held", "items": [[77, "deadline", "x", "y"]]},
)


async def test_a_forged_button_changes_nothing(stage: Stage) -> None:
    ana, _ = await under_way(stage)
    before = stage.all_rows()

    for data in _ODD:
        status, body = await ana.teams.press(verbs.REMINDER, **data)
        assert status == 200
        assert body["statusCode"] < 500, data
        contracts.check_action_response(body)
    await stage.quiet()

    assert stage.all_rows() == before


@pytest.mark.parametrize("typed", ["mute reminders", "mute"])
async def test_snoozed_muted_and_back(stage: Stage, typed: str) -> None:
    ana, megan = await under_way(stage)
    await ana.says("held")
    assert "The next one comes on" in await ana.says("snooze 1 until monday")
    assert "it cannot wait until" in await ana.says("snooze 1 until 2027-12-01")
    assert stage.rows("SELECT number, until IS NULL FROM quiet") == [(1, 0)]
    await ana.says(typed)
    assert "- Reminders: muted" in await ana.says("profile")
    assert "- Reminders: on" in await megan.says("profile")
    await ana.says("unmute")
    assert stage.rows("SELECT number FROM quiet") == [(1,)]
    [(account,)] = stage.rows("SELECT DISTINCT person FROM quiet")
    assert stage.rows(f"SELECT count(*) > 0 FROM job WHERE target = '{account}'") == [(1,)]
    await stage.quiet()
    await ana.says("delete my data")
    await ana.says("yes")
    assert stage.rows("SELECT number FROM quiet") == []
    for table, column in (("reminder", "person"), ("job", "target")):
        assert stage.rows(f"SELECT * FROM {table} WHERE {column} = '{account}'") == []
