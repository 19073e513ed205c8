"""Conversation references: the chats that Baton is in, each as it can be written to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.origin import Place
from bot.store.repository import Repository, fit
from bot.store.tables import reference as table

_ORIGIN = ("service_url", "channel", "bot", "bot_name")
_NEW = ("person", *_ORIGIN)
# Built once: composing a statement costs more than running it.
_FIND = sa.select(*(table.c[name] for name in _NEW)).where(
    table.c.tenant == sa.bindparam("the_tenant"), table.c.conversation == sa.bindparam("the_conversation")
)
_LATEST = (
    sa.select(*(table.c[name] for name in _ORIGIN))
    .where(table.c.tenant == sa.bindparam("the_tenant"))
    .order_by(table.c.changed.desc())
    .limit(1)
)
_PUT: Mapping[str, Any] = {
    engine: new.on_conflict_do_update(
        index_elements=["tenant", "conversation"],
        set_={name: new.excluded[name] for name in (*_NEW, "changed")},
    )
    for engine, new in (("sqlite", sqlite.insert(table)), ("postgresql", postgresql.insert(table)))
}


class References(Repository):
    """One for each chat, as it was when somebody last wrote there."""

    table = table

    async def keep(self, place: Place, person: str) -> None:
        """Keep how a chat is written to; `person` is the Teams user whose own chat it is, "" for a group."""
        new = {name: fit(getattr(place, name), table.c[name]) for name in _ORIGIN}
        new["person"] = fit(person, table.c.person)
        kept = await self._find(place.conversation)
        if kept and dict(kept) == new:
            return  # as nearly always: nothing is written
        key = {"tenant": self._tenant, "conversation": place.conversation, "changed": self.now()}
        await self.execute(_PUT[self._connection.dialect.name], {**key, **new})

    async def of_chat(self, conversation: str) -> Place | None:
        kept = await self._find(conversation)
        origin = {name: kept[name] for name in _ORIGIN} if kept else None
        return Place(conversation=conversation, **origin) if origin else None

    async def latest(self) -> Place | None:
        """Find who Baton is in this tenant and by which address, for a chat that is still to be opened."""
        row = (await self.execute(_LATEST, {"the_tenant": self._tenant})).mappings().first()
        return Place(**row) if row else None

    async def drop(self, conversation: str) -> None:
        """Forget a chat that Baton is not in any more."""
        here = sa.and_(self.mine(), table.c.conversation == conversation)
        await self.execute(sa.delete(table).where(here))

    async def forget(self, person: str) -> None:
        """Forget the own chats of a Teams user."""
        await self.execute(sa.delete(table).where(self.rows_of(fit(person, table.c.person))))

    async def _find(self, conversation: str) -> sa.RowMapping | None:
        this = {"the_tenant": self._tenant, "the_conversation": conversation}
        return (await self.execute(_FIND, this)).mappings().first()
