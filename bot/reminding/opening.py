"""Opens a chat with somebody who is to be reminded and has none with Baton yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot import allowance_shares
from bot.allowance import Allowance
from bot.errors import NotSentError, TooEarlyError, UnreachableError
from bot.kinds import Due, WorkKind
from bot.notices import Channel, parameters
from bot.origin import Place
from bot.reminding import listeners, timers
from bot.reminding.gathering import Gathering
from bot.reminding.timers import OPENING, REMINDERS
from bot.store.store import Store, Work

_NOBODY_YET = 3600.0  # seconds to wait where nobody has written: Baton does not know itself there


@dataclass(frozen=True, kw_only=True)
class _Unopened:
    """A chat that is to be opened: by which address, and with whom, as the channel knows them."""

    place: Place
    member: str


@dataclass(frozen=True, kw_only=True)
class Opening:
    """The channel opens a chat once, however often it is asked; then the message is sent as any other."""

    store: Store
    channel: Channel
    gathering: Gathering
    allowance: Allowance
    wake: Callable[[], None] = lambda: None

    def kind(self) -> WorkKind:
        return WorkKind(name=OPENING, version=1, run=self._run)

    async def _run(self, due: Due) -> None:
        unopened = await self._look(due)
        if unopened:
            await self._open(due, unopened)
        self.wake()

    async def _look(self, due: Due) -> _Unopened | None:
        """The chat to open; None where there is nothing to say, one by now, or nobody known to open it with.

        TooEarlyError where it is not known yet how.
        """
        person = due.payload["person"]
        async with self.store.work(due.tenant) as work:
            if await self.gathering.of(work, due) is None:
                return None
            address = await work.people.address(person)
            if address is None or address.unreachable:
                return None
            if address.chat:
                await _remind(work, due)
                await work.commit()
                return None
            place, member = await listeners.place(work, person), address.user or address.object_id
        if member and place is None:
            raise TooEarlyError(_NOBODY_YET)
        return _Unopened(place=place, member=member) if place and member else None

    async def _open(self, due: Due, unopened: _Unopened) -> None:
        person, place = due.payload["person"], unopened.place
        await allowance_shares.wait(self.allowance, due.tenant)
        try:
            about = parameters(due.tenant, place.bot, unopened.member)
            chat = await self.channel.create_conversation(place.service_url, about)
        except UnreachableError:
            async with self.store.work(due.tenant) as work:
                await work.people.lost(person)
                await work.reminders.silence(person)
                await work.commit()
            raise
        if not chat:
            raise NotSentError  # the chat may be there; asking again finds it
        async with self.store.work(due.tenant) as work:
            address = await work.people.address(person)
            await work.people.opened(person, chat, place.service_url)
            await work.references.keep(replace(place, conversation=chat), address.user if address else "")
            await _remind(work, due)
            await work.commit()


async def _remind(work: Work, due: Due) -> None:
    person = due.payload["person"]
    await work.jobs.add(REMINDERS, due.key, due.due, timers.payload(person, due.key), target=person)
