"""Putting an answer together."""

from __future__ import annotations

import pytest

from knowledge import Kind
from knowledge.answers.compose import Names, Page, listing
from knowledge.library import Library

_PURPOSE = "001/the-five-mcem-stages/1#000000"
_MATRIX = "000/stage-summary/1#000000"
_MATRIX_TOO = "000/stage-summary/9#000000"


@pytest.fixture
def page(library: Library) -> Page:
    return Page(library, "test")


def test_sources_are_numbered_in_the_order_in_which_they_are_cited(page: Page) -> None:
    page.say("One.", _MATRIX)
    page.say("Two.", _PURPOSE)
    page.say("Three.", _MATRIX_TOO)

    answer = page.answer()

    assert [line for line in answer.text.splitlines() if line][:3] == ["One. [1]", "Two. [2]", "Three. [1]"]
    assert [citation.position for citation in answer.citations] == [1, 2]
    assert [citation.document[:3] for citation in answer.citations] == ["000", "001"]


def test_the_sources_also_stand_in_the_text(page: Page, library: Library) -> None:
    page.say("One.", _MATRIX)

    document = library.documents["000"]
    title = document.sections["stage-summary"]
    assert page.answer().text.endswith(f"Source: [1] {document.short}, {title}")


def test_a_citation_keeps_within_the_limits_of_teams(page: Page, library: Library) -> None:
    for key, document in library.documents.items():
        for section in document.sections:
            page.say("word " * 60, f"{key}/{section}/1#000000")

    citations = page.answer().citations

    assert max(len(citation.name) for citation in citations) <= 80
    assert {len(citation.abstract) <= 160 and citation.abstract[-1] for citation in citations} == {"…"}


def test_an_abstract_is_plain_text(page: Page) -> None:
    page.item("**SSP** leads", _MATRIX)

    assert page.answer().citations[0].abstract == "SSP leads"


def test_a_list_ends_where_a_phone_has_no_more_room(page: Page) -> None:
    for _ in range(40):
        page.item("ten words " * 5, _MATRIX)

    text = page.answer().text

    assert text.count("\n- ") < 39
    assert "more in the same section" in text
    assert len(text.split()) <= 220


def test_list_items_stay_together_and_paragraphs_apart(page: Page) -> None:
    page.say("Here.")
    page.item("one")
    page.item("two")
    page.say("Done.")

    assert page.answer().text == "Here.\n\n- one\n- two\n\nDone."


def test_an_answer_begins_with_a_capital_and_carries_its_kind(page: Page) -> None:
    page.say("the matrix is empty.", _MATRIX)

    page.kind = Kind.UNKNOWN
    answer = page.answer()

    assert answer.text.startswith("The matrix")
    assert answer.kind is Kind.UNKNOWN


def test_at_most_three_suggestions_are_made(page: Page) -> None:
    page.say("One.", _MATRIX)
    page.suggestions = ["a", "b", "c", "d"]

    assert page.answer().suggestions == ("a", "b", "c")


@pytest.mark.parametrize(
    ("names", "listed"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_names_are_listed_as_in_a_sentence(names: list[str], listed: str) -> None:
    assert listing(names) == listed


def test_things_have_a_short_and_a_full_name(library: Library) -> None:
    names = Names(library)

    assert names.role("ae") == "AE"
    assert names.full("ae") == "AE (Account Executive)"
    assert names.full("stu") == "STU (Solution Team Unit)"
    assert names.stages([1, 4]) == "stage 1 (Listen & Consult) and stage 4 (Realize Value)"
