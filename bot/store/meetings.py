"""Meetings that are followed: where they stand in a calendar, and when that was last looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.origin import Place
from bot.store.meeting_tables import ORIGIN
from bot.store.repository import Repository, fit
from bot.store.tables import meeting as table
from bot.store.unit import Unit, execute

_BLANK: dict[str, Any] = {
    **dict.fromkeys(("event", "watch", "secret"), ""),
    **dict.fromkeys(("watch_expires", "checked"), None),
}


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One meeting. `event`: its id in the organiser's mailbox; `watch`: of the subscription, "" for none,
    which is of the organiser's whole calendar: their meetings share it.

    `checked`: when the calendar was last looked at.
    """

    number: int
    key: str
    organiser: str  # person id
    place: Place
    event: str = ""
    watch: str = ""
    watch_expires: datetime | None = None
    secret: str = ""
    checked: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A meeting that a notification about a subscription may concern."""

    tenant: str
    number: int
    key: str
    secret: str


class Meetings(Repository):
    """One row for each handoff: that of the meeting which stands."""

    table = table

    async def find(self, number: int) -> Followed | None:
        return await self._first(self._this(number))

    async def watched_beside(self, followed: Followed, until: datetime, gone: str) -> Followed | None:
        """Another meeting of the same organiser whose subscription, other than `gone`, lasts longer."""
        others = sa.and_(table.c.organiser == followed.organiser, table.c.number != followed.number)
        lasting = sa.and_(table.c.watch.not_in(("", gone)), table.c.watch_expires > until)
        return await self._first(self.mine(), others, lasting)

    async def is_watched(self, watch: str) -> bool:
        """Whether a meeting still has this subscription."""
        found = sa.select(table.c.number).where(self.mine(), table.c.watch == watch)
        return (await self.execute(found.limit(1))).first() is not None

    async def put(self, number: int, key: str, organiser: str, place: Place) -> None:
        """Have this be the handoff's meeting; what was known of another key is gone."""
        if (kept := await self.find(number)) and kept.key == key:
            return
        await self.execute(sa.delete(table).where(self._this(number)))
        where = {name: fit(getattr(place, name), table.c[name]) for name in ORIGIN}
        known = {"number": number, "key": key, "organiser": organiser}
        row = {"tenant": self._tenant, **known, **where, **_BLANK, "changed": self.now()}
        await self.execute(_ADD[self._connection.dialect.name], row)

    async def keep(self, number: int, key: str, **values: Any) -> None:
        """Keep these values of a meeting, as long as it is the one that stands."""
        this = sa.and_(self._this(number), table.c.key == key)
        await self.execute(sa.update(table).where(this).values(**values, changed=self.now()))

    async def drop(self, number: int, key: str) -> None:
        """Follow a meeting no more."""
        await self.execute(sa.delete(table).where(self._this(number), table.c.key == key))

    async def _first(self, *where: sa.ColumnElement[bool]) -> Followed | None:
        longest = table.c.watch_expires.desc()
        found = await self.execute(sa.select(table).where(*where).order_by(longest).limit(1))
        row = found.mappings().first()
        if row is None:
            return None
        names = ("number", "key", "organiser", *_BLANK)
        place = Place(**{name: row[name] for name in ORIGIN})
        return Followed(**{name: row[name] for name in names}, place=place)

    def _this(self, number: int) -> sa.ColumnElement[bool]:
        return sa.and_(self.mine(), table.c.number == number)


_ADD: Mapping[str, Any] = {
    "sqlite": sqlite.insert(table).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(table).on_conflict_do_nothing(),
}


async def watched(engine: AsyncEngine, watches: list[str]) -> Mapping[str, Sequence[Watched]]:
    """Which meetings, of all tenants, each of these subscriptions is of: whoever notifies names no tenant."""
    columns = (table.c.watch, table.c.tenant, table.c.number, table.c.key, table.c.secret)
    async with Unit(engine) as unit:
        named = sa.select(*columns).where(table.c.watch.in_(watches), table.c.watch != "")
        rows = (await execute(unit.connection, named)).mappings().all()
    found: dict[str, list[Watched]] = {}
    for row in rows:
        one = Watched(**{name: row[name] for name in ("tenant", "number", "key", "secret")})
        found.setdefault(row["watch"], []).append(one)
    return found
