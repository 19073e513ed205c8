"""The understanding has no rule for single questions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge import load
from knowledge.answers import phrases
from tests.questions import items
from tests.questions.items import Item

_ROOM = Path(load.__file__).parent
_LONG = 4  # words; what is shorter is a phrase that anybody uses
_NO_WORD = re.compile(r"[\W_]+")
_SHOWN = "samples"  # questions that the role picker shows: offered to people, no part of the understanding


def _plain(text: str) -> str:
    return f" {_NO_WORD.sub(' ', text.lower()).strip()} "


def _said(data: Any) -> Iterator[str]:
    """Every text of a knowledge file, the keys too."""
    if isinstance(data, dict):
        yield from map(str, data)
        yield from (text for key, value in data.items() if key != _SHOWN for text in _said(value))
    elif isinstance(data, list):
        yield from (text for value in data for text in _said(value))
    else:
        yield str(data)


def _written(code: str) -> Iterator[str]:
    """Every text of a program but what stands by itself, which is explanation."""
    tree = ast.parse(code)
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.value


def _texts() -> Iterator[tuple[str, str]]:
    for file in sorted(_ROOM.rglob("*.yaml")):
        yield from ((file.name, text) for text in _said(yaml.safe_load(file.read_text("utf-8"))))
    for file in sorted(_ROOM.rglob("*.py")):
        yield from ((file.name, text) for text in _written(file.read_text("utf-8")))


def _in_four_words_or_more(asked: list[Item]) -> set[str]:
    plain = {_plain(turn) for item in asked for turn in item["turns"]}
    return {question for question in plain if len(question.split()) >= _LONG}


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    return [(name, _plain(text)) for name, text in _texts()]


def test_no_graded_question_stands_in_the_code_or_in_the_data(texts: list[tuple[str, str]]) -> None:
    graded = _in_four_words_or_more(items.dev())

    found = [f"{name}: {question}" for name, text in texts for question in graded if question in text]

    assert graded
    assert found == []


def test_what_the_search_looks_through_is_what_the_files_say(texts: list[tuple[str, str]]) -> None:
    said = "".join(text for _, text in texts)

    assert "technical assessment initial architecture and proof" in said  # a fact
    assert "ignore previous" in said  # the language
    assert _plain(phrases.REFUSE) in said  # a sentence of the answers
