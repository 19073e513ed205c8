"""Whatever is typed: an answer, soon, without any markup of the person's."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Answer, Expert, Kind
from tests.questions.items import converse

_SLOWEST = 0.2  # seconds
_WORDS = st.sampled_from(
    [
        *(
            "who",
            "leads",
            "stage",
            "s4",
            "2",
            "what does",
            "the",
            "specialist",
            "cs",
            "AE",
            "do in",
            "why",
            "and",
        ),
        *(
            "<b>",
            "</at>",
            "<at>x</at>",
            "<script>alert(1)</script>",
            "<",
            ">",
            "&lt;",
            "![x](y)",
            "[who](http://x.y)",
        ),
        *(
            "](",
            "[1]",
            "**",
            "```",
            "|",
            "\n",
            "# ",
            "?",
            "\u202e",
            "\u200b",
            "😀",
            "ｓ１",
            "I'm a CSAM",
            "aka.ms/x",
        ),
    ]
)
_TEXTS = st.one_of(
    st.text(max_size=300), st.lists(_WORDS, max_size=12).map(" ".join), st.lists(_WORDS).map("".join)
)
_SILENT = (Kind.NOTED, Kind.SMALL_TALK)  # the dialogs have the words for these


def _faults(answer: Answer) -> list[str]:
    said = [answer.text, *answer.options, *answer.suggestions]
    faults = [f"{mark} in {text}" for text in said for mark in ("<", "](", "&lt;") if mark in text]
    return faults if answer.text or answer.kind in _SILENT else [*faults, "no text"]


@settings(max_examples=150, deadline=None)
@given(turns=st.lists(_TEXTS, min_size=1, max_size=3))
def test_whatever_is_typed_is_answered_without_the_persons_markup(expert: Expert, turns: list[str]) -> None:
    began = time.thread_time()

    answer = converse(expert, turns)

    assert time.thread_time() - began < _SLOWEST * len(turns)
    assert _faults(answer) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "?",
        "😀😀😀",
        "\u202e\u200b\u2066",
        "x" * 10_000,
        "who leads stage " * 1_000,
        "stage 1 " * 200,
        "<at>Baton</at>",
        "<b>who</b> leads <i>stage 2</i>",
        "what does the specialist do in stage 2 <x",
        "what does the specialist do in stage 2? [a](b)",
        "what does the [specialist](b) do in stage 2?",
        "who is [the king](http://x.y)?",
        "what is <img src=x onerror=alert(1)>?",
        "٣ والمرحلة",
        "阶段三由谁负责",
        "0" * 300,
        "stage 99999999999999999999",
        "'; drop table stages; --",
    ],
    ids=lambda text: repr(text[:40]),
)
def test_bad_input_is_answered_soon_and_without_markup(expert: Expert, text: str) -> None:
    began = time.thread_time()

    answer = expert.answer(text)

    assert time.thread_time() - began < _SLOWEST
    assert _faults(answer) == []


def test_the_same_question_always_has_the_same_answer(expert: Expert) -> None:
    question = "who secures the technical decision?"

    assert expert.answer(question) == expert.answer(question) == Expert.load().answer(question)
