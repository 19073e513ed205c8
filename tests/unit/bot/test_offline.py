"""Scheduling without calendars: weeks as they were told, nobody's calendar claimed to be seen, no network."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.scheduling.offline import OfflineCalendars
from meetings.errors import RefusedError
from meetings.model import Blind, Event, Invitee, Plan, Span
from meetings.ports import Calendars, Organiser

_START = datetime(2026, 12, 1, 9, tzinfo=UTC)
_WINDOW = Span(start=_START, end=_START + timedelta(days=5))
_ANA = Organiser(
    tenant="t", person="ana", object_id="a", user="29:ana", address="ana@contoso.com", zone="Europe/Oslo"
)
_CALENDARS: Calendars = OfflineCalendars()
_PLAN = Plan(
    key="5f3a",
    number=12,
    subject="Handover",
    start=_START,
    end=_START + timedelta(minutes=30),
    invitees=(),
    agenda_html="",
    agenda_text="",
)
_EVENT = Event(id="5f3a", key="5f3a", uid="5f3a@baton", start=_PLAN.start, end=_PLAN.end)


async def _of(*invitees: Invitee) -> list[Invitee]:
    return [each.invitee for each in await _CALENDARS.availabilities(_ANA, invitees, _WINDOW)]


async def test_no_calendar_is_claimed_to_be_seen() -> None:
    [found] = await _CALENDARS.availabilities(_ANA, [Invitee(person="megan", name="Megan")], _WINDOW)

    assert not _CALENDARS.checks
    assert (found.blind, found.busy) == (Blind.NOT_CHECKED, ())


async def test_a_week_is_as_it_was_told_in_their_own_zone() -> None:
    megan = Invitee(person="megan", name="Megan", zone="Asia/Kolkata", hours="mon-thu 10:00-18:00")
    [found] = await _CALENDARS.availabilities(_ANA, [megan], _WINDOW)

    assert found.week.zone == ZoneInfo("Asia/Kolkata")
    assert dict(found.week.hours) == dict.fromkeys(range(4), ((time(10), time(18)),))


@pytest.mark.parametrize("hours", ["", "nobody can read this"])
async def test_else_it_is_the_usual_one_of_the_country_in_the_organisers_zone(hours: str) -> None:
    megan = Invitee(person="megan", name="Megan", country="IL", hours=hours)
    [found] = await _CALENDARS.availabilities(_ANA, [megan], _WINDOW)

    assert found.week.zone == ZoneInfo("Europe/Oslo")
    assert sorted(found.week.hours) == [0, 1, 2, 3, 6]


@pytest.mark.parametrize(
    ("invitee", "external"),
    [
        (Invitee(person="megan", name="Megan", address="megan@contoso.com", external=True), False),
        (Invitee(person="alex", name="Alex", address="alex@fabrikam.com"), True),
        (Invitee(person="alex", name="Alex", external=True), True),
        (Invitee(person="alex", name="Alex"), False),
        (Invitee(person="ana", name="Ana", external=True), False),
    ],
)
async def test_who_is_external_is_told_by_address(invitee: Invitee, external: bool) -> None:
    [found] = await _of(invitee)

    assert found.external is external


async def test_a_booking_is_known_by_its_key_and_moves_keep_it() -> None:
    booked = await _CALENDARS.book(_ANA, _PLAN)
    later = _START + timedelta(days=1)
    moved = await _CALENDARS.move(_ANA, booked, later, later + timedelta(hours=1))

    assert booked == _EVENT
    assert (moved.id, moved.uid, moved.start, moved.end) == (
        booked.id,
        booked.uid,
        later,
        later + timedelta(hours=1),
    )
    await _CALENDARS.cancel(_ANA, moved, "")
    await _CALENDARS.unwatch(_ANA, "")


async def test_nobody_is_found_in_a_directory_that_is_not_there() -> None:
    assert not await _CALENDARS.search(_ANA, "Megan")


async def test_a_meeting_is_never_called_deleted_or_watched() -> None:
    for asked in (
        _CALENDARS.find(_ANA, "5f3a"),
        _CALENDARS.watch(_ANA, _EVENT, "", ""),
        _CALENDARS.renew(_ANA, ""),
    ):
        with pytest.raises(RefusedError):
            await asked
