"""Who is who, on a real database: found, added, introduced, linked and forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.errors import ConflictError
from bot.store.contacts import Address
from bot.store.store import Store
from dialogs.desk import RosterNeededError, StrangerError
from dialogs.message import Mentioned, Person
from handoffs.change import Actor
from tests.clock import Clock

_CHAT, _URL = "a:megan", "https://smba.trafficmanager.net/emea/"
_MEGAN = {"user": "29:megan", "object_id": "m", "name": "Megan Bowen", "email": "Megan.Bowen@Contoso.com"}
_WHERE = {"chat": _CHAT, "service_url": _URL}
_ADDRESS = "megan.bowen@contoso.com"
_WRITES = Person(tenant="t", id="29:megan")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(database_url: str, clock: Clock) -> AsyncIterator[Store]:
    opened = Store(database_url, clock)
    await opened.open()
    yield opened
    await opened.close()


async def _introduce(store: Store, **other: str) -> bool:
    async with store.work("t") as work:
        awaited = await work.people.introduce(**{**_MEGAN, **_WHERE, **other})
        await work.commit()
    return awaited


async def _by_email(store: Store, email: str = _ADDRESS) -> str:
    async with store.work("t") as work:
        id = (await work.people.by_email(email)).id
        await work.commit()
    return id


async def _by_object_id(store: Store) -> str:
    async with store.work("t") as work:
        id = (await work.people.by_object_id("m")).id
        await work.commit()
    return id


async def _by_user(store: Store, object_id: str = "") -> str:
    async with store.work("t") as work:
        megan = Mentioned(user="29:megan", name="Megan", object_id=object_id)
        id = (await work.people.by_user(megan)).id
        await work.commit()
    return id


async def _account(store: Store, person: Person = _WRITES) -> Actor:
    async with store.work("t") as work:
        return await work.people.account(person)


async def test_whoever_the_roster_was_not_asked_about_is_a_stranger(store: Store) -> None:
    for known in (False, True):
        if known:
            await _by_user(store)
        with pytest.raises(StrangerError):
            await _account(store)


async def test_who_was_introduced_is_known_and_so_is_their_profile(store: Store) -> None:
    assert not await _introduce(store)

    account = await _account(store)
    assert account == Actor(id=account.id, ids=frozenset((account.id,)))
    async with store.work("t") as work:
        found = await work.profiles.find("29:megan")
        contact = (await work.people.contacts([account.id]))[account.id]
        address = await work.people.address(account.id)
    assert found
    assert (found.met, found.object_id) == (True, "m")
    assert (contact.name, contact.user, contact.reachable) == ("Megan Bowen", "29:megan", True)
    assert address == Address(user="29:megan", object_id="m", **_WHERE, unreachable=False)


async def test_who_oversees_is_known_by_the_message_alone(store: Store) -> None:
    await _introduce(store)

    assert (await _account(store, Person(tenant="t", id="29:megan", oversees=True))).admin


async def test_who_was_met_keeps_what_their_profile_held(store: Store) -> None:
    async with store.work("t") as work:
        await work.profiles.keep("29:megan", "m", role="ssp", country="NO", time_zone="Europe/Oslo")
        await work.commit()
    await _introduce(store)

    account = await _account(store)
    async with store.work("t") as work:
        kept = await work.profiles.find("29:megan")
        contact = (await work.people.contacts([account.id]))[account.id]
    assert kept
    assert (kept.role, kept.met) == ("ssp", True)
    assert (contact.country, contact.time_zone) == ("NO", "Europe/Oslo")


async def test_who_was_invited_by_address_becomes_the_account_that_the_roster_names(store: Store) -> None:
    invited = await _by_email(store, " Megan.BOWEN@contoso.com ")
    await _introduce(store)

    assert (await _account(store)).ids == {invited}
    assert await _by_email(store) == await _by_user(store) == await _by_object_id(store) == invited


async def test_rows_of_one_person_are_linked_and_each_id_finds_all_that_is_known(store: Store) -> None:
    invited, picked, mentioned = await _by_email(store), await _by_object_id(store), await _by_user(store)
    assert len({invited, picked, mentioned}) == 3
    await _introduce(store)

    account = await _account(store)
    assert account == Actor(id=mentioned, ids=frozenset((invited, picked, mentioned)))
    assert await _by_email(store) == await _by_object_id(store) == mentioned
    async with store.work("t") as work:
        for id in (invited, picked, mentioned):
            contact = (await work.people.contacts([id]))[id]
            assert (contact.id, contact.name, contact.user) == (id, "Megan Bowen", "29:megan")
            found = await work.people.address(id)
            assert found
            assert found.chat == _CHAT


async def test_who_is_linked_twice_still_is_one_account(store: Store) -> None:
    ids = {await _by_email(store), await _by_object_id(store)}
    await _introduce(store, email="")
    assert len((await _account(store)).ids) == 1
    await _introduce(store)
    ids.add((await _account(store)).id)

    await _introduce(store, user="29:megan again")

    assert (await _account(store, Person(tenant="t", id="29:megan again"))).ids == ids


async def test_an_address_that_passed_to_somebody_else_leads_to_them_and_gives_nothing_away(
    store: Store,
) -> None:
    await _introduce(store)
    first = await _account(store)

    await _introduce(store, user="29:other", object_id="other")

    second = await _account(store, Person(tenant="t", id="29:other"))
    assert not first.ids & second.ids
    assert await _by_email(store) == second.id
    assert (await _account(store)).ids == first.ids


async def test_where_the_roster_knew_no_address_it_is_asked_again_after_a_day(
    store: Store, clock: Clock
) -> None:
    await _introduce(store, email="")
    assert await _account(store)
    clock.pass_(timedelta(days=1, seconds=1).total_seconds())

    with pytest.raises(StrangerError):
        await _account(store)
    await _introduce(store)
    clock.pass_(timedelta(days=300).total_seconds())
    assert await _account(store)


async def test_what_a_roster_or_a_group_does_not_say_stays_known(store: Store) -> None:
    await _introduce(store)
    await _introduce(store, object_id="", name="", email="", chat="", service_url="")

    id = (await _account(store)).id
    async with store.work("t") as work:
        assert await work.people.address(id) == Address(
            user="29:megan", object_id="m", **_WHERE, unreachable=False
        )
        assert (await work.people.contacts([id]))[id].name == "Megan Bowen"
    assert await _by_email(store) == id


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("megan.bowen@contoso.com", "Megan Bowen"),
        ("megan@contoso.com", "Megan"),
        ("m_bowen-smith2@contoso.com", "M Bowen Smith"),
        ("42@contoso.com", "someone"),
    ],
)
async def test_who_is_known_by_address_alone_has_a_name_that_is_none(
    store: Store, email: str, name: str
) -> None:
    async with store.work("t") as work:
        assert (await work.people.by_email(email)).name == name
        assert (await work.people.by_user(Mentioned(user="29:x", name=email))).name == name


async def test_everybody_asked_for_is_somebody_also_who_is_not_known(store: Store) -> None:
    async with store.work("t") as work:
        contacts = await work.people.contacts(["none"])
        assert contacts["none"].name == "someone"
        assert await work.people.contacts([]) == {}
        assert await work.people.address("none") is None


async def test_a_person_from_the_picker_who_is_mentioned_is_the_same(store: Store) -> None:
    picked = await _by_object_id(store)

    assert await _by_user(store, "m") == picked
    async with store.work("t") as work:
        again = await work.people.by_user(Mentioned(user="29:megan elsewhere", name="M", object_id="m"))
    assert again.id == picked


async def test_members_are_those_that_were_read_for_this_turn(store: Store) -> None:
    megan = Mentioned(user="29:megan", name="Megan", object_id="m")
    ana = Mentioned(user="29:ana", name="Ana")
    known = await _by_user(store)
    async with store.work("t") as work:
        with pytest.raises(RosterNeededError):
            await work.people.members("19:group")
        work.people.roster = {"19:group": (ana, megan)}
        members = await work.people.members("19:group")
        again = await work.people.members("19:group")
        await work.commit()

    assert [(member.user, member.name) for member in members] == [("29:ana", "Ana"), ("29:megan", "Megan")]
    assert members[1].id == known
    assert list(again) == list(members)


async def test_who_refused_is_not_reachable_until_they_write_again(store: Store) -> None:
    await _introduce(store)
    id = (await _account(store)).id
    for mark, reachable in (("lost", False), ("opened", True)):
        async with store.work("t") as work:
            if mark == "lost":
                await work.people.lost(id)
            else:
                await work.people.opened(id, "a:new", _URL)
            await work.commit()
        async with store.work("t") as work:
            assert (await work.people.contacts([id]))[id].reachable is reachable


async def test_who_had_their_data_deleted_is_someone_and_comes_back_as_somebody_new(store: Store) -> None:
    invited = await _by_email(store)
    mentioned = await _by_user(store)
    await _introduce(store)

    async with store.work("t") as work:
        await work.people.forget("29:megan")
        await work.commit()

    with pytest.raises(StrangerError):
        await _account(store)
    async with store.work("t") as work:
        contacts = await work.people.contacts([invited, mentioned])
        assert {(each.name, each.user, each.object_id) for each in contacts.values()} == {("someone", "", "")}
        assert await work.people.address(mentioned) == Address(
            user="", object_id="", chat="", service_url="", unreachable=False
        )
    await _introduce(store)
    assert not (await _account(store)).ids & {invited, mentioned}


async def test_of_two_who_add_the_same_person_one_begins_again(store: Store, elsewhere: Store) -> None:
    async with store.work("t") as first, elsewhere.work("t") as second:
        await first.people.by_email(_ADDRESS)
        await first.commit()
        again = await second.people.by_email(_ADDRESS)
        await second.commit()
    assert again.id == await _by_email(store)

    async with store.work("t") as first:
        await first.people.by_email("ana@contoso.com")
        with pytest.raises(ConflictError):
            await first.people._add(email="ana@contoso.com")


@pytest.mark.parametrize("odd", ["a\0b", "half \ud800", "😀é\u0301", "'; DROP TABLE person; --", "x" * 500])
async def test_whatever_somebody_is_called_they_are_found_again(store: Store, odd: str) -> None:
    async with store.work("t") as work:
        mentioned = Mentioned(user=odd, name=odd, object_id=odd)
        first = await work.people.by_user(mentioned)
        assert await work.people.by_user(mentioned) == first
        assert await work.people.by_object_id(odd) == first
        invited = await work.people.by_email(f"{odd}@contoso.com")
        assert await work.people.by_email(f" {odd}@CONTOSO.com") == invited
        await work.people.introduce("29:odd", "o", odd, f"{odd}@contoso.com", "a:odd", _URL)
        assert (await work.people.account(Person(tenant="t", id="29:odd"))).ids == {invited.id}
