from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs import utterance


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_more_in_shown_text(text: str) -> None:
    shown = utterance.show(text)

    assert not set(shown) & set("<>[]*_`~|#\\")
    assert "://" not in shown
    assert "\n" not in shown


@pytest.mark.parametrize(
    "text", ["<" * 20_000, "[" * 20_000, "[a](" * 5_000, "<a " * 5_000, "a\u200b" * 10_000]
)
def test_hostile_text_is_cleaned_quickly(text: str) -> None:
    start = time.perf_counter()

    utterance.show(text)

    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [("one two", 10, "one two"), ("one two three", 9, "one two…"), ("abcdef", 4, "abc…")],
)
def test_text_is_cut_at_a_words_end(text: str, limit: int, short: str) -> None:
    assert utterance.shorten(text, limit) == short


def test_half_a_character_is_taken_out() -> None:
    assert utterance.clean("who\ud800 leads\udfff stage 3") == "who leads stage 3"


def test_two_ways_of_typing_the_same_words_are_equal() -> None:
    assert utterance.normalise("Who's  the KING?") == utterance.normalise("whos the king")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("I am megan@contoso.com", "I am ..."),
        ("is <megan.o'hara@contoso.co.uk>, or alex+x@contoso.com?", "is <...>, or ...?"),
        ("mailto:megan@contoso.com.", "...."),
        ("ask @Megan at 5", "ask @Megan at 5"),
        (
            "https://teams.microsoft.com/l/message/19:abc@thread.v2/1",
            "https://teams.microsoft.com/l/message/19:abc@thread.v2/1",
        ),
    ],
)
def test_addresses_are_taken_out(typed: str, kept: str) -> None:
    assert utterance.without_addresses(typed) == kept


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Megan <megan@contoso.com>", "Megan <megan@contoso.com>"),
        ("&lt;mailto:megan@contoso.com&gt;", "<megan@contoso.com>"),
        ('<a href="mailto:megan@contoso.com">megan</a>', "megan"),
        ("<b>megan@contoso.com</b>", "megan@contoso.com"),
    ],
)
def test_an_address_in_angle_brackets_is_no_tag(typed: str, cleaned: str) -> None:
    assert utterance.clean(typed) == cleaned


def test_a_long_text_full_of_at_signs_is_read_in_good_time() -> None:
    start = time.perf_counter()

    utterance.without_addresses("a@" * 10_000)

    assert time.perf_counter() - start < 0.5
