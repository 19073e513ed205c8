"""What becomes of a booked discussion: moved, cancelled, answered, held or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from handoffs import booking, codec, ending, moves, people, views
from handoffs.change import Call, What
from handoffs.model import Reply, Talk
from handoffs.views import DateKind, Step
from knowledge.handoffs import Side
from tests.unit.handoffs.booked import (
    LENGTH,
    LINK,
    START,
    agreed,
    answer,
    book,
    confirmed,
    meeting,
    missing,
    move,
    steps,
    to,
    want,
)
from tests.unit.handoffs.play import FLYWHEEL, NOW, STU_CSU, Play


@pytest.fixture
def play() -> Play:
    return agreed()


@pytest.fixture
def booked(play: Play) -> Play:
    return book(play)


def test_only_the_organiser_moves_and_cancels_it(booked: Play) -> None:
    later = START + timedelta(days=1)

    assert booked.refused("megan", to(later)) == "Ana booked the discussion, so only Ana can move it."
    assert "only Ana can cancel it" in booked.refused(
        "megan", lambda handoff, setting: booking.called_off(handoff, "k1", setting)
    )
    answer(booked, megan=Reply.ACCEPTED)
    booked.act("ana", to(later))

    there = booked.handoff.discussion.meeting
    assert there is not None
    assert (there.start, there.end, there.sequence, there.link) == (later, later + LENGTH, 1, LINK)
    assert {each.reply for each in there.attendees} == {Reply.NONE}
    assert booked.told() == {}


def test_what_outlook_did_is_batons_to_record(booked: Play) -> None:
    booked.act("ana", to(START + timedelta(days=1), outside=True))
    assert (booked.events[-2].what, booked.events[-2].person) == (What.MEETING_MOVED, "")
    assert booked.handoff.changed_by == ""
    assert booked.told() == {}

    booked.act("ana", lambda handoff, setting: booking.called_off(handoff, "k1", setting, outside=True))
    assert booked.handoff.discussion.meeting is None
    assert booked.told() == {"ana": Call.YOUR_MOVE}
    assert move(booked) == (Step.SCHEDULE, ("ana",))


def test_a_decline_opens_the_step_again_and_tells_the_organiser_once(booked: Play) -> None:
    answer(booked, alex=Reply.DECLINED)
    assert (move(booked), booked.told()) == ((Step.WAIT, ()), {})

    answer(booked, megan=Reply.DECLINED)
    assert move(booked) == (Step.RESCHEDULE, ("ana",))
    assert booked.told() == {"ana": Call.MEETING}
    assert missing(booked)[1] == "Megan declined the discussion on Tue 1 Dec 2026."

    before = booked.handoff
    answer(booked, megan=Reply.DECLINED)
    assert booked.handoff is before
    answer(booked, megan=Reply.ACCEPTED)
    assert (move(booked), booked.told()) == ((Step.WAIT, ()), {})


def test_that_a_calendar_cannot_be_looked_at_is_told_once(booked: Play) -> None:
    def look(since: datetime | None) -> dict[str, Call]:
        booked.act("ana", lambda handoff, setting: booking.unseen(handoff, "k1", since, setting))
        return booked.told() if not booked.last.is_empty else {}

    assert look(NOW) == {"ana": Call.MEETING}
    assert look(NOW + timedelta(hours=1)) == {}
    assert booked.handoff.discussion.meeting is not None
    assert booked.handoff.discussion.meeting.unseen == NOW
    assert look(None) == {}
    assert booked.handoff.discussion.meeting.unseen is None


def test_without_a_calendar_those_invited_are_told_here(play: Play) -> None:
    book(play, in_calendar=False)
    assert play.told() == {"megan": Call.MEETING}
    play.act("ana", to(START + timedelta(days=1)))
    assert play.told() == {"megan": Call.MEETING}
    play.act("ana", lambda handoff, setting: booking.called_off(handoff, "k1", setting, reason="Ana is ill"))
    [notice] = play.last.notices
    assert notice.sentence.say({"ana": "Ana"}) == (
        "Ana has cancelled the discussion of Contoso, Azure migration on "
        "Wed 2 Dec 2026, 09:00-09:30 (UTC): Ana is ill"
    )


def test_a_deadline_that_counts_from_the_discussion_follows_the_meeting(booked: Play) -> None:
    expected = booked.handoff.expected
    assert expected is not None
    assert expected.due == date(2026, 12, 10)
    assert booked.handoff.deadline is None

    booked.act("ana", to(START + timedelta(days=1)))
    assert booked.handoff.expected is not None
    assert booked.handoff.expected.due == date(2026, 12, 11)
    assert "changed from Tue 1 Dec 2026 to Wed 2 Dec 2026" in booked.events[-1].why

    off = booked.act("ana", lambda handoff, setting: booking.called_off(handoff, "k1", setting))
    assert off.handoff.expected is None
    assert booked.events[-1].why == "the discussion is not booked any more"


def test_once_it_was_held_the_deadline_itself_runs(booked: Play) -> None:
    booked.now = START + LENGTH
    booked.act("ana", moves.held, START.date())

    assert booked.handoff.expected is None
    assert booked.handoff.deadline is not None
    assert booked.handoff.deadline.due == date(2026, 12, 10)
    assert {event.why for event in booked.events[-3:]} >= {"the discussion was held"}


@pytest.mark.parametrize("kind", [STU_CSU, *FLYWHEEL])
def test_a_deadline_that_counts_from_elsewhere_does_not(kind: str) -> None:
    assert book(Play(kind).started()).handoff.expected is None


@pytest.mark.parametrize(
    ("zone", "day"), [("", 1), ("UTC", 1), ("Asia/Tokyo", 2), ("Nowhere/At all", 1), ("America/New_York", 1)]
)
def test_the_day_of_a_meeting_is_the_organisers(play: Play, zone: str, day: int) -> None:
    at = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
    book(play, start=at, end=at + LENGTH, zone=zone)

    there = play.handoff.discussion.meeting
    assert there is not None
    assert there.day == date(2026, 12, day)
    assert play.handoff.expected is not None
    assert play.handoff.expected.start == there.day


def test_what_each_can_do_about_it(booked: Play) -> None:
    assert {Step.RESCHEDULE, Step.CANCEL_MEETING, Step.HELD} <= set(steps(booked, "ana"))
    assert not {Step.SCHEDULE, Step.RESCHEDULE, Step.CANCEL_MEETING} & set(steps(booked, "megan"))

    booked.now = START + LENGTH
    assert move(booked) == (Step.HELD, ("ana",))
    assert {Step.SCHEDULE, Step.HELD, Step.NOT_HELD} <= set(steps(booked, "ana"))
    assert Step.RESCHEDULE not in steps(booked, "ana")


def test_a_meeting_that_was_not_held_makes_room_for_another(booked: Play) -> None:
    booked.now = START + LENGTH
    booked.act("megan", moves.not_held)

    assert booked.handoff.discussion.meeting is None
    assert booked.handoff.expected is None
    assert move(booked) == (Step.SCHEDULE, ("ana",))
    assert "was not held, and no new one is booked" in missing(booked)[0]
    again = meeting(start=START + timedelta(days=2), end=START + timedelta(days=2, minutes=30))
    booked.act("ana", want, again)
    booked.act("ana", confirmed)
    assert booked.handoff.discussion.state is Talk.OPEN
    assert Step.NOT_HELD in steps(booked, "ana")


def test_that_an_earlier_one_was_not_held_leaves_what_is_booked(booked: Play) -> None:
    booked.act("megan", moves.not_held)

    assert booked.handoff.discussion.meeting is not None
    assert move(booked) == (Step.WAIT, ())


def test_a_past_meeting_nobody_spoke_of_does_not_stand_in_the_way(booked: Play) -> None:
    booked.now = START + LENGTH
    later = START + timedelta(days=2)
    booked.act("megan", want, meeting(key="k2", organiser="megan", start=later, end=later + LENGTH))

    assert booked.handoff.discussion.meeting is not None
    assert booked.handoff.discussion.meeting.key == "k2"


def test_one_whose_organiser_has_left_is_replaced(booked: Play) -> None:
    booked.act("ana", people.assign, Side.GIVER, "alex")
    booked.handoff = replace(booked.handoff, parties=replace(booked.handoff.parties, creator="alex"))

    assert Step.SCHEDULE in steps(booked, "alex")
    booked.act("alex", want, meeting(key="k2", organiser="alex"))
    assert booked.handoff.discussion.meeting is not None
    assert booked.handoff.discussion.meeting.organiser == "alex"


def test_an_ended_handoff_still_knows_its_meeting(booked: Play) -> None:
    booked.act("ana", ending.cancel, "the customer has stopped")
    assert steps(booked, "ana") == (Step.REOPEN, Step.CANCEL_MEETING)
    assert steps(booked, "megan") == (Step.REOPEN,)

    booked.act("ana", lambda handoff, setting: booking.called_off(handoff, "k1", setting))
    assert booked.handoff.discussion.meeting is None
    assert steps(booked, "ana") == (Step.REOPEN,)


def test_what_becomes_of_a_held_meetings_entry_says_nothing(booked: Play) -> None:
    booked.act("ana", moves.held, NOW.date())

    off = booked.act("ana", lambda handoff, setting: booking.called_off(handoff, "k1", setting, outside=True))
    assert off.is_empty


def test_its_day_is_a_date_that_matters(booked: Play) -> None:
    dated = views.next_date(booked.handoff)

    assert dated is not None
    assert (dated.kind, dated.day) == (DateKind.MEETING, date(2026, 12, 1))


def test_it_is_kept_and_read_back(booked: Play) -> None:
    answer(booked, megan=Reply.TENTATIVE)

    assert codec.from_json(codec.to_json(booked.handoff)) == booked.handoff


def test_a_handoff_kept_before_meetings_were_known_is_read(play: Play) -> None:
    body = codec.to_json(play.handoff)
    assert not {"expected", "meeting"} & ({*body} | {*body.get("discussion", {})})

    assert codec.from_json(body).discussion.meeting is None
