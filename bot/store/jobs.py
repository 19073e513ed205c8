"""Jobs of one tenant: what is to happen later is written in the transaction that decides it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.repository import Repository, fit
from bot.store.tables import JOB_STUCK, JOB_WAITING, job, turn
from bot.store.turns import OWNER, REPLY
from dialogs.overview import Overview, Stuck

# Built once: composing a statement costs more than running it.
_ADD_ALL: Mapping[str, Any] = {
    "sqlite": sqlite.insert(job).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(job).on_conflict_do_nothing(),
}
_ADD: Mapping[str, Any] = {engine: add.returning(job.c.id) for engine, add in _ADD_ALL.items()}
_OVER = sa.select(job.c.key).where(
    *(job.c[name] == sa.bindparam(f"the_{name}") for name in ("tenant", "kind")),
    job.c.key.in_(sa.bindparam("the_keys", type_=sa.String, expanding=True)),
    job.c.state.not_in(("waiting", "running", "sending")),
)
_BLANK: dict[str, Any] = {
    **dict.fromkeys(("fence", "beat", "attempts", "refusals"), 0),
    **dict.fromkeys(("owner", "error", "activity"), ""),
}
_SOON = timedelta(minutes=5)  # what is due by then waits already, as what the channel put off does
Row = tuple[str, Mapping[str, Any], str]  # key, payload, target


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    SENDING = "sending"  # its message is on its way to the channel
    DONE = "done"
    FAILED = "failed"  # the dead letter: it was tried often enough, or refused for good
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"  # its message may or may not have arrived; it is not sent again


class Jobs(Repository):
    """Adds, moves and takes back what one tenant has waiting. `is_due`: some of what was added is due now."""

    table = job
    is_due = False

    async def add(
        self, kind: str, key: str, due: datetime, payload: Mapping[str, Any], *, target: str = ""
    ) -> bool:
        """Have `kind` happen at `due`; False where a job of that kind and key is there already.

        `payload` is JSON with a whole number as "version"; `target` the conversation or person concerned.
        """
        row = self._row(kind, due, (key, payload, target))
        self.is_due = self.is_due or due <= self.now()
        added = await self.execute(_ADD[self._connection.dialect.name], row)
        return added.first() is not None

    async def add_all(self, kind: str, due: datetime, rows: Sequence[Row]) -> None:
        """Have `kind` happen for each row, all at `due`; those that are there already stay as they are."""
        new = [self._row(kind, due, row) for row in rows]
        self.is_due = self.is_due or due <= self.now()
        await self.execute(_ADD_ALL[self._connection.dialect.name], new)

    async def over(self, kind: str, keys: Collection[str]) -> frozenset[str]:
        """Those of these keys of which the job has ended, in whatever way."""
        these = {"the_tenant": self._tenant, "the_kind": kind, "the_keys": list(keys)}
        return frozenset((await self.execute(_OVER, these)).scalars())

    def _row(self, kind: str, due: datetime, row: Row) -> dict[str, Any]:
        key, payload, target = row
        if not isinstance(payload.get("version"), int):
            raise ValueError("a payload names its version")
        named = {"tenant": self._tenant, "kind": kind, "key": fit(key, job.c.key), "due": due, "ready": due}
        rest = {"payload": dict(payload), "target": fit(target, job.c.target), "state": State.WAITING}
        times = {"created": self.now(), "changed": self.now()}
        return named | rest | _BLANK | times

    async def reschedule(self, kind: str, key: str, due: datetime, payload: Mapping[str, Any]) -> bool:
        """Give a job another time and content; False where it is being sent, is over or was never there."""
        if not isinstance(payload.get("version"), int):
            raise ValueError("a payload names its version")
        new = {"due": due, "ready": due, "payload": dict(payload), "state": State.WAITING, "owner": ""}
        fresh = {"attempts": 0, "refusals": 0, "error": "", "changed": self.now()}
        return await self.change(sa.update(job).where(self._open(kind, key)).values(**new, **fresh)) == 1

    async def cancel(self, kind: str, key: str) -> bool:
        """Take a job back; False where it is being sent, is over or was never there."""
        return await self.change(sa.delete(job).where(self._open(kind, key))) == 1

    async def withdraw(self, target: str) -> None:
        """Take back all that waits to be sent to a chat."""
        about = sa.and_(self.mine(), job.c.target == fit(target, job.c.target), JOB_WAITING)
        await self.execute(sa.delete(job).where(about))

    async def forget(self, target: str) -> None:
        """Delete every job that concerns a person or conversation, and replies to the person anywhere."""
        about = job.c.target == fit(target, job.c.target)
        await self.execute(sa.delete(job).where(self.mine(), about))
        theirs = sa.select(turn.c.owner).where(turn.c.tenant == self._tenant, turn.c.person == target)
        replies = sa.and_(job.c.kind == REPLY, sa.func.substr(job.c.key, 1, OWNER).in_(theirs))
        await self.execute(sa.delete(job).where(self.mine(), replies))

    async def stuck(self, limit: int) -> Overview:
        """What admins see: counts, and the newest `limit` jobs that will not go on by themselves."""
        count, oldest = sa.func.count().label("count"), sa.func.min(job.c.due).label("oldest")
        soon = self.now() + _SOON
        later = sa.func.sum(sa.case((job.c.due > soon, 1), else_=0)).label("later")
        states = sa.select(job.c.state, count, oldest, later).where(self.mine()).group_by(job.c.state)
        found = {State(row["state"]): row for row in (await self.execute(states)).mappings()}
        waiting = found.get(State.WAITING)
        return Overview(
            counts={state: row["count"] for state, row in found.items()},
            oldest=waiting["oldest"] if waiting and waiting["oldest"] <= soon else None,
            later=waiting["later"] if waiting else 0,
            stuck=await self._stuck(limit),
        )

    async def _stuck(self, limit: int) -> tuple[Stuck, ...]:
        columns = (job.c.kind, job.c.error, job.c.attempts, job.c.due, job.c.changed)
        uncarried = sa.and_(self.mine(), JOB_STUCK, job.c.carried.is_(None))
        query = sa.select(job.c.id.label("number"), job.c.state, *columns).where(uncarried)
        rows = await self.execute(query.order_by(job.c.changed.desc(), job.c.id.desc()).limit(limit))
        return tuple(Stuck(**{**row, "state": State(row["state"])}) for row in rows.mappings())

    def _open(self, kind: str, key: str) -> sa.ColumnElement[bool]:
        """Not yet on its way: whoever holds it finds that it was taken back before anything is sent."""
        this = sa.and_(self.mine(), job.c.kind == kind, job.c.key == fit(key, job.c.key))
        return sa.and_(this, job.c.state.in_((State.WAITING, State.RUNNING)))
