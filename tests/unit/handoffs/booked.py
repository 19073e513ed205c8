"""A handoff whose discussion people book, and what they ask of it then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from handoffs import agreement, booking, views
from handoffs.change import Change, Setting
from handoffs.model import Attendee, Handoff, Meeting, Reply
from handoffs.views import Step
from tests.unit.handoffs.play import Play, actor

START = datetime(2026, 12, 1, 9, tzinfo=UTC)
LENGTH = timedelta(minutes=30)
LINK = "https://teams.example.com/l/meetup-join/1"
INVITED = (Attendee(person="megan"), Attendee(person="alex", required=False))


def meeting(key: str = "k1", organiser: str = "ana", **values: Any) -> Meeting:
    whole = Meeting(key=key, organiser=organiser, start=START, end=START + LENGTH, attendees=INVITED)
    return replace(whole, **values)


def agreed() -> Play:
    """Everything is done but the discussion, and it is Ana's move to book it."""
    play = Play().started().ticked()
    play.act("ana", agreement.agree)
    play.act("megan", agreement.agree)
    return play


def book(play: Play, who: str = "ana", **values: Any) -> Play:
    play.act(who, want, meeting(organiser=who, **values))
    play.act(who, confirmed)
    return play


want = booking.want


def confirmed(handoff: Handoff, setting: Setting) -> Change:
    return booking.booked(handoff, "k1", LINK, (), setting)


def answer(play: Play, **replies: Reply) -> None:
    told = {person: (reply, play.now) for person, reply in replies.items()}
    play.act("ana", lambda handoff, setting: booking.answered(handoff, "k1", told, setting))


def move(play: Play) -> tuple[Step, tuple[str, ...]]:
    move = views.whose_move(play.handoff, play.kind, play.now)
    return move.step, move.people


def missing(play: Play) -> list[str]:
    names = {"ana": "Ana", "megan": "Megan", "alex": "Alex"}
    return [sentence.say(names) for sentence in views.missing(play.handoff, play.kind)]


def steps(play: Play, who: str) -> tuple[Step, ...]:
    return views.next_steps(play.handoff, play.kind, actor(who), play.now)


def to(at: datetime, *, outside: bool = False) -> Callable[[Handoff, Setting], Change]:
    return lambda handoff, setting: booking.rescheduled(
        handoff, "k1", at, at + LENGTH, setting, outside=outside
    )
