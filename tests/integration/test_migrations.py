"""A database as 0.1.0 left it, with data, becomes today's: nothing is lost, and what was under way goes on.

`tests/golden/0.1.0/database.sql` is SQLite's own dump after migration 0001; the same rows are also put
into a PostgreSQL database that migration 0001 has made.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store import migrate, tables
from bot.store.planning import PLAN
from bot.store.store import Store, create_engine
from dialogs.state import State
from handoffs.model import Status
from tests.integration.handoff_rows import made
from tests.integration.unanswered import unanswered

pytestmark = pytest.mark.engines("sqlite", "empty postgresql")
_DUMP = Path(__file__).resolve().parents[1] / "golden" / "0.1.0" / "database.sql"
_OLD = ("profile", "conversation", "answer", "feedback", "unanswered")
_SINCE = {"profile": ("met", "hours"), "unanswered": ("answered", "answered_by")}  # columns that came later
_TENANTS = ("11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222")
_NEXT_NUMBER = sa.text("SELECT setval('unanswered_number_seq', (SELECT max(number) FROM unanswered))")


@pytest.fixture
async def old(database_url: str) -> AsyncIterator[AsyncEngine]:
    """The database as 0.1.0 left it."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        await asyncio.to_thread(_load_dump, url.database or "")
    engine = create_engine(url)
    if url.get_backend_name() == "postgresql":
        await _fill_postgresql(engine)
    yield engine
    await engine.dispose()


def _load_dump(path: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_DUMP.read_text("utf-8"))


async def _fill_postgresql(engine: AsyncEngine) -> None:
    with closing(sqlite3.connect(":memory:")) as dump:
        dump.executescript(await asyncio.to_thread(_DUMP.read_text, "utf-8"))
        rows = [line for line in dump.iterdump() if line.startswith("INSERT") and "alembic" not in line]
    async with engine.begin() as connection:
        await connection.run_sync(_to, "0001")
        await connection.execute(sa.text("SET LOCAL TimeZone = 'UTC'"))
        for row in rows:
            await connection.exec_driver_sql(row)
        await connection.execute(_NEXT_NUMBER)


def _to(connection: sa.Connection, revision: str) -> None:
    alembic = migrate.settings()
    alembic.attributes["connection"] = connection
    move = command.downgrade if revision < (_revision(connection) or "") else command.upgrade
    move(alembic, revision)


def _revision(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


async def _rows(engine: AsyncEngine) -> dict[str, list[Any]]:
    """All that stands in the columns of 0.1.0."""
    async with engine.connect() as connection:
        return {name: await _all(connection, name) for name in _OLD}


async def _all(connection: Any, name: str) -> list[Any]:
    table = tables.metadata.tables[name]
    columns = (column for column in table.c if column.name not in _SINCE.get(name, ()))
    found = await connection.execute(sa.select(*columns).order_by(*table.primary_key))
    return [tuple(row) for row in found]


async def test_nothing_is_lost_on_the_way_to_today(old: AsyncEngine) -> None:
    before = await _rows(old)
    assert {name: len(rows) for name, rows in before.items()} == {
        "profile": 4,
        "conversation": 10,
        "answer": 4,
        "feedback": 4,
        "unanswered": 5,
    }

    await migrate.upgrade(old)

    assert await _rows(old) == before
    async with old.connect() as connection:
        assert await connection.run_sync(_revision) == tables.HEAD
        assert await connection.run_sync(_differences) == []


def _differences(connection: sa.Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), tables.metadata))


async def test_nothing_is_lost_on_the_way_back(old: AsyncEngine) -> None:
    before = await _rows(old)
    await migrate.upgrade(old)

    async with old.begin() as connection:
        await connection.run_sync(_to, "0001")

    assert await _rows(old) == before


async def test_what_0_1_0_kept_is_what_the_store_reads(old: AsyncEngine, database_url: str) -> None:
    await migrate.upgrade(old)
    store = Store(database_url)
    await store.open()

    for tenant in _TENANTS:
        async with store.work(tenant) as work:
            ana, megan = await work.profiles.find("29:ana"), await work.profiles.find("29:megan")
            assert ana
            assert megan
            assert (ana.role, ana.country, ana.time_zone) == ("csam", "NO", "Europe/Oslo")
            assert ana.welcomed
            assert (megan.role, megan.welcomed) == ("", None)
            waiting = await work.conversations.load("a:forget-sure", "29:ana")
            assert waiting
            assert waiting.progress
            assert (waiting.progress.flow, waiting.progress.step) == ("forget", "sure")
            assert await work.conversations.load("19:group@thread.v2", "") == State()
            assert (await work.feedback.answers("29:ana")).last.endswith('"100%" \\ é 😀\nand then')
            assert (await work.feedback.kept("29:ana")).last.startswith("dislike: It's \\ not; what I meant")
            assert (await work.questions.grouped(1))[0][0].count == 2
    await store.close()


async def test_what_0_1_0_kept_can_be_changed_and_added_to(old: AsyncEngine, database_url: str) -> None:
    await migrate.upgrade(old)
    store, tenant = Store(database_url), _TENANTS[0]
    await store.open()

    async with store.work(tenant) as work:
        await work.profiles.keep("29:megan", "object", role="ae")
        assert await work.conversations.load("a:thread", "29:ana")
        await work.conversations.save("a:thread", "29:ana", State())
        await work.feedback.forget("29:ana")
        await work.commit()
    await unanswered(store, "one more", tenant=tenant)

    async with store.work(tenant) as work:
        assert await work.conversations.load("a:thread", "29:ana") == State()
        assert (await work.questions.grouped(9))[1] == 3
    async with store.work(_TENANTS[1]) as work:
        assert (await work.feedback.answers("29:ana")).count == 2
    await store.close()


@pytest.mark.engines("sqlite")
async def test_on_sqlite_the_start_itself_brings_it_up_to_date(old: AsyncEngine, database_url: str) -> None:
    before = await _rows(old)
    await old.dispose()
    store = Store(database_url)

    await store.open()

    assert await store.ready()
    assert await _rows(store._engine) == before
    await store.close()


async def test_handoffs_that_are_under_way_have_their_reminders_planned(
    old: AsyncEngine, database_url: str
) -> None:
    await migrate.upgrade(old)
    store = Store(database_url)
    await store.open()
    async with store.work("t") as work:
        for number, status in enumerate((Status.QUALIFYING, Status.DRAFT, Status.CLOSED), 1):
            await work.handoffs.add(made(number, status=status))
        await work.connection.execute(sa.delete(tables.job))
        await work.commit()
    await store.close()
    async with old.begin() as connection:
        await connection.run_sync(_to, "0005")

    await migrate.upgrade(old)

    async with old.connect() as connection:
        jobs = (await connection.execute(sa.select(tables.job))).mappings().all()
    assert [(job["tenant"], job["kind"], job["state"]) for job in jobs] == [("t", PLAN, "waiting")]
    assert jobs[0]["payload"] == {"version": 1, "number": 1}


@pytest.mark.engines("sqlite")
async def test_a_new_database_is_what_all_migrations_make(tmp_path: Path) -> None:
    made, migrated = (tmp_path / name for name in ("made.db", "migrated.db"))
    store = Store(f"sqlite+aiosqlite:///{made}")
    await store.open()
    await store.close()
    engine = create_engine(make_url(f"sqlite+aiosqlite:///{migrated}"))
    await migrate.upgrade(engine)
    await engine.dispose()

    assert await asyncio.to_thread(_schema, made) == await asyncio.to_thread(_schema, migrated)


def _schema(path: Path) -> dict[str, Any]:
    """Each table with its columns (their order may differ), each index as it was written."""
    with closing(sqlite3.connect(path)) as connection:
        written = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        found: dict[str, Any] = {
            name: " ".join((sql or "").split()) for kind, name, sql in written if kind == "index"
        }
        for name, sql in ((name, sql) for kind, name, sql in written if kind == "table"):
            found[f"{name} numbers"] = "AUTOINCREMENT" in sql
            columns = connection.execute(f"PRAGMA table_xinfo({name})").fetchall()
            found[name] = sorted(tuple(column[1:]) for column in columns)
        found["floor"] = connection.execute("SELECT * FROM floor").fetchall()
        found["version"] = connection.execute("SELECT * FROM alembic_version").fetchall()
    return found
