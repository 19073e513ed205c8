"""How a conversation goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from knowledge import Answer, Expert, Kind
from knowledge.understand.ask import Ask
from knowledge.understand.thread import Thread
from tests.questions.items import converse


@pytest.mark.parametrize(
    ("turns", "answered"),
    [
        (["What does the CSAM do in stage 4?", "and in stage 5?"], "cell:csam.5"),
        (["What does the CSAM do in stage 4?", "what about the CSA?"], "cell:csa.4"),
        (["What does the AE do in stage 2?", "what about the SE?", "and in stage 3"], "cell:se.3"),
        (["Who leads stage 2?", "who else?"], "stage.support:2"),
        (["Who leads stage 2?", "why?"], "why:stage.lead:2"),
        (["Who leads stage 2?", "and after that?"], "stage.lead:3"),
        (["Who leads stage 2?", "and the one before?"], "stage.lead:1"),
        (["Who leads stage 2?", "sorry i meant stage 3"], "stage.lead:3"),
        (["Who leads stage 2?", "exit criteria?"], "stage.exit:2"),
        (["exit criteria of stage 2", "3?"], "stage.exit:3"),
        (["I'm a CSAM", "what do I do in stage 4?"], "cell:csam.4"),
        (["Who leads stage 3?", "what does CSA stand for?"], "role.names:csa"),
        (["we are in stage 2", "who leads?"], "stage.lead:2"),
        (["Who leads stage 2?", "thanks", "and stage 3?"], "stage.lead:3"),
    ],
    ids=lambda each: each if isinstance(each, str) else " / ".join(each),
)
def test_a_follow_up_leans_on_what_was_asked_before(expert: Expert, turns: list[str], answered: str) -> None:
    answer = converse(expert, turns)

    assert answer.kind is Kind.ANSWERED, answer.text
    assert answer.id == answered, answer.text


def test_after_the_last_stage_comes_none(expert: Expert) -> None:
    answer = converse(expert, ["Who leads stage 5?", "and after that?"])

    assert "stage 6" not in answer.text or "no stage 6" in answer.text


def test_a_whole_new_question_leaves_the_last_one_behind(expert: Expert) -> None:
    turns = ["What does the CSAM do in stage 4?", "What are the exit criteria of stage 1?"]

    assert converse(expert, turns).id == expert.answer(turns[-1]).id


def test_a_role_somebody_says_is_theirs_goes_before_the_stored_one(expert: Expert) -> None:
    answer = expert.answer("I'm an SSP, what do I do in stage 2?", role="csam")

    assert (answer.id, answer.role) == ("cell:ssp.2", "ssp")


def test_the_stored_role_serves_my_and_i_only(expert: Expert) -> None:
    assert expert.answer("what do I do in stage 4?", role="csam").id == "cell:csam.4"
    assert expert.answer("who leads stage 4?", role="ae").id == "stage.lead:4"


def test_a_stored_role_that_is_no_longer_known_breaks_nothing(expert: Expert) -> None:
    assert expert.answer("what do I do in stage 4?", role="boss").text


def _asked(expert: Expert) -> Answer:
    return converse(expert, ["I'm a CSAM", "we are in stage 4", "Who creates the CSP?"])


@dataclass(frozen=True)
class _Fact:
    """What a thread keeps of a fact."""

    key: str
    stages: tuple[int, ...] = ()


def _after(*shown: _Fact, slots: Mapping[str, tuple[str, ...]] | None = None) -> Thread:
    return Thread(role="ae").after(Ask(slots=slots or {}), frame="cell", answer="cell:ae.1", facts=shown)


def test_an_answer_leaves_its_name_its_facts_and_what_was_asked_about() -> None:
    thread = _after(_Fact("a"), _Fact("b"), slots={"role": ("se",)})

    assert (thread.frame, thread.answer, thread.facts) == ("cell", "cell:ae.1", ("a", "b"))
    assert (thread.slots, thread.role) == ({"role": ("se",)}, "ae")


def test_a_fact_of_one_stage_sets_the_stage_unless_another_was_asked_about() -> None:
    assert _after(_Fact("a", (3,))).slots == {"stage": ("3",)}
    assert _after(_Fact("a", (3,)), slots={"stage": ("2",)}).slots == {"stage": ("2",)}
    assert _after(_Fact("a", (2, 3))).slots == {}


def test_what_somebody_tells_fills_the_next_question() -> None:
    thread = Thread(slots={"role": ("ae",)}).told(role="se", stages=("4",))

    assert thread.slots == {"role": ("se",), "stage": ("4",)}
    assert thread.stages == ("4",)


def test_what_is_told_of_a_stage_alone_keeps_the_role() -> None:
    assert Thread(slots={"role": ("ae",)}).told(role=None, stages=("4",)).slots["role"] == ("ae",)


def test_a_name_that_is_no_longer_known_is_dropped() -> None:
    thread = Thread(slots={"role": ("ae", "boss"), "unit": ("gone",)}, role="boss", stages=("2", "x"))

    sound = thread.sound(lambda slot, key: key in ("ae", "2"))

    assert sound == Thread(slots={"role": ("ae",)}, stages=("2",))


def test_a_thread_is_json_and_comes_back_the_same(expert: Expert) -> None:
    kept = _asked(expert).thread

    again = json.loads(json.dumps(kept))

    assert again == kept
    assert Thread.load(again).dump() == kept


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"version": 0, "slots": {"stage": ["2"]}},
        {"version": "x"},
        {"slots": {"stage": ["2"]}},
        {"version": 1},
    ],
)
def test_an_unknown_thread_starts_anew(data: dict[str, Any] | None) -> None:
    assert Thread.load(data) == Thread()


@pytest.mark.parametrize(
    "damaged",
    [
        {"slots": None},
        {"slots": ["stage"]},
        {"slots": {"stage": ["moon"]}},
        {"slots": {"stage": ["99"]}},
        {"slots": {"stage": ["9" * 5_000]}},
        {"slots": {"role": ["boss"]}},
        {"slots": {"stage": 2}},
        {"content": [["w:plan"]]},
        {"content": [["w:plan", "heavy"]]},
        {"attributes": None},
        {"facts": ["no.such.fact"]},
        {"role": ["ae"]},
        {"role": "boss"},
        {"stages": 4},
    ],
    ids=lambda damaged: str(damaged)[:40],
)
def test_a_damaged_thread_breaks_nothing(expert: Expert, damaged: dict[str, Any]) -> None:
    kept = {**_asked(expert).thread, **damaged}

    for question in ("and in stage 5?", "why?", "who else?", "what do I do?", "and after that?"):
        assert expert.answer(question, thread=kept).text
