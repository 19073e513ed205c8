"""A wall clock that does not follow every jump of the machine's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

_TOLERANCE = timedelta(seconds=5)
_SETTLED = 60.0  # seconds


class Steady:
    """Believes a new time of day once it has stood for a minute, and counts on from the old one until then.

    A clock that is wrong for a moment would otherwise set off a day's timers too early, all at once.
    """

    def __init__(self, wall: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._wall, self._monotonic = wall, monotonic
        self._time, self._tick = wall(), monotonic()
        self._offset, self._since = timedelta(), self._tick

    def __call__(self) -> datetime:
        told, tick = self._wall(), self._monotonic()
        expected = self._time + timedelta(seconds=tick - self._tick)
        offset = told - expected
        if abs(offset) <= _TOLERANCE:
            return self._believe(told, tick)
        if abs(offset - self._offset) > _TOLERANCE:  # another jump
            self._offset, self._since = offset, tick
        if tick - self._since >= _SETTLED:
            return self._believe(told, tick)
        return expected

    def _believe(self, told: datetime, tick: float) -> datetime:
        self._time, self._tick = told, tick
        self._offset, self._since = timedelta(), tick
        return told
