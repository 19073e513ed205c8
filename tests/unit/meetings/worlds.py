"""Random people, calendars and wishes, often around a change of the clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from meetings import hours, search, slots, zones
from meetings.model import (
    Availability,
    Blind,
    Busy,
    Ease,
    FreeBusy,
    Invitee,
    Relaxation,
    Slot,
    Why,
    Window,
    Wishes,
    WorkingWeek,
)
from tests.unit.meetings import brute

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

CUSTOM = zones.custom(
    480,
    {"time": "02:00:00", "dayOccurrence": 1, "dayOfWeek": "sunday", "month": 11},
    {"time": "02:00:00", "dayOccurrence": 2, "dayOfWeek": "sunday", "month": 3, "daylightBias": -60},
)
ODD = zones.custom(-353)  # UTC+5:53
ZONES: tuple[tzinfo, ...] = (
    *map(ZoneInfo, ("Europe/Oslo", "America/New_York", "Asia/Kathmandu", "Asia/Tokyo", "UTC")),
    *(CUSTOM, ODD),
)
PLACES: tuple[tuple[tzinfo, str, tuple[date, ...]], ...] = (  # where clocks change on which days, or all rest
    (ZoneInfo("Europe/Oslo"), "NO", (date(2026, 3, 29), date(2026, 10, 25), date(2026, 12, 25))),
    (ZoneInfo("America/New_York"), "US", (date(2026, 3, 8), date(2026, 11, 1), date(2026, 11, 26))),
    (ZoneInfo("Australia/Lord_Howe"), "AU", (date(2026, 4, 5), date(2026, 10, 4))),
    (ZoneInfo("America/Havana"), "CU", (date(2026, 3, 8), date(2026, 11, 1))),
    (ZoneInfo("Africa/Cairo"), "EG", (date(2026, 4, 24), date(2026, 10, 30))),
    (ZoneInfo("America/Asuncion"), "PY", (date(2024, 3, 24), date(2024, 10, 6))),
    (ZoneInfo("Pacific/Apia"), "WS", (date(2011, 12, 30),)),
    (ZoneInfo("Asia/Kathmandu"), "JP", (date(2026, 5, 4),)),
    (CUSTOM, "US", (date(2026, 3, 8), date(2026, 11, 1))),
)
WEEKS = (
    *("9-17", "mon-fri 08:00-17:00", "every day 00:00-24:00", "every day 09:10-11:50"),
    *("mon, wed, fri 9-12, 13-17", "sat-sun 10-16", "sun-thu 8-16"),
)
NIGHTS = (
    *("every day 22:00-06:00", "every day 00:30-03:30", "every day 02:10-02:50, 14:00-15:00"),
    *("every day 23:00-01:15", "every day 16-24", "every day 00:15-01:30", "every day 01:45-09:00"),
    *("every day 21:00-23:45", "every day 00:00-24:00"),
)


@dataclass(frozen=True, kw_only=True)
class World:
    """One search; the first one's clock counts. Nobody has looked outside of `known`."""

    availabilities: tuple[Availability, ...]
    window: Window
    known: Window
    wishes: Wishes


@st.composite
def worlds(draw: st.DrawFn, *, most_days: int = 3, most_people: int = 4) -> World:
    zone, country, days = draw(st.sampled_from(PLACES))
    change = draw(st.sampled_from(days))
    begins = datetime.combine(change - _DAY, time(), UTC) + 15 * _MINUTE * draw(st.integers(0, 96))
    length = draw(st.sampled_from((_HOUR, _DAY, 2 * _DAY, most_days * _DAY)))
    length += draw(st.integers(0, 59)) * _MINUTE
    window = Window(start=begins, end=begins + length)
    count = draw(st.integers(1, most_people))
    known = replace(window, end=window.end + draw(st.integers(0, 2)) * _DAY)
    people = tuple(draw(_availabilities(f"p{number}", known, zone, country)) for number in range(count))
    return World(availabilities=people, window=window, known=known, wishes=draw(_wishes(change, count)))


@st.composite
def _availabilities(draw: st.DrawFn, person: str, window: Window, home: tzinfo, country: str) -> Availability:
    is_home = draw(st.booleans())
    return Availability(
        invitee=Invitee(
            person=person,
            name=person.upper(),
            required=draw(st.sampled_from((True, True, True, False))),
            country=country if is_home else draw(st.sampled_from(("", "NO", "US"))),
        ),
        week=WorkingWeek(
            zone=home if is_home else draw(st.sampled_from(ZONES)),
            hours=hours.read(draw(st.sampled_from(NIGHTS if is_home else WEEKS))) or {},
        ),
        busy=draw(_busy(window)) if draw(st.booleans()) else (),
        blind=draw(st.sampled_from((None, None, None, None, *Blind))),
    )


@st.composite
def _busy(draw: st.DrawFn, window: Window) -> tuple[Busy, ...]:
    whole = int((window.end - window.start) / _MINUTE)
    found = []
    for _ in range(draw(st.integers(0, 5))):
        start = window.start + draw(st.integers(-60, whole)) * _MINUTE
        start += timedelta(seconds=draw(st.sampled_from((0, 0, 30))))
        length = draw(st.integers(1, max(whole // 2, 2)))
        found.append(Busy(start=start, end=start + length * _MINUTE, status=draw(st.sampled_from(FreeBusy))))
    return tuple(found)


@st.composite
def _wishes(draw: st.DrawFn, change: date, count: int) -> Wishes:
    wishes = Wishes(minutes=draw(st.sampled_from((15, 30, 30, 45, 60, 90))))
    if draw(st.booleans()):
        return wishes
    person = f"p{draw(st.integers(0, count - 1))}"
    times = draw(st.sampled_from(((None, None), (time(9), None), (None, time(12)), (time(13, 5), time(17)))))
    return replace(
        wishes,
        first=draw(st.sampled_from((None, change))),
        last=draw(st.sampled_from((None, change))),
        from_time=times[0],
        to_time=times[1],
        weekdays=draw(
            st.sampled_from((frozenset(range(7)), frozenset(range(5)), frozenset((change.weekday(),))))
        ),
        not_days=draw(st.sampled_from((frozenset[date](), frozenset((change,))))),
        optional=draw(st.sampled_from((frozenset[str](), frozenset((person,))))),
        left_out=draw(st.sampled_from((frozenset[str](), frozenset((person,))))),
        stretch=draw(st.sampled_from(({}, {person: 60}))),
    )


def check(world: World) -> None:
    """Hold the search to the slow one: what is proposed, that nothing is missed, and what is said of it."""
    people, window, wishes = world.availabilities, world.window, world.wishes
    proposal = slots.propose(people, window, wishes, known=world.known)
    possible = brute.starts(people, window, wishes)
    found = [slot.start for slot in proposal.slots]

    assert set(found) <= set(possible), "a time at which somebody required cannot"
    assert bool(found) == bool(possible), "none, where there is one"
    assert proposal.more == (len(possible) > len(found))
    assert found == sorted(set(found))
    assert all(slot.end - slot.start == wishes.length for slot in proposal.slots)
    assert all(slots.suits(slot, people, wishes) for slot in proposal.slots)
    _check_missing(world, proposal.slots)
    _check_spread(world, found, possible)
    if not found:
        _check_reasons(world, proposal.why)
        for ease in proposal.relaxations:
            later = brute.extended(window, ease.wishes, people[0].zone, world.known)
            assert ease.slot.start in brute.starts(people, later, ease.wishes)
            _check_smallest(world, ease)


def _check_spread(world: World, found: Sequence[datetime], possible: Sequence[datetime]) -> None:
    """The soonest day is among them, and as many days as there are; unless somebody's hours are a guess."""
    if not any(each.blind for each in world.availabilities):
        zone = world.availabilities[0].zone
        days = sorted({start.astimezone(zone).date() for start in possible})
        assert sorted({start.astimezone(zone).date() for start in found}) == days[: search.LIMIT]
        assert len(found) == min(len(possible), search.LIMIT)


def _check_missing(world: World, found: Sequence[Slot]) -> None:
    for slot in found:
        for each in world.availabilities:
            waited = each.invitee.required and each.invitee.person not in world.wishes.optional
            if each.invitee.person in world.wishes.left_out:
                assert each.invitee.person not in (*slot.missing, *slot.unsure)
                continue
            assert (each.invitee.person in slot.unsure) == (each.blind is not None)
            if waited or each.blind not in (None, Blind.NOT_CHECKED):
                assert each.invitee.person not in slot.missing
            else:
                lacks = brute.ruled_out(each, world.window, world.wishes, [slot.start]) == 1
                assert (each.invitee.person in slot.missing) == lacks


def _check_reasons(world: World, why: Sequence[Why]) -> None:
    """Each start that was possible counts once for each person who cannot come then."""
    people, window, wishes = world.availabilities, world.window, world.wishes
    possible = brute.starts(people, window, wishes, strict=False)
    if people[0].invitee.person not in wishes.left_out:
        possible = brute.working_starts(people[0], window, wishes, possible) or possible
    for each in people:
        person = each.invitee.person
        counted = sum(reason.ruled_out for reason in why if reason.person == person)
        silent = not each.invitee.required or person in wishes.optional | wishes.left_out
        if silent or each.blind not in (None, Blind.NOT_CHECKED):
            assert counted == 0
        else:
            assert counted == brute.ruled_out(each, window, wishes, possible)


def _check_smallest(world: World, ease: Relaxation) -> None:
    """A bit less of a change of this kind would not do."""
    wishes = ease.wishes
    if ease.ease is Ease.LATER:
        wishes = replace(wishes, beyond=ease.days - 1)
    elif ease.ease is Ease.SHORTER:
        wishes = replace(wishes, minutes=ease.minutes + 15)
    if wishes != ease.wishes:
        less = brute.extended(world.window, wishes, world.availabilities[0].zone, world.known)
        assert not brute.starts(world.availabilities, less, wishes)
