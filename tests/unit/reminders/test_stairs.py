"""Which reminder comes to whom on which morning, against a count day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoffs.steps import Step
from knowledge import load
from knowledge.reminders import LadderRule
from reminders import stairs
from reminders.model import Occasion, Stair
from tests.unit.reminders.lives import Life, diary, lives, moments

_DUE = date(2026, 12, 7)  # a Monday
_ROLES = ("mover", "escalation", "both", "other")
_OSLO = ZoneInfo("Europe/Oslo")


@lru_cache(maxsize=1)
def ladders() -> dict[str, LadderRule]:
    return load.read().reminders


def occasion(ladder: str = "deadline", day: date = _DUE, at: datetime | None = None, **who: str) -> Occasion:
    movers = tuple(filter(None, (who.get("mover", "ana"), who.get("second", ""))))
    return Occasion(
        number=12,
        ladder=ladder,
        key="k",
        day=day,
        step=Step.TRANSFERRED,
        what="The STU takes over.",
        movers=movers,
        at=at,
        organiser=who.get("organiser", ""),
        escalation=who.get("escalation", "alex"),
    )


def _of(each: Occasion, person: str = "ana", told: str = "mon-fri 8-17", country: str = "") -> list[str]:
    """Rungs with their local day and time."""
    found = stairs.stairs(ladders()[each.ladder], each, person, diary("Europe/Oslo", told, country))
    return [f"{stair.rung} {stair.at.astimezone(_OSLO):%a %d %H:%M}" for stair in found]


def test_an_ownership_deadline_comes_five_times_and_then_to_the_escalation_contact() -> None:
    assert _of(occasion()) == [
        "three-days-before Wed 02 08:00",
        "day-before Fri 04 08:00",
        "on-the-day Mon 07 08:00",
        "day-after Tue 08 08:00",
        "three-days-after Thu 10 08:00",
    ]
    assert _of(occasion(), "alex") == [
        "escalated-three-days-after Thu 10 08:00",
        "escalated-a-week-after Mon 14 08:00",
        "escalated-two-weeks-after Mon 21 08:00",
    ]
    assert _of(occasion(), "megan") == []


def test_whoever_moves_and_is_the_escalation_contact_too_hears_one_thing_a_morning() -> None:
    assert _of(occasion(escalation="ana"))[3:] == [
        "day-after Tue 08 08:00",
        "escalated-three-days-after Thu 10 08:00",
        "escalated-a-week-after Mon 14 08:00",
        "escalated-two-weeks-after Mon 21 08:00",
    ]


def test_all_whose_move_it_is_are_reminded() -> None:
    both = occasion(second="megan")
    assert stairs.people(ladders()["deadline"], both) == {"ana", "megan", "alex"}
    assert _of(both, "ana") == _of(both, "megan")


@pytest.mark.parametrize(
    ("day", "told", "country", "expected"),
    [
        # Due on a Saturday: the day itself and the day before fall on the Friday, and the later one is said.
        (date(2026, 12, 5), "mon-fri 8-17", "",
         ["three-days-before Wed 02", "on-the-day Fri 04", "day-after Mon 07", "three-days-after Tue 08"]),
        # Due on a Friday: the day after and three days after are the same Monday.
        (date(2026, 12, 4), "mon-fri 8-17", "",
         ["three-days-before Tue 01", "day-before Thu 03", "on-the-day Fri 04", "three-days-after Mon 07"]),
        (date(2026, 12, 25), "mon-fri 8-17", "NO",
         ["three-days-before Tue 22", "on-the-day Thu 24", "three-days-after Mon 28"]),
        (_DUE, "sun-thu 8-16", "",
         ["three-days-before Wed 02", "day-before Sun 06", "on-the-day Mon 07", "day-after Tue 08",
          "three-days-after Thu 10"]),
        (_DUE, "tue 9-17", "", ["three-days-before Tue 17", "on-the-day Tue 01", "day-after Tue 08",
                                "three-days-after Tue 15"]),
        (_DUE, "mon-fri 22-6", "",
         ["three-days-before Wed 02", "day-before Fri 04", "on-the-day Mon 07", "day-after Tue 08",
          "three-days-after Thu 10"]),
    ],
)  # fmt: skip
def test_a_date_among_days_off(day: date, told: str, country: str, expected: Sequence[str]) -> None:
    assert [each.rpartition(" ")[0] for each in _of(occasion(day=day), "ana", told, country)] == expected


@pytest.mark.parametrize(
    ("end", "told", "expected"),
    [
        (datetime(2026, 12, 7, 12, tzinfo=UTC), "mon-fri 8-17", ["Mon 07 13:00", "Tue 08 08:00"]),
        (datetime(2026, 12, 7, 16, tzinfo=UTC), "mon-fri 8-17", ["Tue 08 08:00", "Wed 09 08:00"]),
        (datetime(2026, 12, 7, 6, tzinfo=UTC), "mon-fri 8-17", ["Mon 07 08:00", "Tue 08 08:00"]),
        (datetime(2026, 12, 4, 14, tzinfo=UTC), "mon-fri 8-17", ["Fri 04 15:00", "Mon 07 08:00"]),
        (datetime(2026, 12, 5, 14, tzinfo=UTC), "mon-fri 8-17", ["Mon 07 08:00", "Tue 08 08:00"]),
        (datetime(2026, 12, 7, 11, 30, tzinfo=UTC), "mon-fri 9-12, 13-17", ["Mon 07 13:00", "Tue 08 09:00"]),
        (datetime(2026, 12, 8, 1, tzinfo=UTC), "mon-fri 22-6", ["Tue 08 02:00", "Tue 08 22:00"]),
        (datetime(2026, 12, 7, 12, tzinfo=UTC), "every day 00:00-24:00", ["Mon 07 13:00", "Tue 08 00:00"]),
    ],
)
def test_was_it_held_is_asked_as_it_ends_and_the_morning_after(
    end: datetime, told: str, expected: Sequence[str]
) -> None:
    found = _of(occasion("held", end.date(), end, organiser="ana", mover="megan"), "ana", told)
    assert [each.split(" ", 1)[1] for each in found] == expected


def test_the_giver_is_asked_where_the_organiser_has_left() -> None:
    end = datetime(2026, 12, 7, 12, tzinfo=UTC)
    assert stairs.people(ladders()["held"], occasion("held", end.date(), end, mover="megan")) == {"megan"}
    organised = occasion("held", end.date(), end, mover="megan", organiser="ana")
    assert stairs.people(ladders()["held"], organised) == {"ana"}


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("Europe/Oslo", datetime(2026, 12, 7, 12, tzinfo=UTC), date(2026, 12, 9)),
        ("Pacific/Auckland", datetime(2026, 12, 7, 12, tzinfo=UTC), date(2026, 12, 10)),  # Tuesday there
        ("America/New_York", datetime(2026, 12, 8, 2, tzinfo=UTC), date(2026, 12, 9)),  # still Monday there
        ("Europe/Oslo", datetime(2026, 12, 5, 12, tzinfo=UTC), date(2026, 12, 8)),  # on a Saturday
    ],
)
def test_ready_counts_from_the_day_on_which_it_was_there(zone: str, at: datetime, expected: date) -> None:
    each = occasion("not-booked", at.date(), at)
    (stair,) = stairs.stairs(ladders()["not-booked"], each, "ana", diary(zone, "mon-fri 8-17"))
    local = stair.at.astimezone(ZoneInfo(zone))
    assert (local.date(), local.hour) == (expected, 8)


@settings(max_examples=60)
@given(lives(), st.sampled_from(("deadline", "discussion")), st.sampled_from(_ROLES))
def test_each_morning_says_the_last_rung_of_its_day(life: Life, ladder: str, role: str) -> None:
    mover, escalation = ("me" if role in (each, "both") else "" for each in ("mover", "escalation"))
    each = occasion(ladder, life.day, mover=mover or "ana", escalation=escalation)
    mine = {"mover": ("move",), "escalation": ("escalation",), "other": ()}.get(role, ("move", "escalation"))
    expected: dict[date, str] = {}
    for key, rung in ladders()[ladder].rungs.items():
        if rung.to.value in mine:
            expected[life.slow.due(rung.when.value, rung.days, rung.unit.value, life.day)] = key
    mornings = [
        Stair(rung=expected[day], at=life.slow.shifts(day)[0][0])
        for day in life.slow.days(life.day)
        if day in expected
    ]
    assert list(stairs.stairs(ladders()[ladder], each, "me", life.diary)) == mornings


@settings(max_examples=60)
@given(lives(), st.data())
def test_what_follows_a_moment_comes_after_it_and_while_they_work(life: Life, data: st.DataObject) -> None:
    at = data.draw(moments(life.day))
    for ladder in ("held", "not-booked"):
        each = occasion(ladder, life.day, at, mover="me", organiser="me")
        found = stairs.stairs(ladders()[ladder], each, "me", life.diary)
        assert [stair.at for stair in found] == sorted({stair.at for stair in found})
        assert all(stair.at >= at and life.slow.works(stair.at) for stair in found)
        if ladder == "held":
            assert [stair.rung for stair in found] == ["as-it-ends", "morning-after"]
            assert found[0].at == life.slow.next_open(at)


@settings(max_examples=60)
@given(lives(), st.integers(-40, 40), st.integers(0, 40))
def test_following_the_ladder_says_each_rung_that_is_still_to_come_once(
    life: Life, start: int, wait: int
) -> None:
    steps = stairs.stairs(ladders()["deadline"], occasion(mover="me", day=life.day), "me", life.diary)
    now = life.diary.opens(life.day + timedelta(days=start))
    to_come = [stair for stair in steps if stair.at > now]
    heard, said = [], ""
    while stair := stairs.ahead(steps, now, said):
        now = max(now, stair.at) + timedelta(hours=wait)  # a downtime now and then
        present = stairs.present(steps, now)
        assert present is not None
        heard.append(present)
        said = present.rung
    assert heard == sorted(set(heard), key=lambda each: each.at)
    assert set(heard) <= set(to_come)
    if to_come:
        assert heard[-1] == to_come[-1]
    if not wait:
        assert heard == to_come


def test_nothing_before_the_first_and_nothing_after_the_last() -> None:
    steps = stairs.stairs(ladders()["deadline"], occasion(), "ana", diary("Europe/Oslo", "mon-fri 8-17"))
    assert stairs.present(steps, steps[0].at - timedelta(seconds=1)) is None
    assert stairs.present(steps, steps[0].at) == steps[0]
    assert stairs.ahead(steps, steps[0].at) == steps[1]
    assert stairs.ahead(steps, steps[-1].at) is None
    assert stairs.ahead((), steps[0].at, quiet=steps[1].at) is None


def test_a_rung_that_is_not_theirs_any_more_does_not_bring_back_what_is_past() -> None:
    steps = stairs.stairs(ladders()["deadline"], occasion(), "alex", diary("Europe/Oslo", "mon-fri 8-17"))
    assert stairs.ahead(steps, steps[0].at, said="day-before") == steps[1]


def test_a_snooze_ends_with_what_is_due_by_then() -> None:
    clock = diary("Europe/Oslo", "mon-fri 8-17")
    steps = stairs.stairs(ladders()["deadline"], occasion(), "ana", clock)
    before, _, on, after, *_ = steps
    now, quiet = before.at + timedelta(hours=1), clock.opens(date(2026, 12, 3))
    again = Stair(rung=before.rung, at=quiet)
    assert stairs.ahead(steps, now, before.rung, quiet) == again
    assert stairs.ahead(steps, quiet, before.rung, quiet) == steps[1]
    assert stairs.ahead(steps, now, before.rung, on.at) == on
    late = after.at + timedelta(hours=3)
    assert stairs.ahead(steps, now, before.rung, late) == Stair(rung=after.rung, at=late)
    early = before.at - timedelta(days=2)
    assert stairs.ahead(steps, early - timedelta(days=1), "", early) == before
