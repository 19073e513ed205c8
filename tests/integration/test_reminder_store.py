"""The clock's rows on a real database: reminders, who wants none, chats, and what has them planned anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.origin import Place
from bot.store import tables
from bot.store.planning import PLAN
from bot.store.reminders import Row
from bot.store.store import Store
from dialogs.quiet import ALL
from handoffs.model import Status
from tests.clock import Clock
from tests.integration.handoff_rows import ALEX, ANA, MEGAN, changed, made

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
_TOMORROW, _LATER = NOW + timedelta(days=1), NOW + timedelta(days=3)
_ROW = Row(number=1, ladder="deadline", person=MEGAN, occasion="2026-11-30", at=NOW)
_CHAT = Place(
    conversation="a:megan", service_url="https://x/", channel="msteams", bot="28:b", bot_name="Baton"
)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
async def store(database_url: str, clock: Clock) -> AsyncIterator[Store]:
    opened = Store(database_url, clock)
    await opened.open()
    yield opened
    await opened.close()


async def _put(store: Store, *rows: Row) -> None:
    async with store.work("t") as work:
        await work.reminders.put(rows)
        await work.commit()


async def _rows(store: Store, number: int = 1) -> list[Row]:
    async with store.work("t") as work:
        return list(await work.reminders.of_handoff(number))


async def _same_person(store: Store, *ids: str, user: str = "29:megan") -> None:
    """Have these person ids be of one account, the first's."""
    blank = {"object_id": "", "email": "", "name": "", "chat": "", "service_url": "", "unreachable": False}
    async with store.work("t") as work:
        for id in ids:
            known = {"user_id": user if id == ids[0] else "", "account": ids[0], "changed": NOW}
            row = {"tenant": "t", "id": id, **known, **blank}
            await work.connection.execute(sa.insert(tables.person).values(row))
        await work.commit()


async def _planned(store: Store) -> list[tuple[str, object]]:
    """What is to be planned: the keys of the jobs, and whom or what they name."""
    async with store.queue() as queue:
        query = sa.select(tables.job).where(tables.job.c.kind == PLAN).order_by(tables.job.c.id)
        rows = (await queue.connection.execute(query)).mappings().all()
    return [(row["key"], row["payload"].get("number") or row["payload"].get("person")) for row in rows]


async def test_a_row_is_kept_and_replaced(store: Store) -> None:
    await _put(store, _ROW, replace(_ROW, number=2))
    said = replace(_ROW, rung="before", at=None, job="key", again_at=_TOMORROW)

    await _put(store, said)

    assert await _rows(store) == [said]
    assert await _rows(store, 2) == [replace(_ROW, number=2)]


async def test_no_rows_are_kept_without_asking_the_database(store: Store) -> None:
    await _put(store)

    assert await _rows(store) == []


async def test_due_is_what_has_come_and_what_the_same_message_said(store: Store) -> None:
    said = replace(_ROW, number=3, at=_LATER, job="key")
    others = replace(_ROW, person=ANA)
    await _put(
        store, replace(_ROW, number=2, at=_LATER), said, others, _ROW, replace(_ROW, number=4, at=None)
    )

    async with store.work("t") as work:
        assert list(await work.reminders.due(MEGAN, NOW, "key")) == [_ROW, said]
        assert list(await work.reminders.due(MEGAN, NOW, "")) == [_ROW]
        assert await work.reminders.due(ALEX, NOW, "key") == []


async def test_whoever_has_several_ids_is_given_the_rows_of_all(store: Store) -> None:
    await _same_person(store, MEGAN, ALEX)
    rows = [_ROW, replace(_ROW, number=2, person=ALEX)]
    await _put(store, *rows)

    async with store.work("t") as work:
        for id in (MEGAN, ALEX):
            assert list(await work.reminders.due(id, NOW, "key")) == rows


async def test_what_arrived_is_not_said_again(store: Store) -> None:
    await _put(store, replace(_ROW, at=_LATER, job="key", again_at=_TOMORROW))

    async with store.work("t") as work:
        await work.reminders.settle(MEGAN, "other")
        await work.reminders.settle(MEGAN, "key")
        assert await work.reminders.again(MEGAN, "key") is None
        await work.commit()

    assert await _rows(store) == [replace(_ROW, at=_LATER)]


@pytest.mark.parametrize("ahead", [None, _TOMORROW, _LATER])
async def test_what_may_not_have_arrived_is_said_once_more(store: Store, ahead: datetime | None) -> None:
    await _put(store, replace(_ROW, rung="on", at=ahead, job="key", again_at=_TOMORROW))

    async with store.work("t") as work:
        assert await work.reminders.again(MEGAN, "key") == _TOMORROW
        await work.commit()

    assert await _rows(store) == [replace(_ROW, rung="on", at=_TOMORROW, again=True)]


async def test_what_comes_earlier_than_that_is_not_put_off(store: Store) -> None:
    await _put(store, replace(_ROW, at=_TOMORROW, job="key", again_at=_LATER))

    async with store.work("t") as work:
        assert await work.reminders.again(MEGAN, "key") == _TOMORROW
        await work.commit()

    assert await _rows(store) == [replace(_ROW, at=_TOMORROW, again=True)]


async def test_what_was_said_a_second_time_is_not_said_a_third(store: Store) -> None:
    await _put(store, replace(_ROW, at=_LATER, job="key"))

    async with store.work("t") as work:
        assert await work.reminders.again(MEGAN, "key") is None
        await work.commit()

    assert await _rows(store) == [replace(_ROW, at=_LATER)]


async def test_who_cannot_be_reached_has_nothing_ahead(store: Store) -> None:
    others = replace(_ROW, person=ANA)
    await _put(store, replace(_ROW, rung="on"), others)

    async with store.work("t") as work:
        await work.reminders.silence(MEGAN)
        await work.commit()

    assert await _rows(store) == [others, replace(_ROW, rung="on", at=None)]


async def test_their_handoffs_are_those_that_name_them_and_those_they_are_reminded_of(store: Store) -> None:
    async with store.work("t") as work:
        await work.handoffs.add(made(1))
        await work.handoffs.add(made(2, giver=ALEX, receiver=ALEX, escalation=MEGAN))
        await work.handoffs.add(made(3, status=Status.CLOSED))
        await work.handoffs.add(made(4, giver=ALEX, receiver=ALEX))
        await work.reminders.put([replace(_ROW, number=5), _ROW])

        assert list(await work.reminders.numbers_of(MEGAN)) == [1, 2, 5]


async def test_every_change_of_a_handoff_has_its_reminders_planned(store: Store) -> None:
    async with store.work("t") as work:
        change = made(1)
        await work.handoffs.add(change)
        await work.handoffs.save(changed(change.handoff))
        await work.commit()

    assert await _planned(store) == [("1:1", 1), ("1:2", 1)]


async def test_a_draft_has_no_reminders_to_plan_until_it_is_started(store: Store) -> None:
    draft = made(1, status=Status.DRAFT)
    async with store.work("t") as work:
        await work.handoffs.add(draft)
        await work.handoffs.save(changed(draft.handoff))
        await work.commit()
    assert await _planned(store) == []

    async with store.work("t") as work:
        found = await work.handoffs.find(1)
        assert found
        await work.handoffs.save(changed(found, status=Status.QUALIFYING))
        await work.commit()
    assert await _planned(store) == [("1:3", 1)]


async def test_what_an_older_baton_changed_is_planned_later(store: Store) -> None:
    async with store.work("t") as work:
        for number, status in enumerate((Status.QUALIFYING, Status.DRAFT, Status.CLOSED), 1):
            await work.handoffs.add(made(number, status=status))
        await work.handoffs.add(made(4))
        await work.connection.execute(sa.delete(tables.job).where(tables.job.c.key != "4:1"))
        await work.commit()
    changed_at = made(1).handoff.changed

    assert await store.plan_missed(changed_at) == 0
    assert await store.plan_missed(changed_at - timedelta(days=1)) == 1
    assert await store.plan_missed(changed_at - timedelta(days=1)) == 0

    assert await _planned(store) == [("4:1", 4), ("1:1", 1)]


async def test_what_is_taken_back_is_not_planned(store: Store) -> None:
    async with store.work("t") as work:
        await work.handoffs.add(made(1))

    assert await _planned(store) == []


@pytest.mark.parametrize("what", ["country", "time_zone", "hours"])
async def test_other_hours_have_a_persons_reminders_planned(store: Store, what: str) -> None:
    await _same_person(store, MEGAN, ALEX)
    async with store.work("t") as work:
        await work.profiles.keep("29:megan", "m", **{what: "GB"})  # they are on no handoff yet
        await work.reminders.put([replace(_ROW, person=ALEX)])
        await work.profiles.keep("29:megan", "m", **{what: "NO"})
        await work.profiles.keep("29:nobody", "n", **{what: "NO"})
        await work.profiles.keep("29:megan", "m", role="ae")
        await work.commit()

    assert [named for _, named in await _planned(store)] == [MEGAN]


async def test_silence_and_speech_have_a_persons_reminders_planned(store: Store, clock: Clock) -> None:
    async with store.work("t") as work:
        await work.quiets.hush(MEGAN, 1, date(2026, 12, 9))  # they are on no handoff yet
        await work.reminders.put([_ROW])
        clock.pass_(1)
        await work.quiets.hush(MEGAN, 1, date(2026, 12, 1))
        clock.pass_(1)
        assert await work.quiets.speak(MEGAN, 1)
        clock.pass_(1)
        assert not await work.quiets.speak(MEGAN, 1)
        assert await work.quiets.of(MEGAN) == {}
        await work.commit()

    assert [named for _, named in await _planned(store)] == [MEGAN, MEGAN]


async def test_what_somebody_hushed_under_any_of_their_ids_holds_and_the_longest_counts(store: Store) -> None:
    await _same_person(store, MEGAN, ALEX)
    async with store.work("t") as work:
        await work.quiets.hush(MEGAN, 1, date(2026, 12, 1))
        await work.quiets.hush(ALEX, 1, date(2026, 12, 9))
        await work.quiets.hush(ALEX, 2, date(2026, 12, 9))
        await work.quiets.hush(MEGAN, 2, date(2026, 12, 1))
        await work.quiets.hush(MEGAN, ALL, date(2026, 12, 1))
        await work.quiets.hush(ALEX, ALL, None)

        assert await work.quiets.of(MEGAN) == {1: date(2026, 12, 9), 2: date(2026, 12, 9), ALL: None}
        assert await work.quiets.speak(MEGAN, ALL)
        assert ALL not in await work.quiets.of(ALEX)


async def test_a_later_word_replaces_an_earlier_one(store: Store) -> None:
    async with store.work("t") as work:
        await work.quiets.hush(MEGAN, 1, None)
        await work.quiets.hush(MEGAN, 1, date(2026, 12, 1))

        assert await work.quiets.of(MEGAN) == {1: date(2026, 12, 1)}


async def test_who_is_forgotten_has_hushed_nothing_and_is_reminded_of_nothing(store: Store) -> None:
    await _put(store, _ROW, replace(_ROW, person=ANA))
    async with store.work("t") as work:
        await work.quiets.hush(MEGAN, ALL, None)
        await work.quiets.forget(MEGAN)
        await work.commit()

    async with store.work("t") as work:
        assert await work.quiets.of(MEGAN) == {}
    assert [row.person for row in await _rows(store)] == [ANA]


async def test_a_chat_is_kept_as_it_was_last(store: Store, clock: Clock) -> None:
    moved = replace(_CHAT, service_url="https://y/")
    async with store.work("t") as work:
        for place in (_CHAT, _CHAT, moved):
            await work.references.keep(place, "29:megan")
            clock.pass_(1)
        await work.commit()

    async with store.work("t") as work:
        assert await work.references.of_chat("a:megan") == moved
        assert await work.references.of_chat("a:ana") is None
        assert await work.references.latest() == replace(moved, conversation="")


async def test_the_newest_chat_says_who_baton_is(store: Store, clock: Clock) -> None:
    async with store.work("t") as work:
        assert await work.references.latest() is None
        await work.references.keep(_CHAT, "29:megan")
        clock.pass_(1)
        await work.references.keep(replace(_CHAT, conversation="19:group", bot="28:new"), "")

        newest = await work.references.latest()
        assert newest
        assert newest.bot == "28:new"
        await work.references.drop("19:group")
        assert await work.references.of_chat("19:group") is None


async def test_who_is_forgotten_has_no_chat_any_more(store: Store) -> None:
    async with store.work("t") as work:
        await work.references.keep(_CHAT, "29:megan")
        await work.references.keep(replace(_CHAT, conversation="19:group"), "")
        await work.references.forget("29:megan")

        assert await work.references.of_chat("a:megan") is None
        assert await work.references.of_chat("19:group")


async def test_repositories_on_somebodys_connection_share_its_fate(store: Store) -> None:
    async with store.work("t") as work:
        on = store.on(work.connection, "t")
        await on.reminders.put([_ROW])
    assert await _rows(store) == []

    async with store.work("t") as work:
        await store.on(work.connection, "t").reminders.put([_ROW])
        await work.commit()
    assert await _rows(store) == [_ROW]


async def test_what_is_said_of_a_handoff_goes_with_it(store: Store, clock: Clock) -> None:
    async with store.work("t") as work:
        await work.handoffs.add(made(1, status=Status.CLOSED))
        await work.handoffs.add(made(2, status=Status.CLOSED))
        await work.reminders.put([_ROW, replace(_ROW, number=2)])
        for number in (1, 2, ALL):
            await work.quiets.hush(MEGAN, number, None)
        await work.commit()

    await store.prune_handoffs(_LATER)

    async with store.work("t") as work:
        assert (await work.quiets.of(MEGAN)).keys() == {2, ALL}
    assert (await _rows(store), len(await _rows(store, 2))) == ([], 1)
