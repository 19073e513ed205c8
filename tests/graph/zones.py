"""Time zones as Graph takes and gives them: Windows names, and those IANA names that stand for one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from tzlocal.windows_tz import win_tz

from tests.graph.calls import GraphError

_LISTED = frozenset(win_tz.values())  # Europe/Berlin is on Graph's list of IANA names, Europe/Oslo is not
_PREFERRED = re.compile(r'outlook\.timezone="([^"]*)"', re.IGNORECASE)
_WITH_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def zone(name: str) -> tzinfo:
    """The zone of a name; GraphError where Graph knows none of it."""
    if name in ("UTC", "Etc/UTC"):
        return UTC
    if name in win_tz:
        return ZoneInfo(win_tz[name])
    if name in _LISTED:
        return ZoneInfo(name)
    raise GraphError(400, "TimeZoneNotSupportedException", "A valid TimeZone value must be specified.")


def preferred(prefer: str) -> str:
    """The zone that an answer's times are wanted in; UTC where nothing is said."""
    found = _PREFERRED.search(prefer)
    name = found[1] if found else "UTC"
    zone(name)
    return name


def moment(value: Mapping[str, Any] | None) -> datetime:
    """The moment of a dateTimeTimeZone, in UTC; GraphError for a bare date and other nonsense."""
    text = str((value or {}).get("dateTime", ""))
    if not _WITH_TIME.match(text):
        raise GraphError(400, "ErrorInvalidTimeValue", "The time of the request is not one.")
    return at(text, zone((value or {}).get("timeZone") or "UTC"))


def at(text: str, usual: tzinfo = UTC) -> datetime:
    """A moment in ISO 8601, in UTC; one without an offset is in the usual zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise GraphError(400, "ErrorInvalidTimeValue", "The time of the request is not one.") from error
    return (found if found.tzinfo else found.replace(tzinfo=usual)).astimezone(UTC)


def told(when: datetime, name: str = "UTC") -> dict[str, str]:
    """A dateTimeTimeZone in that zone."""
    local = when.astimezone(zone(name))
    return {"dateTime": f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond:06d}0", "timeZone": name}


def stamp(when: datetime) -> str:
    """A moment as Graph writes it where no zone is asked for."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{when.microsecond:06d}0Z"
