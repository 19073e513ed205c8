"""The connector client against a channel that misbehaves: what was delivered is told apart, never guessed."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from bot.connector import Connector, Limits, open_session
from bot.errors import (
    BlockedError,
    DeliveryError,
    NotSentError,
    RejectedError,
    UnknownOutcomeError,
    UnreachableError,
)
from tests.faulty import WELL, Act, Fault, FaultyConnector, busy

_LIMITS = Limits(connect=0.3, total=0.8, patience=0.6, pause=0.05, connections=4)
_SPARE = 0.5  # seconds that a busy machine may add
_TEXT = {"type": "message", "text": "Grüße, 😀"}


async def _token() -> str:
    return "the-token"


@pytest.fixture
async def faulty() -> AsyncIterator[FaultyConnector]:
    async with FaultyConnector().running() as running:
        yield running


@asynccontextmanager
async def _connecting(
    limits: Limits = _LIMITS, token: Callable[[], Awaitable[str]] = _token
) -> AsyncIterator[Connector]:
    async with open_session(limits) as session:
        yield Connector(lambda: session, token, limits)


@pytest.fixture
async def connector() -> AsyncIterator[Connector]:
    async with _connecting() as made:
        yield made


async def _error(sending: Awaitable[Any]) -> DeliveryError | None:
    try:
        await sending
    except DeliveryError as error:
        return error
    return None


async def test_a_message_goes_to_its_conversation_as_it_is(
    faulty: FaultyConnector, connector: Connector
) -> None:
    id = await connector.send(faulty.url, "19:a/b@thread.v2;messageid=1 %é", _TEXT, reply_to="1/2?3#4")

    one = faulty.log[0]
    assert id == "reply-1"
    assert one.path == (
        "/v3/conversations/19%3Aa%2Fb%40thread.v2%3Bmessageid%3D1%20%25%C3%A9/activities/1%2F2%3F3%234"
    )
    assert (one.method, one.body) == ("POST", _TEXT)
    assert one.headers["authorization"] == "Bearer the-token"
    assert one.headers["content-type"] == "application/json"


async def test_each_call_has_its_method_and_path(faulty: FaultyConnector, connector: Connector) -> None:
    await connector.update(faulty.url, "c", "a", _TEXT)
    await connector.delete(faulty.url, "c", "a")
    assert await connector.create_conversation(faulty.url.rstrip("/"), {"isGroup": False}) == "reply-3"

    seen = [(one.method, one.path, one.body) for one in faulty.log]
    assert seen == [
        ("PUT", "/v3/conversations/c/activities/a", _TEXT),
        ("DELETE", "/v3/conversations/c/activities/a", None),
        ("POST", "/v3/conversations", {"isGroup": False}),
    ]


def _json(body: Any, status: int = 200) -> Fault:
    return Fault(status=status, body=json.dumps(body).encode())


async def test_a_member_of_a_chat_is_asked_for(faulty: FaultyConnector, connector: Connector) -> None:
    faulty.plan = [Fault(status=503), _json({"id": "29:ana", "email": "ana@contoso.com"})]

    found = await connector.member(faulty.url, "19:a/b", "29:ana")

    assert found["email"] == "ana@contoso.com"
    assert [(one.method, one.path) for one in faulty.log] == [
        ("GET", "/v3/conversations/19%3Aa%2Fb/members/29%3Aana")
    ] * 2  # asking again harms nobody


async def test_all_members_are_read_page_by_page(faulty: FaultyConnector, connector: Connector) -> None:
    faulty.plan = [
        _json({"members": [{"id": "1"}, "odd"], "continuationToken": "a b&c"}),
        _json({"members": [{"id": "2"}]}),
    ]

    assert [each["id"] for each in await connector.members(faulty.url, "c")] == ["1", "2"]
    assert [one.path for one in faulty.log] == [
        "/v3/conversations/c/pagedmembers?pageSize=100",
        "/v3/conversations/c/pagedmembers?pageSize=100&continuationToken=a%20b%26c",
    ]


async def test_pages_without_an_end_are_left_at_some_point(
    faulty: FaultyConnector, connector: Connector
) -> None:
    faulty.plan = [_json({"members": [{"id": "1"}], "continuationToken": "on"})] * 9

    assert len(await connector.members(faulty.url, "c")) == 5


@pytest.mark.parametrize("body", [[], "x", None, {"members": None}, {"members": 7}])
async def test_an_odd_list_of_members_is_an_empty_one(
    faulty: FaultyConnector, connector: Connector, body: Any
) -> None:
    faulty.plan = [_json(body)]

    assert await connector.members(faulty.url, "c") == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, RejectedError) for status in (301, 302, 307, 308, 400, 405, 409, 413)),
        (401, NotSentError),
        (403, BlockedError),
        *((status, UnreachableError) for status in (404, 410)),
        *((status, UnknownOutcomeError) for status in (408, 412, 500, 502, 503, 504)),
    ],
)
async def test_a_refused_message_is_tried_once(
    faulty: FaultyConnector, connector: Connector, status: int, kind: type[DeliveryError]
) -> None:
    faulty.plan = [Fault(status=status, headers={"Retry-After": "0"})]

    error = await _error(connector.send(faulty.url, "c", _TEXT))

    assert type(error) is kind
    assert len(faulty.log) == 1


@pytest.mark.parametrize(
    "act", [Act.HANG, Act.HANG_UNREAD, Act.RESET, Act.RESET_UNREAD, Act.TRICKLE_HEAD, Act.GARBAGE]
)
@pytest.mark.parametrize("before", [[], [WELL]], ids=["new connection", "used connection"])
async def test_a_message_whose_outcome_is_unknown_is_tried_once_and_within_the_time_limit(
    faulty: FaultyConnector, connector: Connector, act: Act, before: list[Fault]
) -> None:
    faulty.plan = [*before, Fault(act=act, taken=True)]
    for _ in before:
        await connector.send(faulty.url, "c", _TEXT)
    began = time.monotonic()

    error = await _error(connector.send(faulty.url, "c", _TEXT))

    assert type(error) is UnknownOutcomeError
    assert time.monotonic() - began < connector.time_limit + _SPARE
    assert len(faulty.log) + faulty.unread == len(before) + 1


@pytest.mark.parametrize("act", [Act.TRICKLE_BODY, Act.CUT_BODY, Act.ENDLESS_BODY])
async def test_a_success_whose_body_does_not_arrive_is_a_success(
    faulty: FaultyConnector, connector: Connector, act: Act
) -> None:
    faulty.plan = [Fault(act=act, taken=True, body=b'{"id": "' + b"x" * 200 + b'"}')]
    began = time.monotonic()

    assert await connector.send(faulty.url, "c", _TEXT) == ""

    assert time.monotonic() - began < connector.time_limit + _SPARE
    assert len(faulty.log) == 1


@pytest.mark.parametrize(
    "body", [b"", b"<html>ok</html>", b"[]", b'"x"', b'{"id": 7}', b"\xff\xfe", b"[" * 5000, b" " * 3_000_000]
)
async def test_a_success_with_an_odd_body_is_a_success_without_an_id(
    faulty: FaultyConnector, connector: Connector, body: bytes
) -> None:
    faulty.plan = [Fault(body=body, taken=True)]

    assert await connector.send(faulty.url, "c", _TEXT) == ""


async def test_an_endless_body_is_not_read_to_its_end(faulty: FaultyConnector, connector: Connector) -> None:
    """Neither waited for, nor kept in memory: what an id needs is read, and no more."""
    faulty.plan = [Fault(act=Act.ENDLESS_BODY, taken=True)]
    began = time.monotonic()

    await connector.send(faulty.url, "c", _TEXT)

    assert time.monotonic() - began < connector.time_limit / 2


@pytest.mark.parametrize("asked", [None, "soon", "-5", "nan", "inf", "0", "1e3x", ""])
async def test_a_busy_channel_is_asked_again_after_a_pause_of_our_own(
    faulty: FaultyConnector, connector: Connector, asked: str | None
) -> None:
    faulty.plan = [busy(asked), busy(asked)]

    assert await connector.send(faulty.url, "c", _TEXT)

    assert [one.taken for one in faulty.log] == [False, False, True]


async def test_a_busy_channel_is_not_asked_before_it_wants(
    faulty: FaultyConnector, connector: Connector
) -> None:
    faulty.plan = [busy("0.3")]

    await connector.send(faulty.url, "c", _TEXT)

    assert faulty.log[1].at - faulty.log[0].at >= 0.3


async def test_many_that_were_told_the_same_do_not_come_back_at_once(faulty: FaultyConnector) -> None:
    limits = Limits(connect=0.4, total=3.0, patience=2.5, pause=0.4, connections=20)
    faulty.plan = [busy("0.2")] * 20
    async with _connecting(limits) as connector:
        await asyncio.gather(*(connector.send(faulty.url, "c", _TEXT) for _ in range(20)))

    again = sorted(one.at for one in faulty.log if one.taken)
    assert len(again) == 20
    assert again[-1] - again[0] > 0.15


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("120", 120.0), ("5", 5.0), ("99999999", None), ("date", None)],
)
async def test_who_is_asked_to_wait_for_long_is_told_how_long(
    faulty: FaultyConnector, connector: Connector, asked: str, seconds: float | None
) -> None:
    if asked == "date":
        asked = format_datetime(datetime.now(UTC) + timedelta(minutes=2), usegmt=True)
    faulty.choose = lambda received: busy(asked)
    began = time.monotonic()

    error = await _error(connector.send(faulty.url, "c", _TEXT))

    assert isinstance(error, NotSentError)
    assert error.retry_after == seconds
    assert time.monotonic() - began < _LIMITS.patience + _SPARE
    assert faulty.texts() == []


async def test_no_patience_means_one_try(faulty: FaultyConnector, connector: Connector) -> None:
    faulty.plan = [busy("0")]

    error = await _error(connector.send(faulty.url, "c", _TEXT, patience=0.0))

    assert isinstance(error, NotSentError)
    assert len(faulty.log) == 1


async def test_a_refused_connection_is_not_a_sent_message(
    faulty: FaultyConnector, connector: Connector
) -> None:
    await faulty.go_away()

    assert isinstance(await _error(connector.send(faulty.url, "c", _TEXT)), NotSentError)

    await faulty.come_back()
    await connector.send(faulty.url, "c", _TEXT)
    assert len(faulty.log) == 1


async def test_a_host_that_is_not_known_is_not_a_sent_message(connector: Connector) -> None:
    assert isinstance(await _error(connector.send("http://baton.invalid/", "c", _TEXT)), NotSentError)


@pytest.mark.parametrize("status", [412, 502, 503, 504, 429])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_what_cannot_happen_twice_is_repeated(
    faulty: FaultyConnector, connector: Connector, status: int, method: str
) -> None:
    faulty.plan = [Fault(status=status), Fault(status=status)]

    if method == "PUT":
        await connector.update(faulty.url, "c", "a", _TEXT)
    else:
        await connector.delete(faulty.url, "c", "a")

    assert [one.method for one in faulty.log] == [method] * 3


@pytest.mark.parametrize(
    ("status", "kind"), [(500, UnknownOutcomeError), (400, RejectedError), (404, UnreachableError)]
)
async def test_an_update_that_will_not_pass_is_tried_once(
    faulty: FaultyConnector, connector: Connector, status: int, kind: type[DeliveryError]
) -> None:
    faulty.plan = [Fault(status=status)]

    assert type(await _error(connector.update(faulty.url, "c", "a", _TEXT))) is kind
    assert len(faulty.log) == 1


@pytest.mark.parametrize("status", [412, 503])
async def test_an_update_that_does_not_pass_ends_within_its_patience(
    faulty: FaultyConnector, connector: Connector, status: int
) -> None:
    faulty.choose = lambda received: Fault(status=status)
    began = time.monotonic()

    error = await _error(connector.update(faulty.url, "c", "a", _TEXT))

    assert type(error) is UnknownOutcomeError
    assert time.monotonic() - began < _LIMITS.patience + _SPARE
    assert 2 <= len(faulty.log) < 12


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_the_token_follows_no_redirect(connector: Connector, status: int) -> None:
    async with FaultyConnector().running() as here, FaultyConnector().running() as elsewhere:
        here.choose = lambda received: Fault(status=status, headers={"Location": elsewhere.url})

        for call in (
            connector.send(here.url, "c", _TEXT),
            connector.update(here.url, "c", "a", _TEXT),
            connector.delete(here.url, "c", "a"),
        ):
            assert type(await _error(call)) is RejectedError

        assert len(here.log) == 3
        assert elsewhere.connections == 0


async def test_no_more_connections_than_the_bound_and_each_is_used_again(
    faulty: FaultyConnector, connector: Connector
) -> None:
    faulty.choose = lambda received: Fault(taken=True, delay=0.01)

    await asyncio.gather(*(connector.send(faulty.url, f"c{n}", _TEXT) for n in range(60)))

    assert faulty.connections == faulty.most_open == _LIMITS.connections
    assert len(faulty.texts()) == 60


async def test_who_finds_no_free_connection_has_sent_nothing(
    faulty: FaultyConnector, connector: Connector
) -> None:
    faulty.choose = lambda received: Fault(act=Act.HANG)

    errors = await asyncio.gather(*(_error(connector.send(faulty.url, "c", _TEXT)) for _ in range(12)))

    kinds = [type(error) for error in errors]
    assert kinds.count(UnknownOutcomeError) == _LIMITS.connections == len(faulty.log)
    assert kinds.count(NotSentError) == 12 - _LIMITS.connections


async def test_a_connection_that_the_channel_has_closed_is_not_used_again(
    faulty: FaultyConnector, connector: Connector
) -> None:
    faulty.plan = [Fault(act=Act.CLOSE, taken=True)] * 5

    for _ in range(5):
        await connector.send(faulty.url, "c", _TEXT)
        await asyncio.sleep(0.05)

    assert len(faulty.texts()) == faulty.connections == 5


async def test_a_slow_token_counts_as_time_of_the_call(faulty: FaultyConnector) -> None:
    """Who waits for a call relies on its time limit, whatever it is that takes so long."""
    faulty.choose = lambda received: Fault(act=Act.HANG)

    async def slow() -> str:
        await asyncio.sleep(0.5)
        return "late"

    async with _connecting(token=slow) as connector:
        began = time.monotonic()
        error = await _error(connector.send(faulty.url, "c", _TEXT))

    assert type(error) is UnknownOutcomeError
    assert time.monotonic() - began < _LIMITS.total + 0.3


async def test_a_token_that_takes_all_the_time_means_that_nothing_was_sent(faulty: FaultyConnector) -> None:
    async def hanging() -> str:
        await asyncio.sleep(60)
        return "never"

    async with _connecting(token=hanging) as connector:
        began = time.monotonic()
        error = await _error(connector.send(faulty.url, "c", _TEXT))

    assert type(error) is NotSentError
    assert time.monotonic() - began < _LIMITS.total + _SPARE
    assert faulty.connections == 0


async def test_without_a_token_nothing_is_sent(faulty: FaultyConnector) -> None:
    async def none() -> str:
        raise NotSentError

    async with _connecting(token=none) as connector:
        assert type(await _error(connector.send(faulty.url, "c", _TEXT))) is NotSentError

    assert faulty.connections == 0


async def test_a_call_that_is_cancelled_leaves_a_pool_that_works(
    faulty: FaultyConnector, connector: Connector
) -> None:
    faulty.plan = [Fault(act=Act.HANG)] * 4
    calls = [asyncio.create_task(connector.send(faulty.url, "c", _TEXT)) for _ in range(4)]
    await asyncio.sleep(0.1)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)

    assert await connector.send(faulty.url, "c", _TEXT)
