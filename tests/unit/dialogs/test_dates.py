from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.reading import dates
from dialogs.reading.moment import Choice, Problem
from handoffs.calendars import Calendar, show

_TODAY = date(2026, 11, 18)  # a Wednesday
_NORWAY = Calendar(country="NO")

_AHEAD = """
today                       2026-11-18
tomorrow                    2026-11-19
tomorow                     2026-11-19
the day after tomorrow      2026-11-20
yesterday                   2026-11-17
Monday                      2026-11-23
on monday                   2026-11-23
until Monday                2026-11-23
wednesday                   2026-11-25
wendesday                   2026-11-25
thurs                       2026-11-19
this Friday                 2026-11-20
this coming friday          2026-11-20
this wednesday              2026-11-18
this monday                 2026-11-23
next Friday                 2026-11-27
next monday                 2026-11-23
friday next week            2026-11-27
Friday week                 2026-11-27
monday week                 2026-11-30
a week on friday            2026-11-27
last friday                 2026-11-13
last wednesday              2026-11-11
15 Jan                      2027-01-15
15. jan                     2027-01-15
by 15 Jan.                  2027-01-15
18 Nov                      2026-11-18
17 Nov                      2027-11-17
15 January 2027             2027-01-15
15-Jan-2027                 2027-01-15
15jan27                     2027-01-15
15 janury                   2027-01-15
Jan 15                      2027-01-15
Jan 15th, 2027              2027-01-15
jan 15 at 3pm               2027-01-15
jan 15 at 15:00             2027-01-15
2027 jan 15                 2027-01-15
Fri 15 Jan 2027             2027-01-15
1st of March                2027-03-01
the 1st of march 2028       2028-03-01
the 20th                    2026-11-20
15th                        2026-12-15
the 31st                    2026-12-31
2027-02-01                  2027-02-01
2027-02-01.                 2027-02-01
2027-02-01T10:00:00Z        2027-02-01
2027/02/01                  2027-02-01
20270201                    2027-02-01
15.1.2027                   2027-01-15
15.01.27                    2027-01-15
15.1.                       2027-01-15
5.6.2027                    2027-06-05
15/01/2027                  2027-01-15
01/15/2027                  2027-01-15
05/05                       2027-05-05
in 5 business days          2026-11-25
5 working days              2026-11-25
in two business days        2026-11-20
in 3 days                   2026-11-21
in 2 weeks                  2026-12-02
2 weeks from now            2026-12-02
in a couple of weeks        2026-12-02
in a month                  2026-12-18
in 3 months                 2027-02-18
in a year                   2027-11-18
3 days ago                  2026-11-15
a month ago                 2026-10-18
end of week                 2026-11-20
end of next week            2026-11-27
end of month                2026-11-30
by the end of the month     2026-11-30
EOM                         2026-11-30
month-end                   2026-11-30
end of next month           2026-12-31
start of next month         2026-12-01
end of January              2027-01-31
end of feb 2028             2028-02-29
end of quarter              2026-12-31
end of next quarter         2027-03-31
end of year                 2026-12-31
year's end                  2026-12-31
end of next year            2027-12-31
end of 2027                 2027-12-31
Q1                          2027-03-31
end of Q1                   2027-03-31
start of q1                 2027-01-01
Q4                          2026-12-31
end of q2 2028              2028-06-30
05/06                       2027-06-05 2027-05-06
05/06/2027                  2027-06-05 2027-05-06
5-6-27                      2027-06-05 2027-05-06
sat 5/12                    2026-12-05
sun 5/12                    OTHER_WEEKDAY
15 / 1                      2027-01-15
2027 02 01                  2027-02-01
*15 jan*                    2027-01-15
“15 jan”                    2027-01-15
15 jan 2027 (friday)        2027-01-15
friday 5pm                  2026-11-20
by cob friday               2026-11-20
15 jan at noon              2027-01-15
next week friday            2026-11-27
in 5 bd                     2026-11-25
2 wks                       2026-12-02
end march                   2027-03-31
q1 end                      2027-03-31
before friday               NOT_A_DATE
30 February                 NO_SUCH_DAY
29 Feb                      NO_SUCH_DAY
29 Feb 2028                 2028-02-29
31 nov 2027                 NO_SUCH_DAY
2027-02-30                  NO_SUCH_DAY
30.2.2027                   NO_SUCH_DAY
the 32nd                    NO_SUCH_DAY
45/45                       NO_SUCH_DAY
Mon 15 Jan 2027             OTHER_WEEKDAY
2037-01-01                  FAR
1 Jan 1999                  FAR
in 11 years                 FAR
in 999999999 days           FAR
in 999999999 months         FAR
in 999999999 business days  FAR
asap                        NOT_A_DATE
                            NOT_A_DATE
3                           NOT_A_DATE
12                          NOT_A_DATE
1.2m                        NOT_A_DATE
250k                        NOT_A_DATE
March                       NOT_A_DATE
March 2027                  NOT_A_DATE
next week                   NOT_A_DATE
weekend                     NOT_A_DATE
q5                          NOT_A_DATE
15 jan or 16 jan            NOT_A_DATE
x                           NOT_A_DATE
"""
_BEHIND = """
today                       2026-11-18
yesterday                   2026-11-17
Monday                      2026-11-16
friday                      2026-11-13
wednesday                   2026-11-11
this monday                 2026-11-16
last monday                 2026-11-16
16 Nov                      2026-11-16
20 Nov                      2025-11-20
15 jan at 15:00             2026-01-15
the 15th                    2026-11-15
the 20th                    2026-10-20
3 days ago                  2026-11-15
end of last month           2026-10-31
end of q1                   2026-03-31
10/11                       2026-11-10 2026-10-11
11/12/2026                  2026-11-12
tomorrow                    FUTURE
this friday                 FUTURE
coming friday               FUTURE
next monday                 FUTURE
in 3 days                   FUTURE
2026-11-19                  FUTURE
12/12/2026                  FUTURE
"""


def _rows(table: str) -> list[tuple[str, date | Choice | Problem]]:
    return [(line[:28].strip(), _expected(line[28:].split())) for line in table.strip("\n").splitlines()]


def _expected(words: list[str]) -> date | Choice | Problem:
    if words[0] in Problem.__members__:
        return Problem[words[0]]
    days = [date.fromisoformat(word) for word in words]
    return Choice(readings=(days[0], days[1])) if len(days) > 1 else days[0]


@pytest.mark.parametrize(("text", "expected"), _rows(_AHEAD))
def test_dates_are_read_as_people_type_them(text: str, expected: date | Choice | Problem) -> None:
    assert dates.read(text, today=_TODAY, calendar=_NORWAY) == expected


@pytest.mark.parametrize(("text", "expected"), _rows(_BEHIND))
def test_what_has_happened_lies_behind(text: str, expected: date | Choice | Problem) -> None:
    assert dates.read(text, today=_TODAY, calendar=_NORWAY, past=True) == expected


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-11-17", "1 Nov 2026", "last friday", "01/02/2026", "start of month"]
)
def test_a_past_day_is_refused_only_where_the_future_is_asked_for(text: str) -> None:
    assert dates.read(text, today=_TODAY, calendar=_NORWAY, future=True) is Problem.PAST
    assert dates.read(text, today=_TODAY, calendar=_NORWAY) is not Problem.PAST


def test_only_the_reading_that_will_do_is_offered() -> None:
    assert dates.read("01/12/2026", today=_TODAY, calendar=_NORWAY, future=True) == date(2026, 12, 1)


def test_the_usual_order_of_the_country_comes_first() -> None:
    read = dates.read("05/06", today=_TODAY, calendar=Calendar(country="US"))

    assert read == Choice(readings=(date(2027, 5, 6), date(2027, 6, 5)))


@pytest.mark.parametrize(
    ("country", "text", "expected"),
    [
        ("NO", "in 2 business days", date(2026, 12, 28)),  # over Christmas Day, a Friday
        ("SA", "in 2 business days", date(2026, 12, 27)),  # Friday and Saturday are the weekend
        ("", "in 2 business days", date(2026, 12, 25)),
        ("SA", "end of week", date(2026, 12, 24)),
    ],
)
def test_business_days_and_weeks_are_the_countrys(country: str, text: str, expected: date) -> None:
    assert dates.read(text, today=date(2026, 12, 23), calendar=Calendar(country=country)) == expected


@pytest.mark.parametrize(
    ("today", "text", "expected"),
    [
        (date(2027, 1, 31), "in a month", date(2027, 2, 28)),
        (date(2026, 11, 22), "next friday", date(2026, 11, 27)),  # from a Sunday
        (date(2026, 11, 21), "end of week", date(2026, 11, 27)),  # from a Saturday
        (date(2026, 12, 31), "the 31st", date(2026, 12, 31)),
        (date(2027, 2, 1), "the 31st", date(2027, 3, 31)),
        (date(2026, 12, 31), "end of next month", date(2027, 1, 31)),
        (date(2026, 12, 31), "tomorrow", date(2027, 1, 1)),
        (date(2028, 1, 1), "29 feb", date(2028, 2, 29)),
    ],
)
def test_the_edges_of_weeks_months_and_years(today: date, text: str, expected: date) -> None:
    assert dates.read(text, today=today, calendar=_NORWAY) == expected


@given(st.dates(min_value=_TODAY, max_value=_TODAY + timedelta(days=3650)))
def test_what_is_shown_reads_back(day: date) -> None:
    assert dates.read(show(day), today=_TODAY, calendar=_NORWAY) == day


@given(st.text(max_size=80), st.booleans(), st.booleans())
def test_any_text_is_read_or_refused(text: str, future: bool, past: bool) -> None:
    dates.read(text, today=_TODAY, calendar=_NORWAY, future=future, past=past)


_WORDS = (
    "in a the of next last end q1 5 31 2027 jan feb friday week month ago business at 3pm . / - :".split()
)


@given(st.lists(st.sampled_from(_WORDS), max_size=14), st.sampled_from(["", " "]), st.booleans())
def test_words_of_dates_in_any_order_are_read_or_refused(words: list[str], between: str, past: bool) -> None:
    dates.read(between.join(words), today=_TODAY, calendar=_NORWAY, past=past)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1 " * 30,
            "12 " * 10 + " jan",
            "jan " * 14 + "1",
            "1 jan " * 10,
            "1 1 1 1 jan 1 1:1:1:1:1",
            "a " * 30,
        ),
        *(
            "the " * 15,
            "end of " * 8,
            "9" * 60,
            "1." * 30,
            "-" * 60,
            "on " * 20,
            "mnoday " * 8,
            "x" * 100_000,
        ),
    ],
)
def test_hostile_text_costs_little(text: str) -> None:
    dates.read("jan 15 at 15:00", today=_TODAY, calendar=_NORWAY)  # what dateparser loads, it loads once
    start = time.perf_counter()

    assert dates.read(text, today=_TODAY, calendar=_NORWAY) is Problem.NOT_A_DATE

    assert time.perf_counter() - start < 0.05
