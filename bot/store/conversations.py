"""Conversation states with a revision: whoever saves second learns of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import ConflictError
from bot.store.repository import Clock, Repository
from bot.store.tables import conversation as table
from dialogs.desk import Kept
from dialogs.state import State

_KEY = ("tenant", "conversation", "person")


# Built once: composing a statement costs more than running it.
_THIS = {name: table.c[name] == sa.bindparam(f"the_{name}") for name in (*_KEY, "revision")}
_LOAD = sa.select(table.c.revision, table.c.state).where(*(_THIS[name] for name in _KEY))
_REPLACE = (
    sa.update(table)
    .where(*_THIS.values())
    .values({name: sa.bindparam(f"new_{name}") for name in ("state", "revision", "changed")})
)


class Conversations(Repository):
    """Implements the port of the same name; remembers the revisions it has read."""

    table = table

    def __init__(self, connection: AsyncConnection, tenant: str, now: Clock) -> None:
        super().__init__(connection, tenant, now)
        self._read: dict[tuple[str, str], tuple[int, Mapping[str, Any]]] = {}

    def seed(self, conversation: str, person: str, revision: int, state: Mapping[str, Any]) -> None:
        """Take what was read elsewhere in this unit of work for what `load` would read."""
        self._read[conversation, person] = (revision, state)

    async def load(self, conversation: str, person: str) -> State | None:
        if known := self._read.get((conversation, person)):
            return State.from_json(known[1]) if known[0] else None
        row = (await self.execute(_LOAD, self._key(conversation, person))).first()
        if row is None:
            return None
        self._read[conversation, person] = (row.revision, row.state)
        return State.from_json(row.state)

    async def save(self, conversation: str, person: str, state: State) -> None:
        body, read = state.to_json(), self._read.get((conversation, person))
        if read is None or read[0] == 0:
            key = {"conversation": conversation, "person": person}
            await self.insert({**key, "state": body, "revision": 1, "changed": self.now()})
            self._read[conversation, person] = (1, body)
        elif read[1] != body:
            await self._replace(conversation, person, read[0], body)

    async def kept(self, person: str) -> Kept:
        return await self.count(person, table.c.conversation, table.c.changed)

    async def forget(self, person: str) -> None:
        self._read.clear()
        await self.execute(sa.delete(table).where(self.rows_of(person)))

    async def _replace(self, conversation: str, person: str, revision: int, body: dict[str, Any]) -> None:
        key = self._key(conversation, person)
        new = {"new_state": body, "new_revision": revision + 1, "new_changed": self.now()}
        changed = await self.execute(_REPLACE, {**key, "the_revision": revision, **new})
        if changed.rowcount == 0:
            raise ConflictError
        self._read[conversation, person] = (revision + 1, body)

    def _key(self, conversation: str, person: str) -> dict[str, str]:
        return {"the_tenant": self._tenant, "the_conversation": conversation, "the_person": person}
