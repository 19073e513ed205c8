"""What somebody types about a meeting: when, how long, with whom. What cannot be read is not guessed at.

"tuesday" is the next one; "not friday" is none of them; "at 2" is the afternoon; "before noon" ends by noon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dialogs.meeting import naming, spoken
from dialogs.meeting.gathering import ALL_DAYS, Reading
from dialogs.meeting.gathering import Unfit as Unfit
from dialogs.meeting.phrases import Match, Take, rules
from dialogs.message import Mentioned
from dialogs.reading.vocabulary import mend
from meetings.model import Wishes

SHORTEST, LONGEST, STEP = 15, 240, 5  # minutes
_LONGEST_TEXT = 2000  # fifty people by their addresses fit in
_TAKEN = " \u00a6 "  # stands where words were understood
_WITH = re.compile(r"\bw/ ?", re.I)
_MOST_GAPS = 60  # days between two that were named


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a text asks for. `about`: words that may name the handoff; `unread`: words that mean nothing here.

    `names` are people who shall come too, `without` those not waited for; as typed, or of a mention.
    `days` and `times` tell whether it says anything of them: what was said before then counts no more.
    """

    wishes: Wishes = field(default_factory=Wishes)
    minutes: int | None = None
    days: bool = False
    times: bool = False
    not_weekdays: frozenset[int] = frozenset()
    not_days: frozenset[date] = frozenset()
    names: tuple[str | Mentioned, ...] = ()
    without: tuple[str | Mentioned, ...] = ()
    about: str = ""
    unread: str = ""
    unfit: Unfit | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was understood at all."""
        asked = (self.days, self.times, self.minutes, self.names, self.without, self.unfit)
        return not any((*asked, self.not_weekdays, self.not_days))


def read(
    text: str, *, today: date, zone: tzinfo, country: str = "", mentions: Sequence[Mentioned] = ()
) -> Said:
    """Read what is asked for; days and times are those of `zone`."""
    if len(text) > _LONGEST_TEXT:
        return Said(unfit=Unfit.TOO_LONG)
    words, named = naming.people_in(_WITH.sub("with ", " ".join(text.split())), mentions)
    reading = Reading(today=today, zone=zone, country=country)
    rest = " ".join(_mended(word) for word in words.casefold().split())
    rest = _lengths(rest, reading)
    for pattern, take in rules():
        rest = _each(pattern, take, rest, reading)
    about, unread = naming.left_over(rest, _TAKEN.strip())
    return _said(reading, named, about, unread)


def _mended(word: str) -> str:
    """A word without a slip of the finger; a comma behind it stays."""
    bare = word.rstrip(",.;!?")
    if bare in spoken.PLURALS:
        return word
    return mend(bare) + word[len(bare) :].rstrip(".!?")


def _lengths(rest: str, reading: Reading) -> str:
    for pattern, minutes in spoken.LENGTHS:
        for found in pattern.finditer(rest):
            reading.lengths.append(spoken.length_of(found, minutes))
        rest = pattern.sub(_TAKEN, rest)
    return rest


def _each(pattern: re.Pattern[str], take: Take, rest: str, reading: Reading) -> str:
    def taken(found: Match) -> str:
        take(found, reading)
        return _TAKEN

    return pattern.sub(taken, rest)


# What they come to


def _said(reading: Reading, named: naming.Named, about: str, unread: str) -> Said:
    minutes, unfit = _minutes(reading)
    wishes = Wishes(minutes=minutes) if minutes else Wishes()
    days = bool(reading.days or reading.first or reading.last or reading.weekdays != ALL_DAYS)
    times = bool(reading.from_time or reading.to_time or reading.at)
    wishes = _with_days(wishes, reading)
    return Said(
        wishes=_with_times(wishes, reading),
        minutes=minutes,
        days=days,
        times=times,
        not_weekdays=reading.not_weekdays,
        not_days=reading.not_days,
        names=named.too,
        without=named.without,
        about=about,
        unread=unread,
        unfit=reading.unfit or unfit or _order(reading),
    )


def _minutes(reading: Reading) -> tuple[int | None, Unfit | None]:
    if not reading.lengths:
        return None, None
    length = reading.lengths[0]
    if len(set(reading.lengths)) > 1:
        return None, Unfit.TWO_LENGTHS
    fits = length.is_integer() and SHORTEST <= length <= LONGEST and not length % STEP
    return (int(length), None) if fits else (None, Unfit.LENGTH)


def _order(reading: Reading) -> Unfit | None:
    times = reading.from_time and reading.to_time and reading.to_time <= reading.from_time
    days = reading.first and reading.last and reading.last < reading.first
    return Unfit.ORDER if times or days else None


def _with_days(wishes: Wishes, reading: Reading) -> Wishes:
    weekdays, first, last = reading.weekdays, reading.first, reading.last
    if reading.days and (first or last):  # "next week, tuesday or wednesday"
        weekdays = frozenset(day.weekday() for day in reading.days)
    elif reading.days:
        first, last = min(reading.days), max(reading.days)
        others = {first + timedelta(days=step) for step in range((last - first).days + 1)} - set(reading.days)
        return replace(
            wishes,
            first=first,
            last=last,
            not_days=frozenset(others) if len(others) < _MOST_GAPS else frozenset(),
        )
    return replace(wishes, first=first, last=last, weekdays=weekdays)


def _with_times(wishes: Wishes, reading: Reading) -> Wishes:
    at = reading.at
    if at is None:
        return replace(wishes, from_time=reading.from_time, to_time=reading.to_time)
    if wishes.first and wishes.first == wishes.last:
        exact = datetime.combine(wishes.first, at, reading.zone).astimezone(UTC)
        return replace(wishes, exact=exact)
    return replace(wishes, from_time=at, to_time=_later(at, wishes.minutes))


def _later(at: time, minutes: int) -> time:
    """An end on the same day."""
    end = datetime.combine(date.min, at) + timedelta(minutes=minutes)
    return end.time() if end.date() == date.min else time.max


def applied(before: Wishes, said: Said) -> Wishes:
    """What is wished for after these words: days and times replace those from before, "not" adds to them."""
    new = said.wishes
    wishes = replace(before, shown=frozenset(), beyond=0 if said.days else before.beyond)
    if said.minutes:
        wishes = _lengthened(wishes, said.minutes)
    if said.days:
        wishes = replace(wishes, first=new.first, last=new.last, weekdays=new.weekdays, not_days=new.not_days)
    if said.times or said.days:
        wishes = replace(wishes, exact=new.exact)
    if said.times:
        to_time = new.to_time
        if new.from_time and new.to_time == _later(new.from_time, new.minutes):
            to_time = _later(new.from_time, wishes.minutes)
        wishes = replace(wishes, from_time=new.from_time, to_time=to_time)
    weekdays = wishes.weekdays - said.not_weekdays
    wishes = replace(wishes, weekdays=weekdays, not_days=wishes.not_days | said.not_days)
    if said.days or _leaves_a_day(wishes):
        return wishes
    return replace(wishes, first=None, last=None, exact=None)


def _leaves_a_day(wishes: Wishes) -> bool:
    """Whether one is left between the first and the last; "not Tuesday" may take the only one."""
    first, last = wishes.first, wishes.last
    if first is None or last is None or not wishes.weekdays:
        return True
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return any(day.weekday() in wishes.weekdays and day not in wishes.not_days for day in days)


def _lengthened(wishes: Wishes, minutes: int) -> Wishes:
    """A time of day that was asked for starts when it did."""
    start, end = wishes.from_time, wishes.to_time
    if start and end == _later(start, wishes.minutes):
        return replace(wishes, minutes=minutes, to_time=_later(start, minutes))
    return replace(wishes, minutes=minutes)
