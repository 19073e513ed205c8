"""Histories of handoffs: events that are only ever added, and beside them the free texts, which can go."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.repository import Clock, Repository
from bot.store.tables import handoff_event, handoff_text
from handoffs.change import Event
from handoffs.history import Recorded, record, seal_row

_SALT = 16  # bytes
_FIELDS = ("seq", "what", "person", "at", "before", "after", "why", "seal")
# Built once: composing a statement costs more than running it.
_ADD_EVENTS, _ADD_TEXTS = sa.insert(handoff_event), sa.insert(handoff_text)


class Histories(Repository):
    """The histories of a tenant's handoffs, each sealed with Baton's key."""

    table = handoff_event

    def __init__(self, connection: AsyncConnection, tenant: str, now: Clock, key: bytes) -> None:
        super().__init__(connection, tenant, now)
        self._key = key

    async def add(self, number: int, last: Recorded | None, events: Sequence[Event]) -> Recorded | None:
        """Seal events onto the end of a history; the newest event."""
        new = record(self._key, self._tenant, number, last, events, lambda: secrets.token_hex(_SALT))
        here = {"tenant": self._tenant, "number": number}
        if new:
            await self.execute(_ADD_EVENTS, [here | _event(each) for each in new])
        if texts := [here | text for each in new for text in _texts(each)]:
            await self.execute(_ADD_TEXTS, texts)
        return new[-1] if new else last

    def prove(self, seal: str, body: Mapping[str, Any]) -> str:
        """The seal of a handoff's row after the event of that seal."""
        return seal_row(self._key, seal, body)

    async def all_of(self, number: int) -> Sequence[Recorded]:
        """A whole history, the oldest first."""
        this = sa.select(*(handoff_event.c[name] for name in _FIELDS)).where(
            self.mine(), handoff_event.c.number == number
        )
        events = (await self.execute(this.order_by(handoff_event.c.seq))).mappings().all()
        texts: dict[int, dict[str, str | None]] = defaultdict(dict)
        salts: dict[int, dict[str, str]] = defaultdict(dict)
        blanked = handoff_text.c.text.is_(sa.null()).label("blanked")
        beside = sa.select(handoff_text, blanked).where(self._texts(), handoff_text.c.number == number)
        for row in (await self.execute(beside)).mappings():
            texts[row["seq"]][row["hash"]] = None if row["blanked"] else _whole(row["text"])
            salts[row["seq"]][row["hash"]] = row["salt"]
        return [Recorded(**_sound(row), texts=texts[row["seq"]], salts=salts[row["seq"]]) for row in events]

    async def written_by(self, people: Collection[str]) -> dict[int, set[str]]:
        """What is left of what these people wrote, by the number of the handoff."""
        columns = (handoff_text.c.number, handoff_text.c.text)
        found: dict[int, set[str]] = defaultdict(set)
        for row in await self.execute(sa.select(*columns).where(self._left_by(people))):
            found[row.number].add(row.text)
        return found

    async def blank(self, people: Collection[str]) -> None:
        """Take away what these people wrote; the hashes stay, and with them the chains."""
        await self.execute(sa.update(handoff_text).where(self._left_by(people)).values(text=None))

    def _texts(self) -> sa.ColumnElement[bool]:
        return handoff_text.c.tenant == self._tenant

    def _left_by(self, people: Collection[str]) -> sa.ColumnElement[bool]:
        theirs = handoff_text.c.person.in_(list(people))
        return sa.and_(self._texts(), theirs, handoff_text.c.text.is_not(sa.null()))


def _sound(row: sa.RowMapping) -> dict[str, Any]:
    """An event as it is stored; what was damaged and is no object any more stays damaged, and can be read."""
    fields = {name: row[name] for name in ("before", "after")}
    whole = {name: value if isinstance(value, dict) else {"?": repr(value)} for name, value in fields.items()}
    return {**row, **whole}


def _whole(text: Any) -> str:
    """A text as it is stored; what was damaged and is no text any more is none of those that were blanked."""
    return text if isinstance(text, str) else f"?{text!r}"


def _event(recorded: Recorded) -> dict[str, Any]:
    row = {name: getattr(recorded, name) for name in _FIELDS}
    return row | {"before": dict(recorded.before), "after": dict(recorded.after)}


def _texts(recorded: Recorded) -> Iterator[dict[str, Any]]:
    for digest, text in recorded.texts.items():
        salt, person = recorded.salts[digest], recorded.person
        yield {"seq": recorded.seq, "hash": digest, "salt": salt, "text": text, "person": person}
