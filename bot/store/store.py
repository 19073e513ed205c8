"""The store itself: an engine that is opened and closed, and a unit of work on it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import OutdatedError, UnavailableError
from bot.store import tables
from bot.store.conversations import Conversations
from bot.store.feedback import Feedback
from bot.store.profiles import Profiles
from bot.store.questions import Questions
from bot.store.repository import Clock

_MIGRATE = "The database waits for its migration: run python -m bot.store.migrate"
_NO_DRIVER = "DATABASE_URL needs a package that is not installed: pip install {package}"


def utc_now() -> datetime:
    return datetime.now(UTC)


class Work:
    """One unit of work for one tenant: leaving it without `commit` takes everything back."""

    def __init__(self, engine: AsyncEngine, tenant: str, now: Clock) -> None:
        self._engine, self._tenant, self._now = engine, tenant, now

    async def __aenter__(self) -> Self:
        self._connection = await _connect(self._engine)
        rows = (self._connection, self._tenant, self._now)
        self.profiles, self.conversations = Profiles(*rows), Conversations(*rows)
        self.questions, self.feedback = Questions(*rows), Feedback(*rows)
        return self

    async def commit(self) -> None:
        try:
            await self._connection.commit()
        except DBAPIError as error:
            raise UnavailableError from error

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connection.close()


class Store:
    """The database. `open` brings a SQLite file up to date; other engines are migrated by command."""

    def __init__(self, url: str, now: Clock = utc_now) -> None:
        self._url, self._now = make_url(url), now

    async def open(self) -> None:
        self._engine = create_engine(self._url)
        try:
            await self._bring_up_to_date()
        except BaseException:
            await self.close()
            raise

    async def _bring_up_to_date(self) -> None:
        revision = await self._find_revision()
        if revision == tables.HEAD:
            return
        if self._url.get_backend_name() != "sqlite":
            raise OutdatedError(_MIGRATE)
        from bot.store import migrate  # Alembic weighs something, and is needed only now

        await migrate.upgrade(self._engine)

    async def close(self) -> None:
        await self._engine.dispose()

    def work(self, tenant: str) -> Work:
        return Work(self._engine, tenant, self._now)

    async def ready(self) -> bool:
        """Whether the database answers and has our tables."""
        try:
            return await self._find_revision() == tables.HEAD
        except (UnavailableError, DBAPIError):
            return False

    async def _find_revision(self) -> str | None:
        connection = await _connect(self._engine)
        try:
            return await connection.run_sync(_revision)
        finally:
            await connection.close()


def create_engine(url: sa.URL) -> AsyncEngine:
    """An engine that never shows values in its errors; on SQLite, one that many can use at once."""
    try:
        engine = create_async_engine(url, hide_parameters=True)
    except ModuleNotFoundError as error:
        raise UnavailableError(_NO_DRIVER.format(package=error.name)) from error
    if url.get_backend_name() == "sqlite":
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        sa.event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def _connect(engine: AsyncEngine) -> AsyncConnection:
    try:
        return await engine.connect()
    except (SQLAlchemyError, OSError) as error:
        raise UnavailableError from error


def _revision(connection: sa.Connection) -> str | None:
    """The migration that the database has, read without Alembic."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
