"""Whatever is asked, with whatever thread: an answer that fits a phone, and a thread that goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Expert, load
from knowledge.understand.thread import Thread
from tests.questions import items
from tests.questions.items import converse
from tests.unit.knowledge import sound

_ASKING = (
    "who what which when why how does is are the in of and or not never from to each all stages",
    "lead leads support supports exit criteria artifacts metrics outcome purpose unit roles do besides",
    "stage 1 2 3 5 6 my we before after first last only hand-off focus activities responsible how many",
)
_FIELDS = sorted(Thread().dump())
_WORDS = st.sampled_from([*" ".join(_ASKING).split(), *sound.names(load.read())])
_ENDS = st.sampled_from(["", "?", ".", ", right?"])
_QUESTIONS = st.builds("{}{}".format, st.lists(_WORDS, min_size=1, max_size=14).map(" ".join), _ENDS)
_TEXTS = st.one_of(_QUESTIONS, st.text(max_size=2_000))
_TURNS = st.lists(_TEXTS, min_size=1, max_size=3)
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3),
    max_leaves=6,
)
_MANY = settings(max_examples=150, deadline=None)


@_MANY
@given(text=_TEXTS)
def test_any_text_has_an_answer_that_is_short_and_names_its_sources(expert: Expert, text: str) -> None:
    assert sound.faults(expert.answer(text)) == []


@_MANY
@given(text=_QUESTIONS)
def test_any_role_can_ask_anything(expert: Expert, text: str) -> None:
    for role in expert.roles[:3]:
        assert sound.faults(expert.answer(text, role=role.id)) == []


@_MANY
@given(turns=_TURNS)
def test_any_conversation_goes_on_with_a_thread_that_comes_back_the_same(
    expert: Expert, turns: list[str]
) -> None:
    answer = converse(expert, turns)

    again = json.loads(json.dumps(answer.thread))

    assert sound.faults(answer) == []
    assert Thread.load(again).dump() == again == answer.thread


@_MANY
@given(data=st.dictionaries(st.text(max_size=8) | st.sampled_from(_FIELDS), _JSON))
def test_what_is_no_thread_is_ignored(expert: Expert, data: Mapping[str, Any]) -> None:
    damaged = {**data, "version": "none of ours"}

    assert Thread.load(damaged) == Thread()
    assert expert.answer("and stage 3?", thread=damaged) == expert.answer("and stage 3?")


@_MANY
@given(field=st.sampled_from(_FIELDS), value=_JSON, text=_QUESTIONS | st.sampled_from(["why?", "who else?"]))
def test_a_thread_with_one_damaged_field_breaks_nothing(
    expert: Expert, field: str, value: Any, text: str
) -> None:
    kept = {**converse(expert, ["I'm a CSAM", "Who creates the CSP?"]).thread, field: value}

    assert sound.faults(expert.answer(text, thread=kept)) == []


@pytest.mark.parametrize("field", _FIELDS)
def test_a_thread_without_one_of_its_fields_is_ignored(expert: Expert, field: str) -> None:
    kept = dict(converse(expert, ["Who leads stage 2?"]).thread)
    del kept[field]

    assert expert.answer("why?", thread=kept) == expert.answer("why?")


def test_no_graded_conversation_leaves_a_thread_that_is_lost(expert: Expert) -> None:
    threads = [converse(expert, item["turns"]).thread for item in items.own() if len(item["turns"]) > 1]

    assert threads
    assert [thread for thread in threads if Thread.load(thread).dump() != thread] == []
