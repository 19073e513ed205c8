"""No tenant reads, changes or even notices another's rows, through whatever method of a unit of work.

The methods are found by reflection: one that has no case here fails, so that none is forgotten.
"""

from __future__ import annotations

import inspect
import itertools
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store import tables
from bot.store.repository import Repository
from bot.store.store import Store, Work
from tests.integration.tenant_cases import CASES, IN_MEMORY, NO_CASE, NOW, Case, fill

_OF_ALL = {"floor"}  # says something of the database itself
_TABLES = [table for table in tables.metadata.sorted_tables if table.name not in _OF_ALL]


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """With a clock that stands still."""
    opened = Store(database_url, lambda: NOW)
    await opened.open()
    yield opened
    await opened.close()


async def _run(store: Store, tenant: str, case: Case) -> object:
    async with store.work(tenant) as work:
        result = await case(work)
        await work.commit()
    return result


async def _rows(store: Store, tenant: str) -> dict[str, list[Any]]:
    """All that the database holds of a tenant."""
    async with store._engine.connect() as connection:
        found = {}
        for table in _TABLES:
            mine = sa.select(table).where(table.c.tenant == tenant).order_by(*table.primary_key)
            found[table.name] = [tuple(row) for row in await connection.execute(mine)]
        return found


def _public(kind: type) -> Iterator[str]:
    members = inspect.getmembers(kind, inspect.isfunction)
    return (name for name, _ in members if not name.startswith("_"))


async def test_every_public_method_has_a_case(store: Store) -> None:
    async with store.work("t") as work:
        repositories = {name: kept for name, kept in vars(work).items() if isinstance(kept, Repository)}
    own = {
        f"{name}.{method}"
        for name, repository in repositories.items()
        for method in _public(type(repository))
        if getattr(type(repository), method) is not getattr(Repository, method, None)
    }
    shared = {f"repository.{method}" for method in _public(Repository)}

    assert len(repositories) >= 6
    assert own | shared | set(_public(Work)) == set(CASES) | NO_CASE


async def test_every_kind_of_repository_is_part_of_a_unit_of_work(store: Store) -> None:
    async with store.work("t") as work:
        reachable = {type(kept) for kept in vars(work).values()}
    written = {kind for kind in Repository.__subclasses__() if not kind.__name__.startswith("_")}

    assert written <= reachable


@pytest.mark.parametrize("name", CASES)
async def test_who_has_no_rows_does_not_notice_anothers(store: Store, name: str) -> None:
    alone = await _run(store, "alone", CASES[name])
    await fill(store, "first")
    before = await _rows(store, "first")

    beside = await _run(store, "second", CASES[name])

    assert beside == alone
    assert await _rows(store, "first") == before
    if name not in IN_MEMORY:  # and the case can tell: who owns the rows does notice
        own = await _run(store, "first", CASES[name])
        assert own != beside or await _rows(store, "first") != before


@pytest.mark.parametrize("name", CASES)
async def test_who_has_the_same_rows_leaves_anothers_alone(store: Store, name: str) -> None:
    for tenant in ("first", "second"):
        await fill(store, tenant)
    before = await _rows(store, "first")
    assert all(before.values())

    await _run(store, "second", CASES[name])

    assert await _rows(store, "first") == before


@pytest.mark.parametrize("name", CASES)
async def test_every_statement_names_the_tenant_for_every_table(store: Store, name: str) -> None:
    await fill(store, "second")

    with _listening(store) as statements:
        await _run(store, "second", CASES[name])

    assert bool(statements) == (name not in IN_MEMORY)
    for sql, values in statements:
        assert _unbound(sql) == []
        assert "second" in values
        assert "first" not in values


@contextmanager
def _listening(store: Store) -> Iterator[list[tuple[str, list[Any]]]]:
    """The statements about our tables, and all values that go with each."""
    heard: list[tuple[str, list[Any]]] = []

    def hear(connection: Any, cursor: Any, sql: str, values: Any, context: Any, many: bool) -> None:
        if _tables(sql):
            several = many and isinstance(values[0], tuple)  # else all rows stand in one statement
            heard.append((sql, list(itertools.chain(*values)) if several else list(values)))

    sa.event.listen(store._engine.sync_engine, "before_cursor_execute", hear)
    yield heard
    sa.event.remove(store._engine.sync_engine, "before_cursor_execute", hear)


def _tables(sql: str) -> list[str]:
    """Our tables, once for each time that a statement reads, changes or fills them."""
    places = re.findall(r"\b(?:FROM|JOIN|UPDATE|INTO) (\w+(?:, \w+)*)", sql)
    named = [name for place in places for name in place.split(", ")]
    return [name for name in named if name in tables.metadata.tables]


def _unbound(sql: str) -> list[str]:
    """The tables that are read or changed without a condition on the tenant, or filled without one."""
    filled = re.findall(r"\bINTO (\w+) \(([^)]*)\)", sql)
    given = [name for name, columns in filled if "tenant" in columns.split(", ")]
    named = _tables(sql)
    conditions = {name: len(re.findall(rf"\b{name}\.tenant = [?$]", sql)) for name in named}
    return [name for name in named if named.count(name) > conditions[name] + given.count(name)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM turn WHERE turn.person = ?",
        "SELECT * FROM turn, job WHERE job.tenant = ?",
        "DELETE FROM turn WHERE turn.tenant = profile.tenant",
        "UPDATE turn SET person = ? WHERE EXISTS (SELECT * FROM job WHERE job.tenant = $1)",
        "INSERT INTO turn (person) VALUES (?)",
        "SELECT * FROM job LEFT OUTER JOIN turn ON turn.person = ? WHERE job.tenant = ?",
    ],
)
@pytest.mark.engines("sqlite")
def test_a_statement_without_its_tenant_is_noticed(sql: str) -> None:
    assert _unbound(sql) != []


@pytest.mark.parametrize("table", _TABLES, ids=str)
def test_every_table_has_its_tenant_first_in_its_key_or_an_index(table: sa.Table) -> None:
    keys = [list(table.primary_key), *(list(index.columns) for index in table.indexes)]

    assert not table.c.tenant.nullable
    assert any(key[0] is table.c.tenant for key in keys)
