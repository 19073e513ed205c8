"""How answers sound: yes and no, empty cells, internal notes, a question back."""

from __future__ import annotations

import re

import pytest

from knowledge import Expert, Kind
from knowledge.answers import phrases
from tests.questions.items import converse


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("does the SSP lead stage 2?", "Yes."),
        ("does the AE lead stage 2?", "No."),
        ("the SSP leads stage 2, right?", "Yes."),
        ("does the AE support stage 2?", "Yes."),
        ("is the SE in the STU?", "Yes."),
        ("is the AE in the STU?", "No."),
        ("is the STU accountable for stage 3?", "Yes."),
        ("is the ATU accountable for stage 3?", "No."),
        ("does the CSAM create the CSP?", "Yes."),
        ("is the discovery deck an artifact of stage 1?", "Yes."),
        ("does stage 4 come after stage 3?", "Yes."),
        ("does stage 4 come before stage 3?", "No."),
    ],
)
def test_a_yes_no_question_is_answered_with_yes_or_no_first(
    expert: Expert, question: str, begins: str
) -> None:
    assert expert.answer(question).text.startswith(begins)


def test_no_comes_with_what_is_so_instead(expert: Expert) -> None:
    text = expert.answer("does the AE lead stage 2?").text

    assert "SSP" in text
    assert "SE" in text


def test_a_lead_taken_for_granted_wrongly_is_corrected_first(expert: Expert) -> None:
    answer = expert.answer("The AE leads stage 3, so what are the exit criteria of stage 3?")

    assert answer.text.startswith("Stage 3 (Empower & Achieve) is led by")


def test_where_the_documents_differ_yes_or_no_gives_way_to_both_sides(expert: Expert) -> None:
    answer = expert.answer("is a qualified pipeline the exit criterion of stage 1?")

    assert answer.kind is Kind.ANSWERED
    assert "qualified pipeline" in answer.text.lower()
    assert "qualified opportunity" in answer.text.lower()
    assert not answer.text.startswith("No")


@pytest.mark.parametrize(
    "question", ["who supports stage 2 besides the AE?", "besides the AE, who supports stage 2?"]
)
def test_who_is_set_aside_in_the_question_is_not_in_the_answer(expert: Expert, question: str) -> None:
    answer = expert.answer(question)

    assert "ATS" in answer.text
    assert not re.search(r"\bAE\b", answer.text), answer.text


def test_nobody_is_told_that_internal_material_may_go_to_a_customer(expert: Expert) -> None:
    for question in (
        "can the MCEM reference part go to the customer",
        "may I show the customer the MCEM reference?",
    ):
        assert not expert.answer(question).text.startswith("Yes"), question


def test_one_cell_is_answered_with_that_cell(expert: Expert) -> None:
    text = expert.answer("what does the SSP do in stage 2?").text

    assert "Execute Solution Play" in text
    assert re.findall(r"stage \d", text) == ["stage 2"]


def test_an_empty_cell_is_said_to_be_empty_with_what_else_is_known(expert: Expert) -> None:
    answer = expert.answer("what does the ATS do in stage 4?")

    assert answer.kind is Kind.ANSWERED
    assert answer.text.startswith("The matrix assigns the ATS no activity in stage 4 (Realize Value).")
    assert phrases.SUPPORTING.format(role="ATS") in answer.text


def test_internal_material_is_marked_and_other_is_not(expert: Expert) -> None:
    internal = expert.answer("what is the design kickoff?")
    open_to_all = expert.answer("who leads stage 2?")

    assert internal.internal
    assert phrases.INTERNAL in internal.text
    assert not open_to_all.internal
    assert phrases.INTERNAL not in open_to_all.text


def test_a_stage_that_does_not_exist_is_said_not_to(expert: Expert) -> None:
    assert expert.answer("who leads stage 6?").text.startswith("There is no stage 6")


def test_a_name_of_several_roles_is_asked_about_with_whole_questions(expert: Expert) -> None:
    answer = expert.answer("what does the specialist do in stage 2?")

    assert answer.kind is Kind.CHOICE
    assert answer.options == tuple(f"What does the {role} do in stage 2?" for role in ("SSP", "SE", "SS"))
    assert [label.split()[0] for label in answer.labels] == ["SSP", "SE", "SS"]


@pytest.mark.parametrize("reply", ["SSP", "the ssp", "What does the SSP do in stage 2?"])
def test_a_question_back_goes_on_with_the_reply(expert: Expert, reply: str) -> None:
    answer = converse(expert, ["what does the specialist do in stage 2?", reply])

    assert answer.id == "cell:ssp.2"


def test_every_option_of_a_question_back_has_an_answer(expert: Expert) -> None:
    for question in ("what does the specialist do in stage 2?", "what does the cs do in stage 4?"):
        for option in expert.answer(question).options:
            assert expert.answer(option).kind is Kind.ANSWERED, option


def test_a_document_gives_no_reason_and_that_is_said(expert: Expert) -> None:
    assert converse(expert, ["who leads stage 2?", "why?"]).text.startswith(phrases.WHY)


def test_every_suggestion_is_a_question_with_an_answer(expert: Expert) -> None:
    asked = ("what does the SSP do in stage 2?", "who leads stage 5?", "CSAM", "what is the STU?")
    suggested = {s for question in asked for s in expert.answer(question).suggestions}

    assert suggested
    assert {s for s in suggested if expert.answer(s).kind is not Kind.ANSWERED} == set()


def test_the_sample_questions_of_every_role_have_answers(expert: Expert) -> None:
    samples = [(role.id, sample) for role in expert.roles for sample in role.samples]

    unanswered = [s for role, s in samples if expert.answer(s, role=role).kind is not Kind.ANSWERED]

    assert unanswered == []
