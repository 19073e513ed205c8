"""Operations: what takes longer than a turn, each a row with all of it as JSON."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import showing
from bot.errors import ConflictError
from bot.origin import Place
from bot.store.meeting_tables import ORIGIN
from bot.store.repository import Clock, Repository, fit
from bot.store.tables import operation as table
from dialogs.operation import OVER, Operation, Stage

_BYTES = 8  # of an id


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An operation with where it is said. `shown`: the revision that its message shows."""

    operation: Operation
    place: Place
    shown: int = 0


class Operations(Repository):
    """Operations by id; every change is a compare-and-set on the revision."""

    table = table

    def __init__(self, connection: AsyncConnection, tenant: str, now: Clock) -> None:
        super().__init__(connection, tenant, now)
        self._messages: dict[str, str] = {}  # as they were read

    async def add(self, operation: Operation, place: Place) -> Operation:
        """Keep a new one, under an id of its own."""
        new = replace(operation, id=secrets.token_hex(_BYTES), revision=1)
        row = {**_row(new), "id": new.id, "person": new.person, "number": new.number, "revision": 1}
        where = {name: fit(getattr(place, name), table.c[name]) for name in ORIGIN}
        never = {"shown": 0, "settled": None, "begun": 0, "created": self.now(), "changed": self.now()}
        await self.insert({**row, **where, **never, "message": fit(new.message, table.c.message)})
        self._messages[new.id] = new.message
        return new

    async def find(self, id: str) -> Kept | None:
        """None also for what a newer Baton wrote so that it cannot be read."""
        found = await self.execute(sa.select(table).where(self.mine(), table.c.id == id))
        row = found.mappings().first()
        return self._kept(row) if row else None

    async def save(self, operation: Operation) -> Operation:
        """Keep a change, with a revision more; ConflictError where somebody else's came first.

        Its message is written only where it is another now: the id of one that was sent may come meanwhile.
        """
        new = replace(operation, revision=operation.revision + 1)
        same = sa.and_(self._this(operation.id), table.c.revision == operation.revision)
        values = {**_row(new), "revision": new.revision, "changed": self.now()}
        if new.message != self._messages.get(new.id, ""):
            values |= {"message": fit(new.message, table.c.message), "settled": None}
        if await self.change(sa.update(table).where(same).values(**values)) == 0:
            raise ConflictError
        self._messages[new.id] = new.message
        return new

    async def show(self, id: str, message: str, shown: int) -> None:
        """Note what shows it from now on: a message of Teams, or the token of one that is on its way."""
        new = {"message": fit(message, table.c.message), "shown": shown, "settled": None}
        await self.execute(sa.update(table).where(self._this(id)).values(**new))

    async def shows(self, token: str, message: str, shown: int, *, just_now: bool = False) -> None:
        """Note which message the token stood for, and which revision it shows.

        `just_now`: it is a pressed card, which the channel is still to be answered with.
        """
        this = sa.and_(self.mine(), table.c.message == fit(token, table.c.message))
        settled = {"settled": self.now()} if just_now else {}
        new = {"message": fit(message, table.c.message), "shown": shown, **settled}
        await self.execute(sa.update(table).where(this).values(**new))

    async def begin_acting(self, operation: Operation) -> bool:
        """Note that the network is asked for it from here on; False where that was so before."""
        first = sa.and_(self._this(operation.id), table.c.begun < operation.revision)
        return await self.change(sa.update(table).where(first).values(begun=operation.revision)) == 1

    async def end_others(self, operation: Operation) -> None:
        """End what the same person has under way for the same handoff, but for what is being done already."""
        for other in await self._open(operation.person, operation.number):
            if other.id != operation.id and other.stage is not Stage.ACTING:
                await self.save(replace(other, stage=Stage.ENDED))

    async def waiting(self, person: str) -> Sequence[Operation]:
        """Those of a person that wait for them to sign in, the oldest first."""
        theirs = sa.and_(self.rows_of(person), table.c.stage == Stage.SIGNING_IN)
        return await self._all(theirs)

    async def is_acting(self, number: int) -> bool:
        """Whether something is being done to a handoff's meeting."""
        acting = sa.and_(self.mine(), table.c.number == number, table.c.stage == Stage.ACTING)
        return (await self.execute(sa.select(table.c.id).where(acting).limit(1))).first() is not None

    async def forget(self, person: str) -> None:
        """Drop all of a person id."""
        await self.execute(sa.delete(table).where(self.rows_of(person)))

    async def _open(self, person: str, number: int) -> Sequence[Operation]:
        open_ = sa.and_(self.rows_of(person), table.c.number == number, table.c.stage.not_in(OVER))
        return await self._all(open_)

    async def _all(self, where: sa.ColumnElement[bool]) -> Sequence[Operation]:
        rows = await self.execute(sa.select(table).where(where).order_by(table.c.created, table.c.id))
        kept = (self._kept(row) for row in rows.mappings())
        return [each.operation for each in kept if each]

    def _kept(self, row: sa.RowMapping) -> Kept | None:
        message = "" if showing.is_token(row["message"]) else row["message"]
        columns = {"id": row["id"], "revision": row["revision"], "message": message}
        if not isinstance(row["body"], Mapping):
            return None
        try:
            operation = _adapter().validate_python({**row["body"], **columns})
        except ValueError:
            return None
        self._messages[row["id"]] = message
        place = Place(**{name: row[name] for name in ORIGIN})
        return Kept(operation=operation, place=place, shown=row["shown"])

    def _this(self, id: str) -> sa.ColumnElement[bool]:
        return sa.and_(self.mine(), table.c.id == id)


def _row(operation: Operation) -> dict[str, Any]:
    body = _adapter().dump_python(operation, mode="json", exclude_defaults=True)
    return {"purpose": operation.purpose, "stage": operation.stage, "body": body}


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Operation]:
    """Built once, when it is first needed: a start is measured."""
    return TypeAdapter(Operation)
