"""The message that reminds one person of all that is due: what stands is read again as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import outbound, wire
from bot.errors import UnreachableError
from bot.kinds import Due, Ended, Message, MessageKind, Payload
from bot.origin import Place
from bot.reminding import listeners, timers
from bot.reminding.gathering import Gathering
from bot.reminding.timers import REMINDERS
from bot.scheduling.stage import Stages
from bot.store.jobs import State
from bot.store.store import Store
from dialogs.message import Reply
from dialogs.reminding import digest

_LATER = timedelta(days=1)  # by then somebody may have put right what was at fault


@dataclass(frozen=True, kw_only=True)
class Digests:
    """Carries out `complete` and `ended` of the kind, each in the transaction of the worker."""

    store: Store
    stages: Stages
    gathering: Gathering

    def kind(self) -> MessageKind:
        return MessageKind(
            name=REMINDERS, version=1, compose=_compose, complete=self._complete, ended=self._ended
        )

    async def _complete(self, connection: AsyncConnection, due: Due) -> Due | None:
        """What there is to say by now, and how it is sent; the rows step on with it.

        UnreachableError where the person was lost meanwhile: then nothing is tried.
        """
        work, person = self.store.on(connection, due.tenant), due.payload["person"]
        gathered = await self.gathering.of(work, due)
        if gathered is None:
            return None
        address = await work.people.address(person)
        if address is None or address.unreachable:
            raise UnreachableError
        place = await listeners.place(work, person)
        stage = await self.stages.of(work, due.tenant, person, place) if place else None
        if stage is None or place is None or not place.conversation:
            return None
        reply = await digest.digest(stage.turn, gathered.items)
        await work.reminders.put(gathered.rows)
        await timers.set_for(work, due.tenant, gathered.rows, moment(due), due.key)
        return replace(due, payload={**due.payload, **_addressed(reply, place)})

    async def _ended(self, connection: AsyncConnection, ended: Ended) -> None:
        """What did not arrive for sure is said once more; whoever is out of reach hears nothing more."""
        work = self.store.on(connection, ended.tenant)
        person, key = ended.payload["person"], ended.payload["key"]
        if ended.state == State.UNREACHABLE:
            await work.people.lost(person)
            await work.reminders.silence(person)
        elif ended.state == State.DONE:
            await work.reminders.settle(person, key)
        elif at := await work.reminders.again(person, key) or self._later(ended):
            timer = timers.Timer(kind=REMINDERS, person=person, at=at)
            await timers.add(work.jobs, [timer], self.store.now(), f"again:{key}")

    def _later(self, ended: Ended) -> datetime | None:
        """What could not even be said, for a fault of ours, is tried again as long as it is to be said."""
        return self.store.now() + _LATER if ended.state == State.FAILED else None


def moment(due: Due) -> datetime:
    """The time by the worker's clock, which is never before the job is due."""
    return due.due + timedelta(seconds=due.late)


def _addressed(reply: Reply, place: Place) -> dict[str, object]:
    content = wire.to_json(outbound.contents(reply)[0])
    return {
        "service_url": place.service_url,
        "conversation": place.conversation,
        "activity": place.addressed(content, place.conversation),
    }


def _compose(due: Due, missed: Sequence[Payload]) -> Message:
    """Those that may not have arrived say nothing here: their rows do."""
    about = due.payload
    return Message(
        service_url=about["service_url"], conversation=about["conversation"], activity=about["activity"]
    )
