"""Where people stand on the ladders of their handoffs: what was said last, and what comes next.

Rows are kept by the person id that the handoff names; whoever asks by one id of an account is given the
rows of all of its ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import accounts
from bot.store.repository import Repository, fit
from bot.store.tables import handoff_party as party
from bot.store.tables import reminder as table

_FIELDS = ("number", "ladder", "person", "occasion", "rung", "at", "again", "job", "again_at")
_NEW = ("occasion", "rung", "at", "again", "job", "again_at", "changed")
_MINE = table.c.tenant == sa.bindparam("the_tenant")
_THEIRS = table.c.person.in_(sa.bindparam("the_ids", type_=sa.String, expanding=True))
_SAID = table.c.job == sa.bindparam("the_job")
# Built once: composing a statement costs more than running it. Their rows are held, in one order for all,
# so that none waits in a ring.
_ROWS = (
    sa.select(*(table.c[name] for name in _FIELDS))
    .where(_MINE)
    .order_by(table.c.number, table.c.ladder, table.c.person)
    .with_for_update()
)
_OF_HANDOFF = _ROWS.where(table.c.number == sa.bindparam("the_number"))
_DUE = _ROWS.where(_THEIRS, sa.or_(table.c.at <= sa.bindparam("the_time"), sa.and_(_SAID, table.c.job != "")))
_SETTLE = (
    sa.update(table)
    .where(_MINE, _THEIRS, _SAID)
    .values(again_at=None, job="", changed=sa.bindparam("new_changed"))
)
_PUT: Mapping[str, Any] = {
    engine: new.on_conflict_do_update(
        index_elements=["tenant", "number", "ladder", "person"],
        set_={name: new.excluded[name] for name in _NEW},
    )
    for engine, new in (("sqlite", sqlite.insert(table)), ("postgresql", postgresql.insert(table)))
}
# Once more, on the morning that was set for it, and not later than what comes anyway.
_SOONER = sa.case(
    (table.c.again_at.is_(sa.null()), table.c.at),
    (table.c.at.is_(sa.null()), table.c.again_at),
    (table.c.again_at < table.c.at, table.c.again_at),
    else_=table.c.at,
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """`rung`: that was said last, "" for none. `at`: when the next one is said, None for never.

    `again`: the rung may be said once more. `job`: the message that says it, "" once its end is known;
    should it not arrive, `again_at` is when the rung is said once more, None for not again.
    """

    number: int
    ladder: str
    person: str
    occasion: str
    rung: str = ""
    at: datetime | None = None
    again: bool = False
    job: str = ""
    again_at: datetime | None = None


class Reminders(Repository):
    """The rows that are read are held: whoever else would change them waits until this transaction ends."""

    table = table

    async def of_handoff(self, number: int) -> Sequence[Row]:
        return await self._held(_OF_HANDOFF, the_number=number)

    async def due(self, person: str, now: datetime, job: str) -> Sequence[Row]:
        """Find what is to be said to somebody by now, and what the message of that key said already."""
        ids = await accounts.ids(self, self._tenant, person)
        return await self._held(_DUE, the_ids=ids, the_time=now, the_job=fit(job, table.c.job))

    async def put(self, rows: Sequence[Row]) -> None:
        """Keep these rows, each in the place of the one for the same handoff, ladder and person."""
        same = {"tenant": self._tenant, "changed": self.now()}
        texts = ("occasion", "job")
        new = [
            {**asdict(row), **{name: fit(getattr(row, name), table.c[name]) for name in texts}, **same}
            for row in rows
        ]
        if new:
            await self.execute(_PUT[self._connection.dialect.name], new)

    async def drop(self, number: int) -> None:
        """Delete the rows of a handoff."""
        await self.execute(sa.delete(table).where(self.mine(), table.c.number == number))

    async def settle(self, person: str, job: str) -> None:
        """Note that a message arrived: what it said is not said again."""
        ids = await accounts.ids(self, self._tenant, person)
        this = {"the_tenant": self._tenant, "the_ids": ids, "the_job": fit(job, table.c.job)}
        await self.execute(_SETTLE, {**this, "new_changed": self.now()})

    async def again(self, person: str, job: str) -> datetime | None:
        """Have what a message said be said once more; when that is, None where none of it is."""
        first = sa.func.min(_SOONER, type_=table.c.at.type)
        once_more = table.c.again_at.is_not(sa.null())
        said = sa.and_(await self._of(person), table.c.job == fit(job, table.c.job))
        moment: datetime | None = (await self.execute(sa.select(first).where(said, once_more))).scalar()
        new = {"at": _SOONER, "again": sa.or_(table.c.again, once_more), "again_at": None, "job": ""}
        await self.execute(sa.update(table).where(said).values(**new, changed=self.now()))
        return moment

    async def silence(self, person: str) -> None:
        """Say nothing more to somebody of what stands now."""
        ahead = sa.and_(await self._of(person), table.c.at.is_not(sa.null()))
        await self.execute(sa.update(table).where(ahead).values(at=None, changed=self.now()))

    async def numbers_of(self, person: str) -> Sequence[int]:
        """Find the open handoffs that name somebody, and those they are still reminded of."""
        ids = await accounts.ids(self, self._tenant, person)
        named = sa.select(party.c.number).where(
            party.c.tenant == self._tenant, party.c.person.in_(ids), party.c.is_open.is_(sa.true())
        )
        kept = sa.select(table.c.number).where(self.mine(), table.c.person.in_(ids))
        return sorted((await self.execute(named.union(kept))).scalars())

    async def forget(self, person: str) -> None:
        await self.execute(sa.delete(table).where(await self._of(person)))

    async def _held(self, rows: sa.Select[Any], **values: Any) -> list[Row]:
        found = await self.execute(rows, {"the_tenant": self._tenant, **values})
        return [Row(**row) for row in found.mappings()]

    async def _of(self, person: str) -> sa.ColumnElement[bool]:
        return sa.and_(self.mine(), table.c.person.in_(await accounts.ids(self, self._tenant, person)))
