"""The discussion's meeting is booked: one at a time, and known by its key."""

from __future__ import annotations

import pytest

from handoffs import booking, ending, moves
from handoffs.change import What
from handoffs.model import Reply
from handoffs.views import Step
from tests.unit.handoffs.booked import (
    INVITED,
    LENGTH,
    LINK,
    START,
    agreed,
    book,
    confirmed,
    meeting,
    missing,
    move,
    want,
)
from tests.unit.handoffs.play import NOW, Play


@pytest.fixture
def play() -> Play:
    return agreed()


@pytest.fixture
def booked(play: Play) -> Play:
    return book(play)


def test_a_meeting_is_wanted_then_booked(play: Play) -> None:
    assert move(play) == (Step.SCHEDULE, ("ana",))

    play.act("megan", want, meeting(organiser="megan"))
    assert move(play) == (Step.WAIT, ())
    assert play.told() == {}
    assert missing(play)[0].startswith("The discussion is being booked for Tue 1 Dec 2026: ")

    play.act("megan", confirmed)
    there = play.handoff.discussion.meeting
    assert there is not None
    assert (there.booked, there.link, there.attendees) == (True, LINK, INVITED)
    assert move(play) == (Step.WAIT, ())
    assert play.told() == {}
    assert "is booked for Tue 1 Dec 2026, and not held yet" in missing(play)[0]
    assert [event.what for event in play.events[-3:]] == [
        *(What.MEETING_WANTED, What.MEETING_BOOKED),
        What.DEADLINE_SET,
    ]


def test_to_book_it_again_under_its_key_changes_nothing(booked: Play) -> None:
    assert booked.act("ana", want, meeting()).is_empty
    assert booked.act("ana", confirmed).is_empty
    assert booked.act("ana", lambda handoff, setting: booking.booked(handoff, "k1", "", (), setting)).is_empty


def test_a_link_that_comes_later_is_kept(play: Play) -> None:
    play.act("ana", want, meeting())
    play.act("ana", lambda handoff, setting: booking.booked(handoff, "k1", "", INVITED[:1], setting))
    play.act("ana", confirmed)

    there = play.handoff.discussion.meeting
    assert there is not None
    assert (there.link, there.attendees) == (LINK, INVITED[:1])


def test_two_cannot_book_at_once(play: Play) -> None:
    play.act("ana", want, meeting())
    other = meeting(key="k2", organiser="megan")

    assert play.refused("megan", want, other) == (
        "Ana is booking the discussion just now, for Tue 1 Dec 2026, 09:00-09:30 (UTC)."
    )
    play.act("ana", confirmed)
    assert play.refused("megan", want, other) == (
        "Ana has booked the discussion for Tue 1 Dec 2026, 09:00-09:30 (UTC), "
        "so only Ana can move or cancel it."
    )


def test_who_may_book_and_when(play: Play) -> None:
    assert "Only Ana and Megan" in play.refused("alex", want, meeting(organiser="alex"))
    late = meeting(start=NOW, end=NOW + LENGTH)
    assert "has passed" in play.refused("ana", want, late)
    assert "a draft" in Play().refused("ana", want, meeting())
    play.act("ana", moves.held, NOW.date())
    assert "taken place already" in play.refused("ana", want, meeting())
    play.act("ana", ending.cancel, "the customer has stopped")
    assert "cancelled since" in play.refused("ana", want, meeting())


def test_what_came_to_nothing_leaves_no_trace_but_in_the_history(play: Play) -> None:
    play.act("megan", want, meeting(organiser="megan"))
    play.act(
        "megan", lambda handoff, setting: booking.not_booked(handoff, "k1", setting, "the mailbox is away")
    )

    assert play.handoff.discussion.meeting is None
    assert move(play) == (Step.SCHEDULE, ("ana",))
    assert play.told() == {}
    assert (play.events[-1].what, play.events[-1].why) == (What.MEETING_NOT_BOOKED, "the mailbox is away")


def test_what_is_of_another_key_changes_nothing(booked: Play) -> None:
    for change in (
        lambda handoff, setting: booking.booked(handoff, "k2", LINK, (), setting),
        lambda handoff, setting: booking.not_booked(handoff, "k2", setting),
        lambda handoff, setting: booking.not_booked(handoff, "k1", setting),
        lambda handoff, setting: booking.rescheduled(handoff, "k2", START, START + 2 * LENGTH, setting),
        lambda handoff, setting: booking.rescheduled(handoff, "k1", START, START + LENGTH, setting),
        lambda handoff, setting: booking.called_off(handoff, "k2", setting),
        lambda handoff, setting: booking.answered(handoff, "k2", {"megan": (Reply.DECLINED, None)}, setting),
        lambda handoff, setting: booking.answered(handoff, "k1", {"boss": (Reply.DECLINED, None)}, setting),
        lambda handoff, setting: booking.unseen(handoff, "k2", NOW, setting),
        lambda handoff, setting: booking.unseen(handoff, "k1", None, setting),
    ):
        assert booked.act("ana", change).is_empty
