"""Two versions of Baton on one database: the next one takes over while this one is still at work.

The next version is this one, copied, with a migration that adds a column and a table, and with one more field
in each handoff.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import subprocess
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession
from aiohttp.test_utils import TestClient

from bot.store import tables
from bot.store.store import Store
from tests.fakes import FakeConnector
from tests.journeys import START
from tests.program import running, running_from, started
from tests.teams import TENANT, Teams

pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.engines("postgresql"),
]
_ROOT = Path(__file__).resolve().parents[2]
_ROOMS = ("bot", "dialogs", "handoffs", "knowledge", "meetings", "reminders")
_NEXT = f"{int(tables.HEAD) + 1:04}"
_MIGRATION = f'''
import sqlalchemy as sa
from alembic import op

revision = "{_NEXT}"
down_revision = "{tables.HEAD}"


def upgrade() -> None:
    op.add_column("handoff", sa.Column("colour", sa.String(20)))
    op.create_table("later", sa.Column("tenant", sa.String(200), primary_key=True))
'''
_PATCHES = (  # file, what stands there, what the next version has
    ("bot/store/tables.py", f'HEAD = "{tables.HEAD}"', f'HEAD = "{_NEXT}"'),
    ("handoffs/codec.py", "return {_KEY: SCHEMA, **body}", 'return {_KEY: SCHEMA, "colour": "blue", **body}'),
)
_QUESTION = "who leads stage 3"
_TOO_OLD = (
    "- The database is newer than this Baton and does not work with it any more: start a newer Baton.\n"
)


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """One database, and a folder for each version."""

    url: str
    folder: Path

    @property
    def settings(self) -> dict[str, str]:
        secret = "a secret key for tests alone, long enough for it"
        return {"DATABASE_URL": self.url, "BATON_SECRET_KEY": secret, "BATON_RATE_LIMIT": "0"}

    async def make_next(self) -> Path:
        """Lay out the next version, and have it migrate the database."""
        tree = self.folder / "next"
        await asyncio.to_thread(_lay_out, tree)
        environment = {
            "PATH": os.environ["PATH"],
            "BATON_LOCAL": "1",
            "PYTHONPATH": str(tree),
            **self.settings,
        }
        command = [sys.executable, "-m", "bot.store.migrate"]
        await asyncio.to_thread(
            subprocess.run, command, cwd=self.folder, env=environment, check=True, timeout=60
        )
        return tree

    async def body(self) -> dict[str, Any]:
        """The handoff as it is kept."""
        store = Store(self.url)
        await store.open()
        async with store.work(TENANT) as work:
            found = await work.connection.execute(sa.select(tables.handoff.c.body))
            body: dict[str, Any] = found.scalar_one()
        await store.close()
        return body

    async def change(self, statement: sa.Executable) -> None:
        store = Store(self.url)
        await store.open()
        async with store.work(TENANT) as work:
            await work.connection.execute(statement)
            await work.commit()
        await store.close()


def _lay_out(tree: Path) -> None:
    tree.mkdir()
    shutil.copy(_ROOT / "app.py", tree)
    for room in _ROOMS:
        shutil.copytree(_ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    versions = tree / "bot" / "store" / "migrations" / "versions"
    (versions / f"r{_NEXT}_next.py").write_text(_MIGRATION, "utf-8")
    for name, before, after in _PATCHES:
        text = (tree / name).read_text("utf-8")
        assert before in text, f"{name} has changed"
        (tree / name).write_text(text.replace(before, after), "utf-8")


async def _ready(client: ClientSession) -> int:
    async with client.get("/readyz") as response:
        return response.status


def _through(ana: Teams, client: ClientSession) -> Teams:
    """The same person in the same chat, by way of that instance."""
    return replace(ana, client=cast(TestClient[Any, Any], client))


def _done(body: dict[str, Any]) -> set[int]:
    return {item["number"] for item in body["items"] if item.get("state") == "done"}


async def test_the_next_version_runs_beside_this_one(
    database_url: str, tmp_path: Path, connector: tuple[FakeConnector, str]
) -> None:
    ground = _Ground(url=database_url, folder=tmp_path)
    async with AsyncExitStack() as stack:
        _, client = await stack.enter_async_context(running(tmp_path, **ground.settings))
        this = Teams(cast(TestClient[Any, Any], client), *connector, _ids=itertools.count())
        this.is_listed()
        await this.say(START)
        await this.say("yes")
        await this.until(lambda: bool(this.cards), 20)
        answer = await this.ask(_QUESTION)

        tree = await ground.make_next()
        assert await _ready(client) == 200
        _, beside = await stack.enter_async_context(running_from(tree, tmp_path, **ground.settings))
        then = _through(this, beside)

        for number, ana in enumerate((then, this, then, this), 1):
            assert await ana.ask(_QUESTION) == answer
            await ana.say(f"done {number}")
            body = await ground.body()
            assert _done(body) == set(range(1, number + 1))
            assert body["colour"] == "blue"
        assert "The history is unbroken" in await this.ask("report 1")
        assert [await _ready(each) for each in (client, beside)] == [200, 200]

        _, again = await stack.enter_async_context(running(tmp_path, **ground.settings))
        assert await _ready(again) == 200
        assert await _through(this, again).ask(_QUESTION) == answer

        await ground.change(sa.update(tables.floor).values(oldest=_NEXT))
        assert [await _ready(each) for each in (client, beside)] == [503, 200]
        async with started(tmp_path, **ground.settings) as program:
            code, _ = await program.ended()
        assert (code, program.said.endswith(_TOO_OLD)) == (1, True), program.said


async def test_the_older_migration_command_leaves_a_newer_database_alone(
    database_url: str, tmp_path: Path
) -> None:
    ground = _Ground(url=database_url, folder=tmp_path)
    await ground.make_next()
    environment = {
        "PATH": os.environ["PATH"],
        "BATON_LOCAL": "1",
        "PYTHONPATH": str(_ROOT),
        **ground.settings,
    }
    command = [sys.executable, "-m", "bot.store.migrate"]

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
        )

    assert (await asyncio.to_thread(run)).returncode == 0

    await ground.change(sa.update(tables.floor).values(oldest=_NEXT))
    done = await asyncio.to_thread(run)
    assert (done.returncode, done.stderr) == (1, _TOO_OLD.removeprefix("- "))
