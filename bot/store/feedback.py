"""Which answer each sent message held, and what people thought of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.repository import Repository, fit
from bot.store.tables import answer, feedback
from dialogs.desk import Kept, Reaction
from dialogs.message import Given

_KEY = (answer.c.conversation, answer.c.message)
_ADD: Mapping[str, Any] = {
    engine: new.on_conflict_do_nothing().returning(*_KEY)
    for engine, new in (("sqlite", sqlite.insert(answer)), ("postgresql", postgresql.insert(answer)))
}


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """An answer that was sent to a person, and the id of its message."""

    given: Given
    person: str
    conversation: str
    message: str


class _Answers(Repository):
    table = answer


class Feedback(Repository):
    """Implements the port of the same name."""

    table = feedback

    @property
    def _answers(self) -> _Answers:
        return _Answers(self._connection, self._tenant, self.now)

    async def remember_all(self, answers: Sequence[Remembered], version: str) -> None:
        """Keep which message held which answer, for several people at once."""
        rows = {(row["conversation"], row["message"]): row for row in self._rows(answers, version)}
        added = await self.execute(_ADD[self._connection.dialect.name], list(rows.values()))
        if again := rows.keys() - {tuple(key) for key in added}:
            await self._replace({key: rows[key] for key in again})

    async def _replace(self, rows: Mapping[tuple[str, str], Mapping[str, Any]]) -> None:
        """A client that hands out the same message id again means the newer message."""
        older = sa.and_(self._answers.mine(), sa.tuple_(*_KEY).in_(list(rows)))
        await self._blank(older)
        await self.execute(sa.delete(answer).where(older))
        await self.execute(sa.insert(answer), list(rows.values()))

    def _rows(self, answers: Sequence[Remembered], version: str) -> Iterator[dict[str, Any]]:
        for each in answers:
            yield {
                "tenant": self._tenant,
                "conversation": each.conversation,
                "message": fit(each.message, answer.c.message),
                "person": each.person,
                "question": each.given.question,
                "answer": fit(each.given.answer, answer.c.answer),
                "version": version,
                "at": self.now(),
            }

    async def record(self, reaction: Reaction, version: str) -> None:
        about = fit(reaction.message, answer.c.message)
        given = await self._given(reaction, about) or {"message": about, "version": version}
        new = {
            "question": "",
            "answer": "",
            **given,
            "reaction": reaction.reaction,
            "comment": reaction.comment,
        }
        key = {"conversation": reaction.conversation, "message": new.pop("message")}
        mine = self.rows_of(reaction.person, **key)
        if await self.change(sa.update(feedback).where(mine).values(**new, at=self.now())) == 0:
            await self.insert({**key, "person": reaction.person, **new, "at": self.now()})

    async def kept(self, person: str) -> Kept:
        said = feedback.c.reaction + ": " + feedback.c.comment
        whole = sa.case((feedback.c.comment == "", feedback.c.reaction), else_=said)
        return await self.count(person, whole, feedback.c.at)

    async def answers(self, person: str) -> Kept:
        return await self._answers.count(person, answer.c.question, answer.c.at)

    async def forget(self, person: str) -> None:
        await self.execute(sa.delete(feedback).where(self.rows_of(person)))
        await self._blank(self._answers.rows_of(person))
        await self.execute(sa.delete(answer).where(self._answers.rows_of(person)))

    async def _blank(self, given: sa.ColumnElement[bool]) -> None:
        """Take the questions of these answers out of what others thought of them."""
        same = (feedback.c[name] == answer.c[name] for name in ("tenant", "conversation", "message"))
        about = sa.exists().where(*same, given)
        await self.execute(sa.update(feedback).where(self.mine(), about).values(question=""))

    async def _given(self, reaction: Reaction, about: str) -> dict[str, str] | None:
        """The answer that a reaction is about; some clients do not say which, and mean the newest."""
        meant = answer.c.message == about if about else answer.c.person == reaction.person
        here = sa.and_(self._answers.mine(), answer.c.conversation == reaction.conversation, meant)
        query = sa.select(answer.c.message, answer.c.question, answer.c.answer, answer.c.version)
        row = (await self.execute(query.where(here).order_by(answer.c.at.desc()).limit(1))).mappings().first()
        return {name: str(value) for name, value in row.items()} if row else None
