"""Who is free when, by getSchedule alone; nobody who cannot be seen stops the others."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.graph.policy import Limits
from meetings.errors import NoMailboxError, NotAllowedError
from meetings.model import Blind, Busy, FreeBusy, Span
from tests.graph.directory import Mailbox
from tests.graph.faults import Fault, What
from tests.graph.server import FakeGraph
from tests.integration.graph.office import NOW, Way, invitee, paths, way_of

_HOUR = timedelta(hours=1)
_DAYTIME = ((time(8), time(17)),)
_CUSTOM = {
    "@odata.type": "#microsoft.graph.customTimeZone",
    "name": "Customized Time Zone",
    "bias": -60,
    "standardOffset": {
        "time": "03:00:00.0000000",
        "dayOccurrence": 5,
        "dayOfWeek": "sunday",
        "month": 10,
        "year": 0,
    },
    "daylightOffset": {
        "daylightBias": -60,
        "time": "02:00:00.0000000",
        "dayOccurrence": 5,
        "dayOfWeek": "sunday",
        "month": 3,
        "year": 0,
    },
}


@pytest.mark.parametrize("status", ["tentative", "busy", "oof", "workingElsewhere"])
async def test_what_stands_in_a_calendar_is_told_in_utc(graph: FakeGraph, way: Way, status: str) -> None:
    graph.busy("megan@contoso.com", NOW + _HOUR, NOW + 2 * _HOUR, status)

    ana, megan = await way.look(invitee("ana"), invitee("megan"))

    assert ana.busy == ()
    assert megan.busy == (Busy(start=NOW + _HOUR, end=NOW + 2 * _HOUR, status=FreeBusy(status)),)
    assert megan.blind is None
    assert (megan.week.zone, megan.week.hours[0]) == (ZoneInfo("Europe/London"), _DAYTIME)
    assert sorted(megan.week.hours) == [0, 1, 2, 3, 4]


async def test_who_has_an_address_is_asked_in_one_round_trip(graph: FakeGraph, way: Way) -> None:
    graph.latency = 0.05
    await way.look(invitee("ana"), invitee("megan"))

    assert sorted(paths(graph)) == ["GET /me/mailboxSettings", "POST /me/calendar/getSchedule"]
    assert _in_a_row(graph) == 1


async def test_an_address_that_is_missing_takes_a_second(graph: FakeGraph, way: Way) -> None:
    graph.latency = 0.05
    _, megan = await way.look(
        invitee("ana"), invitee("megan", address="", object_id="megan-object", external=True)
    )

    assert _in_a_row(graph) == 2
    assert megan.invitee.address == "megan@contoso.com"
    assert (megan.blind, megan.invitee.external) == (None, False)


async def test_each_who_cannot_be_seen_is_named_and_the_others_are(graph: FakeGraph, way: Way) -> None:
    graph.add(Mailbox(mail="hidden@contoso.com", visible=False))
    graph.add(Mailbox(mail="cellar@contoso.com", on_premises=True))
    graph.add(Mailbox(mail="unlicensed@contoso.com", mailbox=False))
    graph.add(Mailbox(mail="room@contoso.com", shared=True))

    found = await way.look(
        invitee("ana"),
        invitee("hidden"),
        invitee("cellar"),
        invitee("unlicensed"),
        invitee("room"),
        invitee("nobody", external=True),
        invitee("guest", address="guest@fabrikam.com", external=True),
        invitee("unknown", address=""),
        invitee("away", address="", object_id="not-of-this-tenant", external=True),
    )

    assert [each.blind for each in found] == [
        None,
        Blind.NOT_VISIBLE,
        Blind.NOT_VISIBLE,
        Blind.NOT_FOUND,
        None,
        Blind.NOT_FOUND,
        Blind.EXTERNAL,
        Blind.NOT_FOUND,
        Blind.EXTERNAL,
    ]
    assert [each.invitee.external for each in found[5:7]] == [True, True]


async def test_a_guest_is_external_also_where_the_directory_has_them(graph: FakeGraph, way: Way) -> None:
    upn = "guest_fabrikam.com#EXT#@contoso.onmicrosoft.com"
    graph.add(Mailbox(mail="guest@fabrikam.com", upn=upn, mailbox=False, object_id="guest-object"))

    _, guest = await way.look(
        invitee("ana"), invitee("guest", address="", object_id="guest-object", external=True)
    )

    assert (guest.invitee.external, guest.invitee.address) == (True, "guest@fabrikam.com")
    assert guest.blind is Blind.EXTERNAL


async def test_fifty_people_are_asked_by_twenties_and_four_at_a_time(graph: FakeGraph) -> None:
    way = way_of(graph, graph.token("ana@contoso.com"), limits=Limits())
    names = [f"person{n}" for n in range(49)]
    for name in names:
        graph.add(Mailbox(mail=f"{name}@contoso.com"))
    graph.latency = 0.02
    by_id = [invitee(name, address="", object_id=f"{name}-object", external=True) for name in names]

    async with way.calendars.open():
        found = await way.look(invitee("ana"), *by_id)

    assert [each.invitee.person for each in found] == ["ana", *names]
    assert all(each.blind is None and not each.invitee.external for each in found)
    assert paths(graph).count("POST /me/calendar/getSchedule") == 3
    assert paths(graph).count("POST /$batch") == 3
    assert graph.most_at_once("ana@contoso.com") <= 4


async def test_who_is_invited_twice_is_asked_once(graph: FakeGraph, way: Way) -> None:
    found = await way.look(invitee("ana"), invitee("megan"), invitee("again", address="Megan@Contoso.com"))

    assert [each.blind for each in found] == [None, None, None]


async def test_a_long_window_is_asked_in_parts(graph: FakeGraph, way: Way) -> None:
    late = NOW + timedelta(days=60)
    graph.busy("megan@contoso.com", late, late + _HOUR)

    _, megan = await way.look(
        invitee("ana"), invitee("megan"), window=Span(start=NOW, end=NOW + timedelta(days=80))
    )

    assert megan.busy == (Busy(start=late, end=late + _HOUR, status=FreeBusy.BUSY),)


async def test_a_window_that_has_passed_still_gives_the_hours(way: Way) -> None:
    _, megan = await way.look(invitee("ana"), invitee("megan"), window=Span(start=NOW, end=NOW - _HOUR))

    assert megan.blind is None
    assert megan.week.hours[0] == _DAYTIME


async def test_a_custom_zone_has_its_own_summer(graph: FakeGraph, way: Way) -> None:
    graph.add(Mailbox(mail="custom@contoso.com", custom=_CUSTOM))

    _, custom = await way.look(invitee("ana"), invitee("custom"))

    offsets = [datetime(2026, month, 1, 12, tzinfo=UTC).astimezone(custom.zone) for month in (1, 7)]
    assert [each.hour for each in offsets] == [13, 14]


@pytest.mark.parametrize(
    ("mailbox", "given", "zone"),
    [
        (Mailbox(mail="odd@contoso.com", zone="Nowhere Standard Time"), {"zone": "Asia/Tokyo"}, "Asia/Tokyo"),
        (Mailbox(mail="odd@contoso.com", zone="Nowhere Standard Time"), {}, "Europe/Berlin"),
        (Mailbox(mail="odd@contoso.com", working=False), {"zone": "Asia/Tokyo"}, "Asia/Tokyo"),
        (Mailbox(mail="odd@contoso.com", zone="Europe/Oslo"), {}, "Europe/Oslo"),
    ],
)
async def test_a_zone_nobody_knows_is_the_profiles_or_the_organisers(
    graph: FakeGraph, way: Way, mailbox: Mailbox, given: dict[str, str], zone: str
) -> None:
    graph.add(mailbox)

    _, odd = await way.look(invitee("ana"), invitee("odd", **given))

    assert odd.zone == ZoneInfo(zone)
    assert odd.week.hours[0] == _DAYTIME


async def test_hours_that_somebody_told_go_before_the_mailboxes(way: Way) -> None:
    _, megan = await way.look(invitee("ana"), invitee("megan", hours="mon-thu 10:00-15:00"))

    assert megan.week.hours == dict.fromkeys(range(4), ((time(10), time(15)),))
    assert megan.zone == ZoneInfo("Europe/London")


async def test_the_organisers_own_settings_make_up_for_a_schedule_without_hours(graph: FakeGraph) -> None:
    way = way_of(graph, graph.token("ana@contoso.com"))
    graph.directory.named("ana@contoso.com").working = False
    async with way.calendars.open():
        (ana,) = await way.look(invitee("ana"))

    assert ana.zone == ZoneInfo("Europe/Berlin")


async def test_settings_that_may_not_be_read_are_done_without(graph: FakeGraph) -> None:
    token = graph.token("ana@contoso.com", "User.ReadBasic.All", "Calendars.ReadWrite")
    way = way_of(graph, token)
    async with way.calendars.open():
        found = await way.look(invitee("ana"), invitee("megan"))

    assert [each.blind for each in found] == [None, None]


async def test_a_calendar_permission_that_is_missing_is_named(graph: FakeGraph) -> None:
    way = way_of(graph, graph.token("ana@contoso.com", "User.Read"))
    async with way.calendars.open():
        with pytest.raises(NotAllowedError) as refused:
            await way.look(invitee("ana"), invitee("megan"))

    assert refused.value.permission == "Calendars.ReadWrite"


async def test_a_directory_that_may_not_be_asked_leaves_people_as_they_are(graph: FakeGraph) -> None:
    way = way_of(graph, graph.token("ana@contoso.com", "Calendars.ReadWrite"))
    async with way.calendars.open():
        _, megan = await way.look(invitee("ana"), invitee("megan", external=True))

    assert (megan.blind, megan.invitee.external) == (None, True)


async def test_the_organisers_own_mailbox_on_premises_cannot_be_used(graph: FakeGraph, way: Way) -> None:
    graph.directory.named("ana@contoso.com").on_premises = True

    with pytest.raises(NoMailboxError):
        await way.look(invitee("ana"), invitee("megan"))


async def test_an_address_that_graph_will_not_have_does_not_spoil_the_others(
    graph: FakeGraph, way: Way
) -> None:
    refusal = Fault(path="getSchedule", status=400, code="ErrorInvalidParameter", times=2)
    graph.faults.append(refusal)  # of all four, then of the first two

    found = await way.look(invitee("ana"), invitee("megan"), invitee("alex"), invitee("nobody"))

    assert [each.blind for each in found] == [None, None, None, Blind.NOT_FOUND]


@pytest.mark.parametrize("what", [What.HTML, What.HALF, What.DROPPED, What.STATUS])
async def test_a_fault_that_passes_is_not_noticed(graph: FakeGraph, way: Way, what: What) -> None:
    status = 200 if what is What.HTML else 503
    graph.faults.append(Fault(what=what, path="getSchedule", status=status))

    found = await way.look(invitee("ana"), invitee("megan"))

    assert [each.blind for each in found] == [None, None]


async def test_a_part_of_a_batch_that_is_put_off_is_asked_again(graph: FakeGraph, way: Way) -> None:
    graph.faults.append(Fault(path="/users/megan-object", status=429, retry_after=0.01))

    _, megan = await way.look(invitee("ana"), invitee("megan", address="", object_id="megan-object"))

    assert graph.faults[0].times == 0
    assert megan.invitee.address == "megan@contoso.com"


def _in_a_row(graph: FakeGraph) -> int:
    """How many requests went out after another's answer had come."""
    calls = sorted((call for call in graph.calls if not call.part), key=lambda call: call.began)
    rows, ends = 1, calls[0].ended
    for _, call in pairwise(calls):
        if call.began >= ends:
            rows, ends = rows + 1, call.ended
    return rows
