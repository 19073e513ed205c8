"""The chain: whatever is changed in a stored history is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffs import agreement, history, items, moves, people
from handoffs.change import What
from handoffs.history import Recorded
from tests.unit.handoffs.play import KEY, NAMES, NUMBER, TENANT, TODAY, Play, checked

_OTHER = {str: "x", dict: {"x": 1}, list: ["x"], int: 7, bool: False, type(None): 1}


@lru_cache(maxsize=1)
def _entries() -> tuple[Recorded, ...]:
    play = Play().started()
    play.act("ana", items.done, [1, 2], evidence="the notes of Monday")
    play.act("ana", items.waive, [4], "budget is confirmed in March")
    play.act("ana", agreement.agree)
    play.act("ana", people.escalate, "alex")
    play.act("megan", moves.held, TODAY)
    return play.recorded()


def _head() -> history.Head:
    return history.Head(seq=len(_entries()), seal=_entries()[-1].seal)


def _broken(entries: tuple[Recorded, ...], head: history.Head | None = None) -> int | None:
    return history.check(KEY, TENANT, NUMBER, entries, head or _head()).first_broken


def test_what_was_recorded_holds() -> None:
    found = checked(_entries())

    assert found.sound
    assert found.count == len(_entries())
    assert found.head == _entries()[-1].seal


def test_a_history_goes_on_where_it_ended() -> None:
    play = Play().started()
    half = len(play.events)
    play.act("ana", items.note, 1, "one more")
    first = history.record(KEY, TENANT, NUMBER, None, play.events[:half], lambda: "a salt")
    rest = history.record(KEY, TENANT, NUMBER, first[-1], play.events[half:], lambda: "a salt")

    assert checked((*first, *rest)).sound
    assert rest[0].seq == half + 1


def test_people_and_free_texts_are_not_in_the_events() -> None:
    sealed = repr([(entry.before, entry.after, entry.why) for entry in _entries()])

    assert not any(name in sealed for name in (*NAMES.values(), "Contoso", "Azure", "March", "Monday"))
    assert {"person": "alex"} in [entry.after.get("person") for entry in _entries()]


@given(place=st.integers(0, 40), data=st.data())
def test_a_changed_byte_is_found(place: int, data: st.DataObject) -> None:
    entries = list(_entries())
    at = place % len(entries)
    entry = entries[at]
    name = data.draw(st.sampled_from(["what", "person", "why", "seal", "seq", "at", "before", "after"]))
    entries[at] = replace(entry, **{name: _changed(getattr(entry, name), data)})

    assert _broken(tuple(entries)) in (at + 1, at + 2)


@given(place=st.integers(0, 40), data=st.data())
def test_a_changed_text_or_salt_is_found(place: int, data: st.DataObject) -> None:
    entries = list(_entries())
    spoken = [at for at, entry in enumerate(entries) if entry.texts]
    at = spoken[place % len(spoken)]
    name = data.draw(st.sampled_from(["texts", "salts"]))
    changed: dict[str, Any] = dict(getattr(entries[at], name))
    key = data.draw(st.sampled_from(sorted(changed)))
    changed[key] = _changed(changed[key], data)
    given: dict[str, Any] = {name: changed}
    entries[at] = replace(entries[at], **given)

    assert _broken(tuple(entries)) == at + 1


def _changed(value: Any, data: st.DataObject) -> Any:
    """The same kind of value with one character or digit changed."""
    if isinstance(value, str):
        at = data.draw(st.integers(0, max(0, len(value) - 1)))
        new = data.draw(st.characters().filter(lambda char: char != value[at : at + 1]))
        return value[:at] + new + value[at + 1 :]
    if isinstance(value, int):
        return value + data.draw(st.sampled_from([-1, 1]))
    if isinstance(value, dict):
        if not value:
            return {"x": 1}
        key = data.draw(st.sampled_from(sorted(value)))
        return {**value, key: _other(value[key], data)}
    return value + timedelta(microseconds=1)


def _other(value: Any, data: st.DataObject) -> Any:
    return _changed(value, data) if isinstance(value, str | dict) and value else _OTHER[type(value)]


@pytest.mark.parametrize(
    ("spoil", "broken"),
    [
        (lambda entries: entries[:-1], -1),  # the tail cut off
        (lambda entries: (*entries[:3], *entries[4:]), 4),
        (lambda entries: (*entries[:2], entries[3], entries[2], *entries[4:]), 3),
        (lambda entries: entries[1:], 1),
        (lambda entries: (*entries, entries[-1]), 0),
        (lambda entries: (), 1),
    ],
)
def test_what_is_missing_doubled_or_out_of_order_is_found(
    spoil: Callable[[tuple[Recorded, ...]], tuple[Recorded, ...]], broken: int
) -> None:
    count = len(_entries())
    expected = {-1: count, 0: count + 1}.get(broken, broken)

    assert _broken(spoil(_entries())) == expected


def test_another_key_tenant_number_or_head_is_found() -> None:
    entries = _entries()
    for key, tenant, number in ((b"x", TENANT, NUMBER), (KEY, "x", NUMBER), (KEY, TENANT, 1)):
        assert not history.check(key, tenant, number, entries, _head()).sound
    other = history.Head(seq=len(entries), seal="0" * 64)
    assert not history.check(KEY, TENANT, NUMBER, entries, other).sound


def test_blanked_texts_leave_the_chain_whole_and_missing_ones_do_not() -> None:
    blanked = tuple(replace(entry, texts=dict.fromkeys(entry.texts), salts={}) for entry in _entries())
    found = history.check(KEY, TENANT, NUMBER, blanked, _head())

    assert found.sound
    assert found.blanked == sum(len(entry.texts) for entry in _entries()) > 0
    assert not history.check(
        KEY, TENANT, NUMBER, tuple(replace(entry, texts={}) for entry in blanked), _head()
    ).sound


def test_an_empty_history_is_sound() -> None:
    assert history.check(KEY, TENANT, NUMBER, (), None).sound


def test_a_second_history_of_the_same_events_is_the_same() -> None:
    assert _entries()[0].what == What.DRAFTED
    assert _entries() == tuple(replace(entry) for entry in _entries())
