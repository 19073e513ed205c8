"""Meetings moved, cancelled and found again, and the subscriptions that tell of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web

from meetings.errors import AwayError, EventGoneError, NotOrganiserError, UnknownOutcomeError
from meetings.model import Event
from tests.graph.faults import Fault, What
from tests.graph.server import FakeGraph
from tests.integration.graph.office import HALF_HOUR, NOW, ORGANISER, START, Way, invitee, paths, plan

_LATER = START + timedelta(hours=2)


@pytest.fixture
async def booked(way: Way) -> Event:
    return await way.calendars.book(ORGANISER, plan())


async def test_only_its_time_is_moved(graph: FakeGraph, way: Way, booked: Event) -> None:
    moved = await way.calendars.move(ORGANISER, booked, _LATER, _LATER + HALF_HOUR)

    (meeting,) = graph.events("ana@contoso.com")
    assert (moved.start, moved.end) == (meeting.start, meeting.end) == (_LATER, _LATER + HALF_HOUR)
    assert moved.link == booked.link == meeting.link
    assert moved.id == booked.id


async def test_a_link_that_is_lost_all_the_same_is_told(graph: FakeGraph, way: Way, booked: Event) -> None:
    graph.link_lost_on_move = True

    moved = await way.calendars.move(ORGANISER, booked, _LATER, _LATER + HALF_HOUR)

    assert moved.start == _LATER
    assert moved.link == ""


@pytest.mark.parametrize(
    "fault",
    [
        Fault(method="PATCH", what=What.DROPPED, done=True),
        Fault(method="PATCH", what=What.HTML, status=200, done=True),
        Fault(method="PATCH", status=504, done=True, times=None),
        Fault(method="PATCH", status=429, retry_after=0.05),
        Fault(method="PATCH", status=503),
    ],
    ids=lambda fault: f"{fault.what}-{fault.status}-{fault.done}",
)
async def test_moving_survives_what_passes(graph: FakeGraph, way: Way, booked: Event, fault: Fault) -> None:
    graph.faults.append(Fault(**vars(fault)))

    moved = await way.calendars.move(ORGANISER, booked, _LATER, _LATER + HALF_HOUR)

    assert (moved.start, moved.link) == (_LATER, booked.link)


async def test_what_never_arrived_may_have_been_moved(graph: FakeGraph, way: Way, booked: Event) -> None:
    graph.faults.append(Fault(method="PATCH", what=What.DROPPED, times=3))
    graph.faults.append(Fault(method="PATCH", status=429, retry_after=60, times=None))

    with pytest.raises(UnknownOutcomeError):
        await way.calendars.move(ORGANISER, booked, _LATER, _LATER + HALF_HOUR)


async def test_what_was_put_off_was_not_moved(graph: FakeGraph, way: Way, booked: Event) -> None:
    graph.faults.append(Fault(method="PATCH", status=429, retry_after=60, times=None))

    with pytest.raises(AwayError):
        await way.calendars.move(ORGANISER, booked, _LATER, _LATER + HALF_HOUR)
    (meeting,) = graph.events("ana@contoso.com")
    assert meeting.start == START


async def test_an_event_that_is_gone_is_not_moved(graph: FakeGraph, way: Way, booked: Event) -> None:
    graph.delete(graph.events("ana@contoso.com")[0])

    with pytest.raises(EventGoneError):
        await way.calendars.move(ORGANISER, booked, _LATER, _LATER + HALF_HOUR)


async def test_an_id_that_has_changed_is_found_by_the_key(way: Way, booked: Event) -> None:
    old = Event(**{**vars(booked), "id": "an-old-id"})

    moved = await way.calendars.move(ORGANISER, old, _LATER, _LATER + HALF_HOUR)
    assert (moved.id, moved.start) == (booked.id, _LATER)

    await way.calendars.cancel(ORGANISER, old, "")
    assert await way.calendars.find(ORGANISER, booked.key) is None


async def test_cancelling_tells_why(graph: FakeGraph, way: Way, booked: Event) -> None:
    (meeting,) = graph.events("ana@contoso.com")

    await way.calendars.cancel(ORGANISER, booked, "We meet next week instead.")

    assert graph.events("ana@contoso.com") == []
    assert meeting.comment == "We meet next week instead."


async def test_cancelling_twice_is_cancelling_once(graph: FakeGraph, way: Way, booked: Event) -> None:
    await way.calendars.cancel(ORGANISER, booked, "")
    await way.calendars.cancel(ORGANISER, booked, "")

    assert graph.events("ana@contoso.com") == []


@pytest.mark.parametrize("what", [What.DROPPED, What.STATUS, What.HALF])
async def test_an_answer_lost_on_cancelling_is_no_failure(
    graph: FakeGraph, way: Way, booked: Event, what: What
) -> None:
    graph.faults.append(Fault(method="POST", path="cancel", what=what, done=True))

    await way.calendars.cancel(ORGANISER, booked, "")

    assert graph.events("ana@contoso.com") == []


async def test_a_cancelling_that_never_arrived_may_have_been_done(
    graph: FakeGraph, way: Way, booked: Event
) -> None:
    graph.faults.append(Fault(method="POST", path="cancel", what=What.DROPPED, times=None))

    with pytest.raises(UnknownOutcomeError):
        await way.calendars.cancel(ORGANISER, booked, "")
    assert len(graph.events("ana@contoso.com")) == 1


async def test_a_cancelling_that_cannot_be_done_for_now_is_told(
    graph: FakeGraph, way: Way, booked: Event
) -> None:
    graph.faults.append(Fault(method="POST", path="cancel", status=429, retry_after=60))

    with pytest.raises(AwayError):
        await way.calendars.cancel(ORGANISER, booked, "")
    assert len(graph.events("ana@contoso.com")) == 1


async def test_a_meeting_with_nobody_else_is_deleted(graph: FakeGraph, way: Way) -> None:
    alone = await way.calendars.book(ORGANISER, plan(invitee("ana")))

    await way.calendars.cancel(ORGANISER, alone, "")

    assert graph.events("ana@contoso.com") == []


async def test_only_the_organiser_cancels(graph: FakeGraph, way: Way, booked: Event) -> None:
    (meeting,) = graph.events("ana@contoso.com")
    way.token = graph.token("megan@contoso.com")
    copy = Event(**{**vars(booked), "id": meeting.ids["megan@contoso.com"]})

    with pytest.raises(NotOrganiserError):
        await way.calendars.cancel(ORGANISER, copy, "")
    assert len(graph.events("ana@contoso.com")) == 1


async def test_what_was_moved_in_outlook_is_found_as_it_is(graph: FakeGraph, way: Way, booked: Event) -> None:
    graph.move(graph.events("ana@contoso.com")[0], _LATER, _LATER + HALF_HOUR)

    found = await way.calendars.find(ORGANISER, booked.key, booked.id)

    assert found is not None
    assert found.start == _LATER


@pytest.mark.parametrize("id", ["", "an-old-id"])
async def test_it_is_found_by_its_key_alone(way: Way, booked: Event, id: str) -> None:
    assert await way.calendars.find(ORGANISER, booked.key, id) == booked


async def test_what_was_deleted_is_not_found(graph: FakeGraph, way: Way, booked: Event) -> None:
    graph.delete(graph.events("ana@contoso.com")[0])

    assert await way.calendars.find(ORGANISER, booked.key, booked.id) is None


async def test_what_lies_in_the_deleted_items_is_cancelled(graph: FakeGraph, way: Way, booked: Event) -> None:
    graph.cancelled_readable = True
    graph.delete(graph.events("ana@contoso.com")[0])

    found = await way.calendars.find(ORGANISER, booked.key, booked.id)

    assert found is None or found.cancelled


async def test_a_key_that_nobody_booked_is_not_found(way: Way) -> None:
    assert await way.calendars.find(ORGANISER, "nobody's key's") is None


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """Where notifications are taken."""

    async def take(request: web.Request) -> web.Response:
        return web.Response(text=request.query.get("validationToken", ""), content_type="text/plain")

    app = web.Application()
    app.router.add_post("/graph/notifications", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/graph/notifications"
    await runner.cleanup()


async def test_a_calendar_is_watched_for_less_than_three_days(
    graph: FakeGraph, way: Way, booked: Event, address: str
) -> None:
    watch = await way.calendars.watch(ORGANISER, booked, address, "a secret")

    (made,) = graph.subscriptions.all.values()
    assert (watch.id, watch.expires) == (made.id, NOW + timedelta(minutes=4200))

    assert await way.calendars.renew(ORGANISER, watch.id) == watch
    await way.calendars.unwatch(ORGANISER, watch.id)
    await way.calendars.unwatch(ORGANISER, watch.id)
    assert graph.subscriptions.all == {}
    with pytest.raises(EventGoneError):
        await way.calendars.renew(ORGANISER, watch.id)
    assert "POST /subscriptions" in paths(graph)
