"""The drain and the readiness by themselves."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.serving import Drain
from bot.web import Readiness


async def test_with_nothing_under_way_it_is_finished_at_once() -> None:
    drain = Drain()

    async with asyncio.timeout(1):
        await drain.finish()

    assert drain.is_on


async def test_it_waits_for_what_is_under_way() -> None:
    drain, goes_on = Drain(), asyncio.Event()
    request = asyncio.create_task(_request(drain, goes_on))
    await asyncio.sleep(0)
    finishing = asyncio.create_task(drain.finish())
    await asyncio.sleep(0.02)
    assert not finishing.done()

    goes_on.set()
    async with asyncio.timeout(1):
        await finishing

    assert await request == "answered"


async def test_what_takes_too_long_is_cut_off_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    drain = Drain()
    requests = [asyncio.create_task(_request(drain, asyncio.Event())) for _ in range(3)]
    await asyncio.sleep(0)

    with caplog.at_level(logging.WARNING):
        await drain.finish(0.05)

    assert all(request.cancelled() for request in requests)
    assert "3 requests were not finished within 0.05 s" in caplog.text


async def test_other_parts_are_stopped_in_the_same_time() -> None:
    drain, stopped = Drain(), []

    async def stop() -> None:
        stopped.append("quick")

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.append("cut off")

    drain.also(stop)
    drain.also(hang)
    async with asyncio.timeout(2):
        await drain.finish(0.05)

    assert stopped == ["quick", "cut off"]


async def test_a_part_that_fails_to_stop_holds_nothing_up(caplog: pytest.LogCaptureFixture) -> None:
    drain = Drain()

    async def fail() -> None:
        raise RuntimeError("no")

    drain.also(fail)
    await drain.finish(1)

    assert "a part failed" in caplog.text


async def test_a_database_that_hangs_is_not_ready_and_asked_once() -> None:
    asked, goes_on = [], asyncio.Event()

    async def hang() -> bool:
        asked.append(1)
        await goes_on.wait()
        return True

    readiness = Readiness(hang, patience=0.02)

    assert await asyncio.gather(*(readiness.check() for _ in range(50))) == [False] * 50
    assert await readiness.check() is False
    assert asked == [1]

    goes_on.set()
    await asyncio.sleep(0)
    assert await readiness.check() is True


async def test_each_probe_hears_how_it_is_now() -> None:
    answers = iter((True, False, True))

    async def ready() -> bool:
        return next(answers)

    readiness = Readiness(ready)

    assert [await readiness.check() for _ in range(3)] == [True, False, True]


async def _request(drain: Drain, goes_on: asyncio.Event) -> str:
    ticket = drain.enter()
    try:
        await goes_on.wait()
        return "answered"
    finally:
        drain.leave(ticket)
