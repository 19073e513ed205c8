"""Who wants to hear no reminders, of one handoff or of all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import accounts
from bot.store.jobs import Jobs
from bot.store.planning import plan_person
from bot.store.reminders import Reminders
from bot.store.repository import Clock, Repository
from bot.store.tables import quiet as table
from dialogs.quiet import Hushed

# Built once: composing a statement costs more than running it.
_OF = sa.select(table.c.number, table.c.until).where(
    table.c.tenant == sa.bindparam("the_tenant"),
    table.c.person.in_(sa.bindparam("the_ids", type_=sa.String, expanding=True)),
)
_PUT: Mapping[str, Any] = {
    engine: new.on_conflict_do_update(
        index_elements=["tenant", "person", "number"],
        set_={name: new.excluded[name] for name in ("until", "changed")},
    )
    for engine, new in (("sqlite", sqlite.insert(table)), ("postgresql", postgresql.insert(table)))
}


class Quiets(Repository):
    """Implements the port of the same name; a change has that person's reminders planned anew."""

    table = table

    def __init__(
        self, connection: AsyncConnection, tenant: str, now: Clock, jobs: Jobs, reminders: Reminders
    ) -> None:
        super().__init__(connection, tenant, now)
        self._jobs, self._reminders = jobs, reminders
        self._read: dict[str, Hushed] = {}

    async def of(self, person: str) -> Hushed:
        """As the port says; read once for each person, however many handoffs of theirs are looked at."""
        if person not in self._read:
            self._read[person] = await self._of(person)
        return self._read[person]

    async def _of(self, person: str) -> Hushed:
        theirs = {"the_tenant": self._tenant, "the_ids": await self._ids(person)}
        found: dict[int, date | None] = {}
        for row in await self.execute(_OF, theirs):
            known = found.get(row.number, row.until)
            found[row.number] = None if known is None or row.until is None else max(known, row.until)
        return found

    async def hush(self, person: str, number: int, until: date | None) -> None:
        self._read.clear()
        row = {"person": person, "number": number, "until": until, "changed": self.now()}
        await self.execute(_PUT[self._connection.dialect.name], {**row, "tenant": self._tenant})
        await plan_person(self._jobs, self._reminders, person)

    async def speak(self, person: str, number: int) -> bool:
        self._read.clear()
        this = sa.and_(await self._theirs(person), table.c.number == number)
        if not await self.change(sa.delete(table).where(this)):
            return False
        await plan_person(self._jobs, self._reminders, person)
        return True

    async def forget(self, person: str) -> None:
        """Take away what somebody said of reminders, and with it the reminders that were to come."""
        self._read.clear()
        await self.execute(sa.delete(table).where(await self._theirs(person)))
        await self._reminders.forget(person)

    async def _theirs(self, person: str) -> sa.ColumnElement[bool]:
        return sa.and_(self.mine(), table.c.person.in_(await self._ids(person)))

    async def _ids(self, person: str) -> list[str]:
        return await accounts.ids(self, self._tenant, person)
