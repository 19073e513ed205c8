"""The words of dates: months, weekdays and numbers, also with a small typo."""

from __future__ import annotations

_LONG_MONTHS = "january february march april may june july august september october november december".split()
_LONG_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SHORT = 3

MONTHS = {
    **{name: number for number, name in enumerate(_LONG_MONTHS, 1)},
    **{name[:_SHORT]: number for number, name in enumerate(_LONG_MONTHS, 1)},
    "sept": 9,
}
WEEKDAYS = {
    **{name: number for number, name in enumerate(_LONG_DAYS)},
    **{name[:_SHORT]: number for number, name in enumerate(_LONG_DAYS)},
    **{"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
}
NUMBERS = {
    **{"a": 1, "an": 1, "a couple of": 2, "couple of": 2},
    **{name: number for number, name in enumerate("one two three four five six seven".split(), 1)},
    **{name: number for number, name in enumerate("eight nine ten eleven twelve".split(), 8)},
}


def either(words: dict[str, int]) -> str:
    """Make a pattern that takes any of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


MONTH = either(MONTHS)
WEEKDAY = either(WEEKDAYS)
NUMBER = rf"\d{{1,9}}|{either(NUMBERS)}"

_OTHERS = "today tomorrow yesterday business working calendar quarter month months weeks days".split()
_KNOWN = (*_LONG_MONTHS, *_LONG_DAYS, *_OTHERS)
_LEAST = 5  # shorter words have too many neighbours
_ALIKE = 80


def number(text: str) -> int:
    return NUMBERS[text] if text in NUMBERS else int(text)


def mend(word: str) -> str:
    """Set a long word right that is a small typo away from a known one: "febuary", "wendesday"."""
    if len(word) < _LEAST or not word.isalpha() or word in _KNOWN:
        return word
    from rapidfuzz import fuzz, process

    best = process.extractOne(word, _KNOWN, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return best[0] if best else word
