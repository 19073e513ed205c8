"""A yes or no is said only where a fact settles it."""

from __future__ import annotations

import re

import pytest

from knowledge import Expert, Kind


@pytest.mark.parametrize(
    "question",
    [
        "do the 7 days include weekends?",
        "is the transition discussion on a Monday?",
        "is the initial milestone committed?",
        "does MCEM use Dynamics 365?",
        "when is my next milestone due?",
        "does the ATU have 7 business days?",
        "is it ok to show success metrics to customers?",
    ],
)
def test_what_no_fact_confirms_gets_no_yes(expert: Expert, question: str) -> None:
    assert not expert.answer(question).text.startswith("Yes")


@pytest.mark.parametrize(
    "question",
    [
        "does the IA qualify opportunities?",
        "does the CSAM use Dynamics?",
        "should the AE stay involved after stage 3?",
        "does the SSP have 7 business days to transfer ownership to the CSU?",
    ],
)
def test_what_no_fact_denies_gets_no_no(expert: Expert, question: str) -> None:
    assert not expert.answer(question).text.startswith("No.")


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("does the SSP secure the business decision?", "Yes."),
        ("does the new owner get an email?", "Yes."),
        ("does the SE secure the business decision?", "No."),
        ("is the CSAM introduced in stage 3?", "No."),
        ("is the due date optional?", "No."),
    ],
)
def test_what_a_fact_settles_starts_with_it(expert: Expert, question: str, word: str) -> None:
    assert expert.answer(question).text.startswith(word)


def test_what_is_not_known_has_no_verdict_on_the_nearest_fact_either(expert: Expert) -> None:
    answer = expert.answer("should the AE stay involved after stage 3?")

    assert answer.kind is Kind.UNKNOWN
    assert "AE" in answer.text
    assert not re.search(r"(Yes|No)[.]", answer.text)
