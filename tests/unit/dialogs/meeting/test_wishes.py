from __future__ import annotations

from datetime import date, time

import pytest

from dialogs.meeting import wishes
from dialogs.meeting.wishes import Said
from dialogs.message import Mentioned
from meetings.model import Wishes
from tests.unit.dialogs.meeting import said

FRIDAY = date(2026, 11, 20)


def _read(typed: str, *mentions: str) -> Said:
    people = [Mentioned(user=f"29:{name}", name=name) for name in mentions]
    return wishes.read(typed, today=FRIDAY, zone=said.OSLO, mentions=people)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("next week", "23 Nov-29 Nov"),
        ("this week", "20 Nov-22 Nov"),
        ("tomorrow afternoon", "21 Nov, 12:00-"),
        ("tomorrow", "21 Nov"),
        ("on tuesday", "24 Nov"),
        ("tuesday or wednesday", "24 Nov-25 Nov"),
        ("tue or wed", "24 Nov-25 Nov"),
        ("not friday", "not fri"),
        ("not friday or monday", "not mon fri"),
        ("next week, not friday", "23 Nov-29 Nov, not fri"),
        ("45 minutes", "45 min"),
        ("45 min", "45 min"),
        ("1 hour", "60 min"),
        ("an hour", "60 min"),
        ("half an hour", "30 min"),
        ("1.5 hours", "90 min"),
        ("1h30", "90 min"),
        ("an hour and a half", "90 min"),
        ("10 minutes", "!length"),
        ("300 minutes", "!length"),
        ("47 minutes", "!length"),
        ("tue 10:00", "24 Nov, exactly Tue 24 Nov 10:00"),
        ("tuesday at 10", "24 Nov, exactly Tue 24 Nov 10:00"),
        ("on tuesday at 2", "24 Nov, exactly Tue 24 Nov 14:00"),
        ("at 10", "10:00-10:30"),
        ("10:30", "10:30-11:00"),
        ("after 2pm", "14:00-"),
        ("before noon", "-12:00"),
        ("between 10 and 12", "10:00-12:00"),
        ("from 10 to 12:30", "10:00-12:30"),
        ("10:00-12:00", "10:00-12:00"),
        ("9am-11am", "09:00-11:00"),
        ("2-4pm", "14:00-16:00"),
        ("with Alex too", "with Alex"),
        ("with Alex and Ana next week", "23 Nov-29 Nov, with Alex and Ana"),
        ("with Alex Wilber on tuesday", "24 Nov, with Alex Wilber"),
        ("with alex@contoso.com for 45 minutes", "45 min, with alex@contoso.com"),
        ("without Megan", "less Megan"),
        ("3 Dec", "3 Dec"),
        ("on 3 december at 14:00", "3 Dec, exactly Thu 03 Dec 14:00"),
        ("2026-12-03", "3 Dec"),
        ("5/6", "!two days"),
        ("3/12", "!two days"),
        ("next tuesday morning", "24 Nov, -12:00"),
        ("early next week", "23 Nov-29 Nov, mon tue wed"),
        ("end of next week", "23 Nov-29 Nov, wed thu fri"),
        ("the week after next", "30 Nov-6 Dec"),
        ("next week after 3pm", "23 Nov-29 Nov, 15:00-"),
        ("in two weeks", "30 Nov-6 Dec"),
        ("in 3 days", "23 Nov"),
        ("week of 7 dec", "7 Dec-13 Dec"),
        ("3 to 5 dec", "3 Dec-5 Dec"),
        ("mon-wed", "mon tue wed"),
        ("monday to wednesday next week", "23 Nov-29 Nov, mon tue wed"),
        ("mornings", "-12:00"),
        ("not in the morning", "12:00-"),
        ("after friday", "28 Nov-"),
        ("from monday", "23 Nov-"),
        ("by friday", "-27 Nov"),
        ("before 3 dec", "-2 Dec"),
        ("until 10 dec", "-10 Dec"),
        ("next month", "1 Dec-31 Dec"),
        ("in december", "1 Dec-31 Dec"),
        ("on mondays", "mon"),
        ("tuseday", "24 Nov"),
        ("tommorow", "21 Nov"),
        ("for contoso next week", "23 Nov-29 Nov, about contoso"),
        ("for Contoso", "about contoso"),
        ("when the moon is full", "?moon is full"),
        ("tuesday at 25", "24 Nov, !time"),
        ("yesterday", "!past"),
        ("as soon as possible", ""),
        ("can we do thursday instead", "26 Nov"),
        ("how about friday at 3pm", "27 Nov, exactly Fri 27 Nov 15:00"),
        ("late afternoon", "15:00-"),
        ("with everyone", ""),
        ("next week with Alex, 45 minutes, not friday", "23 Nov-29 Nov, not fri, 45 min, with Alex"),
        ("between monday and wednesday", "mon tue wed"),
        ("friday the 13th", "27 Nov, ?13th"),
        ("customer success plan", "?customer success plan"),
        ("before 10", "-10:00"),
        ("not before 10", "10:00-"),
        ("next 2 weeks", "20 Nov-4 Dec"),
        ("tomorrow at noon", "21 Nov, exactly Sat 21 Nov 12:00"),
        ("on the 3rd of december", "3 Dec"),
        ("1st december 9 am", "1 Dec, exactly Tue 01 Dec 09:00"),
        ("thursday 11am, 1 hour", "26 Nov, exactly Thu 26 Nov 11:00, 60 min"),
        ("Alex is optional", "less Alex"),
        ("and Alex too", "with Alex"),
        ("monday 30 nov or tuesday 1 dec", "30 Nov-1 Dec"),
        ("in the morning on tuesday", "24 Nov, -12:00"),
        ("this friday", "20 Nov"),
        ("friday week", "4 Dec"),
        ("next week tuesday", "24 Nov"),
        ("tuesday of next week", "24 Nov"),
        ("sometime next week", "23 Nov-29 Nov"),
        ("some time next week please", "23 Nov-29 Nov"),
        ("any time this week", "20 Nov-22 Nov"),
        ("next week in the afternoon", "23 Nov-29 Nov, 12:00-"),
        ("wednesday afternoon or thursday morning", "25 Nov-26 Nov, -12:00, !two times"),
        ("tomorrow at 9", "21 Nov, exactly Sat 21 Nov 09:00"),
        ("tomorrow at 9:30am", "21 Nov, exactly Sat 21 Nov 09:30"),
        ("at 2", "14:00-14:30"),
        ("at 2 pm", "14:00-14:30"),
        ("at 2:30", "14:30-15:00"),
        ("at 14.30", "14:30-15:00"),
        ("2pm", "14:00-14:30"),
        ("noon", "12:00-12:30"),
        ("between 9 and 11:30 on tuesday", "24 Nov, 09:00-11:30"),
        ("tuesday between 2 and 4pm", "24 Nov, 14:00-16:00"),
        ("from 3 dec", "3 Dec-"),
        ("from 3 to 4pm", "15:00-16:00"),
        ("after 3", "15:00-"),
        ("before friday", "-26 Nov"),
        ("not before tuesday", "24 Nov-"),
        ("not after 4", "-16:00"),
        ("not later than 3pm", "-15:00"),
        ("no fridays", "not fri"),
        ("never on mondays or fridays", "not mon fri"),
        ("but not tomorrow", "without 1 days"),
        ("not next week", "without 7 days"),
        ("not 1 dec", "without 1 days"),
        ("except monday", "not mon"),
        ("any day but friday", "not fri"),
        ("in the evening", "17:00-"),
        ("early morning", "-10:00"),
        ("late morning", "10:00-12:00"),
        ("early afternoon", "12:00-15:00"),
        ("fifteen minutes", "15 min"),
        ("20 mins", "20 min"),
        ("90m", "90 min"),
        ("2 hours", "120 min"),
        ("2h", "120 min"),
        ("a quarter of an hour", "15 min"),
        ("one and a half hours", "90 min"),
        ("1 hour 15 minutes", "75 min"),
        ("45 minutes or 1 hour", "!two lengths"),
        ("for an hour on tuesday", "24 Nov, 60 min"),
        ("30 min with Alex", "30 min, with Alex"),
        ("with Alex, Megan and Ana", "with Alex and Megan and Ana"),
        ("with Alex & Megan", "with Alex and Megan"),
        ("with megan@contoso.com and alex@contoso.com", "with megan@contoso.com and alex@contoso.com"),
        ("invite Alex", "with Alex"),
        ("include Alex Wilber too", "with Alex Wilber"),
        ("add Alex", "with Alex"),
        ("plus Alex", "with Alex"),
        ("not with Alex", "less Alex"),
        ("without Alex and Megan", "less Alex and Megan"),
        ("with the customer", "?customer"),
        ("with me", ""),
        (
            "with Alex on 3 dec at 10, 1 hour, not in the morning",
            "3 Dec, exactly Thu 03 Dec 10:00, 60 min, with Alex",
        ),
        ("in three days", "23 Nov"),
        ("in 5 business days", "27 Nov"),
        ("the day after tomorrow", "22 Nov"),
        ("29 february", "!day"),
        ("31 november", "!day"),
        ("32 nov", "!day"),
        ("5 dec 2026", "5 Dec"),
        ("dec 5", "5 Dec"),
        ("december 5th", "5 Dec"),
        ("week 49", "?week 49"),
        ("this month", "20 Nov-30 Nov"),
        ("in january", "1 Jan-31 Jan"),
        ("thursdays", "thu"),
        ("mondays and wednesdays", "mon wed"),
        ("mon or tue next week", "23 Nov-24 Nov"),
        ("next week mon-wed", "23 Nov-29 Nov, mon tue wed"),
        ("thu-fri", "thu fri"),
        ("from tuesday to thursday", "tue wed thu"),
        ("until friday", "-27 Nov"),
        ("by the end of the week", "-22 Nov"),
        ("tonight", "?tonight"),
        ("right now", "?right"),
        ("whenever you like", ""),
        ("asap please", ""),
        ("best time for us", ""),
        ("a time that works for everyone", ""),
        ("could you find something on tuesday please", "24 Nov"),
        ("I'd rather have wednesday", "25 Nov"),
        ("wendesday", "25 Nov"),
        ("thurday 10am", "26 Nov, exactly Thu 26 Nov 10:00"),
        ("tomorow morning", "21 Nov, -12:00"),
        ("nexxt week", "?nexxt week"),
        ("next wek", "?next wek"),
        ("12 monkeys", "?12 monkeys"),
        ("the sooner the better", "?sooner"),
        ("tuesday 1 dec", "1 Dec"),
        ("tuesday 2 dec", "!day"),
        ("10:00 on 1 dec", "1 Dec, exactly Tue 01 Dec 10:00"),
        ("1 dec 10:00-11:00", "1 Dec, 10:00-11:00"),
        ("1/12/2026", "1 Dec"),
        ("2026-12-01 at 10:00", "1 Dec, exactly Tue 01 Dec 10:00"),
        ("10-12", "?10-12"),
        ("at 10-12", "?10-12"),
        ("at 25:00", "!time"),
        ("at 13pm", "!time"),
        ("x", "?x"),
        ("!!!", ""),
        ("for handoff Contoso", "about contoso"),
        ("on Contoso next week", "23 Nov-29 Nov, about contoso"),
        ("Alex optional", "less Alex"),
        ("make Alex optional", "less Alex"),
        ("after lunch", "13:00-"),
        ("thursday before lunch", "26 Nov, -12:00"),
        ("not after lunch", "-12:00"),
    ],
)
def test_a_wish_is_read_as_it_is_meant_on_friday_20_november(typed: str, expected: str) -> None:
    assert said.line(_read(typed)) == expected


def test_somebody_is_mentioned_by_their_whole_name() -> None:
    found = _read("with @Alex Wilber and @Megan next week", "Megan", "Alex Wilber")

    assert said.line(found) == "23 Nov-29 Nov, with @Alex Wilber and @Megan"


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        ("next week", "not friday", Wishes(first=date(2026, 11, 23), last=date(2026, 11, 29)).weekdays - {4}),
        ("tuesday", "45 minutes", Wishes().weekdays),
        ("not monday", "not friday", Wishes().weekdays - {0, 4}),
        ("mondays", "next week", Wishes().weekdays),
    ],
)
def test_what_was_said_before_stays_unless_it_is_said_anew(
    first: str, then: str, expected: frozenset[int]
) -> None:
    before = wishes.applied(Wishes(), _read(first))

    assert wishes.applied(before, _read(then)).weekdays == expected


def test_a_longer_meeting_still_starts_at_the_hour_that_was_asked_for() -> None:
    at_ten = wishes.applied(Wishes(), _read("at 10"))

    longer = wishes.applied(at_ten, _read("1 hour"))

    assert (longer.from_time, longer.to_time, longer.minutes) == (time(10), time(11), 60)


def test_other_days_take_the_place_of_an_exact_time() -> None:
    exact = wishes.applied(Wishes(), _read("tuesday at 10"))

    after = wishes.applied(exact, _read("thursday"))

    assert exact.exact is not None
    assert (after.exact, after.first, after.last) == (None, date(2026, 11, 26), date(2026, 11, 26))


@pytest.mark.parametrize(
    "typed", ["", "x" * 5000, "with " * 300, "1" * 300, "not " * 100, "@" * 50, "with @0"]
)
def test_anything_can_be_typed(typed: str) -> None:
    assert isinstance(_read(typed), Said)
