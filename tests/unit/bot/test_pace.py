"""How fast one person may write."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import Pace, Verdict, Word


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def _words(pace: Pace, count: int, person: str = "ana") -> list[Word]:
    return [pace.take("tenant", person).word for _ in range(count)]


def test_a_whole_minutes_messages_may_come_at_once() -> None:
    assert _words(Pace(20, Clock()), 20) == [Word.GO] * 20


def test_who_is_faster_is_told_once_and_how_long_to_wait() -> None:
    pace = Pace(20, Clock())
    _words(pace, 20)

    assert pace.take("tenant", "ana") == Verdict(word=Word.TELL, seconds=15)
    assert pace.take("tenant", "ana") == Verdict(word=Word.QUIET, seconds=15)


def test_the_wait_that_was_told_is_true() -> None:
    clock = Clock()
    pace = Pace(20, clock)
    _words(pace, 21)

    clock.now += 14.9
    assert pace.take("tenant", "ana") == Verdict(word=Word.QUIET, seconds=1)
    clock.now += 0.1
    assert _words(pace, 6) == [Word.GO] * 5 + [Word.TELL]


@pytest.mark.parametrize(("limit", "seconds"), [(1, 60), (2, 30), (4, 15), (300, 15)])
def test_after_the_wait_at_least_one_message_passes(limit: int, seconds: int) -> None:
    clock = Clock()
    pace = Pace(limit, clock)
    _words(pace, limit)

    assert pace.take("tenant", "ana").seconds == seconds
    clock.now += seconds
    assert pace.take("tenant", "ana").word is Word.GO


def test_people_and_tenants_do_not_slow_each_other() -> None:
    pace = Pace(1, Clock())

    assert pace.take("tenant", "ana").word is Word.GO
    assert pace.take("tenant", "bo").word is Word.GO
    assert pace.take("other", "ana").word is Word.GO
    assert pace.take("tenant", "ana").word is Word.TELL


def test_without_a_limit_all_pass_and_nobody_is_remembered() -> None:
    pace = Pace(0, Clock())

    assert _words(pace, 1_000) == [Word.GO] * 1_000
    assert len(pace) == 0


def test_idle_people_are_forgotten() -> None:
    clock = Clock()
    pace = Pace(20, clock)
    for number in range(500):
        pace.take("tenant", f"person-{number}")

    clock.now += 60
    for number in range(250):
        pace.take("tenant", f"another-{number}")

    assert len(pace) <= 252


def test_a_crowd_beyond_measure_takes_bounded_memory() -> None:
    pace = Pace(20, Clock(), most_people=100)
    for number in range(1_000):
        assert pace.take("tenant", f"person-{number}").word is Word.GO

    assert len(pace) <= 100


@given(limit=st.integers(1, 60), gaps=st.lists(st.floats(0, 20), min_size=1, max_size=300))
def test_no_minute_lets_through_more_than_twice_the_limit_and_no_spell_tells_twice(
    limit: int, gaps: list[float]
) -> None:
    clock = Clock()
    pace = Pace(limit, clock)
    passed: list[float] = []
    told: list[float] = []
    for gap in gaps:
        clock.now += gap
        word = pace.take("tenant", "ana").word
        if word is not Word.QUIET:
            (passed if word is Word.GO else told).append(clock.now)

    for time in passed:
        assert sum(time <= other < time + 60 for other in passed) <= 2 * limit
    assert all(later - earlier >= 15 for earlier, later in itertools.pairwise(told))
