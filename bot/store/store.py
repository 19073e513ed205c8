"""The store itself: an engine that is opened and closed, and a unit of work on it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.errors import OutdatedError, TooOldError, UnavailableError
from bot.origin import NO_CHAT, Place
from bot.store import making, planning, pruning, sqlite, versions
from bot.store.cards import Cards
from bot.store.conversations import Conversations
from bot.store.feedback import Feedback
from bot.store.handoffs import Handoffs
from bot.store.histories import Histories
from bot.store.invites import Invites
from bot.store.jobs import Jobs
from bot.store.meetings import Meetings, Watched, watched
from bot.store.opening import Opened
from bot.store.operations import Operations
from bot.store.people import People
from bot.store.profiles import Profiles
from bot.store.questions import Questions
from bot.store.queue import Queue
from bot.store.quiets import Quiets
from bot.store.references import References
from bot.store.reminders import Reminders
from bot.store.repository import Clock
from bot.store.turns import Delivery, Turns
from bot.store.unit import Unit, execute
from bot.store.versions import Tables

_MIGRATE = "The database waits for its migration: run python -m bot.store.migrate"
_CONNECTIONS = 15  # of one process to PostgreSQL
_LONGEST_CONNECT = 3.0  # seconds
_LONGEST_STATEMENT = 8.0
# A process that was stopped in the middle of a transaction does not hold its rows for ever.
_SESSION = {"application_name": "baton", "idle_in_transaction_session_timeout": "20s"}
_POOL_TIMEOUT = 10.0  # seconds to wait for a free connection
_NO_DRIVER = "DATABASE_URL needs a package that is not installed: pip install {package}"


def utc_now() -> datetime:
    return datetime.now(UTC)


class Work(Unit):
    """One unit of work for one tenant: leaving it without `commit` takes everything back."""

    def __init__(self, engine: AsyncEngine, tenant: str, now: Clock, seal: bytes) -> None:
        super().__init__(engine)
        self._tenant, self._now, self._seal = tenant, now, seal

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        return self._furnished(self.connection)

    def _furnished(self, connection: AsyncConnection) -> Self:
        self.connection = connection
        rows = (connection, self._tenant, self._now)
        self.jobs, self.conversations = Jobs(*rows), Conversations(*rows)
        self.reminders, self.references = Reminders(*rows), References(*rows)
        self.profiles, self.turns = Profiles(*rows, self.jobs, self.reminders), Turns(*rows)
        self.questions, self.feedback = Questions(*rows), Feedback(*rows)
        self.people, self.cards = People(*rows, self.profiles), Cards(*rows)
        self.histories = Histories(*rows, self._seal)
        self.handoffs = Handoffs(*rows, self.histories, self.jobs)
        self.operations, self.meetings, self.invites = Operations(*rows), Meetings(*rows), Invites(*rows)
        self.quiets = Quiets(*rows, self.jobs, self.reminders)
        return self

    async def begin(
        self, delivery: Delivery, owner: str, arrived: datetime, place: Place = NO_CHAT, own: str = ""
    ) -> Opened | None:
        """As `Turns.begin`; the repositories then know what it read."""
        opened = await self.turns.begin(delivery, owner, arrived, place, own)
        if opened:
            self.conversations.seed(delivery.conversation, delivery.person, opened.revision, opened.state)
            self.profiles.seed(delivery.person, opened.profile)
        return opened


class Store:
    """The database. `open` brings a SQLite file up to date; other engines are migrated by command.

    `seal`: the key of the handoffs' histories.
    """

    def __init__(self, url: str, now: Clock = utc_now, seal: bytes = b"") -> None:
        self._url, self.now, self._seal = make_url(url), now, seal

    async def open(self) -> None:
        self._engine = create_engine(self._url)
        try:
            await self._bring_up_to_date()
        except BaseException:
            await self.close()
            raise

    async def _bring_up_to_date(self) -> None:
        found = await self._judge()
        if found is Tables.USABLE:
            return
        if found is Tables.BEYOND:
            raise TooOldError
        if self._url.get_backend_name() != "sqlite":
            raise OutdatedError(_MIGRATE)
        if found is Tables.MISSING and await making.make(self._engine):
            return
        from bot.store import migrate  # Alembic weighs something, and is needed only now

        await migrate.upgrade(self._engine)

    async def close(self) -> None:
        await self._engine.dispose()

    def work(self, tenant: str) -> Work:
        return Work(self._engine, tenant, self.now, self._seal)

    def on(self, connection: AsyncConnection, tenant: str) -> Work:
        """The repositories of a tenant within a transaction that somebody else commits and closes."""
        return Work(self._engine, tenant, self.now, self._seal)._furnished(connection)

    def queue(self) -> Queue:
        """A unit of work on the jobs of every tenant, for the worker."""
        return Queue(self._engine)

    async def watched(self, watches: list[str]) -> Mapping[str, Sequence[Watched]]:
        """Which meetings, of all tenants, each of these subscriptions is of."""
        return await watched(self._engine, watches)

    async def tenants(self) -> Sequence[str]:
        """Whoever has handoffs under way."""
        return await planning.tenants(self._engine)

    async def plan_missed(self, since: datetime) -> int:
        """Have reminders planned that an older Baton's changes since then move; of how many handoffs."""
        return await planning.plan_missed(self._engine, self.now, since)

    async def prune_operations(self, before: datetime) -> bool:
        """Delete some operations that last changed before; False: there are no more."""
        return await pruning.prune_operations(self._engine, before)

    async def prune_turns(self, before: datetime) -> bool:
        """Delete some of the deliveries, of all tenants, that began before; False: there are no more."""
        return await pruning.prune_turns(self._engine, before)

    async def prune_said(self, before: datetime) -> bool:
        """Delete some answers, feedback and unanswered questions; False: there are no more."""
        return await pruning.prune_said(self._engine, before)

    async def prune_handoffs(self, before: datetime) -> bool:
        """Delete some handoffs that ended before, with their histories; False: there are no more."""
        return await pruning.prune_handoffs(self._engine, before)

    async def ready(self) -> bool:
        """Whether the database answers and has tables that this Baton works with."""
        try:
            return await self._judge() is Tables.USABLE
        except (UnavailableError, DBAPIError, OSError):  # the last: asyncpg's time limit as it is
            return False

    async def _judge(self) -> Tables:
        connection = await _connect(self._engine)
        try:
            await execute(connection, sa.select(sa.literal(1)))  # whatever the connection was, now it is open
            return await connection.run_sync(versions.judge)
        finally:
            await connection.close()


def _read_json(text: str) -> Any:
    """None for what is damaged or nested too deep to be read: it must not keep others from being read."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


_ALWAYS: dict[str, Any] = {"hide_parameters": True, "json_deserializer": _read_json}


def create_engine(url: sa.URL, *, patience: float | None = _LONGEST_STATEMENT) -> AsyncEngine:
    """An engine that never shows values in its errors; on SQLite with one connection, the one writer.

    `patience`: seconds that PostgreSQL may take for one statement.
    """
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite_engine(url)
        limits = {"timeout": _LONGEST_CONNECT, "command_timeout": patience, "server_settings": _SESSION}
        return create_async_engine(url, **_ALWAYS, **_pool(_CONNECTIONS), connect_args=limits)
    except ModuleNotFoundError as error:
        raise UnavailableError(_NO_DRIVER.format(package=error.name)) from error


def _sqlite_engine(url: sa.URL) -> AsyncEngine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    path = url.database or ":memory:"
    return create_async_engine(
        url,
        **_ALWAYS,
        poolclass=AsyncAdaptedQueuePool,
        async_creator=lambda: sqlite.connect(path),
        **_pool(1),
    )


def _pool(connections: int) -> dict[str, Any]:
    """Connections are opened when they are needed and stay: one above the size would be opened each time."""
    return {"pool_size": connections, "max_overflow": 0, "pool_timeout": _POOL_TIMEOUT}


async def _connect(engine: AsyncEngine) -> AsyncConnection:
    try:
        return await engine.connect()
    except (SQLAlchemyError, OSError) as error:
        raise UnavailableError from error
