"""Why there is no time, person by person. All in Oslo's time, on 1 December."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from meetings import slots
from meetings.model import Availability, Blind, Span, Why, Wishes
from tests.unit.meetings.people import FRIDAY, OSLO, WEDNESDAY, person, until

_CHRISTMAS = date(2026, 12, 25)


def _why(*people: Availability, latest: date = WEDNESDAY, **wishes: Any) -> tuple[Why, ...]:
    found = slots.propose(people, until(latest), Wishes(**wishes))
    assert found.slots == ()
    return found.why


def _told(why: tuple[Why, ...]) -> list[str]:
    """A line for each: who, why, at how many starts, and when."""
    return [" ".join((each.person, each.cause, str(each.ruled_out), *map(_span, each.spans))) for each in why]


def _span(span: Span) -> str:
    return f"{span.start.astimezone(OSLO):%-d %H:%M}-{span.end.astimezone(OSLO):%-d %H:%M}"


@pytest.mark.parametrize(
    ("people", "wishes", "told"),
    [
        pytest.param(  # 9 to 17 o'clock has 31 starts for half an hour
            [person("Ana"), person("Megan", "busy 2 08:00-18:00")],
            {"first": WEDNESDAY},
            ["megan busy 31 2 09:00-2 17:00"],
            id="one person",
        ),
        pytest.param(
            [person("Ana", "busy 2 09:00-13:00"), person("Megan", "away 2 12:00-3 00:00")],
            {"first": WEDNESDAY},
            ["ana busy 16 2 09:00-2 13:00", "megan out of office 20 2 12:00-2 17:00"],
            id="two who miss each other",
        ),
        pytest.param(
            [person("Ana", "busy 2 15:00-17:00"), person("Megan", zone="America/New_York")],
            {"first": WEDNESDAY},
            ["ana busy 8 2 15:00-2 17:00", "megan outside working hours 24 2 09:00-2 15:00"],
            id="hours far apart",
        ),
        pytest.param(
            [person("Ana"), person("Megan", "away 2 10:00-11:00", "busy 2 09:00-17:00", works="10-17")],
            {"first": WEDNESDAY},
            [
                "megan busy 23 2 09:00-2 17:00",
                "megan outside working hours 4 2 09:00-2 10:00",
                "megan out of office 4 2 10:00-2 11:00",
            ],
            id="each start counts once",
        ),
        pytest.param(
            [person("Ana"), person("Megan")],
            {"first": WEDNESDAY, "from_time": time(18), "to_time": time(19)},
            ["ana outside working hours 3 2 18:00-2 19:00", "megan outside working hours 3 2 18:00-2 19:00"],
            id="asked for the evening",
        ),
        pytest.param(
            [
                person("Ana", "busy 2 00:00-23:00"),
                person("Megan", blind=Blind.NOT_VISIBLE),
                person("Alex", blind=Blind.NOT_FOUND),
            ],
            {"first": WEDNESDAY},
            ["ana busy 31 2 09:00-2 17:00", "megan not visible 0", "alex not found 0"],
            id="who cannot be looked at",
        ),
        pytest.param(
            [person("Ana"), person("Megan", *(f"busy 2 {hour:02}:10-{hour:02}:50" for hour in range(8, 18)))],
            {"first": WEDNESDAY},
            ["megan busy 31"],
            id="too many to be named",
        ),
        pytest.param(
            [person("Ana", "busy 2 00:00-23:00"), person("Alex", "busy 2 00:00-23:00", required=False)],
            {"first": WEDNESDAY},
            ["ana busy 31 2 09:00-2 17:00"],
            id="optional people are no reason",
        ),
    ],
)
def test_each_reason_is_told_with_its_count(
    people: list[Availability], wishes: dict[str, Any], told: list[str]
) -> None:
    assert _told(_why(*people, **wishes)) == told


def test_a_holiday_is_told_by_its_name() -> None:
    found = _why(person("Ana", country="NO"), person("Megan"), latest=_CHRISTMAS, first=_CHRISTMAS)

    assert [(each.person, each.ruled_out, each.day, each.name) for each in found] == [
        ("ana", 31, _CHRISTMAS, "Christmas Day")
    ]


def test_no_reason_is_needed_where_there_is_a_time() -> None:
    found = slots.propose([person("Ana"), person("Megan", "busy 1 09:00-16:00")], until(FRIDAY), Wishes())

    assert found.slots
    assert found.why == ()
    assert found.relaxations == ()
