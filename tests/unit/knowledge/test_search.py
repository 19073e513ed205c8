"""What the documents say nothing about is not known, however near it sounds."""

from __future__ import annotations

import pytest

from knowledge import Expert, Kind


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
