"""Conversation states with a revision: whoever saves second learns of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import ConflictError
from bot.store.repository import Clock, Repository
from bot.store.tables import conversation as table
from dialogs.desk import Kept
from dialogs.state import State


class Conversations(Repository):
    """Implements the port of the same name; remembers the revisions it has read."""

    table = table

    def __init__(self, connection: AsyncConnection, tenant: str, now: Clock) -> None:
        super().__init__(connection, tenant, now)
        self._read: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}

    async def load(self, conversation: str, person: str) -> State | None:
        query = sa.select(table.c.revision, table.c.state).where(self.of(person, conversation=conversation))
        row = (await self.execute(query)).first()
        if row is None:
            return None
        self._read[conversation, person] = (row.revision, row.state)
        return State.from_json(row.state)

    async def save(self, conversation: str, person: str, state: State) -> None:
        body, read = state.to_json(), self._read.get((conversation, person))
        if read is None:
            key = {"conversation": conversation, "person": person}
            await self.insert({**key, "state": body, "revision": 1, "changed": self.now()})
        elif read[1] != body:
            await self._replace(conversation, person, read[0], body)

    async def kept(self, person: str) -> Kept:
        return await self.count(person, table.c.conversation, table.c.changed)

    async def forget(self, person: str) -> None:
        await self.execute(sa.delete(table).where(self.of(person)))

    async def _replace(self, conversation: str, person: str, revision: int, body: dict[str, Any]) -> None:
        unchanged = sa.and_(self.of(person, conversation=conversation), table.c.revision == revision)
        new = {"state": body, "revision": revision + 1, "changed": self.now()}
        if await self.change(sa.update(table).where(unchanged).values(**new)) == 0:
            raise ConflictError
