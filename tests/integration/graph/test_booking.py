"""Booked once, whatever is lost on the way."""

from __future__ import annotations

import pytest

from bot.graph import drafts
from bot.graph.policy import Limits
from meetings.errors import (
    AwayError,
    NoMailboxError,
    NotAllowedError,
    RefusedError,
    SignInError,
    UnknownOutcomeError,
)
from meetings.model import Response
from tests.graph.faults import Fault, Repeat, What
from tests.graph.server import FakeGraph
from tests.integration.graph.office import (
    HALF_HOUR,
    ORGANISER,
    START,
    Way,
    invitee,
    paths,
    plan,
    way_of,
)

_POST = "POST /me/events"
# The meeting was made, and its answer never came.
_LOST = [
    Fault(method="POST", path="events$", what=What.DROPPED, done=True),
    Fault(method="POST", path="events$", what=What.HALF, done=True),
    Fault(method="POST", path="events$", what=What.NOTHING, status=201, done=True),
    Fault(method="POST", path="events$", what=What.HTML, status=200, done=True),
    Fault(method="POST", path="events$", what=What.HTML, status=502, done=True),
    Fault(method="POST", path="events$", status=503, done=True),
    Fault(method="POST", path="events$", status=504, done=True),
    Fault(method="POST", path="events$", status=500, done=True),
    Fault(method="POST", path="events$", what=What.HANGS, seconds=1.3, done=True),
]


def _copy(fault: Fault) -> Fault:
    return Fault(**vars(fault))


async def test_it_is_one_teams_meeting_with_everybody_once(graph: FakeGraph, way: Way) -> None:
    people = (
        invitee("ana"),
        invitee("megan", required=False),
        invitee("again", address="Megan@contoso.com"),
        invitee("alex", required=False),
        invitee("unknown", address=""),
        invitee("ana again", address="ANA@contoso.com"),
    )

    event = await way.calendars.book(ORGANISER, plan(*people))

    (meeting,) = graph.events("ana@contoso.com")
    asked = meeting.asked
    assert asked["isOnlineMeeting"] is True
    assert asked["onlineMeetingProvider"] == "teamsForBusiness"
    assert asked["allowNewTimeProposals"] is True
    assert asked["transactionId"] == "key-1"
    assert asked["body"] == {"contentType": "html", "content": "<p>Agreed: nothing yet</p>"}
    assert asked["start"]["dateTime"] == "2026-12-01T08:00:00"
    assert [(each["emailAddress"]["address"], each["type"]) for each in asked["attendees"]] == [
        ("Megan@contoso.com", "required"),
        ("alex@contoso.com", "optional"),
    ]
    assert (event.start, event.end, event.key) == (START, START + HALF_HOUR, "key-1")
    assert event.link == meeting.link != ""
    assert event.uid == meeting.uid
    assert [(each.address, each.required) for each in event.attending] == [
        ("megan@contoso.com", True),
        ("alex@contoso.com", False),
    ]


async def test_the_link_is_waited_for(graph: FakeGraph, way: Way) -> None:
    graph.link_after = 3

    event = await way.calendars.book(ORGANISER, plan())

    assert event.link


async def test_a_link_that_does_not_come_is_no_failure(graph: FakeGraph, way: Way) -> None:
    graph.link_after = 1000

    event = await way.calendars.book(ORGANISER, plan())

    assert event.link == ""
    assert len(graph.events("ana@contoso.com")) == 1


@pytest.mark.parametrize("fault", _LOST, ids=lambda fault: f"{fault.what}-{fault.status}")
@pytest.mark.parametrize("repeat", list(Repeat))
async def test_an_answer_that_is_lost_makes_no_second_meeting(
    graph: FakeGraph, way: Way, fault: Fault, repeat: Repeat
) -> None:
    graph.repeat = repeat
    graph.faults.append(_copy(fault))

    event = await way.calendars.book(ORGANISER, plan())

    assert event.link
    assert len(graph.events("ana@contoso.com")) == 1
    assert paths(graph).count(_POST) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(method="POST", path="events$", what=What.DROPPED),
        Fault(method="POST", path="events$", status=503),
        Fault(method="POST", path="events$", what=What.HTML, status=200),
    ],
    ids=lambda fault: f"{fault.what}-{fault.status}",
)
async def test_what_may_have_been_done_is_not_sent_again_by_itself(
    graph: FakeGraph, way: Way, fault: Fault
) -> None:
    graph.faults.append(_copy(fault))

    with pytest.raises(UnknownOutcomeError):
        await way.calendars.book(ORGANISER, plan())
    assert paths(graph).count(_POST) == 1

    event = await way.calendars.book(ORGANISER, plan())

    assert event.link
    assert len(graph.events("ana@contoso.com")) == 1


async def test_an_answer_lost_for_longer_is_settled_by_asking_again(graph: FakeGraph, way: Way) -> None:
    graph.repeat = Repeat.FORGOTTEN
    graph.faults.append(Fault(method="POST", path="events$", what=What.DROPPED, done=True))
    graph.faults.append(Fault(method="GET", path="events", skip=1, times=60, status=503))

    with pytest.raises(UnknownOutcomeError):
        await way.calendars.book(ORGANISER, plan())
    graph.faults.clear()
    await _rested(way)
    await way.calendars.book(ORGANISER, plan())

    assert len(graph.events("ana@contoso.com")) == 1
    assert paths(graph).count(_POST) == 1


async def test_booking_twice_is_booking_once(graph: FakeGraph, way: Way) -> None:
    first = await way.calendars.book(ORGANISER, plan())
    second = await way.calendars.book(ORGANISER, plan())

    assert first == second
    assert paths(graph).count(_POST) == 1


async def test_another_key_is_another_meeting(graph: FakeGraph, way: Way) -> None:
    await way.calendars.book(ORGANISER, plan())
    await way.calendars.book(ORGANISER, plan(key="key-2"))

    assert len(graph.events("ana@contoso.com")) == 2


async def test_a_meeting_that_was_made_twice_all_the_same_is_one_in_the_end(
    graph: FakeGraph, way: Way
) -> None:
    graph.repeat = Repeat.FORGOTTEN
    event = await way.calendars.book(ORGANISER, plan())
    await _post_again(graph)
    assert len(graph.events("ana@contoso.com")) == 2

    again = await way.calendars.book(ORGANISER, plan())

    assert again.id == event.id
    assert len(graph.events("ana@contoso.com")) == 1


async def test_a_conflict_is_settled_by_looking(graph: FakeGraph, way: Way) -> None:
    fault = Fault(method="POST", path="events$", status=409, code="ErrorDuplicateTransactionId", done=True)
    graph.faults.append(fault)

    assert (await way.calendars.book(ORGANISER, plan())).link
    assert len(graph.events("ana@contoso.com")) == 1


async def test_too_many_requests_is_certainly_not_done_and_waited_for(graph: FakeGraph, way: Way) -> None:
    graph.faults.append(Fault(method="POST", path="events$", status=429, retry_after=0.2, times=2))

    event = await way.calendars.book(ORGANISER, plan())

    assert event.link
    assert len(graph.events("ana@contoso.com")) == 1


async def test_who_asks_to_wait_too_long_is_not_waited_for(graph: FakeGraph, way: Way) -> None:
    graph.faults.append(Fault(method="POST", path="events$", status=429, retry_after=600))

    with pytest.raises(AwayError) as away:
        await way.calendars.book(ORGANISER, plan())

    assert away.value.retry_after == 600
    assert graph.events("ana@contoso.com") == []


async def test_no_connection_at_all_is_certainly_not_done(graph: FakeGraph) -> None:
    async with FakeGraph() as gone:
        url = gone.url
    way = way_of(graph, "any")
    way.calendars._base_url = url
    async with way.calendars.open():
        with pytest.raises(AwayError):
            await way.calendars.book(ORGANISER, plan())


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (401, "InvalidAuthenticationToken", SignInError),
        (403, "ErrorAccessDenied", NotAllowedError),
        (404, "MailboxNotEnabledForRESTAPI", NoMailboxError),
        (404, "ResourceNotFound", NoMailboxError),
        (400, "ErrorInvalidRequest", RefusedError),
        (503, "serviceNotAvailable", AwayError),
    ],
)
async def test_what_cannot_be_done_leaves_nothing_behind(
    graph: FakeGraph, way: Way, status: int, code: str, error: type[Exception]
) -> None:
    graph.faults.append(Fault(path="events", status=status, code=code, times=None))

    with pytest.raises(error):
        await way.calendars.book(ORGANISER, plan())

    assert graph.events("ana@contoso.com") == []


async def test_a_missing_permission_is_named(graph: FakeGraph) -> None:
    way = way_of(graph, graph.token("ana@contoso.com", "User.Read", "Calendars.Read"))
    async with way.calendars.open():
        with pytest.raises(NotAllowedError) as refused:
            await way.calendars.book(ORGANISER, plan())

    assert refused.value.permission == "Calendars.ReadWrite"


async def test_a_token_that_ran_out_asks_to_sign_in(graph: FakeGraph, way: Way) -> None:
    graph.expire(way.token)

    with pytest.raises(SignInError):
        await way.calendars.book(ORGANISER, plan())


async def test_answers_of_those_invited_are_read(graph: FakeGraph, way: Way) -> None:
    event = await way.calendars.book(ORGANISER, plan())
    (meeting,) = graph.events("ana@contoso.com")
    graph.respond(meeting, "megan@contoso.com", "declined")

    found = await way.calendars.find(ORGANISER, event.key, event.id)

    assert found is not None
    answers = {each.address: each for each in found.attending}
    assert answers["megan@contoso.com"].response is Response.DECLINED
    assert answers["megan@contoso.com"].at is not None
    assert answers["alex@contoso.com"].at is None


async def test_the_time_limit_holds_for_all_of_it(graph: FakeGraph) -> None:
    limits = Limits(attempt=0.2, total=0.6, pause=0.01, for_event=(0.1,) * 9)
    way = way_of(graph, graph.token("ana@contoso.com"), limits=limits)
    graph.faults.append(Fault(path="events", what=What.HANGS, seconds=2, times=None))
    async with way.calendars.open():
        with pytest.raises(AwayError):
            await way.calendars.book(ORGANISER, plan())


async def _rested(way: Way) -> None:
    """As if the circuit had been open long enough."""
    way.calendars._policy.circuit.answered(ORGANISER.tenant)


async def _post_again(graph: FakeGraph) -> None:
    """A second meeting under the same key, as a request that was believed lost may make late."""
    other = way_of(graph, graph.token("ana@contoso.com"))
    async with other.calendars.open(), other.calendars._at(ORGANISER) as mailbox:
        await mailbox.user.events.post(drafts.of(plan(), ORGANISER))
