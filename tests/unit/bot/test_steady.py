"""A wall clock that does not follow every jump."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.steady import Steady

_NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class _Machine:
    def __init__(self) -> None:
        self.wall, self.tick = _NOON, 0.0
        self.steady = Steady(lambda: self.wall, lambda: self.tick)

    def passes(self, seconds: float, jump: timedelta = timedelta()) -> float:
        """Let time pass; how far the steady clock is from the time that truly passed since noon, seconds."""
        self.wall += timedelta(seconds=seconds) + jump
        self.tick += seconds
        return (self.steady() - _NOON).total_seconds() - self.tick


def test_it_goes_with_the_wall_and_follows_small_corrections() -> None:
    machine = _Machine()
    assert machine.passes(10) == 0
    assert machine.passes(10, timedelta(seconds=4)) == 4
    assert machine.passes(100_000) == 4


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1)])
def test_a_jump_that_is_taken_back_is_not_followed(jump: timedelta) -> None:
    machine = _Machine()
    assert machine.passes(1, jump) == 0
    assert machine.passes(50) == 0
    assert machine.passes(1, -jump) == 0
    assert machine.passes(100) == 0


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1)])
def test_a_jump_that_lasts_is_believed_after_a_minute(jump: timedelta) -> None:
    machine = _Machine()
    assert machine.passes(1, jump) == 0
    assert machine.passes(59) == 0
    assert machine.passes(1) == jump.total_seconds()
    assert machine.passes(1) == jump.total_seconds()


def test_a_clock_that_goes_on_jumping_is_not_followed() -> None:
    machine = _Machine()
    for _ in range(5):
        assert machine.passes(40, timedelta(hours=1)) == 0
