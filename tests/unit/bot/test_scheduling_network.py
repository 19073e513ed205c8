"""A request whose answer was lost may take effect late: what it made is not taken for somebody else's."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.origin import Place
from bot.scheduling.network import Asked, Backend, Network
from dialogs.meeting.working import Prepared
from dialogs.operation import Operation, Purpose, Stage
from meetings.errors import AwayError
from meetings.model import Availability, Event, Invitee, Plan, Span, Window
from meetings.ports import Organiser
from tests.graph_ports import FakeCalendars

_START = datetime(2026, 12, 1, 9, tzinfo=UTC)
_LONG = timedelta(minutes=30)
_BOOKED = Event(id="e1", key="k1", start=_START, end=_START + _LONG, link="https://x/")
_BEFORE = replace(_BOOKED, start=_START - _LONG, end=_START)
_PLACE = Place(conversation="a:chat", service_url="http://x", channel="msteams", bot="28:b", bot_name="Baton")
_PREPARED = Prepared(
    organiser=Organiser(tenant="t", person="ana", object_id="a", user="29:ana"),
    window=Window(start=_START, end=_START + _LONG),
    invitees=(Invitee(person="ana", name="Ana"),),
    plan=Plan(
        key="k1",
        number=1,
        subject="Handover",
        start=_START,
        end=_START + _LONG,
        invitees=(),
        agenda_html="",
        agenda_text="",
    ),
)


@dataclass
class _Late(FakeCalendars):
    """What was sent before takes effect while availabilities are asked for."""

    effect: Callable[[dict[str, Event]], None] = lambda events: None

    async def availabilities(
        self, organiser: Organiser, invitees: Sequence[Invitee], window: Span
    ) -> Sequence[Availability]:
        self.effect(self.events)
        return await super().availabilities(organiser, invitees, window)


async def _nothing(seconds: float) -> None:
    """No waiting."""


async def _ask(purpose: Purpose, calendars: FakeCalendars, *, free: bool = False) -> Asked:
    operation = Operation(id="o", number=1, person="ana", purpose=purpose, stage=Stage.ACTING, key="k1")
    network = Network(backend=Backend(calendars=calendars), still_free=lambda *_: free)
    return await network.ask(operation, _PREPARED, _BEFORE, _PLACE)


async def test_a_meeting_that_came_to_be_late_is_the_one_that_was_wanted() -> None:
    calendars = _Late(effect=lambda events: events.update(k1=_BOOKED))

    asked = await _ask(Purpose.BOOK, calendars)

    assert (asked.taken, asked.findings.event) == (False, _BOOKED)
    assert "book" not in calendars.calls


async def test_a_meeting_that_was_moved_late_is_where_it_was_wanted() -> None:
    calendars = _Late(events={"k1": _BEFORE}, effect=lambda events: events.update(k1=_BOOKED))

    asked = await _ask(Purpose.MOVE, calendars)

    assert (asked.taken, asked.findings.event) == (False, _BOOKED)
    assert "move" not in calendars.calls


@pytest.mark.parametrize(("purpose", "events"), [(Purpose.BOOK, {}), (Purpose.MOVE, {"k1": _BEFORE})])
async def test_a_time_that_others_have_taken_is_taken(purpose: Purpose, events: dict[str, Event]) -> None:
    calendars = FakeCalendars(events=events)

    asked = await _ask(purpose, calendars)

    assert (asked.taken, asked.findings.event) == (True, None)
    assert not {"book", "move"} & set(calendars.calls)


@pytest.mark.parametrize(("took", "calls"), [(0.0, 2), (29.0, 1)])
async def test_what_was_tried_for_long_is_not_tried_for_as_long_again(took: float, calls: int) -> None:
    calendars, times = FakeCalendars(faults=[AwayError()]), itertools.count(0.0, took)
    network = Network(
        backend=Backend(calendars=calendars),
        still_free=lambda *_: True,
        sleep=_nothing,
        clock=lambda: next(times),
    )
    looking = Operation(id="o", number=1, person="ana", purpose=Purpose.BOOK, stage=Stage.LOOKING)

    asked = await network.ask(looking, _PREPARED, None, _PLACE)

    assert len(calendars.calls) == calls
    assert isinstance(asked.findings.error, AwayError) is (calls == 1)
