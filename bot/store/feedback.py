"""Which answer each sent message held, and what people thought of it."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.repository import Repository, fit
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
        id = fit(given.answer, answer.c.answer)
        about = {"question": given.question, "answer": id, "version": version, "at": self.now()}
        key = {"conversation": conversation, "message": fit(message, answer.c.message)}
        # A client that hands out the same message id again means the newer message.
        again = sa.and_(self._answers.mine(), *(answer.c[name] == value for name, value in key.items()))
        await self._blank(again)
        if await self.change(sa.update(answer).where(again).values(person=person, **about)) == 0:
            await self._answers.insert({**key, "person": person, **about})

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
        mine = self.of(reaction.person, **key)
        if await self.change(sa.update(feedback).where(mine).values(**new, at=self.now())) == 0:
            await self.insert({**key, "person": reaction.person, **new, "at": self.now()})

    async def kept(self, person: str) -> Kept:
        said = feedback.c.reaction + ": " + feedback.c.comment
        whole = sa.case((feedback.c.comment == "", feedback.c.reaction), else_=said)
        return await self.count(person, whole, feedback.c.at)

    async def answers(self, person: str) -> Kept:
        return await self._answers.count(person, answer.c.question, answer.c.at)

    async def forget(self, person: str) -> None:
        await self.execute(sa.delete(feedback).where(self.of(person)))
        await self._blank(self._answers.of(person))
        await self.execute(sa.delete(answer).where(self._answers.of(person)))

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
