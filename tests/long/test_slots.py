"""The search beside one that looks at each minute, many times over."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.unit.meetings.worlds import World, check, worlds


@pytest.mark.long
@settings(max_examples=160, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(most_days=5, most_people=6))
def test_never_a_wrong_time_and_never_none_where_there_is_one(world: World) -> None:
    check(world)
