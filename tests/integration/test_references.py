"""Chats as they can be written to: kept by every turn at next to no cost, given up when Baton is removed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.origin import Origin, Place
from bot.store.reach import UNREACHED
from bot.store.store import Store
from bot.store.tables import handoff_card, job, person, reference
from bot.store.turns import Answer, Delivery
from bot.turn import Turn
from bot.turns import Turns
from dialogs.desk import Desk
from dialogs.message import Message, Person
from dialogs.message import Place as Where
from tests.chat import desks
from tests.fakes import FakeExpert
from tests.integration.handoff_rows import made

_ORIGIN = Origin(service_url="https://smba.trafficmanager.net/emea/", channel="msteams", bot="28:baton")
_MEGAN = {"user": "29:megan", "object_id": "m", "name": "Megan", "email": "megan@contoso.com"}
_CHAT = "a:megan"


class _Writes:
    """Megan, whose activities come one after the other."""

    def __init__(self, store: Store) -> None:
        self.store, self.count = store, 0
        self.turns = Turns(store=store, desks=desks(FakeExpert()))

    async def writes(self, origin: Origin = _ORIGIN, *, chat: str = _CHAT, leaving: bool = False) -> None:
        self.count += 1
        id = f"m{self.count}"
        delivery = Delivery(tenant="t", conversation=chat, activity=id, person="29:megan", content=id)
        place = Where.PERSONAL if chat == _CHAT else Where.GROUP
        message = Message(person=Person(tenant="t", id="29:megan"), conversation=chat, place=place)

        async def respond(turn: Turn) -> Answer:
            turn.leaving = leaving
            await turn.decide(message, _nothing)
            return Answer(status=201)

        await self.turns.run(delivery, respond, origin)
        await self.turns.settled()


async def _nothing(message: Message, desk: Desk) -> None:
    return None


@pytest.fixture
async def megan(store: Store) -> _Writes:
    async with store.work("t") as work:
        await work.people.introduce(**_MEGAN, chat="", service_url="")
        await work.commit()
    return _Writes(store)


async def _rows(store: Store, table: sa.Table) -> list[Mapping[str, Any]]:
    async with store._engine.connect() as connection:
        return [dict(row) for row in (await connection.execute(sa.select(table))).mappings()]


async def _place(store: Store, chat: str = _CHAT) -> Place | None:
    async with store.work("t") as work:
        return await work.references.of_chat(chat)


async def _id(store: Store) -> str:
    [row] = await _rows(store, person)
    return str(row["id"])


@contextlib.contextmanager
def _changes(store: Store) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_more: object) -> None:
        if "reference" in sql.partition("RETURNING")[0] or "UPDATE person" in sql:
            asked.append(sql)

    sa.event.listen(store._engine.sync_engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(store._engine.sync_engine, "before_cursor_execute", note)


async def test_whoever_writes_can_be_written_to(store: Store, megan: _Writes) -> None:
    await megan.writes()

    assert await _place(store) == Place.at(_ORIGIN, _CHAT)
    [row] = await _rows(store, person)
    assert (row["chat"], row["service_url"], row["unreachable"]) == (_CHAT, _ORIGIN.service_url, False)


async def test_what_is_kept_already_is_neither_asked_for_nor_written_again(
    store: Store, megan: _Writes
) -> None:
    await megan.writes()

    with _changes(store) as asked:
        await megan.writes()

    assert asked == []


@pytest.mark.parametrize(
    "new", [{"service_url": "https://smba.trafficmanager.net/amer/"}, {"bot": "28:other"}, {"bot_name": "B"}]
)
async def test_what_has_changed_is_renewed(store: Store, megan: _Writes, new: dict[str, str]) -> None:
    await megan.writes()

    await megan.writes(replace(_ORIGIN, **new))

    assert await _place(store) == Place.at(replace(_ORIGIN, **new), _CHAT)
    [row] = await _rows(store, person)
    assert row["service_url"] == new.get("service_url", _ORIGIN.service_url)


async def test_a_group_is_nobodys_own_chat_and_the_threads_of_a_channel_are_one(
    store: Store, megan: _Writes
) -> None:
    for thread in ("1", "2"):
        await megan.writes(chat=f"19:channel@thread.tacv2;messageid={thread}")

    [row] = await _rows(store, reference)
    assert (row["conversation"], row["person"]) == ("19:channel@thread.tacv2", "")
    assert (await _rows(store, person))[0]["chat"] == ""


async def test_an_address_that_is_too_long_is_kept_once(store: Store, megan: _Writes) -> None:
    long = replace(_ORIGIN, service_url="https://smba.trafficmanager.net/" + "x" * 500)
    await megan.writes(long)

    with _changes(store) as asked:
        await megan.writes(long)

    assert asked == []


async def test_who_removes_baton_is_not_written_to_any_more(store: Store, megan: _Writes) -> None:
    await megan.writes()
    id = await _id(store)
    async with store.work("t") as work:
        await work.cards.put(12, _CHAT, id, "https://x/", 1, "1")
        await work.cards.put(12, "19:group", "", "https://x/", 1, "2")
        await work.jobs.add("notice", "waits", store.now(), {"version": 1}, target=_CHAT)
        await work.jobs.add("notice", "another's", store.now(), {"version": 1}, target="a:ana")
        await work.commit()

    for _ in range(2):
        await megan.writes(leaving=True)

    assert await _place(store) is None
    assert [row["unreachable"] for row in await _rows(store, person)] == [True]
    assert [row["conversation"] for row in await _rows(store, handoff_card)] == ["19:group"]
    waiting = [(row["kind"], row["key"].partition(":")[0]) for row in await _rows(store, job)]
    assert sorted(waiting) == [("notice", "another's"), (UNREACHED, id)]


async def test_who_writes_again_is_reached_again_and_their_reminders_are_planned(
    store: Store, megan: _Writes
) -> None:
    await megan.writes()
    id = await _id(store)
    async with store.work("t") as work:
        await work.handoffs.add(made(12, receiver=id))
        await work.commit()
    await megan.writes(leaving=True)

    await megan.writes()

    assert await _place(store) is not None
    assert [row["unreachable"] for row in await _rows(store, person)] == [False]
    planned = [row for row in await _rows(store, job) if row["kind"] == "plan reminders"]
    assert [row["payload"] for row in planned if row["target"] == id] == [{"version": 1, "person": id}]


async def test_who_is_on_no_handoff_has_nothing_planned(store: Store, megan: _Writes) -> None:
    await megan.writes()
    await megan.writes(leaving=True)

    await megan.writes()

    assert [row["kind"] for row in await _rows(store, job)] == [UNREACHED]


async def test_a_group_that_baton_leaves_makes_nobody_unreachable(store: Store, megan: _Writes) -> None:
    group = "19:group@thread.v2"
    await megan.writes()
    await megan.writes(chat=group)
    async with store.work("t") as work:
        await work.cards.put(12, f"{group};messageid=1", "", "https://x/", 1, "1")
        await work.commit()

    await megan.writes(chat=group, leaving=True)

    assert (await _place(store, group), await _place(store)) == (None, Place.at(_ORIGIN, _CHAT))
    assert [row["unreachable"] for row in await _rows(store, person)] == [False]
    assert await _rows(store, handoff_card) == []


async def test_whoever_has_their_data_deleted_leaves_no_chat_behind(store: Store, megan: _Writes) -> None:
    await megan.writes()
    await megan.writes(chat="19:group")

    async with store.work("t") as work:
        await work.people.forget("29:megan")
        await work.commit()

    assert [row["conversation"] for row in await _rows(store, reference)] == ["19:group"]


async def test_baton_can_be_removed_by_somebody_who_is_not_known(store: Store, megan: _Writes) -> None:
    async with store.work("t") as work:
        await work.people.forget("29:megan")
        await work.commit()

    await megan.writes(leaving=True)

    assert await _rows(store, job) == []
