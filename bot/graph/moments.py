"""Moments and hours of work as Graph writes them, and as Baton does."""

from __future__ import annotations

from datetime import UTC, datetime, time, tzinfo
from typing import Any

from msgraph.generated.models.custom_time_zone import CustomTimeZone
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone

from meetings import hours, zones
from meetings.model import Invitee, WorkingWeek

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SECONDS = len("2026-12-01T09:00:00")
_NEVER = 1900  # a year before it stands for none: Graph's is year 1


def written(moment: datetime) -> DateTimeTimeZone:
    """In UTC, the one zone that everybody's tables agree on."""
    return DateTimeTimeZone(date_time=_naive(moment).isoformat(timespec="seconds"), time_zone="UTC")


def read(value: Any) -> datetime:
    """In UTC; ValueError where it is none, or in a zone that nobody knows."""
    zone = zones.zone(value.time_zone or "UTC")
    if zone is None:
        raise ValueError("a zone nobody knows")
    local = datetime.fromisoformat(value.date_time[:_SECONDS])
    return local.replace(tzinfo=zone).astimezone(UTC)


def answered(moment: datetime | None) -> datetime | None:
    """When somebody answered, in UTC; None for never."""
    if moment is None or moment.year < _NEVER:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def week(invitee: Invitee, told: Any, fallback: tzinfo | None) -> WorkingWeek:
    """Somebody's hours of work: what they told Baton, else their mailbox's (Graph's workingHours, or None).

    `fallback`: the zone of who has none that is known.
    """
    zone = _zone(getattr(told, "time_zone", None))
    own = hours.read(invitee.hours) if invitee.hours else None
    if own:
        return WorkingWeek(zone=zones.zone(invitee.zone) or zone or fallback or UTC, hours=own)
    zone = zone or zones.zone(invitee.zone) or fallback or UTC
    days = _days(told)
    return WorkingWeek(zone=zone, hours=days) if days else hours.usual(zone, invitee.country)


def is_placed(invitee: Invitee, told: Any) -> bool:
    """Whether their mailbox or they themselves tell a time zone that there is."""
    return (_zone(getattr(told, "time_zone", None)) or zones.zone(invitee.zone)) is not None


def named_zone(settings: Any) -> tzinfo | None:
    """The zone of Graph's mailboxSettings, or None."""
    return zones.zone(settings.time_zone) if settings is not None and settings.time_zone else None


def _zone(told: Any) -> tzinfo | None:
    if isinstance(told, CustomTimeZone):
        return zones.custom(told.bias or 0, _offset(told.standard_offset), _offset(told.daylight_offset))
    return zones.zone(told.name) if told is not None and told.name else None


def _offset(told: Any) -> dict[str, Any] | None:
    """A change of the clocks by Graph's names."""
    if told is None:
        return None
    return {
        "time": told.time,
        "dayOccurrence": told.day_occurrence,
        "dayOfWeek": told.day_of_week.value if told.day_of_week else None,
        "month": told.month,
        "year": told.year,
        "daylightBias": getattr(told, "daylight_bias", None),
    }


def _days(told: Any) -> dict[int, tuple[tuple[time, time], ...]]:
    if told is None or not told.days_of_week or told.start_time is None or told.end_time is None:
        return {}
    span = (told.start_time.replace(tzinfo=None), told.end_time.replace(tzinfo=None))
    return {_WEEKDAYS.index(day.value): (span,) for day in told.days_of_week if day}


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
