"""What takes longer than a turn: a worker asks calendars, and shows it in the message that the turn sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot import compose
from bot.leases import Pace
from bot.scheduling import running
from bot.scheduling.network import Backend
from bot.scheduling.results import Results
from bot.scheduling.work import Scheduling
from bot.store.store import Store
from bot.store.tables import job, operation
from meetings.errors import AwayError, NotAllowedError, SignInError
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, FakeExpert
from tests.graph_ports import FakeCalendars, FakeSignIn
from tests.integration.small_talk import SmallTalk, titles
from tests.integration.working import until
from tests.teams import Teams

pytestmark = pytest.mark.engines("sqlite")
_BOTH = pytest.mark.engines("sqlite", "postgresql")
_IMPATIENT = pytest.mark.parametrize("patience", [0.05])  # what is waited for comes in a message of its own
_OPEN = ("waiting", "running", "sending")


@dataclass
class Room:
    """Ana's chat with a running bot whose conversation and calendars are stand-ins."""

    ana: Teams
    talk: SmallTalk
    calendars: FakeCalendars
    sign_in: FakeSignIn
    store: Store

    @property
    def shown(self) -> list[str]:
        """What stands in Ana's chat now, message by message."""
        return titles(self.ana.cards[1:])  # the first is the welcome

    async def until_shown(self, *texts: str) -> None:
        await self.ana.until(lambda: self.shown == list(texts))

    async def rows(self, table: sa.Table) -> list[dict[str, Any]]:
        async with self.store.queue() as unit:
            return [dict(row) for row in (await unit.connection.execute(sa.select(table))).mappings()]

    async def stage(self) -> tuple[str, int]:
        [row] = [row for row in await self.rows(operation) if row["id"] == self.talk.last]
        return row["stage"], row["revision"]

    async def jobs_over(self) -> None:
        """Until nothing is under way that is not meant for later."""

        async def over() -> bool:
            open_ = [row for row in await self.rows(job) if row["state"] in _OPEN]
            return all(row["due"] > self.store.now() for row in open_)

        await until(over)


@pytest.fixture
def patience() -> float:
    return 3.0


@pytest.fixture
async def room(
    make_settings: MakeSettings,
    expert: FakeExpert,
    connector: tuple[FakeConnector, str],
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    patience: float,
) -> AsyncIterator[Room]:
    talk, calendars, sign_in = SmallTalk(), FakeCalendars(), FakeSignIn()
    more: dict[str, Any] = {"talk": talk.talk(), "results": Results(patience=patience)}
    monkeypatch.setattr("bot.compose.Scheduling", partial(Scheduling, **more))
    monkeypatch.setattr("bot.scheduling.work.PACE", Pace(first_delay=0.05, attempts=3, poll=0.05))
    monkeypatch.setattr("bot.handler.conversation.respond", talk.respond)
    backend = Backend(calendars=calendars, sign_in=sign_in, cards=sign_in)
    app = compose.build_app(make_settings(), expert=expert, backend=backend)
    async with TestClient(TestServer(app)) as client:
        ana = Teams(client, *connector)
        ana.is_listed()
        await ana.do(type="installationUpdate", action="add")  # by which her chat is known
        yield Room(ana, talk, calendars, sign_in, store)


async def test_a_quick_result_is_said_at_once(room: Room) -> None:
    await room.ana.say("schedule")

    assert room.shown == ["Found 1"]
    assert room.ana.connector.updated == []
    await room.jobs_over()
    assert room.shown == ["Found 1"]
    assert room.ana.connector.updated == []
    assert await room.stage() == ("offered", 2)


@_BOTH
@_IMPATIENT
async def test_a_slow_one_takes_the_place_of_the_progress(room: Room) -> None:
    room.calendars.slow = 0.5

    await room.ana.say("schedule")
    assert room.shown == ["Looking"]

    await room.until_shown("Found 1")


@_BOTH
async def test_a_yes_books_once_and_says_so_in_its_own_message(room: Room) -> None:
    await room.ana.say("schedule")
    await room.ana.say("yes")

    assert room.shown == ["Found 1", "Booked https://x/"]
    assert list(room.calendars.events) == [f"key of {room.talk.last}"]
    assert await room.stage() == ("done", 4)


async def test_a_pressed_card_becomes_the_result(room: Room) -> None:
    await room.ana.say("schedule")
    _, (id, card) = room.ana.connector.cards("a:chat").items()

    _, body = await room.ana.invoke(
        "adaptiveCard/action", {"action": card["actions"][0], "trigger": "manual"}, replyToId=id
    )

    assert titles([body["value"]]) == ["Found 1"]
    await room.jobs_over()
    assert room.ana.connector.updated == []  # nobody puts in what the answer held


@_IMPATIENT
async def test_a_pressed_card_shows_progress_and_is_updated_later(room: Room) -> None:
    await room.ana.say("schedule")
    await room.until_shown("Found 1")
    _, (id, card) = room.ana.connector.cards("a:chat").items()
    room.calendars.slow, before = 0.5, len(room.ana.connector.updated)

    _, body = await room.ana.invoke(
        "adaptiveCard/action", {"action": card["actions"][0], "trigger": "manual"}, replyToId=id
    )

    assert titles([body["value"]]) == ["Looking again"]
    await room.ana.until(lambda: len(room.ana.connector.updated) == before + 1)
    assert room.ana.connector.updated[-1]["id"] == id
    assert room.shown == ["Found 1"]


async def test_a_time_that_is_taken_meanwhile_leads_to_others(room: Room) -> None:
    await room.ana.say("schedule")
    room.talk.free = False

    await room.ana.say("yes")

    assert room.shown == ["Found 1", "Found 1"]  # it looked again
    assert room.calendars.events == {}


@_BOTH
async def test_a_lost_answer_is_looked_for_before_anything_is_sent_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_FIRST", timedelta(seconds=0.1))
    await room.ana.say("schedule")
    room.calendars.loses = 1

    await room.ana.say("yes")

    await room.until_shown("Found 1", "Booked https://x/")
    assert len(room.calendars.events) == 1
    assert room.calendars.calls.count("book") == 1


@_IMPATIENT
async def test_while_nobody_can_say_whether_it_was_booked_that_is_said_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_FIRST", timedelta(seconds=0.05))
    await room.ana.say("schedule")
    await room.until_shown("Found 1")
    room.calendars.loses = 1
    room.calendars.faults = [None, None, None, AwayError(60), AwayError(60), None]

    await room.ana.say("yes")

    await room.until_shown("Found 1", "Booked https://x/")
    assert room.calendars.calls.count("book") == 1
    assert room.calendars.calls.count("find") >= 3


@_IMPATIENT
async def test_after_a_crash_a_service_that_is_away_leaves_it_open(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_FIRST", timedelta(seconds=0.1))
    await room.ana.say("schedule")
    await room.until_shown("Found 1")

    def crash() -> None:
        room.calendars.faults = [AwayError(60)]  # of the look by which the next try begins
        raise RuntimeError

    room.talk.before = [crash]
    await room.ana.say("yes")

    await room.until_shown("Found 1", "Booked https://x/")
    assert room.calendars.calls.count("book") == 1


async def test_a_service_that_is_away_for_a_moment_is_asked_again(room: Room) -> None:
    room.calendars.faults = [AwayError(0.01)]
    await room.ana.say("schedule")

    assert room.shown == ["Found 1"]


@pytest.mark.parametrize("error", [NotAllowedError("Calendars.Read"), AwayError(60), AwayError(open=True)])
async def test_an_error_is_said_plainly(room: Room, error: Any) -> None:
    room.calendars.faults = [error]
    await room.ana.say("schedule")

    assert room.shown == [type(error).__name__]
    assert await room.stage() == ("offered", 2)


async def test_what_waits_for_somebody_to_sign_in_is_followed_by_the_card_to_do_so(room: Room) -> None:
    room.calendars.faults = [SignInError()]
    await room.ana.say("schedule")

    assert room.shown == ["Sign in"]
    assert await room.stage() == ("signing in", 2)
    await room.ana.until(lambda: room.ana.heard == ["Sign in, 29:ana, in a:chat"])


async def test_without_the_card_it_says_why(room: Room) -> None:
    room.calendars.faults, room.sign_in.fault = [SignInError()], AwayError()
    await room.ana.say("schedule")

    assert room.shown == ["AwayError"]
    assert room.ana.heard == []


async def test_who_has_signed_in_is_not_asked_to(room: Room) -> None:
    await room.ana.say("sign in")
    assert room.shown == ["Sign in"]

    room.sign_in.signed_in.add("29:ana")
    await room.ana.say("sign in")
    assert room.shown == ["Sign in", "Found 0"]


@_IMPATIENT
async def test_where_its_message_was_deleted_the_result_is_sent_anew(room: Room) -> None:
    room.calendars.slow = 0.3
    await room.ana.say("schedule")
    [progress, *_] = reversed(room.ana.connector.cards("a:chat"))

    room.ana.connector.gone.add(progress)

    await room.until_shown("Looking", "Found 1")  # the fake keeps what was deleted
    await room.jobs_over()
    [row] = await room.rows(operation)
    assert (row["message"], row["shown"]) == (room.ana.connector.calls[-1].id, 2)


@_IMPATIENT
async def test_what_is_asked_for_in_a_group_is_shown_in_the_own_chat_alone(room: Room) -> None:
    room.calendars.slow = 0.5
    group = room.ana.in_group()

    await group.mention("schedule")

    assert group.heard == ["I wrote to you"]
    await room.until_shown("Found 1")
    assert group.cards == []
    await room.jobs_over()
    [row] = await room.rows(operation)
    assert (row["conversation"], row["shown"]) == ("a:chat", 2)


@_BOTH
async def test_a_newer_operation_ends_the_one_before(room: Room) -> None:
    await room.ana.say("schedule")
    first = room.talk.last
    await room.ana.say("schedule")

    stages = {row["id"]: row["stage"] for row in await room.rows(operation)}
    assert stages == {first: "ended", room.talk.last: "offered"}


@_IMPATIENT
async def test_nothing_left_to_do_is_said(room: Room) -> None:
    room.talk.gone = True
    await room.ana.say("schedule")

    await room.ana.until(lambda: len(room.ana.connector.updated) == 1)
    assert "nothing left to do" in room.ana.connector.updated[0]["text"]


@_IMPATIENT
async def test_what_may_have_been_booked_stays_open_where_it_cannot_be_looked_for(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_FIRST", timedelta(seconds=0.1))
    await room.ana.say("schedule")
    await room.until_shown("Found 1")
    room.calendars.loses = 1
    room.calendars.faults = [None, None, None, SignInError(), NotAllowedError("Calendars.ReadWrite")]

    await room.ana.say("yes")

    await room.until_shown("Found 1", "Booked https://x/")
    assert room.calendars.calls.count("book") == 1


@_IMPATIENT
async def test_what_nobody_can_tell_for_a_day_is_left_to_the_person(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_FIRST", timedelta(seconds=0.05))
    monkeypatch.setattr(running, "_GIVEN_UP", timedelta(0))
    await room.ana.say("schedule")
    await room.until_shown("Found 1")
    room.calendars.loses = 1
    room.calendars.faults = [None, None, None, AwayError(60)]

    await room.ana.say("yes")

    await room.ana.until(lambda: _says(room, "could not find out whether it was booked"))
    assert (await room.stage())[0] == "ended"  # it holds up nothing any more


@_IMPATIENT
async def test_code_that_fails_again_and_again_leaves_nobody_waiting(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room.calendars, "availabilities", None)

    await room.ana.say("schedule")

    await room.ana.until(lambda: _says(room, 'To try again, type "schedule"'))
    assert (await room.stage())[0] == "ended"


def _says(room: Room, words: str) -> bool:
    return any(words in update.get("text", "") for update in room.ana.connector.updated)


@_IMPATIENT
async def test_a_refused_booking_books_nothing(room: Room) -> None:
    await room.ana.say("schedule")
    await room.until_shown("Found 1")
    room.calendars.faults = [None, None, NotAllowedError("Calendars.ReadWrite")]
    await room.ana.say("yes")

    assert room.calendars.events == {}
