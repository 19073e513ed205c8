"""What else is written with the end of a job: its kind says so."""

from __future__ import annotations

import logging
from typing import Any

import sqlalchemy as sa

from bot.errors import BlockedError
from bot.kinds import Ended, Kind
from bot.store.jobs import State
from bot.store.queue import End, Queue
from bot.store.tables import job
from bot.store.unit import execute

logger = logging.getLogger(__name__)


async def follow(queue: Queue, kind: Kind | None, id: int, end: End) -> None:
    """Have the kind write what follows from an end that is final, in the transaction that writes it."""
    if kind is None or kind.ended is None or end.state == State.WAITING:
        return
    query = sa.select(job.c.tenant, job.c.target, job.c.payload).where(job.c.id == id)
    row = (await execute(queue.connection, query)).first()
    if row is not None and row.payload:
        about = {"tenant": row.tenant, "target": row.target, "payload": row.payload}
        try:
            await kind.ended(queue.connection, Ended(**about, **_became(end)))
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # Of a damaged payload nothing follows; the end itself is written, and no other job waits for it.
            logger.error("Nothing follows from job %s (%s): %s", id, kind.name, type(error).__name__)


def _became(end: End) -> dict[str, Any]:
    blocked = end.error == BlockedError.__name__
    return {"state": end.state, "activity": end.activity, "blocked": blocked}
