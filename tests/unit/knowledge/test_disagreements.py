"""Where the documents disagree, the answer shows both sides and cites both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from knowledge import Answer, Expert, Kind, load
from knowledge.library import Library
from knowledge.model import Conflict
from tests.questions import items
from tests.shared import shared

Case = Mapping[str, Any]

_CASES: list[Case] = yaml.safe_load((items.FOLDER / "disagreements.yaml").read_text("utf-8"))
_ASKED = [(case, question) for case in _CASES for question in case["questions"]]
_ROW = re.compile(r"^\| (A\d+) \|", re.M)


def _named(asked: Any) -> str:
    return asked if isinstance(asked, str) else str(asked["id"])


def _cited(answer: Answer) -> set[str]:
    return {citation.document[:3] for citation in answer.citations}


def test_every_row_of_the_list_is_asked_about() -> None:
    rows = _ROW.findall(shared("qa/contradictions.md").read_text("utf-8"))

    assert rows
    assert list(dict.fromkeys(case["id"] for case in _CASES)) == rows


@pytest.mark.parametrize(("case", "question"), _ASKED, ids=_named)
def test_an_answer_shows_both_sides_with_their_documents(expert: Expert, case: Case, question: str) -> None:
    answer = expert.answer(question)

    assert answer.kind is Kind.ANSWERED, answer.text
    hidden = [side for side in case["sides"] if not re.search(side, answer.text, re.I)]
    assert not hidden, answer.text
    assert all(any(re.match(key, cited) for cited in _cited(answer)) for key in case["documents"]), (
        answer.text
    )


@pytest.mark.parametrize("key", load.read().conflicts)
def test_every_disagreement_can_be_asked_for(expert: Expert, library: Library, key: str) -> None:
    conflict = library.conflicts[key]
    questions = (conflict.title, *conflict.asks)

    assert any(_shows(expert.answer(question), conflict) for question in questions)


def _shows(answer: Answer, conflict: Conflict) -> bool:
    texts = all(side.text in answer.text for side in conflict.sides)
    documents = {side.source[0][:3] for side in conflict.sides}
    return answer.kind is Kind.ANSWERED and texts and documents <= _cited(answer)
