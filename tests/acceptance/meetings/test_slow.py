"""While Graph is slow the answer comes at once, and what comes of it is put into the same message."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.meetings.ground import Ground, answer_at_once
from tests.fakes import Call
from tests.journeys import Player

_LOOKING, _BOOKING = "Looking at the calendars ...", "Booking it ..."


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_at_once(monkeypatch)


@pytest.fixture
async def slow(ground: Ground) -> Ground:
    """Slower than a turn waits."""
    ground.graph.latency = 0.3
    return ground


def _calls(player: Player, before: int) -> list[Call]:
    calls = player.stage.connector.calls[before:]
    return [each for each in calls if each.conversation == player.chat and _says(each.body)]


def _says(body: dict[str, Any]) -> str:
    return str(body.get("text") or body.get("summary") or "")


async def _updated(ground: Ground, player: Player, before: int) -> None:
    """What was said is one message; its last content is the result."""
    await ground.settled()
    first, *others = _calls(player, before)
    assert first.method == "POST"
    assert {(each.method, each.id) for each in others} == {("PUT", first.id)}


async def test_what_was_typed_is_answered_at_once(slow: Ground) -> None:
    ana, _ = await slow.handoff()
    before = len(slow.stage.connector.calls)
    [progress] = await ana.teams.say("schedule")
    assert _says(progress).startswith(_LOOKING)
    await _updated(slow, ana, before)
    assert "1." in _says(_calls(ana, before)[-1].body)

    await ana.says("2")
    before = len(slow.stage.connector.calls)
    [progress] = await ana.teams.say("yes")
    assert _says(progress).startswith(_BOOKING)
    [waiting] = await ana.teams.say("yes")
    assert "still working on that" in _says(waiting)
    await slow.settled()
    booked = [each for each in _calls(ana, before) if "Booked" in _says(each.body)]
    assert {each.method for each in booked} == {"PUT"}
    assert slow.meetings == 1


async def test_questions_are_answered_meanwhile(slow: Ground) -> None:
    ana, _ = await slow.handoff()
    await ana.teams.say("schedule")
    said = await ana.teams.say("what does the SSP do in stage 3")
    assert "SSP" in _says(said[0])
    await slow.settled()
    assert "1." in str(ana.cards[-1])


async def test_what_was_pressed_shows_progress_and_then_the_result(slow: Ground) -> None:
    ana, _ = await slow.handoff()
    slow.graph.latency = 0.0
    before = set(slow.stage.connector.cards(ana.chat))
    await ana.says("schedule")
    [id] = set(slow.stage.connector.cards(ana.chat)) - before
    slow.graph.latency = 0.3

    body = await _press(ana, id, "2. Mon 23 Nov, 09:00")
    slow.stage.connector.cards(ana.chat)[id] = body["value"]
    body = await _press(ana, id, "Yes, book it", card=body["value"])
    assert _BOOKING in str(body["value"])
    await slow.settled()

    shown = slow.stage.connector.cards(ana.chat)
    assert "Booked: " in str(shown[id])
    assert set(shown) - before == {id}


async def _press(player: Player, id: str, title: str, card: Any = None) -> dict[str, Any]:
    card = card or player.stage.connector.cards(player.chat)[id]
    action = next(each for each in _actions(card) if each["title"] == title)
    value = {"action": action, "trigger": "manual"}
    status, body = await player.teams.invoke("adaptiveCard/action", value, replyToId=id)
    assert status == 200
    return dict(body)


def _actions(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [found for each in part for found in _actions(each)]
    if not isinstance(part, dict):
        return []
    own = [part] if part.get("type") == "Action.Execute" else []
    return own + [each for name, inner in part.items() if name != "fallback" for each in _actions(inner)]


async def test_a_client_that_takes_answers_with_the_response_gets_the_result_as_a_message(
    slow: Ground,
) -> None:
    """Nobody told Baton the id of what was in the response."""
    ana, _ = await slow.handoff()
    before = len(slow.stage.connector.calls)
    asked = ana.teams.activity(text="schedule", textFormat="plain", deliveryMode="expectReplies")

    status, body = await ana.teams.post(asked)
    assert (status, _says(body["activities"][0])) == (200, _LOOKING)

    await slow.settled()
    [result] = _calls(ana, before)
    assert (result.method, "1." in _says(result.body)) == ("POST", True)
