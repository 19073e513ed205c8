"""Sets of minutes, beside sets of numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from meetings import minutes
from meetings.model import Span

_SIZE = 60
_NUMBERS = st.frozensets(st.integers(0, _SIZE - 1))
_LENGTHS = st.integers(1, 20)
_ORIGIN = datetime(2026, 12, 1, tzinfo=UTC)


def _set(numbers: frozenset[int]) -> int:
    return sum(1 << number for number in numbers)


@given(_NUMBERS, _LENGTHS)
def test_sets_answer_as_sets_of_numbers_do(numbers: frozenset[int], length: int) -> None:
    found = _set(numbers)

    assert set(minutes.each(found)) == numbers
    assert set(minutes.each(minutes.holding(found, length))) == {
        start for start in range(_SIZE) if all(start + more in numbers for more in range(length))
    }
    assert set(minutes.each(minutes.touching(found, length))) == {
        start for start in range(_SIZE) if any(start + more in numbers for more in range(length))
    }
    assert set(minutes.each(minutes.spread(found, length))) == {
        start + more for start in numbers for more in range(length)
    }


@given(st.integers(-600, 3600), st.integers(0, 3600))
def test_spans_touch_whole_minutes_and_cover_only_whole_ones(start: int, length: int) -> None:
    begins = _ORIGIN + timedelta(seconds=start)
    span = Span(start=begins, end=begins + timedelta(seconds=length))
    all_minutes = {each: _ORIGIN + timedelta(minutes=each) for each in range(_SIZE)}
    whole = timedelta(minutes=1)

    assert set(minutes.each(minutes.covered([span], _ORIGIN, _SIZE))) == {
        each for each, at in all_minutes.items() if span.start <= at and at + whole <= span.end
    }
    if length:
        assert set(minutes.each(minutes.touched([span], _ORIGIN, _SIZE))) == {
            each for each, at in all_minutes.items() if span.start < at + whole and at < span.end
        }


@given(st.integers(1, 30), st.integers(0, 80), st.integers(0, _SIZE))
def test_every_so_many_minutes(step: int, first: int, size: int) -> None:
    assert list(minutes.each(minutes.every(step, first, size))) == list(range(first, size, step))


def test_an_empty_set_has_no_minutes() -> None:
    assert list(minutes.runs(0)) == []
    assert minutes.full(-5) == 0
    assert minutes.between(5, 3) == 0
