"""Live cards of handoffs: in which chats they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.repository import Clock, Repository, fit
from bot.store.tables import handoff_card as table
from dialogs.desk import Shown

_READ = ("number", "conversation", "person", "revision", "activity", "service_url")
_NEW = ("person", "service_url", "activity", "revision", "posted", "changed")
# Built once: composing a statement costs more than running it.
_OF = sa.select(*(table.c[name] for name in _READ)).where(
    table.c.tenant == sa.bindparam("the_tenant"), table.c.number == sa.bindparam("the_number")
)
_NEWEST = (
    sa.select(table.c.number)
    .where(
        table.c.tenant == sa.bindparam("the_tenant"),
        table.c.conversation == sa.bindparam("the_conversation"),
    )
    .order_by(table.c.posted.desc(), table.c.number.desc())
    .limit(1)
)
_PUT: Mapping[str, Any] = {
    engine: new.on_conflict_do_update(
        index_elements=["tenant", "number", "conversation"],
        set_={name: new.excluded[name] for name in _NEW},
    )
    for engine, new in (("sqlite", sqlite.insert(table)), ("postgresql", postgresql.insert(table)))
}


class Cards(Repository):
    """One live card for each handoff and conversation; remembers the addresses that were read with them."""

    table = table

    def __init__(self, connection: AsyncConnection, tenant: str, now: Clock) -> None:
        super().__init__(connection, tenant, now)
        self._urls: dict[tuple[int, str], str] = {}

    async def all_of(self, number: int) -> Sequence[Shown]:
        """Where the cards of a handoff are."""
        found = await self.execute(_OF, {"the_tenant": self._tenant, "the_number": number})
        rows = [dict(row) for row in found.mappings()]
        self._urls |= {(number, row["conversation"]): row.pop("service_url") for row in rows}
        return [Shown(**row) for row in rows]

    async def newest(self, conversation: str) -> int:
        """The handoff whose card came last to a conversation, 0 for none."""
        found = await self.execute(_NEWEST, {"the_tenant": self._tenant, "the_conversation": conversation})
        return found.scalar() or 0

    async def service_url(self, number: int, conversation: str) -> str:
        """By which address the card's conversation is reached; "" where there is no card."""
        if known := self._urls.get((number, conversation)):
            return known
        here = (table.c.number == number, table.c.conversation == conversation)
        query = sa.select(table.c.service_url).where(self.mine(), *here)
        return (await self.execute(query)).scalar() or ""

    async def put(
        self,
        number: int,
        conversation: str,
        person: str,
        service_url: str,
        revision: int,
        activity: str = "",
    ) -> None:
        """Have this be the conversation's card; one that was there before is no live card any more."""
        now = self.now()
        new = {"person": person, "service_url": fit(service_url, table.c.service_url), "revision": revision}
        new |= {"posted": now, "changed": now}
        key = {"tenant": self._tenant, "number": number, "conversation": conversation}
        row = {**key, **new, "activity": fit(activity, table.c.activity)}
        await self.execute(_PUT[self._connection.dialect.name], row)
        self._urls.pop((number, conversation), None)

    async def leave(self, conversation: str) -> None:
        """Drop the cards in a chat that Baton is not in any more."""
        self._urls.clear()
        threads = table.c.conversation.startswith(f"{conversation};", autoescape=True)  # of a channel
        there = sa.or_(table.c.conversation == conversation, threads)
        await self.execute(sa.delete(table).where(self.mine(), there))

    async def forget(self, person: str) -> None:
        """Drop the cards in somebody's own chats; `person` is their person id."""
        self._urls.clear()
        await self.execute(sa.delete(table).where(self.rows_of(person)))
