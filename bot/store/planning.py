"""Have reminders planned anew, in the transaction of the change that moves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.jobs import Jobs
from bot.store.reminders import Reminders
from bot.store.repository import Clock
from bot.store.tables import handoff, job
from bot.store.unit import Unit, execute
from handoffs.model import OVER, Status

PLAN = "plan reminders"  # the kind of these jobs; payloads: {"version": 1} with "number" or "person"
_VERSION = 1
RUNNING = handoff.c.status.not_in((*OVER, Status.DRAFT))  # a condition


async def plan_handoff(jobs: Jobs, number: int, revision: int) -> None:
    """Work out the reminders of a handoff, as it is after that change."""
    await jobs.add(PLAN, f"{number}:{revision}", jobs.now(), {"version": _VERSION, "number": number})


async def plan_person(jobs: Jobs, reminders: Reminders, person: str) -> None:
    """Work out the reminders of somebody, by person id: their hours changed, or what they want to hear.

    Nothing is to be done where no handoff names them.
    """
    if not await reminders.numbers_of(person):
        return
    now = jobs.now()
    key = f"{person}:{now.astimezone(UTC).isoformat()}"
    await jobs.add(PLAN, key, now, {"version": _VERSION, "person": person}, target=person)


async def tenants(engine: AsyncEngine) -> Sequence[str]:
    """Whoever has handoffs under way."""
    query = sa.select(handoff.c.tenant).where(RUNNING).distinct()
    async with Unit(engine) as unit:
        return (await execute(unit.connection, query)).scalars().all()


async def plan_missed(engine: AsyncEngine, now: Clock, since: datetime) -> int:
    """Plan what was changed since then by an older Baton, which has no reminders; how many handoffs.

    Of all tenants; that it may be done once too often does no harm.
    """
    key = sa.cast(handoff.c.number, sa.String(20)) + ":" + sa.cast(handoff.c.revision, sa.String(20))
    same = (job.c.tenant == handoff.c.tenant, job.c.kind == PLAN, job.c.key == key)
    columns = (handoff.c.tenant, handoff.c.number, handoff.c.revision)
    missed = sa.select(*columns).where(handoff.c.changed > since, RUNNING, ~sa.exists().where(*same))
    async with Unit(engine) as unit:
        rows = (await execute(unit.connection, missed)).all()
        for row in rows:
            await plan_handoff(Jobs(unit.connection, row.tenant, now), row.number, row.revision)
        await unit.commit()
    return len(rows)
