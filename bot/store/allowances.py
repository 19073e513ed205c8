"""Token buckets that all instances share, by the database's clock. bot.allowance says what they mean.

A bucket is the moment when it is full again, in seconds since 1970. The row of the conversation "" is the
tenant's: `long` is its bucket, and `short` that of what turns say, which takes at most half of what Teams
lets through, so that what somebody waits for is never starved by it. Each statement changes one row at
once, so no two instances get the same moment. On SQLite, where all processes share one machine, the
machine's clock is the database's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.allowance import LONG, SHORT, TENANT
from bot.store.reminder_tables import allowance
from bot.store.repository import fit
from bot.store.unit import Unit, execute

Units = Callable[[], Unit]
Said = tuple[str, str, int]  # tenant, conversation ("": all of them), how many messages

_WHOLE = ""  # the conversation that stands for the whole tenant
_LONGEST = 2.0  # seconds ahead that a moment may lie
_BELIEVED = 120.0  # seconds ahead that a bucket ever is: beyond, the database's clock was set back
_SHARE = 2  # one in so many of a tenant's messages may be of turns; what they say beyond that is not counted
_AT_ONCE = 0.2  # seconds of that share that they may take at once
_KEY = ("tenant", "conversation")


@dataclass(frozen=True)
class _Dialect:
    """How one engine says it."""

    insert: Callable[[sa.Table], Any]
    later: Callable[..., Any]
    earlier: Callable[..., Any]
    now: Any


_DIALECTS = {
    "postgresql": _Dialect(
        postgresql.insert,
        sa.func.greatest,
        sa.func.least,
        sa.cast(sa.extract("epoch", sa.func.clock_timestamp()), sa.Float(53)),
    ),
    "sqlite": _Dialect(sqlite.insert, sa.func.max, sa.func.min, sa.bindparam("the_now", type_=sa.Float(53))),
}


def _full(by: _Dialect, name: str) -> Any:
    """When a bucket is full; one that no clock of today has filled is full now."""
    kept = allowance.c[name]
    return sa.case((kept > by.now + _BELIEVED, by.now), else_=kept)


def _seconds(name: str) -> sa.BindParameter[float]:
    return sa.bindparam(name, type_=sa.Float(53))


def _insert(by: _Dialect, short: Any, long: Any) -> Any:
    key: dict[str, Any] = {name: sa.bindparam(f"the_{name}") for name in _KEY}
    return by.insert(allowance).values(**key, short=by.now + short, long=by.now + long)


def _reserve(by: _Dialect) -> Any:
    """The tenant's next moment as seconds from now; no row where that is too far."""
    step = TENANT.interval
    kept = _full(by, "long")
    full = by.later(kept, by.now - TENANT.slack) + step
    near = kept <= by.now + _LONGEST
    new = _insert(by, 0.0, step).on_conflict_do_update(index_elements=_KEY, set_={"long": full}, where=near)
    return new.returning((allowance.c.long - step - by.now).label("wait"))


def _take(by: _Dialect) -> Any:
    """One of a conversation; no row where it has none left."""
    buckets = {"short": SHORT, "long": LONG}
    kept = {name: _full(by, name) for name in buckets}
    full = {name: by.later(kept[name], by.now) + each.interval for name, each in buckets.items()}
    left = [kept[name] <= by.now + each.slack for name, each in buckets.items()]
    new = _insert(by, SHORT.interval, LONG.interval).on_conflict_do_update(
        index_elements=_KEY, set_=full, where=sa.and_(*left)
    )
    return new.returning(allowance.c.short)


def _count(by: _Dialect) -> Any:
    """What was said in a conversation without asking: its buckets are emptied by it, and no further."""
    more, most = ({name: _seconds(f"{of}_{name}") for name in ("short", "long")} for of in ("the", "most"))
    kept = {name: _full(by, name) for name in more}
    full = {
        name: by.later(kept[name], by.earlier(by.later(kept[name], by.now) + more[name], by.now + most[name]))
        for name in more
    }
    first = (by.earlier(more[name], most[name]) for name in more)
    return _insert(by, *first).on_conflict_do_update(index_elements=_KEY, set_=full)


def _count_whole(by: _Dialect) -> Any:
    """What was said in a tenant without asking, as far as its share goes."""
    more, said = _seconds("the_more"), by.later(_full(by, "short"), by.now)
    counted = by.later(by.earlier(more, by.now + _AT_ONCE - said), 0.0)
    first = by.earlier(more, _AT_ONCE)
    full = {"short": said + counted, "long": by.later(_full(by, "long"), by.now) + counted / _SHARE}
    return _insert(by, first, first / _SHARE).on_conflict_do_update(index_elements=_KEY, set_=full)


def _hold_off(by: _Dialect) -> Any:
    until = by.later(_full(by, "long"), by.now + _seconds("the_pause"))
    mine = (allowance.c.tenant == sa.bindparam("the_tenant"), allowance.c.conversation == _WHOLE)
    return sa.update(allowance).where(*mine).values(long=until)


def _wait(by: _Dialect) -> Any:
    """Seconds until a conversation has one left again."""
    short = allowance.c.short - by.now - SHORT.slack
    long = allowance.c.long - by.now - LONG.slack
    mine = (allowance.c[name] == sa.bindparam(f"the_{name}") for name in _KEY)
    return sa.select(by.later(short, long)).where(*mine)


def _prune(by: _Dialect) -> Any:
    return sa.delete(allowance).where(allowance.c.long < by.now - _LONGEST)


def _for_each(statement: Callable[[_Dialect], Any]) -> Mapping[str, Any]:
    return {name: statement(by) for name, by in _DIALECTS.items()}


_RESERVE, _TAKE = _for_each(_reserve), _for_each(_take)
_COUNT, _COUNT_WHOLE = _for_each(_count), _for_each(_count_whole)
_HOLD_OFF, _WAIT, _PRUNE = _for_each(_hold_off), _for_each(_wait), _for_each(_prune)


class Allowances:
    """Statements on the buckets; each is a transaction of its own, and a short one."""

    def __init__(self, units: Units) -> None:
        self._units = units

    async def reserve(self, tenant: str) -> float | None:
        """Take the tenant's next moment: seconds until then; None where it is further off than worthwhile."""
        found = await self._run(_RESERVE, {"the_tenant": _tenant(tenant), "the_conversation": _WHOLE})
        wait: float | None = found.scalar() if found else None
        return None if wait is None else max(0.0, wait)

    async def hold_off(self, tenant: str, seconds: float) -> None:
        """Give the tenant no moment for so long."""
        await self._run(_HOLD_OFF, {"the_tenant": _tenant(tenant), "the_pause": seconds})

    async def count(self, said: Iterable[Said]) -> None:
        """Note what was said without a moment of its own, in an order that is everybody's."""
        rows = sorted((_tenant(tenant), _conversation(chat), many) for tenant, chat, many in said)
        whole = [_whole(row) for row in rows if row[1] == _WHOLE]
        chats = [_counted(row) for row in rows if row[1] != _WHOLE]
        # Apart, so that nobody waits for a conversation to use the tenant's.
        for statement, values in ((_COUNT_WHOLE, whole), (_COUNT, chats)):
            if values:
                await self._run(statement, values)

    async def prune(self) -> None:
        """Delete full buckets: they say nothing."""
        await self._run(_PRUNE, {})

    async def _run(
        self, statements: Mapping[str, Any], values: Mapping[str, Any] | list[dict[str, Any]]
    ) -> sa.CursorResult[Any]:
        async with self._units() as unit:
            engine = unit.connection.dialect.name
            if engine == "postgresql":  # saves asking for a transaction around one statement
                await unit.connection.execution_options(isolation_level="AUTOCOMMIT")
            found = await execute(unit.connection, statements[engine], _at(engine, values))
            await unit.commit()
        return found


async def enter(connection: AsyncConnection, tenant: str, conversation: str) -> float | None:
    """Take one of a conversation's, in the connection's transaction; seconds to wait where none is left."""
    engine = connection.dialect.name
    where = {"the_tenant": _tenant(tenant), "the_conversation": _conversation(conversation)}
    values = _at(engine, where)
    if (await execute(connection, _TAKE[engine], values)).first():
        return None
    wait: float = (await execute(connection, _WAIT[engine], values)).scalar_one()
    return max(0.0, wait)


def _whole(row: Said) -> dict[str, Any]:
    tenant, conversation, many = row
    key = {"the_tenant": tenant, "the_conversation": conversation}
    return {**key, "the_more": many * TENANT.interval * _SHARE}


def _counted(row: Said) -> dict[str, Any]:
    tenant, conversation, many = row
    key = {"the_tenant": tenant, "the_conversation": conversation}
    steps = {"the_short": many * SHORT.interval, "the_long": many * LONG.interval}
    return {**key, **steps, "most_short": SHORT.depth, "most_long": LONG.depth}


def _at(engine: str, values: Any) -> Any:
    """The values with the moment they are of, where the engine has no clock of its own."""
    if engine != "sqlite":
        return values
    now = {"the_now": time.time()}
    return [{**each, **now} for each in values] if isinstance(values, list) else {**values, **now}


def _tenant(tenant: str) -> str:
    return fit(tenant, allowance.c.tenant)


def _conversation(conversation: str) -> str:
    return fit(conversation, allowance.c.conversation)
