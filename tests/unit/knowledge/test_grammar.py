"""The little words of a question."""

from __future__ import annotations

import pytest

from knowledge.understand import grammar
from knowledge.understand.words import stem


def stems(text: str) -> list[str]:
    return [stem(word) for word in text.split()]


@pytest.mark.parametrize("text", ["who leads", "tell me the lead", "is it so", "the lead is who"])
def test_a_question_word_an_auxiliary_or_a_command_asks(text: str) -> None:
    assert grammar.asks(text.split())


@pytest.mark.parametrize("text", ["", "we are in stage 2", "thanks a lot", "the SSP leads"])
def test_what_only_tells_does_not_ask(text: str) -> None:
    assert not grammar.asks(text.split())


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("does the ae lead", True),
        ("ok so is that the ae", True),
        ("if we are late can we still go on", True),
        ("can you tell me who leads", False),
        ("could you list them", False),
        ("who does that", False),
        ("", False),
    ],
)
def test_yes_or_no_is_asked_by_the_opening_and_not_by_a_favour(text: str, opens: bool) -> None:
    assert grammar.opens_with_auxiliary(text.split()) is opens


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("who does not lead stage 2", True),
        ("which roles have nothing to do", True),
        ("who leads stage 2", False),
        ("i am not sure who leads stage 2", False),
        ("i do not know who leads", False),
        ("is it so or not", False),
    ],
)
def test_a_question_is_negated_and_a_doubt_is_not(text: str, negated: bool) -> None:
    assert grammar.negated(text) is negated


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("are there five stages", True),
        ("are there 5 stages", True),
        ("are there six stages", False),
        ("are there 4 stages", False),
        ("are there more than four stages", True),
        ("are there more than five stages", False),
        ("are there fewer than six stages", True),
        ("are there less than five stages", False),
        ("are there stages", True),
    ],
)
def test_what_is_said_of_a_number_holds_or_does_not(text: str, holds: bool) -> None:
    assert grammar.holds(text, 5) is holds


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("what does it mean", True),
        ("who leads that stage", True),
        ("and the one after", True),
        ("who leads stage 2", False),
        ("is there a lead", False),
    ],
)
def test_a_question_points_back_to_what_was_said_before(text: str, points: bool) -> None:
    assert grammar.points_back(text) is points


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("how many days do we have", {"duration"}),
        ("how many roles are there", {"number"}),
        ("which stage is that", {"stage"}),
        ("by when is it due", {"time"}),
        ("who owns it", {"owner"}),
        ("what is the purpose of stage 1", set()),
    ],
)
def test_what_an_answer_must_give_is_heard(text: str, wanted: set[str]) -> None:
    wh = frozenset(grammar.WH & set(text.split()))

    assert grammar.wants(text, wh) == wanted


@pytest.mark.parametrize(
    ("text", "counted"),
    [("how many roles are there", "roles"), ("how many", ""), ("who leads", "")],
)
def test_what_is_counted_follows_how_many(text: str, counted: str) -> None:
    assert grammar.counted(stems(text)) == stem(counted)


def test_of_several_phrases_the_first_said_and_of_those_the_longest_counts() -> None:
    phrases = {("after",): "next", ("befor",): "previous", ("after", "that"): "then"}

    assert grammar.first(phrases, stems("what comes after that and before")) == "then"
    assert grammar.first(phrases, stems("who leads")) == ""


def test_a_phrase_is_met_in_whole_words_only() -> None:
    assert grammar.contains([("lead",)], ["who", "lead"])
    assert not grammar.contains([("lead",)], ["leadership"])
    assert grammar.starts([("and", "then")], ["and", "then", "who"])
    assert not grammar.starts([("and", "then")], ["who", "and", "then"])
