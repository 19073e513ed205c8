"""Messages to somebody's own chat, which is opened first where there is none yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import allowance_shares, showing
from bot.allowance import Allowance, Unlimited
from bot.errors import NotSentError, UnreachableError
from bot.kinds import Due, Ended, Message, MessageKind, Payload, WorkKind
from bot.origin import Origin
from bot.references import people
from bot.showing import NOTICE
from bot.store.jobs import State
from bot.store.repository import Clock
from bot.store.store import Store
from dialogs import texts

OPENING = "open chat"
_UNLIMITED = Unlimited()


class Channel(Protocol):
    """What opening a chat needs of `bot.connector.Connector`."""

    async def create_conversation(self, service_url: str, parameters: Mapping[str, Any]) -> str: ...


def payloads(
    person: str,
    contents: Sequence[Mapping[str, Any]],
    key: str,
    service_url: str,
    chat: str,
    origin: Origin,
    operation: str = "",
) -> list[dict[str, Any]]:
    """The payload of each activity of a notice: the first has the key itself, others follow one another.

    `operation`: the id of the operation that the first of them shows, "" for none.
    """
    keys = [key, *(f"{key}:{place}" for place in range(1, len(contents)))]
    follows = [{}, *({"after": before} for before in keys)]
    return [
        {
            "version": 1,
            "key": own,
            "person": person,
            "service_url": service_url,
            "conversation": chat,
            "activity": origin.addressed(dict(content), chat),
            **({"operation": operation} if operation and own == key else {}),
            **after,
        }
        for own, after, content in zip(keys, follows, contents, strict=False)
    ]


def kind(now: Clock) -> MessageKind:
    async def ended(connection: AsyncConnection, ended: Ended) -> None:
        """Keep the id of what may be a live card or show an operation, and that somebody was not reached."""
        payload = ended.payload
        token = showing.token(payload["key"], operation=bool(payload.get("operation")))
        await showing.settle(connection, ended.tenant, payload["conversation"], token, ended.activity)
        if ended.state == State.UNREACHABLE:
            await people(connection, ended.tenant, now).lost(payload["person"])

    async def complete(connection: AsyncConnection, due: Due) -> Due | None:
        """Nothing is tried with somebody who was found meanwhile to be out of reach."""
        address = await people(connection, due.tenant, now).address(due.payload["person"])
        return None if address and address.unreachable else due

    return MessageKind(name=NOTICE, version=1, compose=_compose, complete=complete, ended=ended)


def _compose(due: Due, missed: Sequence[Payload]) -> Message:
    activity = due.payload["activity"]
    if missed and activity.get("text"):
        activity = {**activity, "text": f"{activity['text']}\n\n{texts.MISSED}"}
    where = {"service_url": due.payload["service_url"], "conversation": due.payload["conversation"]}
    return Message(**where, activity=activity)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Opens a chat with somebody, which the channel does once however often it is asked, and writes there."""

    store: Store
    channel: Channel
    allowance: Allowance = _UNLIMITED

    def kind(self) -> WorkKind:
        return WorkKind(name=OPENING, version=1, run=self._run)

    async def _run(self, due: Due) -> None:
        payload = due.payload
        async with self.store.work(due.tenant) as work:
            address = await work.people.address(payload["person"])
        if address and address.unreachable:
            return
        await allowance_shares.wait(self.allowance, due.tenant)
        try:
            about = parameters(due.tenant, payload["bot"], payload["member"])
            chat = await self.channel.create_conversation(payload["service_url"], about)
        except UnreachableError:
            async with self.store.work(due.tenant) as work:
                await work.people.lost(payload["person"])
                await work.commit()
            raise
        if not chat:
            raise NotSentError  # the chat may be there; asking again finds it
        await self._write(due, chat)

    async def _write(self, due: Due, chat: str) -> None:
        payload, now = due.payload, self.store.now()
        service_url, person = payload["service_url"], payload["person"]
        origin = Origin(service_url=service_url, channel=payload["channel"], bot=payload["bot"])
        async with self.store.work(due.tenant) as work:
            await work.people.opened(person, chat, service_url)
            shows = payload.get("operation", "")  # no part of what an older Baton wrote
            found = payloads(person, payload["contents"], due.key, service_url, chat, origin, shows)
            added = [await work.jobs.add(NOTICE, each["key"], now, each, target=chat) for each in found]
            if payload["live"] and added[0]:
                where = (payload["live"], chat, person, service_url, payload["revision"])
                await work.cards.put(*where, showing.token(due.key))
            await work.commit()


def parameters(tenant: str, bot: str, member: str) -> Mapping[str, Any]:
    """What the channel is told to open the chat of a bot with somebody; "" is what is not known."""
    who = {"bot": {"id": bot}} if bot else {}
    where = {"tenantId": tenant, "channelData": {"tenant": {"id": tenant}}} if tenant else {}
    return {"isGroup": False, **who, "members": [{"id": member}], **where}
