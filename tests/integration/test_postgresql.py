"""What only a database server does: refuse, break off, and let two units of work meet in a deadlock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import sqlalchemy as sa

from bot.errors import ConflictError, StoreError, UnavailableError
from bot.store.store import Store
from tests.integration.unanswered import unanswered

pytestmark = pytest.mark.engines("postgresql")
_BREAK_OFF = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.mark.parametrize("where", ["/nowhere", "127.0.0.1&port=1"])
async def test_a_server_that_does_not_answer_is_said_to_be_unavailable(where: str) -> None:
    with pytest.raises(UnavailableError):
        await Store(f"postgresql+asyncpg://baton@/baton?host={where}").open()


async def test_a_database_that_is_not_there_is_said_to_be_unavailable(database_url: str) -> None:
    with pytest.raises(UnavailableError):
        await Store(database_url.replace("/test_", "/none_")).open()


async def _break_off(store: Store) -> None:
    async with store._engine.connect() as connection:
        await connection.execute(_BREAK_OFF)


async def test_a_connection_that_breaks_takes_back_its_work_and_is_replaced(
    store: Store, database_url: str
) -> None:
    other = Store(database_url)
    await other.open()
    async with store.work("t") as work:
        await work.profiles.keep("ana", "o")
        await _break_off(other)
        with pytest.raises(UnavailableError):
            await work.profiles.keep("megan", "o")
    await other.close()

    await unanswered(store, "why")
    async with store.work("t") as work:
        assert await work.profiles.find("ana") is None
        assert (await work.questions.grouped(1))[1] == 1


async def test_connections_that_were_closed_while_nobody_used_them_are_replaced_unnoticed(
    store: Store, database_url: str
) -> None:
    other = Store(database_url)
    await other.open()
    looks: tuple[Callable[[], Awaitable[object]], ...] = (
        store.ready,
        lambda: unanswered(store, "why"),
        lambda: _counts(store),
    )
    for look in looks:
        async with store.work("t") as first, store.work("t") as second:
            await first.profiles.find("ana")
            await second.profiles.find("ana")
        await _break_off(other)
        assert await look() is not False
    await other.close()


async def _counts(store: Store) -> object:
    async with store.queue() as queue:
        return await queue.counts()


async def test_a_connection_that_breaks_before_the_commit_is_unavailable(
    store: Store, database_url: str
) -> None:
    other = Store(database_url)
    await other.open()
    async with store.work("t") as work:
        await work.profiles.keep("ana", "o")
        await _break_off(other)
        with pytest.raises(UnavailableError):
            await work.commit()
    await other.close()


async def test_of_two_in_a_deadlock_one_gets_through_and_one_may_try_again(store: Store) -> None:
    async with store.work("t") as work:
        for person in ("ana", "megan"):
            await work.profiles.keep(person, "o")
        await work.commit()
    met = asyncio.Barrier(2)

    async def keep(first: str, second: str) -> type[StoreError] | None:
        try:
            async with store.work("t") as work:
                await work.profiles.keep(first, "o", role="ae")
                await met.wait()
                await work.profiles.keep(second, "o", role="ae")
                await work.commit()
        except StoreError as error:
            return type(error)
        return None

    ended = await asyncio.gather(keep("ana", "megan"), keep("megan", "ana"))

    assert set(ended) == {None, ConflictError}
