"""What came of an operation, put into the message that shows it or sent as its own: the newest alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import outbound, showing, wire
from bot.errors import TooEarlyError
from bot.kinds import Due, Ended, Message, MessageKind, Payload
from bot.origin import Place
from bot.store.jobs import Jobs, State
from bot.store.repository import Clock, fit
from bot.store.tables import operation as table
from bot.store.unit import execute
from dialogs.message import Reply

RESULT = "meeting result"
_LOST = 60.0  # seconds after which the id of a message that nobody is sending does not come any more
_ANSWERED = timedelta(seconds=1)  # by then the client has the answer to a pressed button
_READ = ("message", "shown", "settled")


def kind(now: Clock) -> MessageKind:
    async def ended(connection: AsyncConnection, ended: Ended) -> None:
        """Keep which message shows it now; what was deleted in the chat is sent anew, once."""
        if ended.state == State.DONE and ended.activity:
            await _shows(connection, ended)
        elif ended.state == State.UNREACHABLE and not ended.blocked and await _is_lost(connection, ended):
            key = f"{ended.payload['operation']}:{ended.payload['revision']}:anew"
            jobs = Jobs(connection, ended.tenant, now)
            await jobs.add(RESULT, key, now(), ended.payload, target=ended.target)

    return MessageKind(name=RESULT, version=1, compose=_compose, complete=_complete, ended=ended)


def payload(reply: Reply, place: Place) -> dict[str, Any]:
    """Of the message that shows a reply; its `operation` and `revision` say which."""
    content = wire.to_json(outbound.contents(reply)[0])
    return {
        "operation": reply.operation,
        "revision": reply.revision,
        "service_url": place.service_url,
        "conversation": place.conversation,
        "activity": place.addressed(content, place.conversation),
    }


def _compose(due: Due, missed: Sequence[Payload]) -> Message:
    about, of = due.payload, due.payload["of"]
    return Message(
        service_url=about["service_url"],
        conversation=about["conversation"],
        activity={**about["activity"], "id": of} if of else about["activity"],
        update_of=of,
    )


async def _complete(connection: AsyncConnection, due: Due) -> Due | None:
    """Which message it is by now, "" for a new one; None where it shows that, or something newer, already."""
    if await showing.is_under_way(connection, RESULT, due):
        raise TooEarlyError
    query = sa.select(*(table.c[name] for name in _READ)).where(*_this(due.tenant, due.payload))
    row = (await execute(connection, query)).first()
    if row is None or row.shown >= due.payload["revision"]:
        return None
    if row.settled and row.settled + _ANSWERED > due.due + timedelta(seconds=due.late):
        raise TooEarlyError
    if not showing.is_token(row.message):
        return replace(due, payload={**due.payload, "of": row.message})
    if due.late < _LOST or await showing.is_coming(connection, due.tenant, row.message):
        raise TooEarlyError
    return replace(due, payload={**due.payload, "of": ""})


async def _shows(connection: AsyncConnection, ended: Ended) -> None:
    older = table.c.shown < ended.payload["revision"]
    new = {"message": fit(ended.activity, table.c.message), "shown": ended.payload["revision"]}
    await execute(
        connection, sa.update(table).where(*_this(ended.tenant, ended.payload), older).values(**new)
    )


async def _is_lost(connection: AsyncConnection, ended: Ended) -> bool:
    """Whether it was a message that is gone, and not the chat; from then on it has none."""
    known = (table.c.message != "", ~table.c.message.startswith(showing.token("")))
    older = table.c.shown < ended.payload["revision"]
    gone = sa.update(table).where(*_this(ended.tenant, ended.payload), *known, older).values(message="")
    return (await execute(connection, gone)).rowcount == 1


def _this(tenant: str, payload: Payload) -> tuple[sa.ColumnElement[bool], ...]:
    return (table.c.tenant == tenant, table.c.id == payload["operation"])
