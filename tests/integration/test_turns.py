"""A dialog within a unit of work, on a real database file."""

from __future__ import annotations

import asyncio

from bot.store.store import Store
from bot.turns import Turns
from dialogs import conversation, texts
from dialogs.desk import Defaults, Desk
from dialogs.message import Message, Person
from tests.fakes import FakeExpert
from tests.integration.unanswered import unanswered


async def test_only_admins_see_the_unanswered_questions(store: Store) -> None:
    await unanswered(store, "why")
    turns = Turns(store=store, expert=FakeExpert(), defaults=Defaults())

    said = []
    for admin in (True, False):
        person = Person(tenant="t", id="megan", admin=admin)
        asked = Message(person=person, conversation="c", text="unanswered")
        said.append((await turns.run(asked, conversation.respond)).replies[0].text)

    assert said[0].endswith("asked once · why")
    assert said[1] == texts.ADMINS_ONLY


async def test_more_questions_than_fit_are_counted(store: Store) -> None:
    for n in range(22):
        await unanswered(store, f"question {n}")
    turns = Turns(store=store, expert=FakeExpert(), defaults=Defaults())

    asked = Message(person=Person(tenant="t", id="ana", admin=True), conversation="c", text="unanswered")
    said = (await turns.run(asked, conversation.respond)).replies[0].text

    assert said.endswith("And 2 more.")


async def test_messages_of_one_person_wait_for_each_other_and_not_for_anybody_else(store: Store) -> None:
    turns = Turns(store=store, expert=FakeExpert(), defaults=Defaults())
    under_way: list[str] = []
    together: set[tuple[str, ...]] = set()

    async def decide(message: Message, _: Desk) -> None:
        under_way.append(message.person.id)
        await asyncio.sleep(0.01)
        together.add(tuple(sorted(under_way)))
        under_way.remove(message.person.id)

    people = (Person(tenant="t", id=name) for name in ("ana", "ana", "megan", "ana"))
    await asyncio.gather(*(turns.run(Message(person=who, conversation="c"), decide) for who in people))

    assert ("ana", "megan") in together
    assert not [names for names in together if names.count("ana") > 1]
