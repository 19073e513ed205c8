"""What a turn wants done in the background: rows of its own transaction, taken up once it is committed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.origin import Origin, Place
from bot.store.store import Work
from dialogs.operation import WORKING, Operation

MEETING = "meeting"  # carries out an operation
FOLLOW = "follow meeting"
_JUST_NOW = timedelta(seconds=60)


class Operations:
    """Implements the port of the same name for one unit of work.

    `touched`: what was begun or changed, as it was saved last.
    """

    def __init__(self, work: Work, origin: Origin, now: datetime) -> None:
        self._work, self._origin, self._now = work, origin, now
        self._places: dict[str, Place] = {}
        self.touched: dict[str, Operation] = {}

    async def begin(self, operation: Operation) -> Operation:
        await self._work.operations.end_others(operation)
        place = await self.place(operation.person)
        begun = await self._work.operations.add(operation, place)
        self._places[begun.id] = place
        return await self._noted(begun)

    async def find(self, id: str) -> Operation | None:
        kept = await self._work.operations.find(id)
        if kept is None:
            return None
        self._places[id] = kept.place
        return kept.operation

    async def save(self, operation: Operation) -> Operation:
        return await self._noted(await self._work.operations.save(operation))

    async def waiting(self, person: str) -> Sequence[Operation]:
        return await self._work.operations.waiting(person)

    async def follow(self, number: int) -> None:
        followed = await self._work.meetings.find(number)
        if followed is None or not followed.event:
            return
        if followed.checked and followed.checked > self._now - _JUST_NOW:
            return
        key = f"{number}:{followed.key}:{int(self._now.timestamp() // _JUST_NOW.total_seconds())}:seen"
        await self.add(FOLLOW, key, self._now, {"number": number, "key": followed.key})

    async def forget(self, person: str) -> None:
        await self._work.operations.forget(person)

    async def place(self, person: str) -> Place:
        """The own chat of a person id, by which Baton reaches them."""
        found = await self._work.people.address(person)
        origin = self._origin
        return Place(
            conversation=found.chat if found else "",
            service_url=(found.service_url if found else "") or origin.service_url,
            channel=origin.channel,
            bot=origin.bot,
            bot_name=origin.bot_name,
        )

    async def add(
        self, kind: str, key: str, due: datetime, payload: dict[str, Any], *, target: str = ""
    ) -> None:
        """Have something done; once for each key."""
        whole = {"version": 1, **payload}
        await self._work.jobs.add(kind, key, due, whole, target=target)

    async def _noted(self, operation: Operation) -> Operation:
        self.touched[operation.id] = operation
        if operation.stage in WORKING:
            about = {"operation": operation.id, "revision": operation.revision}
            chat = self._places[operation.id].conversation if operation.id in self._places else ""
            key = f"{operation.id}:{operation.revision}"
            await self.add(MEETING, key, self._now, about, target=chat)
        return operation
