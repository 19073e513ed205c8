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
        given = await self._given(reaction) or {"message": reaction.message, "version": version}
        new = {
            "question": "",
            "answer": "",
            **given,
            "reaction": reaction.reaction,
            "comment": reaction.comment,
        }
        key = {"conversation": reaction.conversation, "message": new.pop("message")}
        mine = self.of(reaction.person, **key)
        if await self.change(sa.update(feedback).where(mine).values(**new, at=self.now())) == 0:
            await self.insert({**key, "person": reaction.person, **new, "at": self.now()})

    async def kept(self, person: str) -> Kept:
        return await self.count(person, feedback.c.reaction, feedback.c.at)

    async def answers(self, person: str) -> Kept:
        return await self._answers.count(person, answer.c.question, answer.c.at)

    async def forget(self, person: str) -> None:
        await self.execute(sa.delete(feedback).where(self.of(person)))
        await self.execute(sa.delete(answer).where(self._answers.of(person)))

    async def _given(self, reaction: Reaction) -> dict[str, str] | None:
        """The answer that a reaction is about; some clients do not say which, and mean the newest."""
        about = (
            answer.c.message == reaction.message if reaction.message else answer.c.person == reaction.person
        )
        here = sa.and_(self._answers.mine(), answer.c.conversation == reaction.conversation, about)
        query = sa.select(answer.c.message, answer.c.question, answer.c.answer, answer.c.version)
        row = (await self.execute(query.where(here).order_by(answer.c.at.desc()).limit(1))).mappings().first()
        return {name: str(value) for name, value in row.items()} if row else None
