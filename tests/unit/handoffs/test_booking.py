"""The discussion's meeting: one at a time, by its organiser, and known whatever becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from handoffs import agreement, booking, codec, ending, moves, people, views
from handoffs.change import Call, Change, Setting, What
from handoffs.model import Attendee, Handoff, Meeting, Reply, Talk
from handoffs.views import DateKind, Step
from knowledge.handoffs import Side
from tests.unit.handoffs.play import FLYWHEEL, NOW, STU_CSU, Play, actor

START = datetime(2026, 12, 1, 9, tzinfo=UTC)
LENGTH = timedelta(minutes=30)
LINK = "https://teams.example.com/l/meetup-join/1"
INVITED = (Attendee(person="megan"), Attendee(person="alex", required=False))


def meeting(key: str = "k1", organiser: str = "ana", **values: Any) -> Meeting:
    whole = Meeting(key=key, organiser=organiser, start=START, end=START + LENGTH, attendees=INVITED)
    return replace(whole, **values)


@pytest.fixture
def play() -> Play:
    """Everything is done but the discussion, and it is Ana's move to book it."""
    play = Play().started().ticked()
    play.act("ana", agreement.agree)
    play.act("megan", agreement.agree)
    return play


@pytest.fixture
def booked(play: Play) -> Play:
    return _booked(play)


def _booked(play: Play, who: str = "ana", **values: Any) -> Play:
    play.act(who, _want, meeting(organiser=who, **values))
    play.act(who, _book)
    return play


_want = booking.want


def _book(handoff: Handoff, setting: Setting) -> Change:
    return booking.booked(handoff, "k1", LINK, (), setting)


def _answer(play: Play, **replies: Reply) -> None:
    told = {person: (reply, play.now) for person, reply in replies.items()}
    play.act("ana", lambda handoff, setting: booking.answered(handoff, "k1", told, setting))


def _move(play: Play) -> tuple[Step, tuple[str, ...]]:
    move = views.whose_move(play.handoff, play.kind, play.now)
    return move.step, move.people


def _missing(play: Play) -> list[str]:
    names = {"ana": "Ana", "megan": "Megan", "alex": "Alex"}
    return [sentence.say(names) for sentence in views.missing(play.handoff, play.kind)]


def _steps(play: Play, who: str) -> tuple[Step, ...]:
    return views.next_steps(play.handoff, play.kind, actor(who), play.now)


def test_a_meeting_is_wanted_then_booked(play: Play) -> None:
    assert _move(play) == (Step.SCHEDULE, ("ana",))

    play.act("megan", _want, meeting(organiser="megan"))
    assert _move(play) == (Step.WAIT, ())
    assert play.told() == {}
    assert _missing(play)[0].startswith("The discussion is being booked for Tue 1 Dec 2026: ")

    play.act("megan", _book)
    there = play.handoff.discussion.meeting
    assert there is not None
    assert (there.booked, there.link, there.attendees) == (True, LINK, INVITED)
    assert _move(play) == (Step.WAIT, ())
    assert play.told() == {}
    assert "is booked for Tue 1 Dec 2026, and not held yet" in _missing(play)[0]
    assert [event.what for event in play.events[-3:]] == [
        *(What.MEETING_WANTED, What.MEETING_BOOKED),
        What.DEADLINE_SET,
    ]


def test_to_book_it_again_under_its_key_changes_nothing(booked: Play) -> None:
    assert booked.act("ana", _want, meeting()).is_empty
    assert booked.act("ana", _book).is_empty
    assert booked.act("ana", lambda handoff, setting: booking.booked(handoff, "k1", "", (), setting)).is_empty


def test_a_link_that_comes_later_is_kept(play: Play) -> None:
    play.act("ana", _want, meeting())
    play.act("ana", lambda handoff, setting: booking.booked(handoff, "k1", "", INVITED[:1], setting))
    play.act("ana", _book)

    there = play.handoff.discussion.meeting
    assert there is not None
    assert (there.link, there.attendees) == (LINK, INVITED[:1])


def test_two_cannot_book_at_once(play: Play) -> None:
    play.act("ana", _want, meeting())
    other = meeting(key="k2", organiser="megan")

    assert play.refused("megan", _want, other) == (
        "Ana is booking the discussion just now, for Tue 1 Dec 2026, 09:00-09:30 (UTC)."
    )
    play.act("ana", _book)
    assert play.refused("megan", _want, other) == (
        "Ana has booked the discussion for Tue 1 Dec 2026, 09:00-09:30 (UTC). "
        "Only Ana can move it, or cancel it first."
    )


def test_who_may_book_and_when(play: Play) -> None:
    assert "Only Ana and Megan" in play.refused("alex", _want, meeting(organiser="alex"))
    late = meeting(start=NOW, end=NOW + LENGTH)
    assert "has passed" in play.refused("ana", _want, late)
    assert "a draft" in Play().refused("ana", _want, meeting())
    play.act("ana", moves.held, NOW.date())
    assert "taken place already" in play.refused("ana", _want, meeting())
    play.act("ana", ending.cancel, "the customer has stopped")
    assert "cancelled since" in play.refused("ana", _want, meeting())


def test_what_came_to_nothing_leaves_no_trace_but_in_the_history(play: Play) -> None:
    play.act("megan", _want, meeting(organiser="megan"))
    play.act(
        "megan", lambda handoff, setting: booking.not_booked(handoff, "k1", setting, "the mailbox is away")
    )

    assert play.handoff.discussion.meeting is None
    assert _move(play) == (Step.SCHEDULE, ("ana",))
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


def _to(at: datetime, *, outside: bool = False) -> Callable[[Handoff, Setting], Change]:
    return lambda handoff, setting: booking.rescheduled(
        handoff, "k1", at, at + LENGTH, setting, outside=outside
    )


def test_only_the_organiser_moves_and_cancels_it(booked: Play) -> None:
    later = START + timedelta(days=1)

    assert booked.refused("megan", _to(later)) == "Ana booked the discussion, so only Ana can move it."
    assert "only Ana can cancel it" in booked.refused(
        "megan", lambda handoff, setting: booking.called_off(handoff, "k1", setting)
    )
    _answer(booked, megan=Reply.ACCEPTED)
    booked.act("ana", _to(later))

    there = booked.handoff.discussion.meeting
    assert there is not None
    assert (there.start, there.end, there.sequence, there.link) == (later, later + LENGTH, 1, LINK)
    assert {each.reply for each in there.attendees} == {Reply.NONE}
    assert booked.told() == {}


def test_what_outlook_did_is_batons_to_record(booked: Play) -> None:
    booked.act("ana", _to(START + timedelta(days=1), outside=True))
    assert (booked.events[-2].what, booked.events[-2].person) == (What.MEETING_MOVED, "")
    assert booked.handoff.changed_by == ""
    assert booked.told() == {}

    booked.act("ana", lambda handoff, setting: booking.called_off(handoff, "k1", setting, outside=True))
    assert booked.handoff.discussion.meeting is None
    assert booked.told() == {"ana": Call.YOUR_MOVE}
    assert _move(booked) == (Step.SCHEDULE, ("ana",))


def test_a_decline_opens_the_step_again_and_tells_the_organiser_once(booked: Play) -> None:
    _answer(booked, alex=Reply.DECLINED)
    assert (_move(booked), booked.told()) == ((Step.WAIT, ()), {})

    _answer(booked, megan=Reply.DECLINED)
    assert _move(booked) == (Step.RESCHEDULE, ("ana",))
    assert booked.told() == {"ana": Call.MEETING}
    assert _missing(booked)[1] == "Megan declined the discussion on Tue 1 Dec 2026."

    before = booked.handoff
    _answer(booked, megan=Reply.DECLINED)
    assert booked.handoff is before
    _answer(booked, megan=Reply.ACCEPTED)
    assert (_move(booked), booked.told()) == ((Step.WAIT, ()), {})


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
    _booked(play, in_calendar=False)
    assert play.told() == {"megan": Call.MEETING}
    play.act("ana", _to(START + timedelta(days=1)))
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

    booked.act("ana", _to(START + timedelta(days=1)))
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
    assert _booked(Play(kind).started()).handoff.expected is None


@pytest.mark.parametrize(
    ("zone", "day"), [("", 1), ("UTC", 1), ("Asia/Tokyo", 2), ("Nowhere/At all", 1), ("America/New_York", 1)]
)
def test_the_day_of_a_meeting_is_the_organisers(play: Play, zone: str, day: int) -> None:
    at = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
    _booked(play, start=at, end=at + LENGTH, zone=zone)

    there = play.handoff.discussion.meeting
    assert there is not None
    assert there.day == date(2026, 12, day)
    assert play.handoff.expected is not None
    assert play.handoff.expected.start == there.day


def test_what_each_can_do_about_it(booked: Play) -> None:
    assert {Step.RESCHEDULE, Step.CANCEL_MEETING, Step.HELD} <= set(_steps(booked, "ana"))
    assert not {Step.SCHEDULE, Step.RESCHEDULE, Step.CANCEL_MEETING} & set(_steps(booked, "megan"))

    booked.now = START + LENGTH
    assert _move(booked) == (Step.HELD, ("ana",))
    assert {Step.SCHEDULE, Step.HELD, Step.NOT_HELD} <= set(_steps(booked, "ana"))
    assert Step.RESCHEDULE not in _steps(booked, "ana")


def test_a_meeting_that_was_not_held_makes_room_for_another(booked: Play) -> None:
    booked.now = START + LENGTH
    booked.act("megan", moves.not_held)

    assert booked.handoff.discussion.meeting is None
    assert booked.handoff.expected is None
    assert _move(booked) == (Step.SCHEDULE, ("ana",))
    assert "was not held, and no new one is booked" in _missing(booked)[0]
    again = meeting(start=START + timedelta(days=2), end=START + timedelta(days=2, minutes=30))
    booked.act("ana", _want, again)
    booked.act("ana", _book)
    assert booked.handoff.discussion.state is Talk.OPEN
    assert Step.NOT_HELD in _steps(booked, "ana")


def test_that_an_earlier_one_was_not_held_leaves_what_is_booked(booked: Play) -> None:
    booked.act("megan", moves.not_held)

    assert booked.handoff.discussion.meeting is not None
    assert _move(booked) == (Step.WAIT, ())


def test_a_past_meeting_nobody_spoke_of_does_not_stand_in_the_way(booked: Play) -> None:
    booked.now = START + LENGTH
    later = START + timedelta(days=2)
    booked.act("megan", _want, meeting(key="k2", organiser="megan", start=later, end=later + LENGTH))

    assert booked.handoff.discussion.meeting is not None
    assert booked.handoff.discussion.meeting.key == "k2"


def test_one_whose_organiser_has_left_is_replaced(booked: Play) -> None:
    booked.act("ana", people.assign, Side.GIVER, "alex")
    booked.handoff = replace(booked.handoff, parties=replace(booked.handoff.parties, creator="alex"))

    assert Step.SCHEDULE in _steps(booked, "alex")
    booked.act("alex", _want, meeting(key="k2", organiser="alex"))
    assert booked.handoff.discussion.meeting is not None
    assert booked.handoff.discussion.meeting.organiser == "alex"


def test_an_ended_handoff_still_knows_its_meeting(booked: Play) -> None:
    booked.act("ana", ending.cancel, "the customer has stopped")
    assert _steps(booked, "ana") == (Step.REOPEN, Step.CANCEL_MEETING)
    assert _steps(booked, "megan") == (Step.REOPEN,)

    booked.act("ana", lambda handoff, setting: booking.called_off(handoff, "k1", setting))
    assert booked.handoff.discussion.meeting is None
    assert _steps(booked, "ana") == (Step.REOPEN,)


def test_what_becomes_of_a_held_meetings_entry_says_nothing(booked: Play) -> None:
    booked.act("ana", moves.held, NOW.date())

    off = booked.act("ana", lambda handoff, setting: booking.called_off(handoff, "k1", setting, outside=True))
    assert off.is_empty


def test_its_day_is_a_date_that_matters(booked: Play) -> None:
    dated = views.next_date(booked.handoff)

    assert dated is not None
    assert (dated.kind, dated.day) == (DateKind.MEETING, date(2026, 12, 1))


def test_it_is_kept_and_read_back(booked: Play) -> None:
    _answer(booked, megan=Reply.TENTATIVE)

    assert codec.from_json(codec.to_json(booked.handoff)) == booked.handoff


def test_a_handoff_kept_before_meetings_were_known_is_read(play: Play) -> None:
    body = codec.to_json(play.handoff)
    assert not {"expected", "meeting"} & ({*body} | {*body.get("discussion", {})})

    assert codec.from_json(body).discussion.meeting is None
