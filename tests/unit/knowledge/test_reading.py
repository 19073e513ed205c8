"""What each word of a message does."""

from __future__ import annotations

import pytest

from knowledge.understand import words
from knowledge.understand.reading import Clause, Mention, Reader, Sense


def read(reader: Reader, text: str) -> list[Clause]:
    return reader.read(words.clean(text))


def mention(reader: Reader, text: str, word: str) -> Mention:
    return next(m for clause in read(reader, text) for m in clause.mentions if m.text == word)


@pytest.mark.parametrize(
    ("word", "sense"),
    [
        ("please", Sense.PADDING),
        ("the", Sense.PADDING),
        ("leads", Sense.LIGHT),
        ("technical", Sense.CONTENT),
        ("blockchain", Sense.UNKNOWN),
        ("stage 3", Sense.ENTITY),
    ],
)
def test_a_word_pads_asks_tells_or_is_unknown(reader: Reader, word: str, sense: Sense) -> None:
    text = "please tell who leads the technical blockchain in stage 3"

    assert mention(reader, text, word).sense is sense


def test_padding_weighs_nothing_and_the_unknown_most(reader: Reader) -> None:
    text = "please tell who leads the technical blockchain"
    please, leads, technical, blockchain = (
        mention(reader, text, word).weight for word in ("please", "leads", "technical", "blockchain")
    )

    assert please == 0 < leads < technical < blockchain


def test_a_rare_word_weighs_more_than_a_frequent_one(reader: Reader) -> None:
    text = "the governance of the customer"

    assert mention(reader, text, "governance").weight > mention(reader, text, "customer").weight


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("who leads stage 3", "lead"),
        ("who is in charge of stage 3", "lead"),
        ("supporting roles in stage 3", "support"),
        ("exit criteria of stage 3", "exit"),
        ("what must be true to leave stage 3", "exit"),
        ("which unit is accountable for stage 3", "unit"),
        ("what does SSP stand for", "expansion"),
        ("deliverables of stage 2", "artifacts"),
        ("kpis of stage 2", "metrics"),
        ("who does the SSP work with", "pair"),
    ],
)
def test_attributes_are_what_is_asked_for(reader: Reader, text: str, attribute: str) -> None:
    assert attribute in {name for clause in read(reader, text) for name in clause.attributes}


def test_a_name_asks_for_nothing_by_its_words(reader: Reader) -> None:
    (clause,) = read(reader, "listen and consult")

    assert not clause.attributes


def test_the_name_of_everything_says_nothing_in_passing(reader: Reader) -> None:
    assert mention(reader, "roles in mcem", "mcem").sense is not Sense.ENTITY
    assert mention(reader, "explain mcem", "mcem").sense is Sense.ENTITY


def test_a_figure_can_stand_for_a_word(reader: Reader) -> None:
    (clause,) = read(reader, "hand over from ATU 2 STU")

    assert "to" in clause.words
    assert "2" not in clause.words
