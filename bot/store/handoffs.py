"""Handoffs: each a row with all of it as JSON, and rows that say whom it names, so that theirs are found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import ConflictError
from bot.store.histories import Histories
from bot.store.jobs import Jobs
from bot.store.planning import RUNNING, plan_handoff
from bot.store.repository import Clock, Repository
from bot.store.tables import handoff as table
from bot.store.tables import handoff_party as party
from dialogs.desk import Kept
from handoffs import codec, forgetting, views
from handoffs.change import Change
from handoffs.history import Head, Recorded
from handoffs.model import OVER, Handoff, Status

_NEVER = date.max  # sorts last
_MOST_WORDS = 8  # of a name that is looked for
_MOST_NUMBER = 2**31  # what the column takes is below


class Part(StrEnum):
    """What somebody is to a handoff."""

    PARTY = "party"  # somebody on it, also who started it
    ESCALATION = "escalation"


_READ = (table.c.number, table.c.body, table.c.seq, table.c.seal)
_NEW = (
    *("status", "revision", "body", "customer", "name", "seq", "seal", "proof"),
    *("changed", "changed_by"),
)
_THIS = (table.c.tenant == sa.bindparam("the_tenant"), table.c.number == sa.bindparam("the_number"))
# Built once: composing a statement costs more than running it.
_FIND = sa.select(*_READ).where(*_THIS)
_HOLD = _FIND.with_for_update()  # on PostgreSQL; SQLite has one writer at a time anyway
_SEVERAL = sa.select(*_READ).where(
    _THIS[0], table.c.number.in_(sa.bindparam("the_numbers", type_=sa.Integer, expanding=True))
)
_REPLACE = (
    sa.update(table)
    .where(*_THIS, table.c.revision == sa.bindparam("the_revision"))
    .values({name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in _NEW})
)
_ADD_PARTIES = sa.insert(party)

_NO_MORE: Mapping[str, Any] = {}
_Parties = Mapping[tuple[str, Part], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class _Found:
    """A handoff as it was read, the last event of its history, and what a newer Baton has added to it."""

    handoff: Handoff
    last: Recorded | None
    more: Mapping[str, Any] = field(default_factory=dict)


class Handoffs(Repository):
    """Implements the port of the same name; remembers what `find` has read.

    `holds`: whoever else would change a handoff that is found by `find` waits, instead of deciding in vain.
    """

    table = table

    def __init__(
        self, connection: AsyncConnection, tenant: str, now: Clock, histories: Histories, jobs: Jobs
    ) -> None:
        super().__init__(connection, tenant, now)
        self._histories, self._jobs = histories, jobs
        self.holds = False
        self._read: dict[int, _Found] = {}

    async def next_number(self) -> int:
        newest = await self.execute(sa.select(sa.func.max(table.c.number)).where(self.mine()))
        return int(newest.scalar() or 0) + 1

    async def add(self, change: Change) -> None:
        """Keep a new handoff; ConflictError where its number was given to another meanwhile."""
        handoff = change.handoff
        last = await self._histories.add(handoff.number, None, change.events)
        never = {"number": handoff.number, "kind": handoff.kind, "created": handoff.created}
        await self.insert({**never, **self._row(handoff, last)})
        await self._add_parties(handoff.number, _parties(handoff))
        self._read[handoff.number] = _Found(handoff=handoff, last=last)
        await self._plan(handoff)

    async def save(self, change: Change) -> None:
        """Keep a change of what was found; ConflictError where another change came first."""
        if change.is_empty:
            return
        handoff = change.handoff
        await self.find(handoff.number)
        found = self._read.get(handoff.number)
        if found is None or found.handoff.revision != handoff.revision - 1:
            raise ConflictError
        last = await self._histories.add(handoff.number, found.last, change.events)
        await self._replace(found, handoff, last)
        await self._plan(handoff)

    async def _plan(self, handoff: Handoff) -> None:
        """Have its reminders follow the change; a draft has none yet."""
        if handoff.status is not Status.DRAFT:
            await plan_handoff(self._jobs, handoff.number, handoff.revision)

    async def _replace(self, found: _Found, handoff: Handoff, last: Recorded | None) -> None:
        new = {f"new_{name}": value for name, value in self._row(handoff, last, found.more).items()}
        this = {"the_tenant": self._tenant, "the_number": handoff.number}
        done = await self.execute(_REPLACE, {**this, "the_revision": found.handoff.revision, **new})
        if done.rowcount == 0:
            raise ConflictError
        await self._replace_parties(handoff.number, _parties(found.handoff), _parties(handoff))
        self._read[handoff.number] = _Found(handoff=handoff, last=last, more=found.more)

    async def _replace_parties(self, number: int, before: _Parties, after: _Parties) -> None:
        if before == after:
            return
        await self.execute(sa.delete(party).where(party.c.tenant == self._tenant, party.c.number == number))
        await self._add_parties(number, after)

    async def _add_parties(self, number: int, parties: _Parties) -> None:
        rows = [
            {"tenant": self._tenant, "number": number, "person": person, "part": part, **rest}
            for (person, part), rest in parties.items()
        ]
        if rows:
            await self.execute(_ADD_PARTIES, rows)

    async def find(self, number: int) -> Handoff | None:
        if number not in self._read and 0 < number < _MOST_NUMBER:
            statement = _HOLD if self.holds else _FIND
            found = await self.execute(statement, {"the_tenant": self._tenant, "the_number": number})
            self._read |= {row["number"]: _found(row) for row in found.mappings()}
        return self._read[number].handoff if number in self._read else None

    async def several(self, numbers: Collection[int]) -> Mapping[int, Handoff]:
        """Find these in one statement, by number; those that are not there are left out, and none is held."""
        if missing := {number for number in numbers if number not in self._read}:
            these = {"the_tenant": self._tenant, "the_numbers": sorted(missing)}
            self._read |= {
                row["number"]: _found(row) for row in (await self.execute(_SEVERAL, these)).mappings()
            }
        return {number: self._read[number].handoff for number in numbers if number in self._read}

    async def running(self, after: int, limit: int) -> Sequence[int]:
        """Find the numbers of some that are neither drafts nor over: the first after that one."""
        query = sa.select(table.c.number).where(self.mine(), RUNNING, table.c.number > after)
        return (await self.execute(query.order_by(table.c.number).limit(limit))).scalars().all()

    def _take(self, rows: sa.CursorResult[Any]) -> list[Handoff]:
        found = {row["number"]: _found(row) for row in rows.mappings()}
        return [self._read.get(number, each).handoff for number, each in found.items()]

    async def open_of(self, people: Collection[str], *, limit: int, offset: int = 0) -> Sequence[Handoff]:
        return await self._page(self._open(people, Part.PARTY), limit, offset)

    async def escalated_to(
        self, people: Collection[str], *, limit: int, offset: int = 0
    ) -> Sequence[Handoff]:
        return await self._page(self._open(people, Part.ESCALATION), limit, offset)

    async def count_open_of(self, people: Collection[str]) -> int:
        count = sa.select(sa.func.count(party.c.number.distinct()))
        found = await self.execute(count.where(self._open(people, Part.PARTY)))
        return int(found.scalar_one())

    async def _page(self, theirs: sa.ColumnElement[bool], limit: int, offset: int) -> Sequence[Handoff]:
        """Some handoffs by urgency; the index has them in that order."""
        order = (party.c.urgent, party.c.number)
        page = sa.select(*order).where(theirs).distinct().order_by(*order).limit(limit).offset(offset)
        some = page.subquery("some")
        rows = sa.select(*_READ).join(some, some.c.number == table.c.number).where(self.mine())
        return self._take(await self.execute(rows.order_by(some.c.urgent, some.c.number)))

    async def named(self, people: Collection[str], words: str, *, limit: int = 5) -> Sequence[Handoff]:
        theirs = sa.select(party.c.number).where(self._of(people))
        wanted = [
            sa.or_(*(column.contains(word, autoescape=True) for column in (table.c.customer, table.c.name)))
            for word in _searched(words).split()[:_MOST_WORDS]
        ]
        rows = sa.select(*_READ).where(self.mine(), table.c.number.in_(theirs), *(wanted or [sa.false()]))
        order = (table.c.status.in_(OVER), table.c.changed.desc(), table.c.number.desc())
        return self._take(await self.execute(rows.order_by(*order).limit(limit)))

    async def history(self, number: int) -> Sequence[Recorded]:
        return await self._histories.all_of(number)

    async def head(self, number: int) -> Head | None:
        columns = (table.c.seq, table.c.seal, table.c.proof, table.c.body)
        query = sa.select(*columns).where(self.mine(), table.c.number == number)
        row = (await self.execute(query)).first()
        if row is None:
            return None
        whole = isinstance(row.body, dict) and row.proof == self._histories.prove(row.seal, row.body)
        return Head(seq=row.seq, seal=row.seal, whole=whole)

    async def kept(self, people: Collection[str]) -> Kept:
        theirs = sa.select(party.c.number).where(self._of(people))
        count = sa.select(sa.func.count()).select_from(table).where(self.mine(), table.c.number.in_(theirs))
        newest = sa.select(*_READ).where(self.mine(), table.c.number.in_(theirs))
        found = self._take(await self.execute(newest.order_by(table.c.created.desc()).limit(1)))
        last = found[0].opportunity if found else None
        words = filter(None, (last.customer, last.name)) if last else ()
        return Kept(count=(await self.execute(count)).scalar_one(), last=", ".join(words))

    async def forget(self, people: Collection[str]) -> None:
        """Blank what these people wrote; a change of the same handoff at the same time is a conflict."""
        for number, texts in (await self._histories.written_by(people)).items():
            handoff = await self.find(number)
            found = self._read.get(number)
            if handoff and found:
                await self._replace(found, forgetting.blank(handoff, people, texts), found.last)
        await self._histories.blank(people)

    def _row(
        self, handoff: Handoff, last: Recorded | None, more: Mapping[str, Any] = _NO_MORE
    ) -> dict[str, Any]:
        body, seal = {**more, **codec.to_json(handoff)}, last.seal if last else ""
        return {
            "status": handoff.status,
            "revision": handoff.revision,
            "body": body,
            "customer": _searched(handoff.opportunity.customer),
            "name": _searched(handoff.opportunity.name),
            "seq": last.seq if last else 0,
            "seal": seal,
            "proof": self._histories.prove(seal, body),
            "changed": handoff.changed,
            "changed_by": handoff.changed_by,
        }

    def _open(self, people: Collection[str], part: Part) -> sa.ColumnElement[bool]:
        return sa.and_(self._of(people), party.c.part == part, party.c.is_open.is_(sa.true()))

    def _of(self, people: Collection[str]) -> sa.ColumnElement[bool]:
        return sa.and_(party.c.tenant == self._tenant, party.c.person.in_(list(people)))


def _found(row: sa.RowMapping) -> _Found:
    handoff = codec.from_json(row["body"])
    blank: dict[str, Any] = {"what": "", "person": "", "before": {}, "after": {}, "why": ""}
    last = Recorded(**blank, seq=row["seq"], at=handoff.changed, seal=row["seal"])
    more = codec.unknown(row["body"])
    return _Found(handoff=handoff, last=last if row["seq"] else None, more=more)


def _parties(handoff: Handoff) -> _Parties:
    """Whom a handoff names, and what is asked of all that they have. A draft is its creator's alone."""
    dated = views.next_date(handoff)
    rest = {"is_open": not handoff.is_over, "urgent": dated.day if dated else _NEVER}
    named = handoff.parties
    if handoff.status is Status.DRAFT:
        return {(named.creator, Part.PARTY): rest}
    people = {named.creator, named.giver, named.receiver, *named.others} - {""}
    parties = {(person, Part.PARTY): rest for person in sorted(people)}
    return parties | ({(named.escalation, Part.ESCALATION): rest} if named.escalation else {})


def _searched(text: str) -> str:
    """As it is looked for: in small letters, with single spaces, without what databases refuse."""
    return " ".join("".join(c if c.isprintable() else " " for c in text.casefold()).split())
