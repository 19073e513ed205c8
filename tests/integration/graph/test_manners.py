"""Whose right it is, how many at a time, and what is left alone: nothing of it shows in the log."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError
from pydantic import SecretStr

from bot.config import Settings
from bot.graph import access, build
from bot.graph.circuit import Circuit
from bot.graph.policy import Limits
from meetings.errors import AwayError, NoMailboxError, NotAllowedError, RefusedError, SignInError
from meetings.ports import Organiser
from tests.graph.directory import Mailbox
from tests.graph.faults import Fault, What
from tests.graph.server import FakeGraph
from tests.integration.graph.office import LIMITS, NOW, ORGANISER, WINDOW, Way, invitee, paths, plan, way_of

_ROOT = Path(__file__).parents[3]


async def test_the_app_books_in_the_calendar_of_who_asked(graph: FakeGraph) -> None:
    way = way_of(graph, graph.app_token(), app_only=True)
    async with way.calendars.open():
        await way.look(invitee("ana"), invitee("megan"))
        event = await way.calendars.book(ORGANISER, plan())
        await way.calendars.cancel(ORGANISER, event, "")

    assert "POST /users/ana-object/calendar/getSchedule" in paths(graph)
    assert "POST /users/ana-object/events" in paths(graph)
    assert not [path for path in paths(graph) if "/me" in path]


async def test_the_app_knows_who_asked_from_the_channel_alone(graph: FakeGraph) -> None:
    way = way_of(graph, graph.app_token(), app_only=True)
    nobody = dataclasses.replace(ORGANISER, object_id="")
    async with way.calendars.open():
        with pytest.raises(NoMailboxError):
            await way.calendars.book(nobody, plan())

    assert graph.calls == []


async def test_the_app_keeps_out_of_mailboxes_that_an_administrator_has_closed(graph: FakeGraph) -> None:
    way = way_of(graph, graph.app_token(only=("megan@contoso.com",)), app_only=True)
    async with way.calendars.open():
        with pytest.raises(NotAllowedError):
            await way.calendars.book(ORGANISER, plan())

    assert graph.events("ana@contoso.com") == []


async def test_nobody_can_sign_in_for_the_app(graph: FakeGraph) -> None:
    token = graph.app_token()
    graph.expire(token)
    way = way_of(graph, token, app_only=True)
    async with way.calendars.open():
        with pytest.raises(NotAllowedError):
            await way.calendars.book(ORGANISER, plan())


class _Entra:
    """An AsyncTokenCredential."""

    def __init__(self, token: str) -> None:
        self.token, self.asked, self.closed = token, list[str](), False

    async def get_token(self, *scopes: str) -> AccessToken:
        self.asked += scopes
        if not self.token:
            raise ClientAuthenticationError("no secret")
        return AccessToken(self.token, int(NOW.timestamp()) + 3600)

    async def close(self) -> None:
        self.closed = True


def _settings(graph: FakeGraph, **more: Any) -> Settings:
    return Settings(_env_file=None, BATON_LOCAL=True, GRAPH_BASE_URL=graph.url, **more)


async def test_the_apps_token_is_for_this_graph(graph: FakeGraph) -> None:
    entra = _Entra(graph.app_token())
    settings = _settings(graph)
    tokens = access.app_tokens(settings, lambda: NOW, entra)
    calendars = build.calendars(settings, access.by_app(tokens), app_only=True, now=lambda: NOW)
    async with calendars.open():
        found = await calendars.search(ORGANISER, "megan")
    await tokens.close()

    assert [each.name for each in found] == ["Megan"]
    assert entra.asked == [f"http://127.0.0.1:{graph.port}/.default"]
    assert entra.closed


async def test_an_app_without_a_token_is_away_and_not_for_anybody_to_sign_in(graph: FakeGraph) -> None:
    tokens = access.app_tokens(_settings(graph), lambda: NOW, _Entra(""))
    calendars = build.calendars(_settings(graph), access.by_app(tokens), app_only=True, now=lambda: NOW)
    async with calendars.open():
        with pytest.raises(AwayError):
            await calendars.search(ORGANISER, "megan")
    await tokens.close()


async def test_a_pasted_token_is_its_owners_whoever_asks(graph: FakeGraph) -> None:
    token = graph.token("ana@contoso.com")
    settings = _settings(graph, GRAPH_ACCESS_TOKEN=token)
    calendars = build.calendars(settings, access.pasted(SecretStr(token)), app_only=False, now=lambda: NOW)
    async with calendars.open():
        await calendars.book(dataclasses.replace(ORGANISER, object_id="megan-object"), plan())

    assert len(graph.events("ana@contoso.com")) == 1


async def test_people_do_not_get_each_others_token(graph: FakeGraph, way: Way) -> None:
    tokens = {name: graph.token(f"{name}@contoso.com") for name in ("ana", "megan", "alex")}

    async def token_of(organiser: Organiser) -> str:
        await asyncio.sleep(0.01)
        return tokens[organiser.person]

    way.calendars._token = token_of
    graph.latency = 0.01
    people = [
        dataclasses.replace(ORGANISER, person=n, object_id=f"{n}-object", address=f"{n}@contoso.com")
        for n in tokens
    ]
    await asyncio.gather(*(way.calendars.book(each, plan(key=each.person)) for each in people))

    for name in tokens:
        meetings = [m for m in graph.events(f"{name}@contoso.com") if m.organiser.is_named(f"{name}-object")]
        assert [meeting.transaction for meeting in meetings] == [name]


async def test_a_token_that_does_not_come_is_not_waited_for_too_long(graph: FakeGraph) -> None:
    async def never(organiser: Organiser) -> str:
        await asyncio.sleep(60)
        return ""

    way = way_of(graph, "", limits=dataclasses.replace(LIMITS, total=0.2))
    way.calendars._token = never
    async with way.calendars.open(), asyncio.timeout(5):
        with pytest.raises(AwayError):
            await way.calendars.search(ORGANISER, "megan")


async def test_who_has_signed_out_is_told_so(graph: FakeGraph, way: Way) -> None:
    async def none(organiser: Organiser) -> str:
        raise SignInError

    way.calendars._token = none
    with pytest.raises(SignInError):
        await way.calendars.search(ORGANISER, "megan")
    assert graph.calls == []


async def test_before_it_is_opened_it_is_away(graph: FakeGraph) -> None:
    with pytest.raises(AwayError):
        await way_of(graph, "").calendars.search(ORGANISER, "megan")


async def test_many_at_once_keep_to_four_a_mailbox_and_survive_a_storm(graph: FakeGraph) -> None:
    people = [graph.add(Mailbox(mail=f"kim{n}@contoso.com")) for n in range(6)]
    tokens = {each.object_id: graph.token(each.mail) for each in people}
    graph.latency = 0.01
    graph.faults.append(Fault(status=429, retry_after=0.1, times=12))
    way = way_of(graph, "", limits=dataclasses.replace(LIMITS, attempt=30.0, total=90.0))

    async def token_of(organiser: Organiser) -> str:
        return tokens[organiser.object_id]

    way.calendars._token = token_of

    async def schedule(mailbox: Mailbox) -> None:
        organiser = dataclasses.replace(
            ORGANISER, person=mailbox.object_id, object_id=mailbox.object_id, address=mailbox.mail
        )
        me = invitee(mailbox.object_id, address=mailbox.mail)
        await asyncio.gather(
            *(way.calendars.availabilities(organiser, [me, invitee("megan")], WINDOW) for _ in range(3))
        )
        await way.calendars.book(organiser, plan(me, invitee("megan"), key=mailbox.object_id))

    async with way.calendars.open():
        await asyncio.gather(*(schedule(each) for each in people))

    for each in people:
        assert len(graph.events(each.mail)) == 1
        assert graph.most_at_once(each.mail) <= 4
    assert graph.faults[0].times == 0


async def test_a_graph_that_is_down_is_left_alone_and_said_so(
    graph: FakeGraph, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    graph.faults.append(Fault(times=None))
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            with pytest.raises(AwayError) as away:
                await way.calendars.search(ORGANISER, "megan")
    before = len(graph.calls)

    assert away.value.open
    assert away.value.retry_after is not None
    with pytest.raises(AwayError):
        await way.calendars.search(ORGANISER, "megan")
    assert len(graph.calls) == before
    assert "Graph is left alone for 30 s" in caplog.messages


async def test_a_graph_that_is_back_is_found_so_by_requests_side_by_side(graph: FakeGraph, way: Way) -> None:
    seconds = [0.0]
    way.calendars._policy.circuit = Circuit(lambda: seconds[0])
    graph.faults.append(Fault(times=None))
    for _ in range(3):
        with pytest.raises(AwayError):
            await way.look(invitee("ana"), invitee("megan", external=True))
    graph.faults.clear()
    seconds[0] += 31

    found = await way.look(invitee("ana"), invitee("megan", external=True))

    assert [each.blind for each in found] == [None, None]


async def test_nothing_of_anybody_is_logged(
    graph: FakeGraph, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    graph.faults.append(Fault(path="getSchedule", what=What.HTML, status=502))
    graph.faults.append(Fault(method="POST", path="events$", status=400, code="megan@contoso.com"))
    with caplog.at_level(logging.DEBUG):
        await way.calendars.search(ORGANISER, "megan@contoso.com")
        await way.look(invitee("ana"), invitee("megan", external=True))
        with pytest.raises(RefusedError):
            await way.calendars.book(ORGANISER, plan())
        graph.expire(way.token)
        with pytest.raises(SignInError) as failed:
            await way.calendars.book(ORGANISER, plan())

    log = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "contoso.com" not in log
    assert way.token not in log
    assert "contoso.com" not in "".join(traceback.format_exception(failed.value))


_LOADING = """
import sys
import app
from bot import compose
from bot.config import Settings
from bot.graph import access, build

settings = Settings(_env_file=None, BATON_LOCAL=True, DATABASE_URL="sqlite+aiosqlite:///none.db")
compose.build_app(settings)
unneeded = {"msgraph", "kiota_abstractions", "httpx", "tenacity", "icalendar", "holidays", "dateparser"}
assert unneeded.isdisjoint(sys.modules), unneeded & set(sys.modules)

build.calendars(settings, access.pasted(settings.graph_token), app_only=False, now=None)
before = set(sys.modules)
from msgraph.generated.models.event import Event
from msgraph.generated.models.user import User
for model in (Event(), User()):
    model.get_field_deserializers()
late = set(sys.modules) - before
assert len(late) < 100, len(late)
"""


def test_the_sdk_is_loaded_at_need_and_then_at_once(tmp_path: Path) -> None:
    """Without Graph nothing of it; with it all, for a thousand modules would hold up the first answer."""
    subprocess.run([sys.executable, "-c", _LOADING], cwd=tmp_path, env={"PYTHONPATH": str(_ROOT)}, check=True)


def test_the_limits_are_those_of_graph() -> None:
    limits = Limits()

    assert (limits.attempt, limits.total, limits.at_a_time) == (10.0, 30.0, 4)
