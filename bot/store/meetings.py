"""Meetings that are followed: where they stand in a calendar, and when that was last looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.origin import Place
from bot.store.repository import Repository, fit
from bot.store.tables import meeting as table
from bot.store.unit import Unit, execute

_ORIGIN = ("conversation", "service_url", "channel", "bot", "bot_name")
_BLANK: dict[str, Any] = {
    **dict.fromkeys(("event", "watch", "secret"), ""),
    **dict.fromkeys(("watch_expires", "checked", "ask"), None),
}


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One meeting. `event`: its id in the organiser's mailbox; `watch`: of the subscription, "" for none.

    `checked`: when the calendar was last looked at; `ask`: when to ask whether it took place.
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
    ask: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What a notification about a subscription concerns."""

    tenant: str
    number: int
    key: str
    secret: str


class Meetings(Repository):
    """One row for each handoff: that of the meeting which stands."""

    table = table

    async def find(self, number: int) -> Followed | None:
        found = await self.execute(sa.select(table).where(self._this(number)))
        row = found.mappings().first()
        if row is None:
            return None
        names = ("number", "key", "organiser", *_BLANK)
        place = Place(**{name: row[name] for name in _ORIGIN})
        return Followed(**{name: row[name] for name in names}, place=place)

    async def put(self, number: int, key: str, organiser: str, place: Place) -> None:
        """Have this be the handoff's meeting; what was known of another key is gone."""
        if (kept := await self.find(number)) and kept.key == key:
            return
        await self.execute(sa.delete(table).where(self._this(number)))
        where = {name: fit(getattr(place, name), table.c[name]) for name in _ORIGIN}
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

    def _this(self, number: int) -> sa.ColumnElement[bool]:
        return sa.and_(self.mine(), table.c.number == number)


_ADD: Mapping[str, Any] = {
    "sqlite": sqlite.insert(table).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(table).on_conflict_do_nothing(),
}


async def watched(engine: AsyncEngine, watches: list[str]) -> Mapping[str, Watched]:
    """Which meetings, of all tenants, these subscriptions are about: whoever notifies names no tenant."""
    columns = (table.c.watch, table.c.tenant, table.c.number, table.c.key, table.c.secret)
    async with Unit(engine) as unit:
        named = sa.select(*columns).where(table.c.watch.in_(watches), table.c.watch != "")
        rows = (await execute(unit.connection, named)).mappings().all()
    return {
        row["watch"]: Watched(**{name: row[name] for name in ("tenant", "number", "key", "secret")})
        for row in rows
    }
