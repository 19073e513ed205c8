"""Slips of the finger: when one typed word was meant as another."""

from __future__ import annotations

from itertools import groupby

from rapidfuzz.distance import OSA

SHORT = 5  # so short a word must keep its letters: "held" is not "help", "rest" is not "reset"
_LONG = 10  # so long a word may have two slips
_SHORTEST = 4


def is_slip(typed: str, word: str) -> bool:
    """Whether one word was meant as the other: "hlep" as "help", but neither "held" nor "me" as "my"."""
    if typed == word or len(word) < _SHORTEST or typed[0] != word[0]:
        return typed == word
    if len(word) <= SHORT and len(typed) == len(word) and sorted(typed) != sorted(word):
        return False
    return OSA.distance(typed, word) <= (1 if len(word) < _LONG else 2)


def has_its_letters(typed: str, word: str) -> bool:
    """Whether only letters were swapped or doubled; "rest" lacks one of "reset"."""
    return sorted(typed) == sorted(word) or _squeeze(typed) == _squeeze(word)


def _squeeze(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))
