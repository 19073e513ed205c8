"""Profiles, one for each person of a tenant."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.jobs import Jobs
from bot.store.planning import plan_person
from bot.store.reminders import Reminders
from bot.store.repository import Clock, Repository
from bot.store.tables import PERSON_USER, profile
from bot.store.tables import person as account
from dialogs.desk import Profile

_FIELDS = ("person", "object_id", "role", "country", "time_zone", "hours", "welcomed", "met")
_EMPTY = {"role": "", "country": "", "time_zone": "", "hours": ""}
# Built once: composing a statement costs more than running it.
_FIND = sa.select(*(profile.c[name] for name in _FIELDS)).where(
    *(profile.c[name] == sa.bindparam(f"the_{name}") for name in ("tenant", "person"))
)
_WORKING = frozenset(("country", "time_zone", "hours"))  # what says when somebody works


class Profiles(Repository):
    """Implements the port of the same name."""

    table = profile

    def __init__(
        self, connection: AsyncConnection, tenant: str, now: Clock, jobs: Jobs, reminders: Reminders
    ) -> None:
        super().__init__(connection, tenant, now)
        self._jobs, self._reminders = jobs, reminders
        self._read: dict[str, Profile | None] = {}

    def seed(self, person: str, profile: Profile | None) -> None:
        """Take what was read elsewhere in this unit of work for what `find` would read."""
        self._read[person] = profile

    async def find(self, person: str) -> Profile | None:
        if person in self._read:
            return self._read[person]
        found = await self.execute(_FIND, {"the_tenant": self._tenant, "the_person": person})
        row = found.mappings().first()
        return Profile(**row) if row else None

    async def keep(self, person: str, object_id: str, **values: str) -> None:
        self._read.pop(person, None)
        new = {"object_id": object_id, **values, "changed": self.now()}
        if await self.change(sa.update(profile).where(self.rows_of(person)).values(**new)) == 0:
            await self.insert({"person": person, **_EMPTY, **new})
        if _WORKING & values.keys():
            await self._plan(person)

    async def _plan(self, user: str) -> None:
        """Have the reminders of a Teams user follow the hours they work."""
        this = (account.c.tenant == self._tenant, account.c.user_id == user, PERSON_USER)
        for id in (await self.execute(sa.select(account.c.account).where(*this))).scalars().all():
            await plan_person(self._jobs, self._reminders, id)

    async def welcome(self, person: str, object_id: str) -> bool:
        """Mark a person as welcomed; of two at once one meets a ConflictError, and then finds it done."""
        kept = await self.find(person)
        if kept and kept.welcomed:
            return False
        self._read.pop(person, None)
        new = {"welcomed": self.now(), "changed": self.now()}
        if kept:
            unwelcomed = sa.and_(self.rows_of(person), profile.c.welcomed.is_(None))
            return await self.change(sa.update(profile).where(unwelcomed).values(**new)) == 1
        await self.insert({"person": person, "object_id": object_id, **_EMPTY, **new})
        return True

    async def meet(self, person: str, object_id: str) -> None:
        """Mark that the roster was asked who this is."""
        self._read.pop(person, None)
        new = {"met": True, "changed": self.now()}
        if await self.change(sa.update(profile).where(self.rows_of(person)).values(**new)) == 0:
            await self.insert({"person": person, "object_id": object_id, **_EMPTY, **new})

    async def part(self, person: str) -> None:
        """Have the roster asked anew, and their chat kept, when they next write."""
        self._read.pop(person, None)
        await self.execute(
            sa.update(profile).where(self.rows_of(person)).values(met=False, changed=self.now())
        )

    async def forget(self, person: str) -> None:
        self._read.pop(person, None)
        await self.execute(sa.delete(profile).where(self.rows_of(person)))
