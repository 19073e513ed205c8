"""The rules of a time zone as an invitation file tells them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from meetings import zones

if TYPE_CHECKING:  # it takes a while to import, and a start is measured
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard


def write(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """A zone's changes from the year before to the year after these, each by itself.

    Not the library's own `from_tzid`: it passes over changes that are undone within weeks, as in Morocco.
    """
    from icalendar import Timezone

    rules = Timezone()
    rules.add("tzid", zone.key)
    before: timedelta | None = None
    for at, offset in zones.offsets(
        datetime(first - 1, 1, 1, tzinfo=UTC), datetime(last + 2, 1, 1, tzinfo=UTC), zone
    ):
        rules.add_component(_change(at.astimezone(zone), offset if before is None else before, offset))
        before = offset
    return rules


def _change(local: datetime, before: timedelta, after: timedelta) -> TimezoneStandard | TimezoneDaylight:
    """One change; it begins at what the clocks showed just before."""
    from icalendar import TimezoneDaylight, TimezoneStandard

    change = TimezoneDaylight() if local.dst() else TimezoneStandard()
    change.add("dtstart", local.replace(tzinfo=None) - after + before)
    change.add("tzoffsetfrom", before)
    change.add("tzoffsetto", after)
    change.add("tzname", local.tzname())
    return change
