"""A question that Baton could not answer, stored."""

from __future__ import annotations

from bot.store.store import Store


async def unanswered(store: Store, question: str, *, tenant: str = "t", person: str = "ana") -> None:
    async with store.work(tenant) as work:
        await work.questions.add(
            question=question, normalised=question.casefold(), person=person, conversation="c", version="1"
        )
        await work.commit()
