"""A unit of work: one connection, one transaction, and the database's errors as our own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.courtesy import give_way
from bot.errors import ConflictError, UnavailableError

_LOST_RACES = frozenset(("40001", "40P01"))  # PostgreSQL: could not serialise, deadlock


@contextmanager
def translated() -> Iterator[None]:
    """Raise ConflictError where someone else was first, UnavailableError where the database fails."""
    try:
        yield
    except IntegrityError as error:
        raise ConflictError from error
    except DBAPIError as error:
        lost = getattr(error.orig, "sqlstate", None) in _LOST_RACES
        raise (ConflictError if lost else UnavailableError) from error
    except (SQLAlchemyError, OSError, UnicodeError) as error:  # the last: half a character is no text
        raise UnavailableError from error


async def execute(
    connection: AsyncConnection,
    statement: sa.Executable,
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
) -> sa.CursorResult[Any]:
    """Run a statement, on a new connection where the server had closed this one before the transaction.

    That shows with the first statement; it then has changed nothing, and asking each time costs more.
    """
    is_first = not connection.in_transaction()
    if connection.dialect.name != "sqlite":  # which has one writer: a turn would wait for who gives way to it
        await give_way()
    with translated():
        try:
            return await connection.execute(statement, values)
        except DBAPIError as error:
            if not (is_first and error.connection_invalidated):
                raise
        await connection.rollback()
        return await connection.execute(statement, values)


class Unit:
    """Leaving it without `commit` takes everything back."""

    connection: AsyncConnection

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def __aenter__(self) -> Self:
        with translated():
            self.connection = await self._engine.connect()
        return self

    async def commit(self) -> None:
        with translated():
            await self.connection.commit()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with translated():
            await self.connection.close()
