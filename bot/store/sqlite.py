"""SQLite as Baton opens it: one writer, and one crossing to aiosqlite's thread for each statement.

SQLAlchemy asks aiosqlite for a cursor, runs the statement, fetches and closes: four crossings, each of
them dearer than the statement. A cursor that does all of it at once halves the time of a turn.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Self

import aiosqlite

_BUSY = 5.0  # seconds that a statement waits for another process
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")


async def connect(path: str) -> aiosqlite.Connection:
    """Open the file. A transaction takes the write lock when it begins, so that it never has to give way."""

    def connector() -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=_BUSY, isolation_level="IMMEDIATE")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    connection = _Connection(connector)
    try:
        return await connection
    except BaseException:
        await asyncio.to_thread(connection._thread.join)  # it must not outlive the event loop
        raise


class _Cursor:
    """What SQLAlchemy needs of a cursor; everything is fetched when the statement has run."""

    arraysize = 1

    def __init__(self, run: Any) -> None:
        self._run = run
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount, self.lastrowid = -1, 0

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Any = None) -> Self:
        done = await self._run(_execute, sql, parameters or ())
        self._rows, self.description, self.rowcount, self.lastrowid = done
        return self

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> Self:
        self.rowcount = await self._run(_execute_many, sql, parameters)
        return self

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        """It was closed when it had run."""


class _Connection(aiosqlite.Connection):
    def __init__(self, connector: Any) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True  # as SQLAlchemy has it: an unfinished statement does not hold up the end

    def cursor(self) -> Any:
        return _Cursor(self._on_thread)

    def _on_thread(self, work: Any, *arguments: Any) -> Awaitable[Any]:
        run: Callable[..., Awaitable[Any]] = self._execute
        return run(work, self._conn, *arguments)

    async def rollback(self) -> None:
        if self.in_transaction:  # a read alone began none
            await super().rollback()


def _execute(connection: sqlite3.Connection, sql: str, parameters: Any) -> tuple[Any, ...]:
    cursor = connection.execute(sql, parameters)
    try:
        rows = cursor.fetchall() if cursor.description else ()
        return rows, cursor.description, cursor.rowcount, cursor.lastrowid
    finally:
        cursor.close()


def _execute_many(connection: sqlite3.Connection, sql: str, parameters: Iterable[Any]) -> int:
    cursor = connection.executemany(sql, parameters)
    try:
        return cursor.rowcount
    finally:
        cursor.close()
