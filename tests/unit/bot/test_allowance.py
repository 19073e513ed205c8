"""Buckets against Teams' sliding windows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.allowance import CONVERSATION_LIMITS, LONG, SHORT, TENANT, TENANT_LIMIT, Bucket

_BEGAN = 1_800_000_000.0
_SHAKEN = 0.06  # seconds by which messages may be late, one more than another
_GAPS = st.lists(
    st.one_of(st.floats(0, 0.3), st.floats(0, 3), st.sampled_from((0.0, 1.0, 5.0, 60.0))), max_size=200
)


def _allowed(asked: Sequence[float], *buckets: Bucket) -> list[float]:
    """The moments of those that asked and were let through."""
    full, passed = [0.0] * len(buckets), []
    for moment in asked:
        after = [bucket.take(each, moment) for bucket, each in zip(buckets, full, strict=True)]
        if None not in after:
            full = [each or 0.0 for each in after]
            passed.append(moment)
    return passed


def _most(moments: Sequence[float], seconds: float) -> int:
    """The most in any stretch of so many seconds, both of its ends included."""
    ordered = sorted(moments)
    return max((bisect_right(ordered, each + seconds) - n for n, each in enumerate(ordered)), default=0)


def _moments(gaps: Sequence[float]) -> list[float]:
    return list(accumulate(gaps, initial=_BEGAN))


@given(_GAPS)
def test_a_conversation_keeps_its_windows(gaps: list[float]) -> None:
    passed = _allowed(_moments(gaps), SHORT, LONG)
    for limit, seconds in CONVERSATION_LIMITS:
        assert _most(passed, seconds) <= limit


@pytest.mark.parametrize("pause", [0.1, 0.5, 1.0])
def test_a_conversation_that_always_wants_more_keeps_them_for_two_hours(pause: float) -> None:
    asked = [_BEGAN + n * pause for n in range(int(7_200 / pause))]
    passed = _allowed(asked, SHORT, LONG)
    assert len(passed) >= 3_400  # and makes use of them
    for limit, seconds in CONVERSATION_LIMITS:
        assert _most(passed, seconds) <= limit


@given(st.lists(st.floats(0, _SHAKEN), min_size=150, max_size=150))
def test_a_tenant_keeps_its_window_though_messages_are_late(late: list[float]) -> None:
    slots, full = [], _BEGAN
    for _ in late:  # whoever asks is given the next moment
        slots.append(full)
        full += TENANT.interval
    arrived = [slot + each for slot, each in zip(slots, late, strict=True)]
    assert _most(arrived, TENANT_LIMIT[1]) <= TENANT_LIMIT[0]


def test_an_idle_bucket_lets_its_burst_through_and_then_one_at_a_time() -> None:
    full = 0.0
    for _ in range(SHORT.burst):
        taken = SHORT.take(full, _BEGAN)
        assert taken is not None
        full = taken
    assert SHORT.take(full, _BEGAN) is None
    assert SHORT.take(full, _BEGAN + SHORT.interval) is not None
