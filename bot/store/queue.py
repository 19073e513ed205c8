"""The jobs of every tenant, as workers take them up. Every row keeps its tenant.

Each change is a compare-and-set: it names the fencing token (`fence`) and the owner that the worker
was given, and touches nothing where somebody else has taken the job over since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from bot.store.jobs import State
from bot.store.repository import fit
from bot.store.tables import JOB_DONE, JOB_HELD, JOB_STUCK, JOB_WAITING, Moment, job, turn
from bot.store.turns import REPLY
from bot.store.turns import State as Turned
from bot.store.unit import Unit, execute

_COLUMNS = tuple(
    job.c[name]
    for name in "id tenant kind key target due payload state owner fence attempts refusals".split()
)
# Jobs that hold what somebody was to be told, and those of meetings and reminders, which come anew.
_SAYING = (
    *(REPLY, "notice", "card", "open chat"),
    *("meeting", "meeting result", "follow meeting", "ask held"),
    *("plan reminders", "reminders", "open for reminders", "unreached", "knowledge changed"),
)
_SEEN = tuple(
    job.c[name] for name in "id tenant kind target state owner fence beat attempts activity".split()
)


def _claim() -> Any:
    ready = sa.and_(
        JOB_WAITING,
        job.c.ready <= sa.bindparam("the_time", type_=Moment),
        job.c.kind.in_(sa.bindparam("the_kinds", type_=sa.String, expanding=True)),
    )
    first = sa.select(job.c.id).where(ready).order_by(job.c.ready, job.c.id)
    # A materialised step: PostgreSQL could otherwise run the sub-query, and lock, more than once.
    picked = (
        first.limit(sa.bindparam("the_limit", type_=sa.Integer))
        .with_for_update(skip_locked=True)
        .cte("picked", nesting=True)
        .prefix_with("MATERIALIZED")
    )
    taken = {"state": State.RUNNING, "owner": sa.bindparam("the_owner"), "fence": job.c.fence + 1, "beat": 0}
    counted = {"attempts": job.c.attempts + 1, "changed": sa.bindparam("the_time", type_=Moment)}
    update = sa.update(job).where(job.c.id.in_(sa.select(picked.c.id))).values(**taken, **counted)
    return update.returning(*_COLUMNS, job.c.ready)


_MINE = ("id", "fence", "owner")
_NO_MORE: Mapping[str, int] = {}
_SIGHTED = ("id", "owner", "fence", "beat", "state")


@lru_cache(maxsize=64)
def _update(same: tuple[str, ...], names: tuple[str, ...], counted: tuple[str, ...]) -> sa.Update:
    """An update of the job with the `same` values: new values for `names`, and more for what is counted."""
    this = (job.c[name] == sa.bindparam(f"the_{name}") for name in same)
    new = {name: sa.bindparam(f"new_{name}", type_=job.c[name].type) for name in names}
    more = {name: job.c[name] + sa.bindparam(f"more_{name}", type_=sa.Integer) for name in counted}
    return sa.update(job).where(*this).values({**new, **more})


_CARRY = (
    sa.update(job)
    .where(
        JOB_STUCK,
        *(job.c[name] == sa.bindparam(f"the_{name}") for name in ("tenant", "kind", "target")),
        job.c.state == State.UNKNOWN,
        job.c.carried.is_(None),
    )
    .values(carried=sa.bindparam("the_carrier", type_=job.c.carried.type))
    .returning(job.c.due, job.c.id, job.c.payload)
)
_CLAIM = _claim()  # built once: composing a statement costs more than running it


@dataclass(frozen=True, kw_only=True)
class Job:
    """A job as its worker holds it."""

    id: int
    tenant: str
    kind: str
    key: str
    target: str
    due: datetime
    payload: Mapping[str, Any]
    state: str
    owner: str
    fence: int
    attempts: int
    refusals: int


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """A held job as another worker sees it; a live owner changes `fence`, `beat` or `state`."""

    id: int
    tenant: str
    kind: str
    target: str
    state: str
    owner: str
    fence: int
    beat: int
    attempts: int
    activity: str


@dataclass(frozen=True, kw_only=True)
class End:
    """What becomes of a job: a state, and for WAITING when it is tried next. `error` is a short code."""

    state: State
    error: str = ""
    activity: str = ""
    ready: datetime | None = None
    refused: bool = False  # the channel took nothing: a refusal, and no attempt
    untried: bool = False  # nothing was begun: no attempt either

    def changes(self, now: datetime) -> dict[str, Any]:
        values: dict[str, Any] = {"state": self.state, "owner": "", "error": self.error, "changed": now}
        if self.activity:
            values["activity"] = fit(self.activity, job.c.activity)
        if self.ready:
            values["ready"] = self.ready
        return values

    def counts(self) -> dict[str, int]:
        """By how much the job's counts change."""
        counts = {"attempts": -1 if self.refused or self.untried else 0, "refusals": int(self.refused)}
        return {name: more for name, more in counts.items() if more}


class Queue(Unit):
    """One unit of work on the jobs of all tenants. Times are given by the worker, who owns the clock."""

    async def claim(self, owner: str, kinds: Collection[str], limit: int, now: datetime) -> list[Job]:
        """Take up to `limit` jobs that are ready, the longest ready first, none that another takes."""
        who = {"the_owner": owner, "the_kinds": sorted(kinds), "the_limit": limit, "the_time": now}
        rows = (await self._execute(_CLAIM, who)).mappings().all()
        ordered = sorted(rows, key=lambda row: (row["ready"], row["id"]))
        return [Job(**{column.name: row[column.name] for column in _COLUMNS}) for row in ordered]

    async def renew(self, held: Job) -> bool:
        """Show others that the owner lives; False: the job is no longer its own."""
        return await self._change(held, {}, {"beat": 1})

    async def begin_sending(self, held: Job, now: datetime) -> bool:
        """Announce that its message goes out; False: the job is no longer its owner's."""
        new = {"state": State.SENDING, "activity": "", "changed": now}
        return await self._change(held, new, {"beat": 1})

    async def begin_update(self, held: Job, activity: str) -> bool:
        """Note that what goes out replaces a known activity, and so can be repeated."""
        return await self._change(held, {"activity": fit(activity, job.c.activity)})

    async def carry(self, held: Job) -> list[Mapping[str, Any]]:
        """Have this message carry what may not have arrived of its kind and target: those payloads.

        They count as carried from here on; an end other than DONE gives them back.
        """
        if not held.target:
            return []
        values = {f"the_{name}": getattr(held, name) for name in ("tenant", "kind", "target")}
        rows = await self._execute(_CARRY, {**values, "the_carrier": held.id})
        return [row.payload for row in sorted(rows.all(), key=lambda row: (row.due, row.id))]

    async def finish(self, held: Job, end: End, now: datetime) -> bool:
        """Write what became of a job; False, and nothing is written: it is no longer its owner's."""
        if not await self._change(held, end.changes(now), end.counts()):
            return False
        await self._follow(held, end)
        return True

    async def is_open(self, beside: Job, key: str) -> bool:
        """Whether the job of that key, of the same tenant and kind, is neither done nor stuck."""
        same = (job.c.tenant == beside.tenant, job.c.kind == beside.kind, job.c.key == fit(key, job.c.key))
        open_ = sa.or_(JOB_WAITING, JOB_HELD)
        return (await self._execute(sa.select(job.c.id).where(*same, open_))).first() is not None

    async def held(self) -> list[Sighting]:
        """Every job that some worker holds."""
        rows = await self._execute(sa.select(*_SEEN).where(JOB_HELD))
        return [Sighting(**row) for row in rows.mappings()]

    async def take_away(self, seen: Sighting, end: End, now: datetime) -> bool:
        """Write what became of an abandoned job; False: its owner, or another worker, was quicker."""
        if not await self._change(seen, end.changes(now), end.counts(), _SIGHTED):
            return False
        await self._follow(seen, end)
        return True

    async def counts(self) -> dict[str, int]:
        """How many jobs of all tenants are held or stuck; those that wait or are done are not looked at."""
        found: dict[str, int] = {}
        for condition in (JOB_HELD, JOB_STUCK):
            open_ = sa.and_(condition, job.c.carried.is_(None))
            query = sa.select(job.c.state, sa.func.count().label("count")).where(open_)
            rows = await self._execute(query.group_by(job.c.state))
            found |= {row["state"]: row["count"] for row in rows.mappings()}
        return found

    async def backlog(self, now: datetime, most: int = 1000) -> tuple[int, datetime | None]:
        """How many jobs are ready now, counted up to `most`, and since when the first is."""
        ready = sa.select(job.c.ready).where(JOB_WAITING, job.c.ready <= now)
        first = ready.order_by(job.c.ready).limit(most).subquery()
        count = (await self._execute(sa.select(sa.func.count()).select_from(first))).scalar_one()
        return count, (await self._execute(sa.select(sa.func.min(first.c.ready)))).scalar()

    async def hasten(self, now: datetime, longest: timedelta) -> int:
        """Bring back what was put off further than anything is: the clock was wrong then."""
        tried = sa.or_(job.c.attempts > 0, job.c.refusals > 0)
        far = sa.and_(JOB_WAITING, job.c.ready > now + longest, tried)
        return (await self._execute(sa.update(job).where(far).values(ready=now))).rowcount

    async def prune(self, before: datetime, limit: int) -> int:
        """Delete what was done before that moment, and messages that got stuck, at most `limit` of each.

        They hold what somebody was to be told, and nobody can use that any more.
        """
        done = await self._delete(JOB_DONE, before, limit)
        return done + await self._delete(sa.and_(JOB_STUCK, job.c.kind.in_(_SAYING)), before, limit)

    async def _delete(
        self, over: sa.ColumnElement[bool] | sa.TextClause, before: datetime, limit: int
    ) -> int:
        old = sa.select(job.c.id).where(over, job.c.changed < before).order_by(job.c.changed)
        return (await self._execute(sa.delete(job).where(job.c.id.in_(old.limit(limit))))).rowcount

    async def _change(
        self,
        held: Job | Sighting,
        new: Mapping[str, Any],
        more: Mapping[str, int] = _NO_MORE,
        same: tuple[str, ...] = _MINE,
    ) -> bool:
        """Change the job if it still is as it was seen: give it new values, and add to what is counted."""
        values = {f"the_{name}": getattr(held, name) for name in same}
        values |= {f"new_{name}": value for name, value in new.items()}
        values |= {f"more_{name}": value for name, value in more.items()}
        return (await self._execute(_update(same, tuple(new), tuple(more)), values)).rowcount == 1

    async def _follow(self, held: Job | Sighting, end: End) -> None:
        """What else changes with a job's end."""
        if end.state != State.DONE:
            await self._give_back(held)
        if end.state == State.UNKNOWN and held.kind == REPLY:
            await self._mark_turn(held)

    async def _mark_turn(self, reply: Job | Sighting) -> None:
        """Have the next turn of the conversation say that this one's reply may not have arrived."""
        key = (await self._execute(sa.select(job.c.key).where(job.c.id == reply.id))).scalar_one()
        its = sa.and_(turn.c.tenant == reply.tenant, turn.c.conversation == reply.target)
        owned = sa.and_(its, turn.c.owner == key.partition(":")[0], turn.c.state != Turned.RUNNING)
        await self._execute(sa.update(turn).where(owned).values(state=Turned.UNKNOWN))

    async def _give_back(self, carrier: Job | Sighting) -> None:
        """What a message carried has not arrived by it: the next one carries it."""
        carried = sa.and_(_same(carrier), job.c.carried == carrier.id)
        await self._execute(sa.update(job).where(carried).values(carried=None))

    async def _execute(
        self, statement: sa.Executable, values: Mapping[str, Any] | None = None
    ) -> sa.CursorResult[Any]:
        return await execute(self.connection, statement, values)


def _same(held: Job | Sighting) -> sa.ColumnElement[bool]:
    """Stuck jobs of one tenant, kind and target."""
    same: Sequence[sa.ColumnElement[bool]] = [
        job.c[name] == getattr(held, name) for name in ("tenant", "kind", "target")
    ]
    return sa.and_(JOB_STUCK, *same)
