"""From raw text to words."""

from __future__ import annotations

import pytest

from knowledge.understand import words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<at>Baton</at> who leads", "who leads"),
        ("<at id='0'>Baton\nBot</at>who leads", "who leads"),
        ("who <b>leads</b><script src=x>", "who  leads"),
        ("sta\u200bge\u00ad \u202e3\u2066", "stage 3"),
        ("\u2067\ufeffwho\u200f leads", "who leads"),
        ("ﬁnal ｓ４ ①", "final s4 1"),
        ("the AE\u2019s \u201cpart\u201d", 'the AE\'s "part"'),
        ("hand\u2011off s1\u2192s2", "hand-off s1->s2"),
        ("https://aka.ms/x", "aka.ms/x"),
        ("a\nb\x07", "a\nb"),
        (" \u200b ", ""),
    ],
)
def test_a_message_is_cleaned_of_what_nobody_typed_to_be_read(typed: str, read: str) -> None:
    assert words.clean(typed) == read


def test_a_comparison_is_not_taken_for_a_tag() -> None:
    assert words.clean("is 3 < 4 and 5 > 4") == "is 3 < 4 and 5 > 4"


def test_only_the_beginning_of_a_long_message_is_read() -> None:
    assert words.clean("x" * 10_000) == "x" * words.MAX_CHARACTERS


def test_a_message_is_cut_into_sentences_and_clauses() -> None:
    read = words.sentences("Hi. Who leads, and when? It is late - really (yes).\nok")

    assert read == [
        (["Hi"], False),
        (["Who leads", "and when"], True),
        (["It is late", "really", "yes"], False),
        (["ok"], False),
    ]


@pytest.mark.parametrize(
    "text", ["We are in stage 3. Who leads?", "It is us. who leads", "the AE. Who else?"]
)
def test_a_stop_ends_a_sentence(text: str) -> None:
    assert len(words.sentences(text)) == 2


@pytest.mark.parametrize("text", ["7.5 days", "aka.ms/whoistheCSAM", "$2.5"])
def test_a_stop_within_a_number_or_address_ends_no_sentence(text: str) -> None:
    assert len(words.sentences(text)) == 1


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("the AE's S4 tasks", ["the", "AE", "S", "4", "tasks"]),
        ("Listen & Consult", ["Listen", "and", "Consult"]),
        ("don't wait", ["don't", "wait"]),
        ("80% in 4+ years", ["80%", "in", "4+", "years"]),
        ("s1->s2", ["s", "1", "->", "s", "2"]),
    ],
)
def test_a_clause_is_spelt_out_in_tokens(text: str, tokens: list[str]) -> None:
    assert list(words.spell_out(text)) == tokens


def test_a_word_knows_its_clause_and_sentence() -> None:
    read = words.split("Who leads, and when? Ok")

    assert [(word.text, word.clause, word.sentence, word.asked) for word in read] == [
        ("who", 0, 0, True),
        ("leads", 0, 0, True),
        ("and", 1, 0, True),
        ("when", 1, 0, True),
        ("ok", 2, 1, False),
    ]


def test_accountable_and_account_stay_two_words() -> None:
    assert words.stem("accountability") == words.stem("accountable") != words.stem("account")
    assert words.stem("managers") == words.stem("manager") != words.stem("manages")
