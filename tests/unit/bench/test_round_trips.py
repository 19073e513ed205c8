"""The sums of the benchmarks of meetings."""

from __future__ import annotations

import pytest

from bench import meetings, round_trips
from bench.round_trips import Case, Found, Way


@pytest.mark.parametrize(("trips", "faults"), [((2.0, 3.0, 3.0), 0), ((2.0, 2.0, 4.0), 1)])
def test_no_search_may_wait_for_graph_more_than_three_times(trips: tuple[float, ...], faults: int) -> None:
    found = {Case(way=Way.APP, said="schedule"): Found(trips=trips, waits=(10.0, 30.0, 20.0))}

    assert len(round_trips.missed(found)) == faults
    row = f"| by the app | schedule | 2 | {trips[1]:.0f} | {trips[2]:.0f} | 3 | 10.00 | 20.00 | 30.00 |"
    assert round_trips.table(found).splitlines()[-1] == row


@pytest.mark.parametrize(("taken", "faults"), [((40.0, 50.0, 99.0), 0), ((40.0, 51.0, 52.0), 1)])
def test_a_search_may_take_fifty_milliseconds(taken: tuple[float, ...], faults: int) -> None:
    found = {(case.name, who): taken for case in meetings.CASES[:1] for who in ("Baton", "another")}

    assert len(meetings.missed(found)) == faults
