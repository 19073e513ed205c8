"""The names of things, under every name and slip that people type."""

from __future__ import annotations

import pytest

from knowledge.understand import words
from knowledge.understand.reading import Reader, Sense


def named(reader: Reader, text: str) -> list[str]:
    """What a text names, in order."""
    mentions = [mention for clause in reader.read(words.clean(text)) for mention in clause.mentions]
    return [concept for m in mentions if m.sense is Sense.ENTITY for concept in m.concepts]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("s4", [4]),
        ("S4", [4]),
        ("stage three", [3]),
        ("stage iv", [4]),
        ("stg 2", [2]),
        ("S1->S2", [1, 2]),
        ("s1 to s2", [1, 2]),
        ("stages 1, 2 and 3", [1, 2, 3]),
        ("from stage 1 to 3", [1, 2, 3]),
        ("stages 2-4", [2, 3, 4]),
        ("stages 2 to 4", [2, 3, 4]),
        ("third mcem stage", [3]),
        ("second stage", [2]),
        ("the 2nd stage", [2]),
        ("stage 6", [6]),
        ("stage 4 and 7 days", [4]),
    ],
)
def test_stage_numbers_are_read_as_people_write_them(reader: Reader, text: str, numbers: list[int]) -> None:
    assert named(reader, text) == [f"stage:{number}" for number in numbers]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("E&A", "stage:3"),
        ("listen and consult", "stage:1"),
        ("Realise Value", "stage:4"),
        ("manage & optimise", "stage:5"),
        ("account exec", "role:ae"),
        ("quarterback", "role:ae"),
        ("solution specialist", "role:ss"),
        ("SSPs", "role:ssp"),
        ("the CSAM's", "role:csam"),
        ("account team unit", "unit:atu"),
    ],
)
def test_nicknames_and_spellings_name_the_same_thing(reader: Reader, text: str, concept: str) -> None:
    assert named(reader, text) == [concept]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("milestne", "milestone"),
        ("quallified", "qualified"),
        ("realze", "realize"),
        ("custmer", "customer"),
        ("stgae", "stage"),
        ("opportuntiy", "opportunity"),
    ],
)
def test_a_slip_is_read_as_the_word_that_was_meant(reader: Reader, typed: str, meant: str) -> None:
    assert reader.gazetteer.correct(typed) == meant


@pytest.mark.parametrize("word", ["paid", "rust", "quota", "salary", "tokyo", "pricing", "boss", "lunch"])
def test_an_everyday_word_is_never_taken_for_a_slip(reader: Reader, word: str) -> None:
    assert reader.gazetteer.correct(word) == word


@pytest.mark.parametrize("typed", ["mlstqq", "xilestone", "abc", "s44x"])
def test_what_is_too_far_from_any_word_stays_as_it_is(reader: Reader, typed: str) -> None:
    assert reader.gazetteer.correct(typed) == typed


def test_no_word_of_the_documents_is_itself_corrected(reader: Reader) -> None:
    known = reader.gazetteer.vocabulary

    assert {word for word in known if reader.gazetteer.correct(word) != word} == set()


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("MAP", ["motion:map"]),
        ("in map", ["motion:map"]),
        ("the map stage", ["motion:map"]),
        ("map the stakeholders", []),
        ("how do we compete", []),
    ],
)
def test_a_motion_is_an_everyday_word_unless_shouted_or_placed(
    reader: Reader, text: str, concepts: list[str]
) -> None:
    assert [name for name in named(reader, text) if name.startswith("motion")] == concepts
