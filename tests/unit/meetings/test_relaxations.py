"""What would help where there is no time. All in Oslo's time, on 1 December."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from meetings import slots
from meetings.model import Availability, Blind, Relaxation, Wishes
from tests.unit.meetings.people import FRIDAY, WEDNESDAY, moment, person, shown, until

_FULL = "busy 1 00:00-3 00:00"  # until the latest day is over


def _eases(*people: Availability, **wishes: Any) -> list[str]:
    found = slots.propose(people, until(WEDNESDAY), Wishes(**wishes))
    assert found.slots == ()
    assert all(_helps(people, ease) for ease in found.relaxations)
    return list(map(_told, found.relaxations))


def _helps(people: tuple[Availability, ...], ease: Relaxation) -> bool:
    return slots.propose(people, until(WEDNESDAY), ease.wishes).slots[0] == ease.slot


def _told(ease: Relaxation) -> str:
    details = (ease.person, *(str(each) for each in (ease.minutes, ease.days) if each))
    return " ".join((ease.ease, *filter(None, details), *shown((ease.slot,))))


@pytest.mark.parametrize(
    ("people", "wishes", "told"),
    [
        pytest.param(
            [person("Ana", "busy 1 00:00-2 16:15"), person("Megan")],
            {"minutes": 60},
            ["shorter 45 2 16:15-17:00", "later 1 3 09:00-10:00"],
            id="a quarter of an hour less",
        ),
        pytest.param(
            [person("Ana", _FULL), person("Megan")],
            {"minutes": 30},
            ["later 1 3 09:00-09:30"],
            id="waiting for a day; the organiser cannot stay away",
        ),
        pytest.param(
            [person("Ana"), person("Megan", _FULL), person("Alex")],
            {"minutes": 30},
            ["later 1 3 09:00-09:30", "without megan 1 09:00-09:30"],
            id="without the one who is busy",
        ),
        pytest.param(
            [person("Ana"), person("Megan", zone="America/New_York", works="10-17")],
            {"minutes": 90},
            ["shorter 60 1 16:00-17:00", "stretch megan 60 1 15:00-16:30", "without megan 1 09:00-10:30"],
            id="an hour more; whose gives the soonest",
        ),
        pytest.param(
            [person("Ana"), person("Megan", "busy 2 00:00-23:00")],
            {"minutes": 30, "first": WEDNESDAY, "last": WEDNESDAY},
            ["wider 1 09:00-09:30", "without megan 2 09:00-09:30"],
            id="another day than was asked for",
        ),
        pytest.param(
            [person("Ana")],
            {"minutes": 30, "exact": moment("2 18:00")},
            ["wider 1 09:00-09:30"],
            id="another time than was asked for",
        ),
        pytest.param(
            [
                person("Ana"),
                person("Megan", _FULL, blind=Blind.NOT_VISIBLE),
                person("Alex", works="sat 9-17"),
            ],
            {"minutes": 30},
            ["without alex 1 09:00-09:30"],
            id="who cannot be looked at is no obstacle",
        ),
    ],
)
def test_the_smallest_of_each_kind_is_offered(
    people: list[Availability], wishes: dict[str, Any], told: list[str]
) -> None:
    assert _eases(*people, **wishes) == told


def test_an_hour_is_added_to_what_was_granted_before() -> None:
    wishes = {"minutes": 30, "stretch": {"ana": 60}, "exact": moment("2 18:30")}

    assert "stretch ana 120 2 18:30-19:00" in _eases(person("Ana"), **wishes)


def test_at_most_four_are_offered_what_costs_least_first() -> None:
    people = [person("Ana"), person("Megan", "busy 1 00:00-2 16:15", works="9-17")]
    wishes = {"minutes": 60, "not_days": frozenset((date(2026, 12, 1),)), "to_time": time(17)}

    assert _eases(person("Ana", works="9-18"), *people[1:], **wishes) == [
        "shorter 45 2 16:15-17:00",
        "later 1 3 09:00-10:00",
        "without megan 2 09:00-10:00",
    ]
    assert _eases(person("Ana", works="9-18"), *people[1:], minutes=60, exact=moment("2 16:30")) == [
        "shorter 30 2 16:30-17:00",
        "stretch megan 60 2 16:30-17:30",
        "without megan 2 16:30-17:30",
    ]


def test_nothing_is_offered_where_nothing_helps() -> None:
    assert _eases(person("Ana", "busy 1 00:00-31 00:00"), person("Megan")) == []


def test_no_later_day_is_offered_than_was_looked_at() -> None:
    window = until(FRIDAY)
    found = slots.propose([person("Ana", "busy 1 00:00-5 00:00")], window, Wishes(), known=window)

    assert found.relaxations == ()
