"""Yes or no that hangs on a number: one that the documents do not say is never confirmed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import yaml

from knowledge import Expert
from knowledge.answers import phrases
from tests.questions import items

Row = Mapping[str, str]

_ROWS: list[Row] = yaml.safe_load((items.FOLDER / "numbers.yaml").read_text("utf-8"))


def _rows(key: str) -> list[Row]:
    return [row for row in _ROWS if key in row]


def _question(row: Row) -> str:
    return row["question"]


def test_every_row_says_one_thing_of_one_question() -> None:
    wrong = [row for row in _ROWS if set(row) not in ({"question", "begins"}, {"question", "never"})]
    words = {row[key].removesuffix(".") for key in ("begins", "never") for row in _rows(key)}

    assert wrong == []
    assert len({_question(row) for row in _ROWS}) == len(_ROWS)
    assert words == {phrases.YES.removesuffix("."), phrases.NO.removesuffix(".")}


@pytest.mark.parametrize("row", _rows("begins"), ids=_question)
def test_a_number_gets_its_verdict_first(expert: Expert, row: Row) -> None:
    answer = expert.answer(_question(row))

    assert answer.text.startswith(row["begins"]), answer.text


@pytest.mark.parametrize("row", _rows("never"), ids=_question)
def test_a_number_never_gets_the_wrong_verdict(expert: Expert, row: Row) -> None:
    answer = expert.answer(_question(row))

    assert not answer.text.startswith(row["never"]), answer.text
