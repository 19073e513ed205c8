"""What a turn has sent to others: rows of its own transaction, carried out once that is committed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot import outbound, showing, wire
from bot.card_updates import CARD
from bot.notices import OPENING, payloads
from bot.origin import Origin
from bot.scheduling.operations import Operations
from bot.showing import NOTICE
from bot.store.contacts import Address
from bot.store.jobs import Row
from bot.store.store import Work
from dialogs.desk import Shown
from dialogs.message import Reply


class Outbox:
    """Implements the port of the same name for one turn, whose `owner` begins the keys of its jobs.

    Updates are written together by `flush`, the last one of each card.
    """

    def __init__(self, work: Work, tenant: str, origin: Origin, owner: str, now: datetime) -> None:
        self._work, self._tenant, self._now = work, tenant, now
        self._origin, self._owner = origin, owner
        self._updates: dict[tuple[int, str], tuple[Shown, Reply]] = {}
        self.operations = Operations(work, origin, now)
        self.added = 0

    async def cards(self, number: int) -> Sequence[Shown]:
        return await self._work.cards.all_of(number)

    async def newest(self, conversation: str) -> int:
        return await self._work.cards.newest(conversation)

    async def update(self, shown: Shown, reply: Reply) -> None:
        self._updates[shown.number, shown.conversation] = (shown, reply)

    async def flush(self) -> None:
        """Write the updates; before the commit."""
        updates, self._updates = self._updates.values(), {}
        rows = [self._replacing(shown, reply, {"revision": reply.revision}) for shown, reply in updates]
        if rows:
            await self._work.jobs.add_all(CARD, self._now, rows)
            revisions = [(shown, reply.revision) for shown, reply in updates]
            await showing.revise(self._work.connection, self._tenant, revisions)

    async def retire(self, shown: Shown, reply: Reply) -> None:
        self._updates.pop((shown.number, shown.conversation), None)
        where = await self._work.cards.service_url(shown.number, shown.conversation)
        # Another card of the handoff may stand there by now; that one stays.
        here = (self._work.connection, self._tenant, shown.conversation)
        await showing.settle(*here, shown.activity, "")
        if showing.is_token(shown.activity):  # what is not sent yet is not sent at all
            await self._work.jobs.cancel(NOTICE, showing.key_of(shown.activity))
        elif shown.activity:
            last = self._replacing(shown, reply, {"last": True, "service_url": where})
            await self._work.jobs.add_all(CARD, self._now, [last])

    async def tell(self, person: str, reply: Reply) -> bool:
        found = await self._work.people.address(person)
        if found is None or found.unreachable:
            return False
        if not found.chat:
            return await self._open(person, found, reply)
        key = f"{self._owner}:{person}:{self.added}"
        where = (found.service_url, found.chat)
        for payload in payloads(person, _contents(reply), key, *where, self._origin, reply.operation):
            await self._add(NOTICE, payload["key"], payload, found.chat)
        if reply.live:
            card = (reply.live, found.chat, person, found.service_url, reply.revision)
            await self._work.cards.put(*card, showing.token(key))
        if reply.operation:
            token = showing.token(key, operation=True)
            await self._work.operations.show(reply.operation, token, reply.revision)
        return True

    async def forget(self, person: str) -> None:
        await self._work.cards.forget(person)

    async def _open(self, person: str, found: Address, reply: Reply) -> bool:
        """Have a chat opened with somebody of whom Teams' id or object id is known, and write there."""
        service_url = found.service_url or self._origin.service_url
        if not service_url or not (found.user or found.object_id):
            return False
        payload = {
            "version": 1,
            "person": person,
            "member": found.user or found.object_id,
            "service_url": service_url,
            "channel": self._origin.channel,
            "bot": self._origin.bot,
            "contents": _contents(reply),
            "live": reply.live,
            "revision": reply.revision,
            "operation": reply.operation,
        }
        key = f"{self._owner}:{person}:{self.added}"
        if reply.operation:
            token = showing.token(key, operation=True)
            await self._work.operations.show(reply.operation, token, reply.revision)
        await self._add(OPENING, key, payload, found.user)
        return True

    def _replacing(self, shown: Shown, reply: Reply, more: dict[str, Any]) -> Row:
        [content] = _contents(reply)
        about = {"number": shown.number, "conversation": shown.conversation, "of": shown.activity}
        activity = self._origin.addressed(content, shown.conversation)
        payload = {"version": 1, **about, "activity": activity, **more}
        self.added += 1
        return f"{self._owner}:{self.added}", payload, shown.conversation

    async def _add(self, kind: str, key: str, payload: dict[str, Any], target: str) -> None:
        self.added += 1
        await self._work.jobs.add(kind, key, self._now, payload, target=target)


def _contents(reply: Reply) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [wire.to_json(activity) for activity in outbound.contents(reply)]
    return found
