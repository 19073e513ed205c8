"""Times as each participant's clock shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from handoffs import calendars
from meetings import showing_words as words
from meetings import zones
from meetings.model import Availability, Span

_DAY = timedelta(days=1)


def times(span: Span, availabilities: Sequence[Availability]) -> tuple[tuple[str, str], ...]:
    """Give a time on everybody's clock, as (names, "Tue 1 Dec, 10:00-10:30 (UTC+1)").

    People whose clocks show the same stand together, in the order of the first of them; that one's day is
    the one that others are before or after. Those of `unplaced` are left out, unless that is everyone.
    """
    placed = list(filter(_is_placed, availabilities)) or list(availabilities)
    groups: dict[str, list[str]] = {}
    for each in placed:
        text = span_time(span, each.zone, beside=placed[0].zone)
        groups.setdefault(text, []).append(each.invitee.name)
    return tuple((words.NAMES.join(names), text) for text, names in groups.items())


def unplaced(availabilities: Sequence[Availability]) -> tuple[str, ...]:
    """Name those of whom nobody knows in which time zone they are."""
    return tuple(each.invitee.name for each in availabilities if not _is_placed(each))


def _is_placed(availability: Availability) -> bool:
    return availability.placed and (availability.blind is None or bool(availability.invitee.zone))


def span_time(span: Span, zone: tzinfo, *, beside: tzinfo | None = None) -> str:
    """Write a time: "Tue 1 Dec, 10:00-10:30 (UTC+1)"; and where it is on another day than `beside`, that."""
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    until_midnight = end.date() - start.date() == _DAY and not (end.hour or end.minute)
    form = words.TIMES if start.date() == end.date() or until_midnight else words.OVERNIGHT
    return form.format(
        day=day(start.date()),
        start=f"{start:%H:%M}",
        end_day=day(end.date()),
        end=words.MIDNIGHT if until_midnight else f"{end:%H:%M}",
        offset=_beside(start, span.start.astimezone(beside or zone), _offsets(start, end)),
    )


def day_time(moment: datetime, zone: tzinfo) -> str:
    """Write a moment: "Tue 1 Dec, 10:00 (UTC+1)"."""
    local = moment.astimezone(zone)
    return words.DAY_TIME.format(day=day(local.date()), start=f"{local:%H:%M}", offset=_offset(local))


def day(on: date) -> str:
    """Write a day without its year: "Tue 1 Dec"."""
    return calendars.show(on).rsplit(" ", 1)[0]


def _offset(local: datetime) -> str:
    return zones.show_offset(local.utcoffset() or timedelta())


def _offsets(start: datetime, end: datetime) -> str:
    """The offset, and where clocks change meanwhile, both."""
    first, then = _offset(start), _offset(end)
    return first if first == then else words.BOTH_OFFSETS.format(offset=first, then=then)


def _beside(local: datetime, other: datetime, offset: str) -> str:
    apart = (local.date() - other.date()) // _DAY
    return words.OTHER_DAY[apart].format(offset=offset) if apart in words.OTHER_DAY else offset
