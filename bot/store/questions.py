"""Questions that could not be answered."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from bot.store.repository import Repository
from bot.store.tables import unanswered as table
from dialogs.desk import Group, Kept
from dialogs.questions import Asker, Unanswered


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
        open_ = sa.and_(self.mine(), table.c.answered.is_(None))
        groups = sa.select(first.label("number"), count.label("count")).where(open_)
        top = groups.group_by(table.c.normalised).order_by(count.desc(), first).limit(limit).subquery()
        query = sa.select(top.c.number, table.c.question, top.c.count).where(self.mine())
        rows = await self.execute(
            query.join(table, table.c.number == top.c.number).order_by(top.c.count.desc(), top.c.number)
        )
        distinct = sa.select(sa.func.count(table.c.normalised.distinct())).where(open_)
        total = (await self.execute(distinct)).scalar_one()
        return [Group(**row) for row in rows.mappings()], total

    async def find(self, number: int) -> Unanswered | None:
        columns = (table.c.number, table.c.question, table.c.answered, table.c.answered_by)
        row = (await self.execute(sa.select(*columns).where(self.mine(), table.c.number == number))).first()
        return Unanswered(**row._mapping) if row else None

    async def answer(self, number: int, by: str) -> Sequence[Asker]:
        """Mark the open rows of a question; who asked, those who had their data deleted left out."""
        this = sa.select(table.c.normalised).where(self.mine(), table.c.number == number)
        same = sa.and_(table.c.normalised == this.scalar_subquery(), table.c.answered.is_(None))
        new = {"answered": self.now(), "answered_by": by}
        marked = sa.update(table).where(self.mine(), same).values(**new)
        rows = await self.execute(marked.returning(table.c.number, table.c.person, table.c.question))
        asked = sorted(rows.all(), key=lambda row: row.number)
        return [Asker(person=row.person, question=row.question) for row in asked if row.person]

    async def kept(self, person: str) -> Kept:
        return await self.count(person, table.c.question, table.c.number)

    async def forget(self, person: str) -> None:
        nobody = {"person": "", "conversation": ""}
        await self.execute(sa.update(table).where(self.rows_of(person)).values(**nobody))
