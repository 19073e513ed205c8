"""The fake Graph itself: what it takes, what it refuses, and what it keeps."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.graph.asking import NOW, TAG, Asker, meeting, schedule, span, tagged
from tests.graph.directory import CUSTOM_ZONE, Mailbox
from tests.graph.server import FakeGraph

ANA, MEGAN, ALEX = (f"{name}@contoso.com" for name in ("ana", "megan", "alex"))
TOMORROW = NOW + timedelta(days=1)


async def test_a_meeting_is_made_found_moved_and_cancelled(graph: FakeGraph, ask: Asker) -> None:
    made = await ask("POST", "/me/events", meeting(MEGAN), Prefer='IdType="ImmutableId"')
    found = await ask("GET", tagged("key-1"))
    none = await ask("GET", tagged("key-2"))
    path = f"/me/events/{made.body['id']}"
    moved = await ask("PATCH", path, span(TOMORROW + timedelta(hours=2)))
    cancelled = await ask("POST", f"{path}/cancel", {"comment": "Another day"})
    gone = await ask("GET", path)

    assert [made.status, moved.status, cancelled.status, gone.status] == [201, 200, 202, 404]
    assert [each["iCalUId"] for each in found.body["value"]] == [made.body["iCalUId"]]
    assert none.body["value"] == []
    assert moved.body["onlineMeeting"]["joinUrl"] == made.body["onlineMeeting"]["joinUrl"]
    assert moved.body["start"] == {"dateTime": "2026-12-01T10:00:00.0000000", "timeZone": "UTC"}
    assert graph.events(ANA) == graph.events(MEGAN) == []


async def test_everybody_invited_has_a_copy_with_an_id_of_its_own(graph: FakeGraph, ask: Asker) -> None:
    made = await ask("POST", "/me/events", meeting(MEGAN, "kim@fabrikam.com"))
    theirs = Asker(graph, ask.session, graph.token(MEGAN))
    copy = (await theirs("GET", "/me/events")).body["value"][0]
    refused = await theirs("POST", f"/me/events/{copy['id']}/cancel", {"comment": ""})

    assert copy["iCalUId"] == made.body["iCalUId"]
    assert copy["id"] != made.body["id"]
    assert (copy["isOrganizer"], copy["transactionId"]) == (False, None)
    assert (await theirs("GET", tagged("key-1"))).body["value"] == []
    assert refused.status == 400


async def test_ids_change_when_a_meeting_is_filed_but_for_immutable_ones(
    graph: FakeGraph, ask: Asker
) -> None:
    plain = (await ask("POST", "/me/events", meeting(MEGAN))).body["id"]
    lasting = (await ask("GET", f"/me/events/{plain}", Prefer='IdType="ImmutableId"')).body["id"]
    graph.events(ANA)[0].filed += 1

    assert (await ask("GET", f"/me/events/{plain}")).status == 404
    assert (await ask("GET", f"/me/events/{lasting}")).status == 200


async def test_an_extended_property_is_read_back_only_where_it_is_asked_for(ask: Asker) -> None:
    id = (await ask("POST", "/me/events", meeting())).body["id"]
    expand = f"$expand=singleValueExtendedProperties($filter=id eq '{TAG}')"

    plain = await ask("GET", f"/me/events/{id}?$select=subject")
    expanded = await ask("GET", f"/me/events/{id}?$select=subject&{expand}")

    assert set(plain.body) == {"@odata.etag", "id", "subject"}
    assert expanded.body["singleValueExtendedProperties"] == [{"id": TAG, "value": "key-1"}]


async def test_responses_stand_on_the_organisers_copy_and_a_move_asks_anew(
    graph: FakeGraph, ask: Asker
) -> None:
    id = (await ask("POST", "/me/events", meeting(MEGAN, ALEX))).body["id"]
    event = graph.events(ANA)[0]
    graph.respond(event, MEGAN, "declined")
    graph.respond(event, ALEX, "accepted", silent=True)

    async def responses() -> list[str]:
        attendees = (await ask("GET", f"/me/events/{id}")).body["attendees"]
        return [each["status"]["response"] for each in attendees]

    assert await responses() == ["declined", "none"]
    graph.move(event, event.start + timedelta(hours=1), event.end + timedelta(hours=1))
    assert await responses() == ["none", "none"]


async def test_times_are_given_in_the_zone_that_is_preferred(ask: Asker) -> None:
    id = (await ask("POST", "/me/events", meeting())).body["id"]

    shown = await ask("GET", f"/me/events/{id}", Prefer='outlook.timezone="W. Europe Standard Time"')
    refused = await ask("GET", f"/me/events/{id}", Prefer='outlook.timezone="Europe/Oslo"')

    assert shown.body["start"]["dateTime"] == "2026-12-01T09:00:00.0000000"
    assert refused.status == 400


async def test_a_calendar_view_comes_in_pages_of_ten(graph: FakeGraph, ask: Asker) -> None:
    for hour in range(12):
        start = TOMORROW + timedelta(hours=hour)
        await ask("POST", "/me/events", meeting(key=f"key-{hour}", start=start))
    span_ = "startDateTime=2026-12-01T09:00:00Z&endDateTime=2026-12-02T00:00:00Z"

    page = (await ask("GET", f"/me/calendarView?{span_}")).body
    rest = (await ask("GET", page["@odata.nextLink"].removeprefix(graph.url))).body

    assert [len(each["value"]) for each in (page, rest)] == [10, 1]  # the first ended before it began


async def test_schedules_tell_who_cannot_be_seen_within_a_200(graph: FakeGraph, ask: Asker) -> None:
    graph.add(Mailbox(mail="kim@contoso.com", visible=False))
    graph.add(Mailbox(mail="lee@contoso.com", on_premises=True))
    graph.busy(MEGAN, TOMORROW + timedelta(hours=1), TOMORROW + timedelta(hours=2), "oof")
    await ask("POST", "/me/events", meeting(MEGAN))
    who = (ANA, MEGAN, "kim@contoso.com", "lee@contoso.com", "nobody@contoso.com")

    told = await ask("POST", "/me/calendar/getSchedule", schedule(*who, hours=3))

    rows = told.body["value"]
    assert told.status == 200
    assert [row.get("availabilityView") for row in rows] == ["200000", "103300", None, None, None]
    assert [row["error"]["responseCode"] for row in rows[2:]] == [
        "ErrorNoFreeBusyAccess",
        "ErrorProxyRequestProcessingFailed",
        "ErrorMailRecipientNotFound",
    ]
    assert "subject" not in rows[1]["scheduleItems"][0]


@pytest.mark.parametrize(
    "changed",
    [
        {"schedules": [f"person-{number}@contoso.com" for number in range(21)]},
        {"startTime": {"dateTime": "2026-12-01", "timeZone": "UTC"}},
        {"startTime": {"dateTime": "2026-12-01T08:00:00", "timeZone": "Europe/Oslo"}},
        {"endTime": {"dateTime": "2027-03-01T08:00:00", "timeZone": "UTC"}},
        {"availabilityViewInterval": 4},
    ],
)
async def test_schedules_have_limits(ask: Asker, changed: dict[str, object]) -> None:
    assert (await ask("POST", "/me/calendar/getSchedule", {**schedule(ANA), **changed})).status == 400


async def test_working_hours_may_be_in_a_zone_without_a_name(graph: FakeGraph, ask: Asker) -> None:
    graph.add(Mailbox(mail="kim@contoso.com", custom=CUSTOM_ZONE))
    graph.add(Mailbox(mail="lee@contoso.com", zone="Nowhere Standard Time"))
    graph.add(Mailbox(mail="room@contoso.com", working=False, shared=True))
    who = ("kim@contoso.com", "lee@contoso.com", "room@contoso.com")

    told = await ask("POST", "/me/calendar/getSchedule", schedule(*who))

    zones = [row.get("workingHours", {}).get("timeZone") for row in told.body["value"]]
    assert zones == [CUSTOM_ZONE, {"name": "Nowhere Standard Time"}, None]


async def test_calls_that_wait_for_one_another_are_counted(graph: FakeGraph, ask: Asker) -> None:
    graph.latency = 0.02
    await asyncio.gather(*(ask("GET", "/me") for _ in range(3)))
    await ask("GET", "/me/mailboxSettings")

    assert len(graph.calls) == 4
    assert graph.in_a_row() == 2


async def test_people_are_found_by_address_and_by_search(graph: FakeGraph, ask: Asker) -> None:
    graph.add(Mailbox(mail="megan.b@contoso.com", name="Megan Berg", department="STU"))

    by_mail = await ask("GET", f"/users?$filter=mail eq '{MEGAN.upper()}'&$select=id,mail")
    search = '/users?$search="displayName:meg"'
    refused = await ask("GET", search)
    found = await ask("GET", f"{search}&$count=true", ConsistencyLevel="eventual")

    assert [row["mail"] for row in by_mail.body["value"]] == [MEGAN]
    assert refused.status == 400
    assert [row["displayName"] for row in found.body["value"]] == ["Megan", "Megan Berg"]
    assert found.body["value"][1]["department"] is None  # more than User.ReadBasic.All shows


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/me/events", {**meeting(), "subjekt": "misspelt"}),
        ("POST", "/me/events", {**meeting(), "sensitivity": "Normal"}),
        ("POST", "/me/calendar/getSchedule", {"schedules": "ana@contoso.com"}),
        ("POST", "/me/events/some/cancel", None),
        ("GET", "/me/events?$selekt=id", None),
        ("GET", "/me/events?$top=many", None),
        ("GET", "/me/calendarView?startDateTime=2026-12-01T00:00:00Z", None),
        ("GET", "/me/messages", None),
    ],
)
async def test_what_the_contract_does_not_know_is_refused_and_remembered(
    graph: FakeGraph, ask: Asker, method: str, path: str, body: object
) -> None:
    assert (await ask(method, path, body)).status == 400
    assert len(graph.violations) == 1
    graph.violations.clear()


async def test_a_violation_fails_whoever_leaves_the_fake() -> None:
    with pytest.raises(AssertionError):
        async with FakeGraph() as graph:
            graph.violations.append("a misspelt name")
