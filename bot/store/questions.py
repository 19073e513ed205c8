"""Questions that could not be answered."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.repository import Repository
from bot.store.tables import unanswered as table
from dialogs.desk import Group, Kept


class Questions(Repository):
    """Implements the port of the same name."""

    table = table

    async def add(
        self, *, question: str, normalised: str, person: str, conversation: str, version: str
    ) -> None:
        row = {"question": question, "normalised": normalised, "person": person}
        await self.insert({**row, "conversation": conversation, "version": version, "at": self.now()})

    async def grouped(self, limit: int) -> tuple[list[Group], int]:
        first, count = sa.func.min(table.c.number), sa.func.count()
        groups = sa.select(first.label("number"), count.label("count")).where(self.mine())
        top = groups.group_by(table.c.normalised).order_by(count.desc(), first).limit(limit).subquery()
        query = sa.select(top.c.number, table.c.question, top.c.count).where(self.mine())
        rows = await self.execute(
            query.join(table, table.c.number == top.c.number).order_by(top.c.count.desc(), top.c.number)
        )
        distinct = sa.select(sa.func.count(table.c.normalised.distinct())).where(self.mine())
        total = (await self.execute(distinct)).scalar_one()
        return [Group(**row) for row in rows.mappings()], total

    async def kept(self, person: str) -> Kept:
        return await self.count(person, table.c.question, table.c.number)

    async def forget(self, person: str) -> None:
        nobody = {"person": "", "conversation": ""}
        await self.execute(sa.update(table).where(self.rows_of(person)).values(**nobody))
