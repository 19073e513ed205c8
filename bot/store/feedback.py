"""Which answer each sent message held, and what people thought of it."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.repository import Repository
from bot.store.tables import answer, feedback
from dialogs.desk import Kept, Reaction
from dialogs.message import Given


class _Answers(Repository):
    table = answer


class Feedback(Repository):
    """Implements the port of the same name."""

    table = feedback

    @property
    def _answers(self) -> _Answers:
        return _Answers(self._connection, self._tenant, self.now)

    async def remember(
        self, given: Given, *, person: str, conversation: str, message: str, version: str
    ) -> None:
        about = {"question": given.question, "answer": given.answer, "version": version, "at": self.now()}
        key = {"conversation": conversation, "message": message}
        # A client that hands out the same message id again means the newer message.
        again = sa.and_(self._answers.mine(), *(answer.c[name] == value for name, value in key.items()))
        if await self.change(sa.update(answer).where(again).values(person=person, **about)) == 0:
            await self._answers.insert({**key, "person": person, **about})

    async def record(self, reaction: Reaction, version: str) -> None:
        key = {"conversation": reaction.conversation, "message": reaction.message}
        given = await self._given(**key) or {"question": "", "answer": "", "version": version}
        new = {**given, "reaction": reaction.reaction, "comment": reaction.comment, "at": self.now()}
        mine = self.of(reaction.person, **key)
        if await self.change(sa.update(feedback).where(mine).values(**new)) == 0:
            await self.insert({**key, "person": reaction.person, **new})

    async def kept(self, person: str) -> Kept:
        return await self.count(person, feedback.c.reaction, feedback.c.at)

    async def answers(self, person: str) -> Kept:
        return await self._answers.count(person, answer.c.question, answer.c.at)

    async def forget(self, person: str) -> None:
        await self.execute(sa.delete(feedback).where(self.of(person)))
        await self.execute(sa.delete(answer).where(self._answers.of(person)))

    async def _given(self, conversation: str, message: str) -> dict[str, str] | None:
        columns = (answer.c.question, answer.c.answer, answer.c.version)
        here = sa.and_(answer.c.conversation == conversation, answer.c.message == message)
        row = (await self.execute(sa.select(*columns).where(self._answers.mine(), here))).mappings().first()
        return {name: str(value) for name, value in row.items()} if row else None
