"""Whatever Graph answers: one clear sentence, the choice still open, one meeting, and no tick lost."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.acceptance.meetings.ground import Ground, answer_at_once
from tests.graph.faults import Fault, What
from tests.journeys import Player

_AWAY, _OPEN = "The calendar service does not answer just now", "The calendar service has trouble"
_DOUBT = "finding out whether it was"
_NOT_ALLOWED = "the permission Calendars.ReadWrite is missing"
_NO_MAILBOX = "I can't use your mailbox"
_ENDED = "The token that Baton was started with has ended"


@dataclass(frozen=True, kw_only=True)
class _Case:
    """A fault, and what is said of it when times are looked for, and when something is done."""

    fault: Mapping[str, Any]
    looking: str = _AWAY
    booking: str = _DOUBT
    changing: str = _DOUBT


_CASES = {
    "401": _Case(fault={"status": 401}, looking=_ENDED, booking=_ENDED, changing=_ENDED),
    "403": _Case(fault={"status": 403}, looking=_NOT_ALLOWED, booking=_NOT_ALLOWED, changing=_NOT_ALLOWED),
    "404": _Case(fault={"status": 404}, looking=_NO_MAILBOX, booking=_NO_MAILBOX, changing=_AWAY),
    "429": _Case(fault={"status": 429, "retry_after": 60.0}, booking=_AWAY, changing=_AWAY),
    "503": _Case(fault={"status": 503}),
    "503 after its effect": _Case(fault={"status": 503, "done": True}),
    "a page in its place": _Case(fault={"what": What.HTML, "status": 200, "done": True}),
    "half an answer": _Case(fault={"what": What.HALF, "done": True}),
    "no answer": _Case(fault={"what": What.DROPPED}),
    "an empty answer": _Case(fault={"what": What.NOTHING, "status": 200, "done": True}),
}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_at_once(monkeypatch)


@pytest.mark.parametrize("name", _CASES)
async def test_each_step_survives_it(ground: Ground, name: str) -> None:
    case = _CASES[name]
    ana, _ = await ground.handoff()
    await ana.says("done 1 2 3")
    ticks = ground.stage.body()["items"]

    _hears(case.looking, await _fails(ground, ana, "schedule", case, "POST", "getSchedule"))
    assert "1." in await _says(ground, ana, "try again")

    await ana.says("2")
    said = await _fails(ground, ana, "yes", case, "POST", "/events$")
    await _goes_on(ground, ana, case.booking, said)
    assert ground.kept
    assert (ground.meetings, ground.kept["booked"]) == (1, True)
    assert ground.kept["link"] == ground.meeting.link

    for text in ("reschedule", "3"):
        await _says(ground, ana, text)
    said = await _fails(ground, ana, "yes", case, "PATCH", "/events/")
    await _goes_on(ground, ana, case.changing, said)
    assert ground.kept["start"] == f"{ground.meeting.start:%Y-%m-%dT%H:%M:%SZ}" != "2026-11-23T08:00:00Z"

    await ana.says("cancel meeting")
    said = await _fails(ground, ana, "yes", case, "POST", "/cancel$")
    await _goes_on(ground, ana, case.changing, said)
    assert not ground.meetings
    assert not ground.kept
    assert len(ground.graph.calendars.all) == 1
    assert ground.stage.body()["items"] == ticks


async def _fails(ground: Ground, ana: Player, text: str, case: _Case, method: str, path: str) -> str:
    """Type it while Graph is ill; all that was said by the time that it is well again."""
    before, asked = len(ana.stage.connector.calls), len(ground.graph.calls)
    ground.graph.faults.append(Fault(times=None, method=method, path=path, **case.fault))
    await ana.teams.say(text)
    while not any(said and not said.endswith("...") for said in _said(ana, before)):
        await ground.waits()
    assert len(ground.graph.calls) > asked
    ground.graph.faults.clear()
    await asyncio.sleep(0.06)  # the circuit's rest
    await ground.settled()
    return "\n".join(_said(ana, before))


async def _says(ground: Ground, ana: Player, text: str) -> str:
    before = len(ana.stage.connector.calls)
    await ana.says(text)
    await ground.settled()
    return "\n".join(_said(ana, before))


def _said(ana: Player, before: int) -> list[str]:
    """What came to her chat since, updates among it."""
    calls = ana.stage.connector.calls[before:]
    mine = [call.body for call in calls if call.conversation == ana.chat]
    return [str(body.get("text") or body.get("summary") or "") for body in mine]


def _hears(sentence: str, said: str) -> None:
    assert sentence in said or (sentence is _AWAY and _OPEN in said), said


async def _goes_on(ground: Ground, ana: Player, sentence: str, said: str) -> None:
    """What is in doubt is settled by itself; anything else by the same word again."""
    if sentence is not _DOUBT:
        _hears(sentence, said)
        said = await _says(ground, ana, "yes")
    assert any(done in said for done in ("Booked: ", "Moved: ", "Cancelled: ")), said
