"""What the history and the report say of a meeting; how its times are written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from handoffs import booking, entries, moments, report
from handoffs.change import What
from handoffs.model import Reply
from handoffs.sections import Record
from tests.unit.handoffs.booked import LINK, START, meeting
from tests.unit.handoffs.play import NAMES, NOW, Play, checked


@pytest.fixture
def play() -> Play:
    """Booked, moved in Outlook, answered, not to be seen, and cancelled."""
    play = Play().started()
    day = timedelta(days=1)
    end = START + timedelta(minutes=30)
    told = {"megan": (Reply.DECLINED, NOW)}
    for change in (
        lambda handoff, setting: booking.want(handoff, meeting(), setting),
        lambda handoff, setting: booking.not_booked(handoff, "k1", setting, "the calendar did not answer"),
        lambda handoff, setting: booking.want(handoff, meeting(), setting),
        lambda handoff, setting: booking.booked(handoff, "k1", LINK, (), setting),
        lambda handoff, setting: booking.answered(handoff, "k1", told, setting),
        lambda handoff, setting: booking.rescheduled(
            handoff, "k1", START + day, end + day, setting, outside=True
        ),
        lambda handoff, setting: booking.unseen(handoff, "k1", NOW, setting),
        lambda handoff, setting: booking.unseen(handoff, "k1", None, setting),
    ):
        play.act("ana", change)
    return play


def _told(play: Play, zone: tzinfo = UTC) -> list[str]:
    kept = play.recorded()
    mine = [entry for entry in kept if entry.what.startswith(("meeting", "calendar"))]
    return [f"{entries.who(each, NAMES)}: {entries.told(each, NAMES, zone=zone)}" for each in mine]


def test_the_history_tells_it_in_words(play: Play) -> None:
    first, second = "Tue 1 Dec 2026, 09:00-09:30 (UTC)", "Wed 2 Dec 2026, 09:00-09:30 (UTC)"
    play.act("ana", lambda handoff, setting: booking.called_off(handoff, "k1", setting, reason="Ana is ill"))

    assert _told(play) == [
        f"Ana: confirmed a time for the discussion: {first}",
        f"Ana: discussion could not be booked: {first}",
        f"Ana: confirmed a time for the discussion: {first}",
        f"Ana: discussion booked: {first}",
        "Baton: Megan declined the discussion",
        f"Baton: discussion moved in Outlook: {first} -> {second}",
        "Baton: the organiser's calendar cannot be looked at",
        "Baton: the organiser's calendar can be looked at again",
        f"Ana: discussion cancelled: {second}; reason: Ana is ill",
    ]
    assert checked(play.recorded()).sound


def test_times_are_told_where_the_reader_is(play: Play) -> None:
    assert _told(play, ZoneInfo("Europe/Oslo"))[0].endswith("Tue 1 Dec 2026, 10:00-10:30 (UTC+1)")


def test_what_outlook_cancelled_is_told_as_that(play: Play) -> None:
    play.act("ana", lambda handoff, setting: booking.called_off(handoff, "k1", setting, outside=True))

    assert _told(play)[-1].startswith("Baton: discussion cancelled in Outlook: Wed 2 Dec 2026")


def _report(play: Play) -> str:
    history = play.recorded()
    record = Record(
        handoff=play.handoff,
        kind=play.kind,
        names=NAMES,
        history=history,
        check=checked(history),
        source_name=lambda source: source,
    )
    return report.csv(record)


def test_the_report_has_the_meeting(play: Play) -> None:
    text = _report(play)

    for said in (
        *("Meeting", "Wed 2 Dec 2026, 09:00-09:30 (UTC)", "Megan: has not answered", LINK),
        *("Invited, optional", "if the discussion is held as booked", "Booked by"),
        "the calendar did not answer",
    ):
        assert said in text


def test_the_report_says_what_is_not_known(play: Play) -> None:
    off = booking.called_off(play.handoff, "k1", play.setting("ana")).handoff
    wanted = booking.want(off, meeting(key="k2", in_calendar=False, link=""), play.setting("ana")).handoff
    play.handoff = booking.unseen(wanted, "k2", NOW, play.setting("ana")).handoff

    text = _report(play)

    assert "Tue 1 Dec 2026, 09:00-09:30 (UTC), being booked" in text
    assert "an invitation file; calendars not checked" in text
    assert "2026-11-20 10:00 UTC" in text
    assert "has not answered" not in text


def test_a_damaged_entry_is_told_as_far_as_it_goes(play: Play) -> None:
    [entry, *_] = [each for each in play.recorded() if each.what == What.MEETING_BOOKED]

    for after in ({}, {"start": "x", "end": 3}, {"start": "2026-12-01", "end": None}):
        assert entries.told(replace(entry, after=after), NAMES) == "discussion booked"


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0, "UTC"), (1, "UTC+1"), (5.5, "UTC+5:30"), (-3.5, "UTC-3:30"), (-10, "UTC-10"), (14, "UTC+14")],
)
def test_an_offset_is_written_as_people_say_it(hours: float, said: str) -> None:
    assert moments.offset(datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=hours)))) == said


def test_a_span_across_midnight_has_both_days() -> None:
    late = datetime(2026, 12, 1, 23, 45, tzinfo=UTC)

    assert moments.span(late, late + timedelta(minutes=30), UTC) == (
        "Tue 1 Dec 2026, 23:45 to Wed 2 Dec 2026, 00:15 (UTC)"
    )
    assert moments.span(START, START, ZoneInfo("Asia/Tokyo")) == "Tue 1 Dec 2026, 18:00-18:00 (UTC+9)"
