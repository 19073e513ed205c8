"""What any test makes the bot send is held against the contracts, what it stores against its columns."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from bot.store import tables
from tests import contracts
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector
from tests.journeys import START, Player, Stage, open_stage


@pytest.fixture(autouse=True)
def _sent_by_contract(connector: tuple[FakeConnector, str]) -> Iterator[None]:
    yield
    for activity in (*connector[0].sent, *connector[0].updated):
        contracts.check_activity(activity)


@pytest.fixture(autouse=True)
def _stored_within_its_columns(database_url: str) -> Iterator[None]:
    """SQLite takes any length, PostgreSQL does not."""
    yield
    if not database_url.startswith("sqlite"):
        return
    with closing(sqlite3.connect(make_url(database_url).database or "")) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        for table in tables.metadata.sorted_tables:
            for column in table.columns if table.name in names else ():
                if isinstance(column.type, sa.String) and column.type.length:
                    longest = connection.execute(f"SELECT max(length({column.name})) FROM {table.name}")
                    assert (longest.fetchone()[0] or 0) <= column.type.length, f"{table.name}.{column.name}"


@pytest.fixture
async def stage(make_settings: MakeSettings, connector: tuple[FakeConnector, str]) -> AsyncIterator[Stage]:
    async with open_stage(make_settings(), connector) as opened:
        yield opened


@pytest.fixture
async def ana(stage: Stage) -> Player:
    """She has started a handoff to Megan, by her address."""
    starter = stage.person()
    await starter.says(START)
    await starter.says("yes")
    assert stage.status() == "qualifying"
    return starter


@pytest.fixture
async def megan(stage: Stage, ana: Player) -> Player:
    """She has written to the bot, whose roster knows her address."""
    receiver = stage.person("Megan")
    await receiver.says("hello")
    return receiver
