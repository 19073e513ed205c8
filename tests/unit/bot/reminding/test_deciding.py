"""What becomes of the rows of reminders: plain values in, plain values out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.reminding import deciding
from bot.reminding.deciding import Listener, Told
from bot.store.reminders import Row
from dialogs.quiet import ALL, Hushed
from handoffs.calendars import Calendar
from handoffs.steps import Step
from meetings import hours
from meetings.model import WorkingWeek
from reminders.diary import Diary
from reminders.model import Occasion
from tests.fakes import knowledge

LADDER = "deadline"
RULE = knowledge().ladders[LADDER]
DUE = date(2026, 12, 1)  # a Tuesday
SINCE = datetime(2026, 11, 20, 10, tzinfo=UTC)
OCCASION = Occasion(
    number=1,
    ladder=LADDER,
    key=DUE.isoformat(),
    day=DUE,
    step=Step.TRANSFERRED,
    what="It",
    movers=("megan",),
    escalation="alex",
)
ROW = Row(number=1, ladder=LADDER, person="megan", occasion=OCCASION.key)


def _listener(hushed: Hushed | None = None, *, unreachable: bool = False) -> Listener:
    week = WorkingWeek(zone=ZoneInfo("UTC"), hours=hours.read("mon-fri 08:00-17:00") or {})
    diary = Diary(week=week, calendar=Calendar())
    return Listener(diary=diary, hushed=hushed or {}, unreachable=unreachable)


def _at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 8, tzinfo=UTC)


def _planned(
    *rows: Row, since: datetime = SINCE, occasion: Occasion = OCCASION, megan: Listener | None = None
) -> dict[str, Row]:
    listeners = {"megan": megan or _listener(), "alex": _listener(), "sam": _listener()}
    found = deciding.planned([occasion], {LADDER: RULE}, rows, listeners, since)
    return {row.person: row for row in found}


def _said(row: Row, now: datetime, *, listener: Listener | None = None, job: str = "job") -> Told:
    return deciding.said(row, OCCASION, RULE, listener or _listener(), now, job)


def test_everybody_a_ladder_is_for_has_a_next_moment() -> None:
    found = _planned()

    assert found["megan"] == replace(ROW, at=_at(11, 26))
    assert found["alex"].at == _at(12, 4)


def test_what_stands_already_is_no_change() -> None:
    assert _planned(*_planned().values()) == {}


def test_who_is_not_concerned_any_more_is_silent_and_keeps_what_was_said() -> None:
    was = replace(ROW, person="sam", rung="three-days-before", at=_at(11, 30))

    assert _planned(was)["sam"] == replace(was, at=None)


def test_another_date_starts_anew() -> None:
    was = replace(ROW, occasion="2026-11-24", rung="day-before", job="j", again_at=_at(11, 24))

    assert _planned(was)["megan"] == replace(ROW, at=_at(11, 26))


def test_what_is_about_to_be_said_stays() -> None:
    was = replace(ROW, at=_at(11, 26))

    assert "megan" not in _planned(was, since=_at(11, 26) + timedelta(seconds=5))


def test_the_moment_of_the_change_itself_is_over() -> None:
    assert _planned(since=_at(11, 26))["megan"].at == _at(11, 30)


@pytest.mark.parametrize("hushed", [{1: None}, {ALL: None}, {1: date(2026, 11, 23), ALL: None}])
def test_who_muted_it_has_no_next_moment(hushed: Hushed) -> None:
    assert "megan" not in _planned(megan=_listener(hushed))
    assert _planned(replace(ROW, at=_at(11, 26)), megan=_listener(hushed))["megan"].at is None


def test_who_cannot_be_reached_has_no_next_moment() -> None:
    assert "megan" not in _planned(megan=_listener(unreachable=True))


def test_a_snooze_ends_as_they_next_work_where_something_is_due_by_then() -> None:
    saturday = date(2026, 11, 28)

    assert _planned(megan=_listener({1: saturday}))["megan"].at == _at(11, 30)
    assert _planned(megan=_listener({1: date(2026, 11, 24)}))["megan"].at == _at(11, 26)


def test_what_is_to_be_said_once_more_is_planned_as_it_was() -> None:
    was = replace(ROW, rung="three-days-before", again=True, at=_at(11, 27))

    assert "megan" not in _planned(was, since=_at(11, 26) + timedelta(hours=2))


def test_a_rung_is_said_and_the_next_one_waits() -> None:
    told = _said(replace(ROW, at=_at(11, 26)), _at(11, 26))

    assert (told.rung, told.again) == ("three-days-before", False)
    said = replace(ROW, rung="three-days-before", job="job")
    assert told.row == replace(said, at=_at(11, 30), again_at=_at(11, 27))


def test_of_several_that_passed_the_latest_is_said() -> None:
    assert _said(replace(ROW, at=_at(11, 26)), _at(12, 1)).rung == "on-the-day"


def test_after_the_last_one_nothing_comes() -> None:
    told = _said(replace(ROW, rung="day-after", at=_at(12, 4)), _at(12, 4))

    assert (told.rung, told.row.at) == ("three-days-after", None)


def test_what_may_not_have_arrived_is_said_once_more_and_no_third_time() -> None:
    row = replace(ROW, rung="three-days-before", again=True, at=_at(11, 27))
    told = _said(row, _at(11, 27))

    assert (told.rung, told.again, told.row.again, told.row.again_at) == (row.rung, True, False, None)
    assert told.row.at == _at(11, 30)


def test_the_channel_took_nothing_so_the_same_is_said_again() -> None:
    row = replace(ROW, rung="three-days-before", job="job", at=_at(11, 30), again_at=_at(11, 27))
    told = _said(row, _at(11, 26) + timedelta(minutes=5))
    assert (told.rung, told.again, told.row.again_at) == (row.rung, False, _at(11, 27))

    once_more = replace(row, again_at=None)
    assert _said(once_more, _at(11, 27)).again


@pytest.mark.parametrize(
    ("row", "listener"),
    [
        (replace(ROW, at=_at(11, 26), occasion="2026-11-24"), _listener()),
        (replace(ROW, at=_at(11, 26), person="sam"), _listener()),
        (replace(ROW, at=_at(11, 26)), _listener({1: None})),
        (replace(ROW, at=_at(11, 26)), _listener(unreachable=True)),
    ],
)
def test_nothing_is_said_of_what_does_not_stand(row: Row, listener: Listener) -> None:
    told = _said(row, _at(11, 26), listener=listener)

    assert (told.rung, told.row.at) == ("", None)


def test_what_was_snoozed_meanwhile_waits() -> None:
    told = _said(replace(ROW, at=_at(11, 26)), _at(11, 26), listener=_listener({1: date(2026, 11, 30)}))

    assert (told.rung, told.row.at) == ("", _at(11, 30))


def test_a_snooze_that_is_over_has_the_rung_said_that_was_said_before() -> None:
    row = replace(ROW, rung="three-days-before", at=_at(11, 27))
    told = _said(row, _at(11, 27), listener=_listener({1: date(2026, 11, 27)}))

    assert (told.rung, told.again, told.row.at) == (row.rung, False, _at(11, 30))


def test_what_comes_later_by_now_is_not_said_a_second_time() -> None:
    """Their holidays have changed since it was planned."""
    told = _said(replace(ROW, rung="three-days-before", at=_at(11, 27)), _at(11, 27))

    assert (told.rung, told.row.at) == ("", _at(11, 30))


def test_nothing_is_said_of_rules_that_are_gone() -> None:
    told = deciding.said(replace(ROW, at=_at(11, 26)), OCCASION, None, _listener(), _at(11, 26), "job")

    assert (told.rung, told.row.at) == ("", None)
