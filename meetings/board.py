"""Everyone's calendars laid out over the time of a search, minute by minute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property

from meetings import minutes, zones
from meetings import window as windows
from meetings.model import Availability, Span, Window, Wishes
from meetings.row import Row

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_HALF, _QUARTER = 30, 15


@dataclass(frozen=True, kw_only=True)
class Board:
    """All lines over `known`, the time that calendars were looked at for. `zone`: the organiser's."""

    rows: tuple[Row, ...]
    organiser: str
    zone: tzinfo
    known: Span
    window: Window

    @property
    def origin(self) -> datetime:
        return self.known.start

    @cached_property
    def size(self) -> int:
        return max((self.known.end - self.known.start) // _MINUTE, 0)

    def minute(self, moment: datetime) -> int:
        return (moment - self.origin) // _MINUTE

    def moment(self, minute: int) -> datetime:
        return self.origin + minute * _MINUTE

    def invited(self, wishes: Wishes) -> Iterator[tuple[Row, bool]]:
        """Those who are waited for, each with whether they are required."""
        for row in self.rows:
            if row.person not in wishes.left_out:
                yield row, row.availability.invitee.required and row.person not in wishes.optional

    @cached_property
    def days(self) -> tuple[tuple[date, int, int], ...]:
        """The organiser's days, as (day, first minute, the one after its last)."""
        if not self.size:
            return ()
        first = self.origin.astimezone(self.zone).date()
        last = self.moment(self.size - 1).astimezone(self.zone).date()
        days = [first + number * _DAY for number in range((last - first).days + 2)]
        starts = [min(max(self.minute(zones.day_start(day, self.zone)), 0), self.size) for day in days]
        return tuple(zip(days, starts, starts[1:], strict=False))

    @cached_property
    def halves(self) -> int:
        """Full and half hours on the organiser's clock."""
        return self._every(_HALF)

    @cached_property
    def quarters(self) -> int:
        return self._every(_QUARTER)

    def _every(self, step: int) -> int:
        found, changes = 0, list(zones.offsets(self.origin, self.known.end, self.zone)) if self.size else []
        ends = [*(self.minute(at) for at, _ in changes[1:]), self.size]
        for (at, _), end in zip(changes, ends, strict=True):
            first = self.minute(at)
            later = -at.astimezone(self.zone).minute % step
            found |= minutes.every(step, first + later, end)
        return found

    def starts(self, wishes: Wishes) -> int:
        """Where a time may begin: at each quarter of an hour, or exactly when it was asked for."""
        offered = minutes.union(1 << self.minute(each) for each in wishes.shown if each >= self.origin)
        if wishes.exact is None:
            return self.quarters & ~offered
        minute = self.minute(wishes.exact)
        return (1 << minute) & ~offered if 0 <= minute < self.size else 0

    def asked(self, wishes: Wishes) -> int:
        """The minutes that were asked for, on the organiser's clock."""
        narrowed = windows.within(windows.for_wishes(self.window, wishes, self.zone), self.known)
        found = minutes.covered([narrowed], self.origin, self.size) if narrowed.start < narrowed.end else 0
        if wishes.from_time or wishes.to_time or wishes.not_days or len(wishes.weekdays) < len(_ALL_DAYS):
            found &= minutes.union(self._hours(day, wishes) for day, _, _ in self.days)
        return found

    def _hours(self, day: date, wishes: Wishes) -> int:
        if day in wishes.not_days or day.weekday() not in wishes.weekdays:
            return 0
        start = zones.first_shown(datetime.combine(day, wishes.from_time or time()), self.zone)
        until = (
            datetime.combine(day, wishes.to_time) if wishes.to_time else datetime.combine(day + _DAY, time())
        )
        span = Span(start=start, end=zones.first_shown(until, self.zone))
        return minutes.covered([span], self.origin, self.size) if span.start < span.end else 0


_ALL_DAYS = frozenset(range(7))


def lay(
    availabilities: Sequence[Availability],
    window: Window,
    *,
    organiser: str = "",
    zone: tzinfo | None = None,
    known: Span | None = None,
) -> Board:
    """Lay out a search; what is not told is taken from the first one, or from the organiser's calendar."""
    zones_of = {each.invitee.person: each.zone for each in availabilities}
    who = organiser or next(iter(zones_of), "")
    clock = zone or zones_of.get(who, UTC)
    seen = known or windows.reach(window, clock)
    start = seen.start.astimezone(UTC).replace(second=0, microsecond=0)
    whole = Span(start=start, end=seen.end.astimezone(UTC))
    size = max((whole.end - start) // _MINUTE, 0)
    rows = tuple(Row(availability=each, origin=start, size=size) for each in availabilities)
    return Board(rows=rows, organiser=who, zone=clock, known=whole, window=window)
