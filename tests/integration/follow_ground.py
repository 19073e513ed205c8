"""One booked meeting that is followed, with calendars and a conversation that are stand-ins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.kinds import Due, Kind
from bot.origin import NOWHERE, Place
from bot.outbox import Outbox
from bot.scheduling.network import Backend
from bot.scheduling.stage import Stages
from bot.scheduling.work import Scheduling
from bot.store.meetings import Followed
from bot.store.store import Store
from bot.store.tables import job
from dialogs.desk import Desk
from handoffs.model import Handoff
from tests.chat import desks
from tests.fakes import FakeExpert
from tests.graph_ports import FakeCalendars
from tests.integration.handoff_rows import changed
from tests.integration.small_talk import END, SmallTalk

KEY, TENANT = "key-1", "t"
PLACE = Place(conversation="a:ana", service_url="https://x/", channel="msteams", bot="28:baton")
_ADDRESS = "https://baton.example.com/graph/notifications"


@dataclass
class Ground:
    """One booked meeting, of Ana's."""

    store: Store
    ana: str
    talk: SmallTalk = field(default_factory=SmallTalk)
    calendars: FakeCalendars = field(default_factory=FakeCalendars)
    address: str = _ADDRESS

    async def run(self, kind: str = "follow meeting", **payload: Any) -> None:
        """Carry out a job of this kind."""
        [found] = [each for each in self._kinds() if each.name == kind]
        about = {"version": 1, "number": 1, "key": KEY, **payload}
        due = Due(tenant=TENANT, key="k", target="", due=payload.get("due", END), late=0.0, payload=about)
        run: Any = found
        await run.run(due)

    def _kinds(self) -> list[Kind]:
        stages = Stages(store=self.store, desks=desks(FakeExpert()))
        backend = Backend(calendars=self.calendars)
        common: dict[str, Any] = {"store": self.store, "stages": stages, "backend": backend}
        return Scheduling(**common, address=self.address, talk=self.talk.talk()).kinds(lambda: None)

    async def followed(self) -> Followed | None:
        async with self.store.work(TENANT) as work:
            return await work.meetings.find(1)

    async def keep(self, **values: Any) -> None:
        async with self.store.work(TENANT) as work:
            await work.meetings.keep(1, KEY, **values)
            await work.commit()

    async def change(self, **values: Any) -> None:
        """Have the handoff be another."""
        present = await self.handoff()
        async with self.store.work(TENANT) as work:
            await work.handoffs.save(changed(present, **values))
            await work.commit()

    async def handoff(self) -> Handoff:
        async with self.store.work(TENANT) as work:
            found = await work.handoffs.find(1)
        assert found
        return found

    async def jobs(self, kind: str = "follow meeting") -> list[dict[str, Any]]:
        query = sa.select(job).where(job.c.kind == kind).order_by(job.c.due)
        async with self.store.queue() as unit:
            return [dict(row) for row in (await unit.connection.execute(query)).mappings()]

    async def desk(self, work: Any) -> Desk:
        now = self.store.now()
        return desks(FakeExpert()).at(work, Outbox(work, TENANT, NOWHERE, "", now), TENANT, now)
