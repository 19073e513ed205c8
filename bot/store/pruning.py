"""Take away what is old, of all tenants, some rows at a time."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store import tables
from bot.store.unit import Unit, execute

_ROWS = 500  # at once
_HANDOFFS = 50  # each has many rows
_SAID = (tables.answer, tables.feedback, tables.unanswered)
_OF_HANDOFFS = (
    *(tables.handoff_party, tables.handoff_event, tables.handoff_text, tables.handoff_card),
    *(tables.meeting, tables.invite, tables.reminder, tables.quiet),
)


async def prune_turns(engine: AsyncEngine, before: datetime) -> bool:
    """Delete some of the deliveries that began before; False: there are no more."""
    return await _prune(engine, tables.turn, tables.turn.c.began, before)


async def prune_operations(engine: AsyncEngine, before: datetime) -> bool:
    """Delete some of the operations that last changed before; False: there are no more."""
    return await _prune(engine, tables.operation, tables.operation.c.changed, before)


async def prune_said(engine: AsyncEngine, before: datetime) -> bool:
    """Delete some answers, feedback and unanswered questions from before; False: there are no more."""
    more = [await _prune(engine, table, table.c.at, before) for table in _SAID]
    return any(more)


async def prune_handoffs(engine: AsyncEngine, before: datetime) -> bool:
    """Delete some handoffs that ended before, with all that belongs to them; False: there are no more.

    The newest of a tenant stays, so that its number is not given again.
    """
    table = tables.handoff
    later = table.alias("later")
    newest = sa.select(sa.func.max(later.c.number)).where(later.c.tenant == table.c.tenant).scalar_subquery()
    over = sa.and_(tables.HANDOFF_OVER, table.c.changed < before, table.c.number < newest)
    key = sa.tuple_(table.c.tenant, table.c.number)
    some = sa.select(table.c.tenant, table.c.number).where(over).order_by(table.c.changed).limit(_HANDOFFS)
    still_over = sa.and_(tables.HANDOFF_OVER, table.c.changed < before)  # nobody reopened it meanwhile
    delete = sa.delete(table).where(key.in_(some), still_over).returning(table.c.tenant, table.c.number)
    async with Unit(engine) as unit:
        gone = [tuple(row) for row in await execute(unit.connection, delete)]
        for each in _OF_HANDOFFS if gone else ():
            theirs = sa.tuple_(each.c.tenant, each.c.number).in_(gone)
            await execute(unit.connection, sa.delete(each).where(theirs))
        await unit.commit()
    return len(gone) == _HANDOFFS


async def _prune(engine: AsyncEngine, table: sa.Table, age: sa.Column[datetime], before: datetime) -> bool:
    key = list(table.primary_key)
    old = sa.select(*key).where(age < before).order_by(age).limit(_ROWS)
    async with Unit(engine) as unit:
        deleted = await execute(unit.connection, sa.delete(table).where(sa.tuple_(*key).in_(old)))
        await unit.commit()
        return deleted.rowcount == _ROWS
