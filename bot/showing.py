"""Messages that are kept up to date, while they are on their way: live cards, and what shows an operation.

From the turn that decides one to the id that Teams gives it: its row is written in the transaction that
decides it, with a token in the place of that id. Who sends the message puts the id there, or takes the row of
a live card away where it did not arrive. The token begins with the owner of its turn, and goes on as the key
of the job that sends it, where a job does.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.kinds import Due
from bot.store.jobs import State
from bot.store.repository import fit
from bot.store.tables import handoff_card as card
from bot.store.tables import job, operation
from bot.store.turns import OWNER, REPLY
from bot.store.unit import execute
from dialogs.desk import Shown

NOTICE = "notice"  # the kind of job that writes to somebody's own chat
_MARK = "?"  # no id of Teams begins so
_OPERATION = "?!"  # and so the token of what shows an operation
_OPEN = (State.WAITING, State.RUNNING, State.SENDING)
# Built once: composing a statement costs more than running it.
_REVISE = (
    sa.update(card)
    .where(*(card.c[name] == sa.bindparam(f"the_{name}") for name in ("tenant", "number", "conversation")))
    .values(revision=sa.bindparam("new_revision"))
)


def token(key: str, *, operation: bool = False) -> str:
    """What stands for the id of a message that the job of this key, or the turn of this owner, will send."""
    return f"{_OPERATION if operation else _MARK}{key}"


def is_token(activity: str) -> bool:
    return activity.startswith(_MARK)


def key_of(token: str) -> str:
    return token.removeprefix(_OPERATION).removeprefix(_MARK)


async def settle(
    connection: AsyncConnection, tenant: str, conversation: str, token: str, activity: str
) -> None:
    """Put Teams' id in the place of the token; "": the card did not arrive, or nobody knows its id."""
    if token.startswith(_OPERATION):
        await _settle_operation(connection, tenant, conversation, token, activity)
        return
    here = (card.c.tenant == tenant, card.c.conversation == conversation, card.c.activity == token)
    if activity:
        known = {"activity": fit(activity, card.c.activity)}
        await execute(connection, sa.update(card).where(*here).values(**known))
    else:
        await execute(connection, sa.delete(card).where(*here))


async def _settle_operation(
    connection: AsyncConnection, tenant: str, conversation: str, token: str, activity: str
) -> None:
    """An operation whose message did not arrive goes on, and has a new one sent."""
    this = (operation.c.tenant == tenant, operation.c.message == fit(token, operation.c.message))
    known = {"message": fit(activity, operation.c.message), "conversation": conversation}
    await execute(connection, sa.update(operation).where(*this).values(**known))


async def revise(connection: AsyncConnection, tenant: str, revisions: Sequence[tuple[Shown, int]]) -> None:
    """Note which content cards are to have; their ids may have come meanwhile, and are left alone."""
    rows = [
        {
            "the_tenant": tenant,
            "the_number": shown.number,
            "the_conversation": shown.conversation,
            "new_revision": revision,
        }
        for shown, revision in revisions
    ]
    await execute(connection, _REVISE, rows)


async def lose(connection: AsyncConnection, tenant: str, conversation: str, owner: str) -> None:
    """Take away the cards of a turn whose process is gone: whether they arrived is not known."""
    here = (card.c.tenant == tenant, card.c.conversation == conversation)
    lost = sa.func.substr(card.c.activity, 1, 1 + len(owner)) == token(owner)
    await execute(connection, sa.delete(card).where(*here, lost))
    lost = sa.func.substr(operation.c.message, 1, 2 + len(owner)) == token(owner, operation=True)
    mine = (operation.c.tenant == tenant, operation.c.conversation == conversation, lost)
    await execute(connection, sa.update(operation).where(*mine).values(message=""))


async def is_coming(connection: AsyncConnection, tenant: str, token: str) -> bool:
    """Whether a job is still to send the message of this token."""
    key = key_of(token)
    notice = sa.and_(job.c.kind == NOTICE, job.c.key == fit(key, job.c.key))
    reply = sa.and_(job.c.kind == REPLY, sa.func.substr(job.c.key, 1, OWNER) == key[:OWNER])
    query = sa.select(job.c.id).where(job.c.tenant == tenant, job.c.state.in_(_OPEN), sa.or_(notice, reply))
    return (await execute(connection, query.limit(1))).first() is not None


async def is_under_way(connection: AsyncConnection, kind: str, due: Due) -> bool:
    """Whether another content of this kind is being sent to the chat: neither must overtake the other."""
    same = (job.c.tenant == due.tenant, job.c.kind == kind, job.c.target == due.target)
    others = sa.and_(*same, job.c.key != due.key, job.c.state == State.SENDING)
    return (await execute(connection, sa.select(job.c.id).where(others).limit(1))).first() is not None
