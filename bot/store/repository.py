"""What the repositories share: one connection, one tenant, and our own errors."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.unit import execute
from dialogs.desk import Kept

Clock = Callable[[], datetime]
_DIGEST = 16  # characters


def fit(value: str, column: sa.Column[str]) -> str:
    """The value, or where its column cannot hold it the beginning of it and a digest of it all.

    So it is with what is too long, and with characters that are none: databases do not take those.
    """
    longest: int = getattr(column.type, "length", None) or len(value)
    if len(value) <= longest and value.isprintable():
        return value
    digest = hashlib.sha256(value.encode(errors="surrogatepass")).hexdigest()[:_DIGEST]
    return f"{''.join(filter(str.isprintable, value))[: longest - _DIGEST - 1]}…{digest}"


class Repository:
    """Rows of one table that belong to one tenant; no query leaves the tenant out."""

    table: sa.Table

    def __init__(self, connection: AsyncConnection, tenant: str, now: Clock) -> None:
        self._connection = connection
        self._tenant = tenant
        self.now = now

    def rows_of(self, person: str, **more: str) -> sa.ColumnElement[bool]:
        wanted = {"person": person, **more}
        return sa.and_(self.mine(), *(self.table.c[name] == value for name, value in wanted.items()))

    def mine(self) -> sa.ColumnElement[bool]:
        return self.table.c.tenant == self._tenant

    async def execute(
        self,
        statement: sa.Executable,
        values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> sa.CursorResult[Any]:
        return await execute(self._connection, statement, values)

    async def change(self, statement: sa.Update | sa.Delete) -> int:
        """Carry out a change and say how many rows it touched."""
        return (await self.execute(statement)).rowcount

    async def insert(self, values: Mapping[str, Any]) -> None:
        """Add a row; ConflictError if it is there already."""
        await self.execute(sa.insert(self.table), {**values, "tenant": self._tenant})

    async def count(self, person: str, text: sa.ColumnElement[str], latest: sa.Column[Any]) -> Kept:
        """How many rows a person has, and the text of the latest."""
        total = await self.execute(
            sa.select(sa.func.count()).select_from(self.table).where(self.rows_of(person))
        )
        newest = await self.execute(
            sa.select(text).where(self.rows_of(person)).order_by(latest.desc()).limit(1)
        )
        return Kept(count=total.scalar_one(), last=newest.scalar() or "")
