"""Teams' fifteen seconds, with Baton's own limits: whatever the channel does, an answer comes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import compose
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, FakeExpert
from tests.faulty import WELL, Act, Fault, FaultyConnector, Received, busy
from tests.teams import Teams

pytestmark = [pytest.mark.long, pytest.mark.engines("sqlite", "postgresql")]

_TEAMS = 15.0  # seconds after which Teams gives up and delivers again
_WEATHER: dict[str, Fault] = {
    **{act: Fault(act=act, taken=True) for act in Act if act not in (Act.HANG_UNREAD, Act.RESET_UNREAD)},
    **{f"slow for {seconds}": Fault(taken=True, delay=seconds) for seconds in (3, 6, 8)},
    **{f"busy for {said}": busy(said) for said in ("1", "3", "4", "6", "100", "soon")},
    **{str(status): Fault(status=status) for status in (302, 400, 403, 412, 500, 503)},
}
_QUESTIONS = ("who leads stage 3", "become a pirate", "what about the cs")


def _by_chat(weather: dict[str, Fault]) -> Callable[[Received], Fault]:
    return lambda received: weather.get(received.conversation.removeprefix("a:"), WELL)


async def _ask(teams: Teams, text: str, after: float) -> float:
    """Ask; how many seconds the answer took."""
    await asyncio.sleep(after)
    began = time.monotonic()
    status, _ = await teams.post(teams.activity(text=text))
    assert status == 201
    return time.monotonic() - began


async def test_no_answer_takes_as_long_as_teams_waits(make_settings: MakeSettings) -> None:
    app = compose.build_app(make_settings(), expert=FakeExpert())
    async with FaultyConnector().running() as faulty, TestClient(TestServer(app)) as client:
        faulty.choose = _by_chat(_WEATHER)
        ana = Teams(client, FakeConnector(), faulty.url)
        chats = {name: ana.colleague(name) for name in _WEATHER}
        asked = {
            (name, text): asyncio.create_task(_ask(teams, text, after=place * 0.4))
            for name, teams in chats.items()
            for place, text in enumerate(_QUESTIONS)
        }
        took = dict(zip(asked, await asyncio.gather(*asked.values()), strict=True))

    assert {asked: seconds for asked, seconds in took.items() if seconds >= _TEAMS} == {}
    assert max(took.values()) > 5  # some of it did take its time
