"""Whether a tenant's Graph is asked at all: it is left alone for a while after failing again and again.

Written here because the libraries that do this for asyncio have had no release for two years, go by the
clock on the wall, and let everybody through at once when they try again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from meetings.errors import AwayError

logger = logging.getLogger(__name__)

_FAILURES = 10  # in a row: more than one request alone is tried
_REST = 30.0  # seconds


@dataclass
class _State:
    failures: int = 0
    until: float = 0.0  # nobody asks before
    tried: bool = False  # one call is finding out whether it is back


class Circuit:
    """One state a tenant. Open after `most` failures in a row; after `rest` seconds one call tries again."""

    def __init__(self, clock: Callable[[], float], most: int = _FAILURES, rest: float = _REST) -> None:
        self._clock, self._most, self._rest = clock, most, rest
        self._states: dict[str, _State] = {}

    def enter(self, tenant: str) -> None:
        """Ask whether a call may be made now; AwayError(open=True) where not."""
        state = self._states.get(tenant)
        if state is None or state.failures < self._most:
            return
        left = state.until - self._clock()
        if left > 0:
            raise AwayError(left, open=True)
        state.until, state.tried = self._clock() + self._rest, True

    def is_tried(self, tenant: str) -> bool:
        """Whether a call is under way that finds out whether Graph is back: it is soon known."""
        return tenant in self._states and self._states[tenant].tried

    def left(self, tenant: str) -> None:
        """Count a call that was given up before anything was known: another may try."""
        state = self._states.get(tenant)
        if state is not None and state.tried:
            state.until, state.tried = self._clock(), False

    def failed(self, tenant: str) -> None:
        """Count a call that the service did not answer, or not in its right mind."""
        state = self._states.setdefault(tenant, _State())
        state.failures += 1
        if state.failures >= self._most:
            state.until, state.tried = self._clock() + self._rest, False
        if state.failures == self._most:
            logger.warning("Graph is left alone for %.0f s", self._rest, extra={"tenant": tenant})

    def answered(self, tenant: str) -> None:
        """It is there, whatever it said."""
        state = self._states.pop(tenant, None)
        if state is not None and state.failures >= self._most:
            logger.info("Graph answers again", extra={"tenant": tenant})
