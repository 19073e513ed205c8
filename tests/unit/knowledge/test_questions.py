"""Graded questions, asked of the expert: our own, and those beside the checkout."""

from __future__ import annotations

import pytest

from knowledge import Expert, Kind
from knowledge.library import Library
from tests.questions import items
from tests.questions.items import Given, Report

_SETS = ("own", "dev")
_STRICT = {"own": 96.0, "dev": 98.0}  # percent
_REFUSED = 97.0  # percent of what the documents cannot answer
_WRONGLY_REFUSED = 1.0  # percent of what they can
_MEAN_WORDS, _MOST_WORDS = 70, 220

Asked = dict[str, list[Given]]


@pytest.fixture(scope="module")
def asked(expert: Expert) -> Asked:
    return {"own": items.ask_all(expert, items.own()), "dev": items.ask_all(expert, items.dev())}


@pytest.fixture(scope="module")
def reports(asked: Asked) -> dict[str, Report]:
    return {name: items.score(given) for name, given in asked.items()}


@pytest.mark.parametrize("name", _SETS)
def test_nearly_every_question_is_answered_right(reports: dict[str, Report], name: str) -> None:
    assert reports[name]["accuracy"] >= _STRICT[name], items.failures(reports[name])


@pytest.mark.parametrize("name", _SETS)
def test_what_the_documents_cannot_answer_is_refused(reports: dict[str, Report], name: str) -> None:
    report = reports[name]

    assert 100 * report["ref_un"] / report["un_n"] >= _REFUSED, items.failures(report)


@pytest.mark.parametrize("name", _SETS)
def test_what_the_documents_answer_is_not_refused(reports: dict[str, Report], name: str) -> None:
    report = reports[name]

    assert 100 * report["false_ref"] / report["ans_n"] <= _WRONGLY_REFUSED, items.failures(report)


@pytest.mark.parametrize("name", _SETS)
def test_answers_are_short(asked: Asked, name: str) -> None:
    long = [each for each in asked[name] if each.words > _MOST_WORDS]

    assert not long, "\n".join(f"{each.words} words, {each}" for each in long)
    assert sum(each.words for each in asked[name]) / len(asked[name]) <= _MEAN_WORDS


@pytest.mark.parametrize("name", _SETS)
def test_every_answer_names_its_documents_and_marks_where(asked: Asked, library: Library, name: str) -> None:
    documents = {document.file for document in library.documents.values()}
    answered = [each for each in asked[name] if each.answer.kind is Kind.ANSWERED]

    uncited = [each for each in answered if not _cites(each, documents)]

    assert not uncited, "\n".join(map(str, uncited))


def _cites(given: Given, documents: set[str]) -> bool:
    citations = given.answer.citations
    numbered = [citation.position for citation in citations] == list(range(1, len(citations) + 1))
    marked = all(f"[{c.position}]" in given.answer.text and c.document in documents for c in citations)
    return bool(citations) and numbered and marked


def test_our_own_questions_have_names_of_their_own() -> None:
    names = [item["id"] for item in items.own()]

    assert len(set(names)) == len(names)
    assert not set(names) & {item["id"] for item in items.dev()}
