"""Replies that a turn could not send, sent by the worker."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import showing
from bot.kinds import Due, Ended, Message, MessageKind, Payload
from bot.store.turns import REPLY


def kind() -> MessageKind:
    return MessageKind(name=REPLY, version=1, compose=_compose, ended=_ended)


def _compose(due: Due, missed: Sequence[Payload]) -> Message:
    """The reply as it was decided; of one that may have been lost the next turn tells, and it alone."""
    payload = due.payload
    return Message(
        service_url=payload["service_url"],
        conversation=payload["conversation"],
        activity=payload["activity"],
        reply_to=payload["reply_to"],
    )


async def _ended(connection: AsyncConnection, ended: Ended) -> None:
    """Keep the id of what was a live card."""
    payload = ended.payload
    if token := payload.get("token"):
        where = (ended.tenant, payload["conversation"])
        await showing.settle(connection, *where, token, ended.activity)
