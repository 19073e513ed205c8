"""The real knowledge, loaded once, and the parts that understand with it."""

from __future__ import annotations

import pytest

from knowledge import Expert, load
from knowledge.answers import facts
from knowledge.answers.search import Search
from knowledge.library import Library
from knowledge.understand import gazetteer, lexicon
from knowledge.understand.lexicon import Lexicon
from knowledge.understand.reading import Reader


@pytest.fixture(scope="session")
def expert() -> Expert:
    return Expert.load()


@pytest.fixture(scope="session")
def library() -> Library:
    return load.read()


@pytest.fixture(scope="session")
def language() -> Lexicon:
    return lexicon.read(load.DATA / "lexicon.yaml")


@pytest.fixture(scope="session")
def reader(library: Library, language: Lexicon) -> Reader:
    flat = facts.flatten(library)
    texts = [text for fact in flat.values() for text in (fact.text, fact.heading)]
    hints = [hint for fact in flat.values() for hint in fact.hints]
    reader = Reader(gazetteer.build(library, language, texts, hints), language)
    Search(flat, library, reader)  # sets the weights of the words
    return reader
