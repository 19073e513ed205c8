"""What a store of bot state owes its callers, whatever the key and whatever the state, on both databases."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
import sqlalchemy as sa

from bot.errors import ConflictError, StoreError
from bot.store import tables
from bot.store.store import Store
from bot.store.turns import Delivery
from dialogs.flow import Progress
from dialogs.state import State

_DELIVERY = Delivery(tenant="t", conversation="c", activity="1", person="ana", content="digest")
_LONGEST, _LONGEST_PERSON = 400, 200
_KEYS = {
    "ordinary": ("a:chat", "29:ana"),
    "of a whole group": ("19:group@thread.v2", ""),
    "empty": ("", ""),
    "a space": (" ", " "),
    "the longest": ("c" * _LONGEST, "p" * _LONGEST_PERSON),
    "the longest in four bytes each": ("😀" * _LONGEST, "𝒜" * _LONGEST_PERSON),
    "other scripts": ("會議:グループ", "ana:Zoë·Ω·ß"),
    "quotes": ("o'clock\"`", "'; DROP TABLE conversation; --"),
    "patterns": ("100%_", "%"),
    "slashes": ("a/../b\\c", "\\'"),
    "placeholders": (":the_person ? $1 %s {0}", "$1"),
    "words": ("NULL", "null"),
}
_KEYS_ALIKE = ["a%", "a_", "ab", "aB", "a ", " a", "a", "é", "e\u0301", "a/", "a\\", "a'", "a\u200b"]
_VALUES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "odd names": {"": 1, "py/object": "os.system", "__class__": "x", "$type": "y", "a.b": 1, "a'b\"": 2},
    "text of all kinds": {"text": "\0 \x1f \ud800 \udfff é e\u0301 😀 \\u0000 ' \" % \\ \n\r\t \u2028"},
    "200 kilobytes": {"text": "åäö " * 50_000},
    "many small things": {f"name {n}": [n, str(n), None] for n in range(5_000)},
    "whole numbers": {"numbers": [0, -1, 2**31, 2**53 + 1, 2**63, -(2**63), 10**40]},
    "fractions": {"numbers": [0.1, -0.0, 5e-324, 1.7976931348623157e308, 1e16, 1 / 3]},
    "truth and nothing": {"values": [True, False, None, 0, "", [], {}]},
    "nested": {"a": [{"b": [{"c": [[[{"d": {"e": [1, [2, [3]]]}}]]]}]}]},
}


def _with(value: Any) -> State:
    return State(thread={"value": value})


async def _save(store: Store, state: State, chat: str, person: str, *, tenant: str = "t") -> None:
    async with store.work(tenant) as work:
        await work.conversations.load(chat, person)
        await work.conversations.save(chat, person, state)
        await work.commit()


async def _load(store: Store, chat: str, person: str) -> State | None:
    async with store.work("t") as work:
        return await work.conversations.load(chat, person)


async def _revision(store: Store) -> int:
    async with store.work("t") as work:
        return int((await work.connection.execute(sa.select(tables.conversation.c.revision))).scalar_one())


@pytest.mark.parametrize("key", _KEYS.values(), ids=list(_KEYS))
async def test_a_state_is_made_changed_and_deleted_under_any_key(store: Store, key: tuple[str, str]) -> None:
    assert await _load(store, *key) is None

    for value in ("first", "second", "third"):
        await _save(store, _with(value), *key)
        assert await _load(store, *key) == _with(value)
    assert await _revision(store) == 3

    async with store.work("t") as work:
        await work.conversations.forget(key[1])
        await work.commit()
    assert await _load(store, *key) is None


async def test_keys_that_look_alike_are_different_keys(store: Store) -> None:
    keys = [(chat, person) for chat in _KEYS_ALIKE for person in _KEYS_ALIKE]
    for key in keys:
        await _save(store, _with(list(key)), *key)

    assert [await _load(store, *key) for key in keys] == [_with(list(key)) for key in keys]


@pytest.mark.parametrize("key", [("c" * (_LONGEST + 1), "ana"), ("c", "p" * (_LONGEST_PERSON + 1))])
async def test_a_key_that_is_too_long_is_never_taken_for_its_beginning(
    store: Store, key: tuple[str, str]
) -> None:
    """SQLite takes it as it is, PostgreSQL refuses it, and the edge lets none in."""
    short = (key[0][:_LONGEST], key[1][:_LONGEST_PERSON])
    await _save(store, _with("short"), *short)

    try:
        await _save(store, _with("long"), *key)
    except StoreError:
        assert await _load(store, *key) is None
    else:
        assert await _load(store, *key) == _with("long")

    assert await _load(store, *short) == _with("short")


@pytest.mark.parametrize("value", _VALUES.values(), ids=list(_VALUES))
async def test_a_state_comes_back_as_it_was(store: Store, elsewhere: Store, value: dict[str, Any]) -> None:
    state = State(
        progress=Progress(flow="f", step="s", version=2, data=value, trail=("a", "b")),
        thread=value,
        options=("one", "", "'\"%\\ 😀"),
    )
    await _save(store, state, "c", "ana")

    back = await _load(elsewhere, "c", "ana")

    assert back == state
    assert json.dumps(back.to_json()) == json.dumps(state.to_json())  # also in order, type and sign


async def test_of_many_first_saves_at_once_one_succeeds(store: Store, elsewhere: Store) -> None:
    async def save(number: int) -> int:
        async with (store, elsewhere)[number % 2].work("t") as work:
            await work.conversations.load("c", "ana")
            await work.conversations.save("c", "ana", _with(number))
            await work.commit()
            return number

    done = await asyncio.gather(*(save(number) for number in range(8)), return_exceptions=True)

    won = [number for number in done if isinstance(number, int)]
    # On SQLite the second to come may have read what the first has written: then it changes that.
    assert await _load(store, "c", "ana") in [_with(number) for number in won]
    assert {type(lost) for lost in done if not isinstance(lost, int)} <= {ConflictError}
    assert await _revision(store) == len(won) >= 1


async def test_of_many_that_change_what_all_have_read_one_succeeds(store: Store, elsewhere: Store) -> None:
    await _save(store, _with("before"), "c", "ana")
    mine, theirs = store.work("t"), elsewhere.work("t")
    async with mine, theirs:
        for work in (mine, theirs):
            assert await work.conversations.load("c", "ana") == _with("before")
        outcomes = await asyncio.gather(_change(mine, "mine"), _change(theirs, "theirs"))

    won = [outcome for outcome in outcomes if outcome]
    assert len(won) == 1
    assert await _load(store, "c", "ana") == _with(won[0])
    assert await _revision(store) == 2


async def _change(work: Any, value: str) -> str:
    """The value once it is stored, "" where someone else was first."""
    try:
        await work.conversations.save("c", "ana", _with(value))
        await work.commit()
    except ConflictError:
        await work.connection.rollback()
        return ""
    return value


async def test_what_was_deleted_meanwhile_is_not_changed(store: Store, elsewhere: Store) -> None:
    await _save(store, _with("before"), "c", "ana")

    async with store.work("t") as late:
        await late.conversations.load("c", "ana")
        async with elsewhere.work("t") as work:
            await work.conversations.forget("ana")
            await work.commit()
        with pytest.raises(ConflictError):
            await late.conversations.save("c", "ana", _with("after"))

    assert await _load(store, "c", "ana") is None


async def test_what_was_deleted_and_made_anew_is_not_taken_for_the_old(
    store: Store, elsewhere: Store
) -> None:
    await _save(store, _with("before"), "c", "ana")
    await _save(store, _with("changed"), "c", "ana")

    async with store.work("t") as late:
        await late.conversations.load("c", "ana")
        async with elsewhere.work("t") as work:
            await work.conversations.forget("ana")
            await work.conversations.save("c", "ana", _with("anew"))
            await work.commit()
        with pytest.raises(ConflictError):
            await late.conversations.save("c", "ana", _with("after"))

    assert await _load(store, "c", "ana") == _with("anew")


async def test_deleted_and_made_anew_in_one_unit_of_work(store: Store) -> None:
    await _save(store, _with("before"), "c", "ana")

    async with store.work("t") as work:
        await work.conversations.load("c", "ana")
        await work.conversations.forget("ana")
        assert await work.conversations.load("c", "ana") is None
        await work.conversations.save("c", "ana", _with("anew"))
        await work.commit()

    assert await _load(store, "c", "ana") == _with("anew")


@pytest.mark.parametrize("ahead", [False, True], ids=["", "by a turn"])
async def test_a_unit_of_work_reads_what_it_has_written(store: Store, ahead: bool) -> None:
    async with store.work("t") as work:
        if ahead:
            assert await work.begin(_DELIVERY, "owner", store.now())
        for value in ("first", "second", "third"):
            await work.conversations.save("c", "ana", _with(value))
            assert await work.conversations.load("c", "ana") == _with(value)
        await work.commit()

    assert await _load(store, "c", "ana") == _with("third")
    assert await _revision(store) == 3


async def test_nothing_of_a_unit_of_work_that_failed_is_kept(store: Store) -> None:
    await _save(store, _with("before"), "c", "ana")

    async def fail() -> None:
        async with store.work("t") as work:
            await work.conversations.load("c", "ana")
            await work.conversations.save("c", "ana", _with("after"))
            await work.conversations.save("another", "ana", _with("after"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    assert await _load(store, "c", "ana") == _with("before")
    assert await _load(store, "another", "ana") is None
    assert await _revision(store) == 1


@pytest.mark.parametrize("ahead", [False, True], ids=["", "by a turn"])
async def test_what_was_read_is_a_copy(store: Store, ahead: bool) -> None:
    before = _with({"list": [1], "deep": {"er": [2]}})
    await _save(store, before, "c", "ana")

    async with store.work("t") as work:
        if ahead:
            assert await work.begin(_DELIVERY, "owner", store.now())
        read = await work.conversations.load("c", "ana")
        assert read
        read.thread["value"]["list"].append(9)
        read.thread["value"]["deep"]["er"].append(9)
        assert await work.conversations.load("c", "ana") == before
        await work.conversations.save("c", "ana", read)  # what was changed in place is a change
        await work.commit()

    assert await _load(store, "c", "ana") == _with({"list": [1, 9], "deep": {"er": [2, 9]}})


async def test_states_of_people_chats_and_tenants_are_apart(store: Store) -> None:
    keys = [("c", "ana"), ("c", "megan"), ("d", "ana")]
    for number, key in enumerate(keys):
        await _save(store, _with(number), *key)
        await _save(store, _with("theirs"), *key, tenant="u")

    async with store.work("t") as work:
        await work.conversations.forget("ana")
        await work.commit()

    assert [await _load(store, *key) for key in keys] == [None, _with(1), None]
    async with store.work("u") as work:
        assert [await work.conversations.load(*key) for key in keys] == [_with("theirs")] * 3
