"""The sums of the benchmark of handoffs."""

from __future__ import annotations

import pytest

from bench.handoffs import FEW, MANY, compare, missed, table


@pytest.mark.parametrize(("slow", "faults"), [(2.0, 0), (2.1, 1)])
def test_a_list_with_many_may_cost_twice_what_it_costs_with_few(slow: float, faults: int) -> None:
    key = ("SQLite", "my handoffs")
    found = {key: {FEW: (1.0, 2.0, 1.0), MANY: (slow, 2 * slow, 9.0)}}

    assert compare(found)[key].middle == slow
    assert len(missed(found)) == faults
    assert table(found).splitlines()[2:4] == [
        "| SQLite | my handoffs | 100 | 1.00 | 1.00 | 2.00 |",
        f"| SQLite | my handoffs | 100,000 | {slow:.2f} | {2 * slow:.2f} | 9.00 |",
    ]
