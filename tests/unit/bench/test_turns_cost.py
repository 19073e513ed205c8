"""The sums of what a tick costs beside a question."""

from __future__ import annotations

import os

import pytest

from bench.turns_cost import ASK, PRESSED, compare, missed, processor_time, table


@pytest.mark.parametrize(("slow", "faults"), [(3.0, 0), (3.1, 1)])
def test_a_tick_may_cost_three_times_a_question(slow: float, faults: int) -> None:
    found = {ASK: (1.0, 2.0, 1.0), PRESSED: (slow, 2 * slow, 9.0)}

    assert compare(found)[PRESSED].middle == slow
    assert len(missed(found)) == faults
    assert f"| {PRESSED} | {slow:.2f} | {slow:.2f} | 9.00 | 3 |" in table(found).splitlines()


def test_where_nothing_was_measured_there_is_no_table() -> None:
    assert (compare({}), missed({}), table({})) == ({}, [], "")


@pytest.mark.skipif(not os.path.exists("/proc/self/schedstat"), reason="not Linux")
def test_processor_time_grows_with_work() -> None:
    before = processor_time(os.getpid())
    sum(range(2_000_000))
    assert processor_time(os.getpid()) > before
