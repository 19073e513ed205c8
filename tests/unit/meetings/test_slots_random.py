"""The search beside one that looks at each minute, on random calendars around changes of the clocks."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.unit.meetings.worlds import World, check, worlds


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_never_a_wrong_time_and_never_none_where_there_is_one(world: World) -> None:
    check(world)
