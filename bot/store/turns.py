"""Turns: what makes each activity run once, and a conversation's turns one after the other.

Beginning a turn is one INSERT in the same transaction as the state it changes, and it reads all that the
turn needs: where a turn of another process ends meanwhile, as it was before that. It does nothing where the
activity is known, where the same content is still being dealt with, or where another turn of the
conversation runs: the primary key, the content check and a partial unique index see to that on both
engines, also between processes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.origin import NO_CHAT, Place
from bot.store.opening import READ, Opened, about
from bot.store.repository import Repository, fit
from bot.store.tables import TURN_RUNNING, TURN_UNKNOWN, Moment, turn

REPLY = "reply"  # the kind of job that sends what a turn could not; its key begins with the turn's owner
OWNER = 16  # characters of it
ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)
_SLOW = timedelta(seconds=10)  # Teams delivers again after about 15 s, with a new id after about 30 s
_LATE = timedelta(minutes=2)  # so long after a slow turn the same content is taken for that delivery


class State(StrEnum):
    RUNNING = "running"
    DONE = "done"
    UNKNOWN = "unknown"  # what was said may not have arrived
    TOLD = "told"  # and a later message has said so


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One activity as it was delivered: `content` is a digest of who said what, `action` a button's own id.

    `repeatable`: pressing the button once more later is meant to do it once more.
    """

    tenant: str
    conversation: str
    activity: str
    person: str
    content: str
    action: str = ""
    repeatable: bool = True

    def repeats(self, arrived: datetime, ended: datetime) -> datetime:
        """Until when the same content under another id is this delivery again."""
        if self.action:
            return ended + timedelta(hours=1) if self.repeatable else ALWAYS
        return ended + _LATE if ended - arrived > _SLOW else ended


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The HTTP response to a delivery."""

    status: int
    body: Any = None


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What became of a turn: its response, until when its content repeats, and whether words may be lost."""

    delivery: Delivery
    owner: str
    answer: Answer
    until: datetime
    unknown: bool = False


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A turn that stands in the way of beginning another."""

    activity: str
    owner: str
    state: State
    same: bool  # it is this delivery
    began: datetime
    answer: Answer


_COLUMNS = (
    *("tenant", "conversation", "activity", "person", "content", "action", "state", "owner", "status"),
    *("began", "repeats"),
)
_HERE = sa.and_(
    turn.c.tenant == sa.bindparam("the_tenant"), turn.c.conversation == sa.bindparam("the_conversation")
)
_SAME_CONTENT = sa.and_(
    turn.c.content == sa.bindparam("the_content"), turn.c.repeats > sa.bindparam("arrived")
)
_NEW = sa.select(*(sa.bindparam(f"the_{name}", type_=turn.c[name].type) for name in _COLUMNS)).where(
    ~sa.exists().where(_HERE, _SAME_CONTENT)
)
# On PostgreSQL a statement that waited reads what was there before it did, and a whole turn may have passed.
_WAITED: Mapping[str, sa.ColumnElement[bool]] = {
    "sqlite": sa.literal(False),
    "postgresql": sa.func.clock_timestamp() - sa.func.statement_timestamp() > timedelta(milliseconds=1),
}
_TAKEN = sa.exists().where(_HERE, _SAME_CONTENT, turn.c.activity != sa.bindparam("the_activity"))
_READ_AGAIN = sa.select(*READ, _TAKEN.label("taken"))
# Built once: composing a statement costs more than running it.
_BEGIN: Mapping[str, Any] = {
    dialect.__name__.rpartition(".")[2]: dialect.insert(turn)
    .from_select(_COLUMNS, _NEW)
    .on_conflict_do_nothing()
    .returning(*READ, _WAITED[dialect.__name__.rpartition(".")[2]].label("waited"))
    for dialect in (sqlite, postgresql)
}
_ID = turn.c.activity == sa.bindparam("the_activity")
_FIND = (
    sa.select(turn, sa.or_(_ID, _SAME_CONTENT).label("same"))
    .where(_HERE, sa.or_(_ID, _SAME_CONTENT, TURN_RUNNING))
    .order_by(_ID.desc(), sa.literal_column("same").desc())
    .limit(1)
)
_FINISH = (
    sa.update(turn)
    .where(_HERE, _ID, turn.c.owner == sa.bindparam("the_owner"), TURN_RUNNING)
    .values(
        state=sa.bindparam("became"),
        status=sa.bindparam("answered"),
        body=sa.bindparam("said", type_=turn.c.body.type),
        repeats=sa.bindparam("until", type_=Moment),
    )
)


class Turns(Repository):
    """Implements nobody's port: only the edge knows of deliveries."""

    table = turn

    async def begin(
        self, delivery: Delivery, owner: str, arrived: datetime, place: Place = NO_CHAT, own: str = ""
    ) -> Opened | None:
        """Take the delivery and its conversation, and read them; None where something stands in the way.

        `place` is the chat as it is now, and `own` the Teams user whose own chat it is, "" for a group.
        """
        values = {
            **about(place, own),
            **self._key(delivery, delivery.activity),
            "the_person": delivery.person,
            "the_content": delivery.content,
            "the_action": delivery.action,
            "the_state": State.RUNNING,
            "the_owner": owner,
            "the_status": 0,
            "the_began": self.now(),
            "the_repeats": ALWAYS,
            "arrived": arrived,
        }
        statement = _BEGIN[self._connection.dialect.name]
        row = (await self.execute(statement, values)).first()
        if row and row.waited:
            row = (await self.execute(_READ_AGAIN, values)).one()
            if row.taken:
                return None  # whoever leaves the unit of work now takes the row back
        return Opened.of(row._mapping) if row else None

    async def find(self, delivery: Delivery, arrived: datetime) -> Seen | None:
        """What stood in the way: the delivery itself before all others."""
        key = self._key(delivery, delivery.activity)
        values = {**key, "the_content": delivery.content, "arrived": arrived}
        row = (await self.execute(_FIND, values)).first()
        if row is None:
            return None
        return Seen(
            activity=row.activity,
            owner=row.owner,
            state=State(row.state),
            same=bool(row.same),
            began=row.began,
            answer=Answer(status=row.status, body=row.body),
        )

    async def finish(self, endings: Sequence[Ending]) -> None:
        """Let the conversations go and keep the responses for second deliveries."""
        await self.execute(_FINISH, [self._ended(each) for each in endings])

    async def give_up(self, delivery: Delivery, seen: Seen, answer: Answer) -> None:
        """End a turn whose process is gone: whether its reply arrived is not known."""
        lost = replace(delivery, activity=seen.activity)
        ending = Ending(delivery=lost, owner=seen.owner, answer=answer, until=self.now(), unknown=True)
        await self.execute(_FINISH, self._ended(ending))

    async def tell_missed(self, delivery: Delivery) -> None:
        """What may not have arrived was said to be so."""
        await self.execute(sa.update(turn).where(self._unheard(delivery)).values(state=State.TOLD))

    async def renew_action(self, delivery: Delivery) -> None:
        """The same button with other data: what it did before may be done again."""
        same = sa.and_(turn.c.action == delivery.action, turn.c.content != delivery.content)
        here = self.rows_of(delivery.person, conversation=delivery.conversation)
        await self.execute(sa.update(turn).where(here, same).values(repeats=self.now()))

    async def forget(self, person: str) -> None:
        """Take the person and what was answered off the rows; that the activities ran stays known."""
        await self.execute(sa.update(turn).where(self.rows_of(person)).values(person="", body=None))

    def _ended(self, ending: Ending) -> dict[str, Any]:
        return {
            **self._key(ending.delivery, ending.delivery.activity),
            "the_owner": ending.owner,
            "became": State.UNKNOWN if ending.unknown else State.DONE,
            "answered": ending.answer.status,
            "said": ending.answer.body,
            "until": ending.until,
        }

    def _unheard(self, delivery: Delivery) -> sa.ColumnElement[bool]:
        here = self.rows_of(delivery.person, conversation=delivery.conversation)
        return sa.and_(here, TURN_UNKNOWN)

    def _key(self, delivery: Delivery, activity: str) -> dict[str, str]:
        return {
            "the_tenant": self._tenant,
            "the_conversation": delivery.conversation,
            "the_activity": fit(activity, turn.c.activity),
        }
