"""Handoffs, their histories and their cards on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.errors import ConflictError
from bot.store import tables
from bot.store.store import Store
from dialogs.desk import Kept, Shown
from handoffs.change import Change
from handoffs.history import check
from handoffs.model import OVER, Handoff, Mark, Parties, State, Status
from tests.integration.handoff_rows import ALEX, ANA, MEGAN, NOW, changed, made, waived

_KEY = b""  # of the tests' stores


async def _add(store: Store, *changes: Change, tenant: str = "t") -> None:
    async with store.work(tenant) as work:
        for change in changes:
            await work.handoffs.add(change)
        await work.commit()


async def _save(store: Store, change: Change) -> None:
    async with store.work("t") as work:
        await work.handoffs.save(change)
        await work.commit()


async def _find(store: Store, number: int = 1) -> Handoff:
    async with store.work("t") as work:
        found = await work.handoffs.find(number)
    assert found
    return found


async def _open(store: Store, *people: str, limit: int = 9, offset: int = 0) -> list[int]:
    async with store.work("t") as work:
        return _numbers(await work.handoffs.open_of(people, limit=limit, offset=offset))


def _numbers(found: Sequence[Handoff]) -> list[int]:
    return [handoff.number for handoff in found]


async def _is_sound(store: Store, number: int = 1) -> int:
    """Check the chain; how many events it has."""
    async with store.work("t") as work:
        history, head = await work.handoffs.history(number), await work.handoffs.head(number)
    found = check(_KEY, "t", number, history, head)
    assert found.sound
    return found.count


async def test_a_handoff_comes_back_as_it_was_kept(store: Store) -> None:
    change = made(1, escalation=ALEX)
    await _add(store, change)

    assert await _find(store) == change.handoff
    assert await _is_sound(store) == 1


async def test_numbers_count_up_for_each_tenant(store: Store) -> None:
    for number, tenant in ((1, "t"), (2, "t"), (1, "other")):
        async with store.work(tenant) as work:
            assert await work.handoffs.next_number() == number
        await _add(store, made(number), tenant=tenant)


async def test_of_two_that_take_the_same_number_one_begins_again(store: Store, elsewhere: Store) -> None:
    await _add(store, made(1))

    with pytest.raises(ConflictError):
        await _add(elsewhere, made(1, customer="Fabrikam"))
    assert (await _find(store)).opportunity.customer == "Contoso"
    assert await _is_sound(store) == 1


async def test_each_change_is_kept_with_its_history(store: Store) -> None:
    await _add(store, made(1))
    for reason in ("first", "second"):
        await _save(store, waived(await _find(store), ANA, reason))

    found = await _find(store)
    assert (found.revision, found.items[0].state) == (3, State.WAIVED)
    assert await _is_sound(store) == 3
    async with store.work("t") as work:
        texts = [dict(each.texts) for each in await work.handoffs.history(1)]
    assert [list(text.values()) for text in texts] == [[], ["first"], ["second"]]


async def test_several_changes_within_one_turn_are_one_chain(store: Store) -> None:
    change = made(1)
    async with store.work("t") as work:
        await work.handoffs.add(change)
        for reason in ("first", "second"):
            change = waived(change.handoff, ANA, reason)
            await work.handoffs.save(change)
        assert await work.handoffs.find(1) == change.handoff
        await work.commit()

    assert await _find(store) == change.handoff
    assert await _is_sound(store) == 3


async def test_what_changed_nothing_is_not_written(store: Store) -> None:
    await _add(store, made(1))

    await _save(store, Change(handoff=replace(await _find(store), country="NO")))

    assert (await _find(store)).country == ""
    assert await _is_sound(store) == 1


async def test_whoever_saves_a_handoff_second_learns_of_it(store: Store, elsewhere: Store) -> None:
    await _add(store, made(1))
    async with store.work("t") as first, elsewhere.work("t") as second:
        one, two = await first.handoffs.find(1), await second.handoffs.find(1)
        assert one
        assert two
        await first.handoffs.save(changed(one, ANA, country="NO"))
        await first.commit()
        with pytest.raises(ConflictError):
            await second.handoffs.save(changed(two, MEGAN, country="SE"))

    assert (await _find(store)).country == "NO"
    assert await _is_sound(store) == 2


async def test_a_change_of_what_another_turn_read_is_a_conflict(store: Store) -> None:
    await _add(store, made(1))
    old = await _find(store)
    await _save(store, changed(old))

    with pytest.raises(ConflictError):
        await _save(store, changed(old))
    with pytest.raises(ConflictError):
        await _save(store, changed(made(2).handoff))


async def test_of_many_changes_at_once_each_that_was_kept_is_in_the_history(
    store: Store, elsewhere: Store
) -> None:
    await _add(store, made(1))

    async def act(where: Store) -> None:
        while True:
            try:
                async with where.work("t") as work:
                    found = await work.handoffs.find(1)
                    assert found
                    await work.handoffs.save(changed(found))
                    return await work.commit()
            except ConflictError:
                await asyncio.sleep(0)

    await asyncio.gather(*(act(where) for where in (store, elsewhere) for _ in range(8)))

    assert (await _find(store)).revision == 17
    assert await _is_sound(store) == 17


async def test_open_ones_are_listed_by_urgency_without_what_is_over(store: Store) -> None:
    await _add(
        store,
        made(1, due=date(2027, 3, 1)),
        made(2, due=None),
        made(3, due=date(2027, 1, 1)),
        made(4, due=date(2026, 1, 1), status=Status.CLOSED),
        made(5, giver=ALEX, receiver=ANA, due=date(2027, 2, 1)),
        made(6, giver=ALEX),
    )

    assert await _open(store, ANA) == [3, 5, 1, 2]
    assert await _open(store, ANA, limit=2, offset=1) == [5, 1]
    assert await _open(store, ANA, ALEX) == [3, 5, 6, 1, 2] or await _open(store, ANA, ALEX) == [
        3,
        6,
        5,
        1,
        2,
    ]
    assert await _open(store) == await _open(store, "nobody") == []
    async with store.work("t") as work:
        assert await work.handoffs.count_open_of([ANA]) == 4
        assert await work.handoffs.count_open_of([ANA, MEGAN, ALEX]) == 5


async def test_a_draft_is_its_creators_alone(store: Store) -> None:
    await _add(store, made(1, status=Status.DRAFT, escalation=ALEX))

    assert (await _open(store, ANA), await _open(store, MEGAN)) == ([1], [])
    async with store.work("t") as work:
        assert await work.handoffs.named([MEGAN], "contoso") == []
        assert await work.handoffs.escalated_to([ALEX], limit=9) == []

    await _save(store, changed(await _find(store), status=Status.QUALIFYING))
    assert await _open(store, MEGAN) == [1]


async def test_lists_follow_what_changes(store: Store) -> None:
    await _add(store, made(1), made(2))
    found = await _find(store)
    parties = Parties(creator=MEGAN, giver=ALEX, receiver=MEGAN, escalation=ANA)
    await _save(store, changed(found, parties=parties))

    assert (await _open(store, ANA), await _open(store, ALEX)) == ([2], [1])
    async with store.work("t") as work:
        assert _numbers(await work.handoffs.escalated_to([ANA], limit=9)) == [1]
        assert _numbers(await work.handoffs.escalated_to([ALEX], limit=9)) == []

    ended = Mark(by=ALEX, at=NOW)
    await _save(store, changed(await _find(store), ALEX, status=Status.CANCELLED, ended=ended))
    assert await _open(store, ALEX) == []
    async with store.work("t") as work:
        assert await work.handoffs.escalated_to([ANA], limit=9) == []


async def test_a_handoff_is_found_by_what_people_call_it(store: Store) -> None:
    await _add(
        store,
        made(1, customer="Contoso  Ltd", name="Azure migration"),
        made(2, customer="CONTOSO", name="Data estate", status=Status.CLOSED),
        made(3, customer="Fabrikam_100%", name="Straße"),
        made(4, customer="Contoso", giver=ALEX, receiver=ALEX),
    )

    async with store.work("t") as work:
        for words, numbers in {
            "contoso": [1, 2],
            "Contoso ltd": [1],
            "azure  contoso": [1],
            "data": [2],
            "100%": [3],
            "100_": [],
            "STRASSE": [3],
            "": [],
            "\0": [],
            "\ud800": [],
        }.items():
            assert _numbers(await work.handoffs.named([ANA], words)) == numbers, words
        assert _numbers(await work.handoffs.named([ANA], "contoso", limit=1)) == [1]


@pytest.mark.parametrize("odd", ["a\0b", "half \ud800", "😀é\u0301", "'; DROP TABLE handoff; --", "x" * 5000])
async def test_whatever_people_write_is_kept(store: Store, odd: str) -> None:
    await _add(store, made(1, customer=odd, name=odd))
    await _save(store, waived(await _find(store), ANA, odd))

    assert (await _find(store)).opportunity.customer == odd
    assert await _is_sound(store) == 2


async def test_what_is_kept_about_somebody_names_the_newest(store: Store) -> None:
    await _add(
        store,
        made(1),
        replace(made(2), handoff=replace(made(2, customer="Fabrikam").handoff, created=NOW + timedelta(1))),
    )

    async with store.work("t") as work:
        assert await work.handoffs.kept([ANA, MEGAN]) == Kept(count=2, last="Fabrikam, Azure migration")
        assert await work.handoffs.kept([ALEX]) == Kept()


async def test_what_somebody_wrote_is_blanked_and_the_chain_stays_whole(store: Store) -> None:
    await _add(store, made(1), made(2))
    await _save(store, waived(await _find(store), ANA, "Ana's reason", note="Ana's note"))
    await _save(store, waived(await _find(store, 2), MEGAN, "Megan's reason", note="Megan's note"))

    async with store.work("t") as work:
        await work.handoffs.forget([ANA])
        await work.commit()

    first, second = await _find(store), await _find(store, 2)
    assert first.items[0].mark
    assert second.items[0].mark
    assert (first.items[0].mark.reason, first.items[0].mark.evidence, first.items[0].note) == ("", "", "")
    assert (first.items[0].mark.by, first.items[0].state) == (ANA, State.WAIVED)
    assert (second.items[0].mark.reason, second.items[0].note) == ("Megan's reason", "Megan's note")
    assert await _is_sound(store) == 3
    async with store.work("t") as work:
        rows = await work.connection.execute(sa.select(tables.handoff_text.c.text))
        assert set(rows.scalars()) == {None, "Megan's reason", "Megan's note"}
        assert (await work.handoffs.history(1))[-1].texts
    await _save(store, changed(await _find(store)))


async def test_who_read_before_something_was_blanked_cannot_bring_it_back(
    store: Store, elsewhere: Store
) -> None:
    await _add(store, made(1))
    await _save(store, waived(await _find(store), ANA, "a reason"))
    async with store.work("t") as first, elsewhere.work("t") as second:
        old = await second.handoffs.find(1)
        assert old
        await first.handoffs.forget([ANA])
        await first.commit()
        with pytest.raises(ConflictError):
            await second.handoffs.save(changed(old))


async def test_what_ended_long_ago_is_deleted_with_all_that_belongs_to_it(store: Store) -> None:
    old, new = NOW - timedelta(days=400), NOW
    made_at = {
        number: replace(
            made(number, status=status), handoff=replace(made(number, status=status).handoff, changed=at)
        )
        for number, (status, at) in enumerate(
            [
                *((status, old) for status in sorted(OVER)),
                (Status.MOVED, old),
                (Status.CLOSED, new),
                (Status.CLOSED, old),
            ],
            start=1,
        )
    }
    await _add(store, *made_at.values())
    async with store.work("t") as work:
        for number in made_at:
            await work.cards.put(number, "a:ana", ANA, "https://x/", 1)
        await work.commit()

    assert not await store.prune_handoffs(NOW - timedelta(days=365))

    async with store.work("t") as work:
        for table in (tables.handoff, tables.handoff_party, tables.handoff_event, tables.handoff_card):
            left = await work.connection.execute(
                sa.select(table.c.number).distinct().order_by(table.c.number)
            )
            assert list(left.scalars()) == [4, 5, 6]
        assert await work.handoffs.next_number() == 7


async def test_a_card_is_put_replaced_and_forgotten(store: Store) -> None:
    async with store.work("t") as work:
        await work.cards.put(1, "a:ana", ANA, "https://x/", 3, "m1")
        await work.cards.put(1, "19:group", "", "https://y/", 3)
        await work.commit()

    shown = Shown(number=1, conversation="a:ana", person=ANA, revision=3, activity="m1")
    group = Shown(number=1, conversation="19:group", person="", revision=3, activity="")
    async with store.work("t") as work:
        assert sorted(await work.cards.all_of(1), key=lambda each: each.conversation) == [group, shown]
        assert await work.cards.service_url(1, "a:ana") == "https://x/"
        assert await work.cards.service_url(2, "a:ana") == ""
        await work.cards.put(1, "a:ana", ANA, "https://z/", 3, "m1")
        assert await work.cards.service_url(1, "a:ana") == "https://z/"
        await work.cards.put(1, "a:ana", ANA, "https://x/", 4)
        again = replace(shown, revision=4, activity="")
        assert again in await work.cards.all_of(1)
        await work.cards.forget(ANA)
        assert await work.cards.all_of(1) == [group]


async def test_what_a_newer_baton_has_added_outlives_a_save(store: Store) -> None:
    await _add(store, made(1))
    async with store.work("t") as work:
        row = (await work.connection.execute(sa.select(tables.handoff))).mappings().one()
        body = {**row["body"], "colour": {"of": "blue"}}
        new = {"body": body, "proof": work.histories.prove(row["seal"], body)}
        await work.connection.execute(sa.update(tables.handoff).values(**new))
        await work.commit()

    for _ in range(2):
        await _save(store, changed(await _find(store)))

    async with store.work("t") as work:
        kept = (await work.connection.execute(sa.select(tables.handoff.c.body))).scalar_one()
    assert kept["colour"] == {"of": "blue"}
    assert await _is_sound(store) == 3
