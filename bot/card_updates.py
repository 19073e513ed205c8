"""New contents of cards that were sent: the newest alone, one after the other for each chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import showing
from bot.errors import TooEarlyError
from bot.kinds import Due, Ended, Message, MessageKind, Payload
from bot.references import people
from bot.store.jobs import State
from bot.store.repository import Clock
from bot.store.tables import handoff_card as card
from bot.store.unit import execute

CARD = "card"
_LOST = 60.0  # seconds after which the id of a card that nobody is sending does not come any more


def kind(now: Clock) -> MessageKind:
    async def ended(connection: AsyncConnection, ended: Ended) -> None:
        """A message that was deleted in the chat is no live card; whose chat takes nothing is lost."""
        if ended.blocked and (person := await _viewer(connection, ended)):
            await people(connection, ended.tenant, now).lost(person)
        await _ended(connection, ended)

    return MessageKind(name=CARD, version=1, compose=_compose, complete=_complete, ended=ended)


def _compose(due: Due, missed: Sequence[Payload]) -> Message:
    payload = due.payload
    return Message(
        service_url=payload["service_url"],
        conversation=payload["conversation"],
        activity={**payload["activity"], "id": payload["of"]},
        update_of=payload["of"],
    )


async def _complete(connection: AsyncConnection, due: Due) -> Due | None:
    """Which message it is by now; None where a newer content is there, or the card is not live any more."""
    if await showing.is_under_way(connection, CARD, due):
        raise TooEarlyError
    if due.payload.get("last"):
        return due
    query = sa.select(card.c.service_url, card.c.activity, card.c.revision).where(*_here(due))
    row = (await execute(connection, query)).first()
    if row is None or row.revision > due.payload["revision"] or _is_another(row.activity, due):
        return None
    if showing.is_token(row.activity):
        await _wait(connection, due, row.activity)
        return None
    known = {"of": row.activity, "service_url": row.service_url}
    return replace(due, payload={**due.payload, **known})


async def _wait(connection: AsyncConnection, due: Due, token: str) -> None:
    """Until the card itself was sent; it is given up where nobody is sending it."""
    if due.late < _LOST or await showing.is_coming(connection, due.tenant, token):
        raise TooEarlyError
    await showing.settle(connection, due.tenant, due.payload["conversation"], token, "")


async def _ended(connection: AsyncConnection, ended: Ended) -> None:
    if ended.state == State.UNREACHABLE and not ended.payload.get("last"):
        on_its_way = card.c.activity.startswith(showing.token(""))
        await execute(connection, sa.delete(card).where(*_here(ended), ~on_its_way))


async def _viewer(connection: AsyncConnection, ended: Ended) -> str:
    """The person id of whose own chat the card is in, "" for a group."""
    return (await execute(connection, sa.select(card.c.person).where(*_here(ended)))).scalar() or ""


def _is_another(activity: str, due: Due) -> bool:
    """Whether the chat's card is another message than the one that this content is for."""
    of: str = due.payload["of"]
    return bool(of) and not showing.is_token(of) and of != activity


def _here(due: Due | Ended) -> tuple[sa.ColumnElement[bool], ...]:
    payload = due.payload
    where = (card.c.number == payload["number"], card.c.conversation == payload["conversation"])
    return (card.c.tenant == due.tenant, *where)
