"""Who can be written to: found when they write, lost when the channel refuses or Baton is removed."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.jobs import Jobs
from bot.store.planning import plan_person
from bot.store.profiles import Profiles
from bot.store.references import References
from bot.store.reminders import Reminders
from bot.store.repository import Repository, fit
from bot.store.tables import PERSON_USER, person

UNREACHED = "unreached"  # the kind of job that tells whoever gave somebody a handoff


class Reach:
    """Part of the repository `people`, for its tenant; `id` is the person id of an account."""

    def __init__(
        self, people: Repository, connection: AsyncConnection, tenant: str, profiles: Profiles
    ) -> None:
        rows = (connection, tenant, people.now)
        self._people, self._profiles, self._jobs = people, profiles, Jobs(*rows)
        self._references, self._reminders = References(*rows), Reminders(*rows)

    async def found(self, user: str, chat: str, service_url: str) -> None:
        """Keep the chat of who writes; whoever had none has their reminders planned anew."""
        where: dict[str, str | bool] = {
            "chat": chat,
            "service_url": fit(service_url, person.c.service_url),
            "unreachable": False,
        }
        known = (await self._people.execute(self._known(user))).mappings().first()
        if known is None or all(known[name] == value for name, value in where.items()):
            return
        await self._set(known["id"], **where)
        if known["unreachable"] or not known["chat"]:
            await self.plan(known["id"])

    async def plan(self, id: str) -> None:
        """Have somebody's reminders planned anew, who can be written to from now on."""
        await plan_person(self._jobs, self._reminders, id)

    async def lost(self, id: str, user: str) -> bool:
        """Try nothing more with them until they write; whether they were not lost before."""
        if not await self._set(id, person.c.unreachable.is_(sa.false()), unreachable=True):
            return False
        if user:
            await self._profiles.part(user)
            await self._references.forget(user)
        await self._reminders.silence(id)
        now = self._people.now()
        await self._jobs.add(UNREACHED, f"{id}:{now.timestamp():.3f}", now, {"version": 1, "person": id})
        return True

    async def id_of(self, user: str) -> str:
        """The person id of a Teams user, "" where they are not known."""
        known = (await self._people.execute(self._known(user))).mappings().first()
        return str(known["id"]) if known else ""

    async def forget(self, user: str) -> None:
        """Keep no chat of a Teams user."""
        await self._references.forget(user)

    def _known(self, user: str) -> sa.Select[tuple[str, str, str, bool]]:
        columns = (person.c.id, person.c.chat, person.c.service_url, person.c.unreachable)
        return sa.select(*columns).where(self._people.mine(), person.c.user_id == user, PERSON_USER)

    async def _set(self, id: str, *where: sa.ColumnElement[bool], **values: str | bool) -> bool:
        this = sa.update(person).where(self._people.mine(), person.c.id == id, *where)
        return await self._people.change(this.values(**values, changed=self._people.now())) == 1
