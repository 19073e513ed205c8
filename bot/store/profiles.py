"""Profiles, one for each person of a tenant."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.repository import Repository
from bot.store.tables import profile
from dialogs.desk import Profile

_FIELDS = ("person", "object_id", "role", "country", "time_zone", "welcomed")
_EMPTY = {"role": "", "country": "", "time_zone": ""}


class Profiles(Repository):
    """Implements the port of the same name."""

    table = profile

    async def find(self, person: str) -> Profile | None:
        query = sa.select(*(profile.c[name] for name in _FIELDS)).where(self.of(person))
        row = (await self.execute(query)).mappings().first()
        return Profile(**row) if row else None

    async def keep(self, person: str, object_id: str, **values: str) -> None:
        new = {"object_id": object_id, **values, "changed": self.now()}
        if await self.change(sa.update(profile).where(self.of(person)).values(**new)) == 0:
            await self.insert({"person": person, **_EMPTY, **new})

    async def welcome(self, person: str, object_id: str) -> bool:
        """Mark a person as welcomed; of two at once one meets a ConflictError, and then finds it done."""
        kept = await self.find(person)
        if kept and kept.welcomed:
            return False
        new = {"welcomed": self.now(), "changed": self.now()}
        if kept:
            unwelcomed = sa.and_(self.of(person), profile.c.welcomed.is_(None))
            return await self.change(sa.update(profile).where(unwelcomed).values(**new)) == 1
        await self.insert({"person": person, "object_id": object_id, **_EMPTY, **new})
        return True

    async def forget(self, person: str) -> None:
        await self.execute(sa.delete(profile).where(self.of(person)))
