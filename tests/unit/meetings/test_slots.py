"""Times that suit everyone, on calendars that are short enough to read. All in Oslo's time, on 1 December."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from meetings import slots
from meetings.model import Availability, Blind, Cause, Span, Wishes
from tests.unit.meetings.people import FRIDAY, OSLO, WEDNESDAY, moment, person, shown, until


def _found(*people: Availability, latest: date = FRIDAY, **wishes: Any) -> list[str]:
    return shown(slots.propose(people, until(latest), Wishes(**wishes)).slots)


@pytest.mark.parametrize(
    ("people", "found"),
    [
        pytest.param(
            [person("Ana")], ["1 09:00-09:30", "2 09:00-09:30", "3 09:00-09:30"], id="one on each day"
        ),
        pytest.param(
            [
                person("Ana", "busy 1 08:00-17:00", "busy 2 09:00-12:10"),
                person("Megan", "maybe 2 13:00-14:00"),
            ],
            ["2 12:30-13:00", "3 09:00-09:30", "4 09:00-09:30"],
            id="the soonest of each",
        ),
        pytest.param(
            [person("Ana", "away 2 00:00-4 00:00"), person("Megan", "unknown 1 09:00-16:00")],
            ["1 16:00-16:30", "1 16:30-17:00", "4 09:00-09:30"],
            id="more on the same day",
        ),
        pytest.param(
            [person("Ana"), person("Megan", zone="America/New_York")],
            ["1 15:00-15:30", "2 15:00-15:30", "3 15:00-15:30"],
            id="hours of both",
        ),
        pytest.param(
            [person("Ana", "free 1 09:00-17:00", "workingElsewhere 2 09:00-17:00")],
            ["1 09:00-09:30", "2 09:00-09:30", "3 09:00-09:30"],
            id="free, here and elsewhere",
        ),
        pytest.param(
            [person("Ana", works="tue 9:05-9:50"), person("Megan")],
            ["1 09:15-09:45"],
            id="quarters if need be",
        ),
        pytest.param(
            [person("Ana", works="tue 9:05-9:50; wed 9-10"), person("Megan")],
            ["1 09:15-09:45", "2 09:00-09:30", "2 09:30-10:00"],
            id="quarters on a day without half hours",
        ),
        pytest.param(
            [person("Ana"), person("Megan", zone="Asia/Kathmandu")],
            ["1 09:00-09:30", "2 09:00-09:30", "3 09:00-09:30"],
            id="odd offsets",
        ),
        pytest.param([person("Ana", works="sat 9-17")], [], id="nobody works"),
    ],
)
def test_the_best_times_are_proposed(people: list[Availability], found: list[str]) -> None:
    assert _found(*people) == found


@pytest.mark.parametrize(
    ("wishes", "found"),
    [
        ({"minutes": 90}, ["1 09:00-10:30", "2 09:00-10:30", "3 09:00-10:30"]),
        ({"first": WEDNESDAY, "last": WEDNESDAY}, ["2 09:00-09:30", "2 09:30-10:00", "2 10:00-10:30"]),
        (
            {"first": WEDNESDAY, "last": WEDNESDAY, "minutes": 60},
            ["2 09:00-10:00", "2 10:00-11:00", "2 11:00-12:00"],
        ),
        ({"from_time": time(13)}, ["1 13:00-13:30", "2 13:00-13:30", "3 13:00-13:30"]),
        (
            {"to_time": time(9, 40), "not_days": frozenset((WEDNESDAY,))},
            ["1 09:00-09:30", "3 09:00-09:30", "4 09:00-09:30"],
        ),
        ({"weekdays": frozenset((3,))}, ["3 09:00-09:30", "3 09:30-10:00", "3 10:00-10:30"]),
        ({"exact": moment("2 10:10")}, ["2 10:10-10:40"]),
        ({"exact": moment("2 18:00")}, []),
        ({"exact": moment("7 10:00")}, []),
        ({"beyond": 3, "exact": moment("7 10:00")}, ["7 10:00-10:30"]),
        (
            {"stretch": {"ana": 30}, "last": date(2026, 12, 1)},
            ["1 08:30-09:00", "1 09:00-09:30", "1 09:30-10:00"],
        ),
        (
            {"shown": frozenset((moment("1 09:00"), moment("2 09:00")))},
            ["1 09:30-10:00", "2 09:30-10:00", "3 09:00-09:30"],
        ),
    ],
)
def test_wishes_are_kept(wishes: dict[str, Any], found: list[str]) -> None:
    assert _found(person("Ana"), **wishes) == found


def test_optional_people_decide_within_a_day_and_never_rule_out() -> None:
    alex = person("Alex", "busy 1 09:00-11:00", "busy 2 08:00-17:00", required=False)

    found = slots.propose([person("Ana"), alex], until(WEDNESDAY), Wishes()).slots

    assert shown(found) == ["1 11:00-11:30", "1 11:30-12:00", "2 09:00-09:30"]
    assert [slot.missing for slot in found] == [(), (), ("alex",)]


def test_who_was_made_optional_is_missing_and_who_was_left_out_is_not() -> None:
    people = [person("Ana"), person("Megan", "busy 1 08:00-17:00")]
    day = date(2026, 12, 1)

    optional = slots.propose(people, until(day), Wishes(optional=frozenset(("megan",)))).slots
    left_out = slots.propose(people, until(day), Wishes(left_out=frozenset(("megan",)))).slots

    assert shown(optional) == shown(left_out) == ["1 09:00-09:30", "1 09:30-10:00", "1 10:00-10:30"]
    assert {slot.missing for slot in optional} == {("megan",)}
    assert {slot.missing for slot in left_out} == {()}


def test_a_public_holiday_is_the_persons_own() -> None:
    """The 25th of December is one in Norway, the 24th is not; nobody can move what is marked as free."""
    ana, megan = person("Ana", country="NO"), person("Megan", "free 25 00:00-23:00")
    wishes = Wishes(first=date(2026, 12, 24), last=date(2026, 12, 25))

    with_ana = slots.propose([ana, megan], until(date(2026, 12, 25)), wishes).slots
    without = slots.propose([megan], until(date(2026, 12, 25)), wishes).slots

    assert {slot.start.day for slot in with_ana} == {24}
    assert {slot.start.day for slot in without} == {24, 25}


@pytest.mark.parametrize("blind", [Blind.NOT_VISIBLE, Blind.NOT_FOUND, Blind.EXTERNAL])
def test_who_cannot_be_looked_at_never_rules_out_and_is_named(blind: Blind) -> None:
    megan = person("Megan", "busy 1 08:00-23:00", works="sat 9-17", blind=blind)

    found = slots.propose([person("Ana"), megan], until(FRIDAY), Wishes())

    assert shown(found.slots) == ["1 09:00-09:30", "2 09:00-09:30", "3 09:00-09:30"]
    assert {slot.unsure for slot in found.slots} == {("megan",)}
    assert [each.cause for each in found.why] == [Cause.NOT_FOUND] * (blind is Blind.NOT_FOUND)
    assert found.checked


def test_their_hours_are_kept_where_that_is_possible() -> None:
    megan = person("Megan", works="13-17", blind=Blind.EXTERNAL)

    assert _found(person("Ana"), megan) == ["1 13:00-13:30", "2 13:00-13:30", "3 13:00-13:30"]


def test_without_calendars_hours_and_holidays_still_count() -> None:
    ana = person("Ana", "busy 1 08:00-17:00", blind=Blind.NOT_CHECKED)
    megan = person("Megan", zone="America/New_York", blind=Blind.NOT_CHECKED)

    found = slots.propose([ana, megan], until(FRIDAY), Wishes())

    assert shown(found.slots) == ["1 15:00-15:30", "2 15:00-15:30", "3 15:00-15:30"]
    assert not found.checked


def _half_an_hour_on(clock: str) -> str:
    return f"{datetime.strptime(clock, '%H:%M').replace(tzinfo=UTC) + timedelta(minutes=30):%H:%M}"


def test_more_gives_all_there_are_and_then_ends() -> None:
    people, wishes, seen = [person("Ana", works="tue 9-11")], Wishes(), list[str]()
    while True:
        found = slots.propose(people, until(FRIDAY), wishes)
        seen += shown(found.slots)
        wishes = Wishes(shown=wishes.shown | {slot.start for slot in found.slots})
        if not found.more:
            break

    starts = ["09:00", "09:30", "10:00", "10:30", "09:15", "09:45", "10:15"]
    assert sorted(seen) == sorted(f"1 {start}-{_half_an_hour_on(start)}" for start in starts)
    assert seen[:3] == ["1 09:00-09:30", "1 09:30-10:00", "1 10:00-10:30"]
    assert slots.propose(people, until(FRIDAY), wishes).slots == ()


def test_the_organisers_clock_counts() -> None:
    """Half hours of Oslo are quarters in Kathmandu."""
    people = [person("Ana"), person("Megan", zone="Asia/Kathmandu")]

    found = slots.propose(people, until(FRIDAY), Wishes(), organiser="megan").slots

    assert shown(found) == ["1 09:15-09:45", "2 09:15-09:45", "3 09:15-09:45"]


def test_no_time_is_proposed_that_nobody_looked_at() -> None:
    known = Span(start=moment("1 08:30"), end=moment("1 09:45"))

    assert shown(slots.propose([person("Ana")], until(FRIDAY), Wishes(), known=known).slots) == [
        "1 09:00-09:30",
        "1 09:15-09:45",
    ]


def test_a_window_that_has_passed_gives_no_time() -> None:
    found = slots.propose([person("Ana")], until(date(2026, 11, 27)), Wishes())

    assert found.slots == ()
    assert [(ease.ease, ease.days) for ease in found.relaxations] == [("later", 4)]
    assert shown((found.relaxations[0].slot,)) == ["1 09:00-09:30"]


def test_nobody_is_no_error() -> None:
    assert slots.propose([], until(FRIDAY), Wishes()).why == ()


@pytest.mark.parametrize(
    ("calendar", "suits"),
    [
        ((), True),
        (("busy 2 09:00-10:00", "busy 2 10:30-11:00"), True),
        (("busy 2 10:29-10:31",), False),
        (("maybe 2 10:00-10:30",), False),
        (("free 2 10:00-10:30",), True),
    ],
)
def test_a_chosen_time_may_have_been_taken(calendar: tuple[str, ...], suits: bool) -> None:
    slot = Span(start=moment("2 10:00"), end=moment("2 10:30"))
    people = [person("Ana"), person("Megan", *calendar)]

    assert slots.suits(slot, people, Wishes()) is suits
    assert slots.suits(slot, people, Wishes(optional=frozenset(("megan",))))


def test_days_and_times_may_be_told_by_another_clock() -> None:
    """The mailbox is in New York, but Teams shows Oslo's time."""
    megan = [person("Megan", zone="America/New_York")]
    morning = Wishes(to_time=time(10))

    assert shown(slots.propose(megan, until(FRIDAY), morning).slots)[0] == "1 15:00-15:30"
    assert slots.propose(megan, until(FRIDAY), morning, zone=OSLO).slots == ()
