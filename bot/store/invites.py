"""What the invitation file of a meeting says, as it was at each change of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.repository import Repository, fit
from bot.store.tables import invite as table

_ADD: Mapping[str, Any] = {
    "sqlite": sqlite.insert(table).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(table).on_conflict_do_nothing(),
}


class Invites(Repository):
    """Written once for each change; `body` is JSON with person ids, and no address."""

    table = table

    async def put(self, number: int, key: str, sequence: int, body: Mapping[str, Any]) -> None:
        """Keep what the file says; what was kept for this change before stays."""
        this = {"tenant": self._tenant, "number": number, "key": fit(key, table.c.key), "sequence": sequence}
        row = {**this, "body": dict(body), "changed": self.now()}
        await self.execute(_ADD[self._connection.dialect.name], row)

    async def find(self, number: int, key: str, sequence: int) -> Mapping[str, Any] | None:
        this = (table.c.number == number, table.c.key == fit(key, table.c.key), table.c.sequence == sequence)
        found = await self.execute(sa.select(table.c.body).where(self.mine(), *this))
        body = found.scalar()
        return body if isinstance(body, Mapping) else None
