"""When somebody works, as far as they or the settings say."""

from __future__ import annotations

import logging

from dialogs.desk import Contact, Defaults
from handoffs.calendars import Calendar
from meetings import hours, zones
from meetings.model import WorkingWeek
from reminders.diary import Diary

logger = logging.getLogger(__name__)

_NO_ZONE = "A time zone of a profile is not known any more; the default is taken"


def diary(contact: Contact, defaults: Defaults) -> Diary:
    """Their zone, hours and holidays; the tenant's zone where theirs does not exist any more."""
    zone = zones.zone(contact.time_zone) if contact.time_zone else None
    if contact.time_zone and zone is None:
        logger.warning(_NO_ZONE)
    country = contact.country or defaults.country
    told = hours.read(contact.hours) if contact.hours else None
    usual = hours.usual(zone or defaults.time_zone, country)
    week = WorkingWeek(zone=usual.zone, hours=told) if told else usual
    return Diary(week=week, calendar=Calendar(country=country))
