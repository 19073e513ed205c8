"""What the documents say nothing about is not known, however near it sounds."""

from __future__ import annotations

import pytest

from knowledge import Expert, Kind
from knowledge.answers import facts
from knowledge.answers.search import Hit, Search
from knowledge.library import Library
from knowledge.understand import questions, words
from knowledge.understand.lexicon import Lexicon
from knowledge.understand.reading import Reader


class Looking:
    """Searches all facts for what a question says."""

    def __init__(self, library: Library, reader: Reader, language: Lexicon) -> None:
        self._reader, self._language = reader, language
        self._search = Search(facts.flatten(library), library, reader)

    def __call__(self, text: str, *, strict: bool = True) -> list[Hit]:
        (ask,) = questions.asks(self._reader.read(words.clean(text)), self._language)
        return self._search.hits(ask, ask.mentions, strict=strict)


@pytest.fixture(scope="module")
def look(library: Library, reader: Reader, language: Lexicon) -> Looking:
    return Looking(library, reader, language)


def test_hits_come_best_first_and_each_accounts_for_a_share_of_the_question(look: Looking) -> None:
    hits = look("who secures the technical decision?")

    assert [hit.rank for hit in hits] == sorted((hit.rank for hit in hits), reverse=True)
    assert all(0 < hit.score <= 1 and hit.matched for hit in hits)


def test_a_fact_is_worse_for_another_role_unless_it_does_not_matter_who(look: Looking) -> None:
    asked = "does the CSAM identify the solution play?"

    assert look(asked)[0].score < look(asked, strict=False)[0].score


def test_a_word_that_no_fact_has_makes_every_hit_worse(look: Looking) -> None:
    plain, strange = "who creates the plan?", "who creates the blockchain plan?"

    assert look(strange)[0].score < look(plain)[0].score


@pytest.mark.parametrize("text", ["please", "the of a"])
def test_what_says_nothing_finds_nothing(look: Looking, text: str) -> None:
    assert look(text) == []


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("who secures the technical decision?", "technical decision"),
        ("who creates the customer success plan?", "Customer Success Plan"),
        ("how long does the STU have to take ownership of the milestones?", "7 business days"),
        ("what is RAID for?", "RAID"),
    ],
)
def test_a_fact_is_found_by_its_words(expert: Expert, question: str, fact: str) -> None:
    answer = expert.answer(question)

    assert answer.kind is Kind.ANSWERED, answer.text
    assert fact in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "who secures the technical decision in the galaxy?",
        "who leads stage 2 in python?",
        "what does the AE do in stage 1 on the moon?",
        "who creates the blockchain plan?",
        "what is the quota of the SSP?",
        "exit criteria of stage 2 for submarines",
    ],
)
def test_one_unknown_word_turns_an_answer_into_not_known(expert: Expert, question: str) -> None:
    answer = expert.answer(question)

    assert answer.kind is Kind.UNKNOWN, answer.text


def test_what_is_not_known_is_said_in_the_askers_words(expert: Expert) -> None:
    assert "“python”" in expert.answer("who leads stage 2 in python?").text


def test_what_is_nearest_comes_with_its_source(expert: Expert) -> None:
    answer = expert.answer("who leads stage 2 in python?")

    assert answer.id == "unknown:stage.lead:2"
    assert answer.citations
    assert answer.suggestions


@pytest.mark.parametrize(
    "question",
    [
        "how many milestones does a deal have?",
        "who is my CSAM?",
        "where is the STU located?",
        "what happens if we miss the 7 business days?",
        "how long does stage 2 take?",
    ],
)
def test_what_a_question_needs_must_be_given(expert: Expert, question: str) -> None:
    answer = expert.answer(question)

    assert answer.kind is Kind.UNKNOWN, answer.text


@pytest.mark.parametrize(
    ("plain", "varied"),
    [
        ("who secures the technical decision?", "pls who secures teh technical decison"),
        ("who leads stage 3?", "hey could you kindly tell me who leads s3? thanks"),
        ("what are the exit criteria of stage 2?", "EXIT CRITERIA INSPIRE AND DESIGN"),
    ],
)
def test_typing_and_padding_change_nothing(expert: Expert, plain: str, varied: str) -> None:
    assert expert.answer(varied).text == expert.answer(plain).text
