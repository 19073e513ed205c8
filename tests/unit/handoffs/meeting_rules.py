"""What anybody may do about the discussion's meeting, and what then never happens; part of `rules`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from handoffs import booking, views
from handoffs.change import Change
from handoffs.model import Attendee, Meeting, Reply, Talk
from handoffs.views import Step
from knowledge.handoffs import Anchor
from tests.unit.handoffs.play import ACCOUNTS, Play

_KEYS = st.sampled_from(["k1", "k1", "k2"])
_INVITED = st.sampled_from(["ana", "megan", "alex"])
_HALF_AN_HOUR = timedelta(minutes=30)
MEETING_ACTIONS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "want": {"ahead": st.integers(-1, 40), "key": _KEYS},
    "booked": {"key": _KEYS, "well": st.booleans()},
    "meeting_moves": {"key": _KEYS, "ahead": st.integers(-1, 40), "outside": st.booleans()},
    "meeting_ends": {"key": _KEYS, "outside": st.booleans()},
    "answers": {"key": _KEYS, "person": _INVITED, "reply": st.sampled_from(Reply)},
    "unseen": {"key": _KEYS, "seen": st.booleans()},
}


class Meetings:
    play: Play

    def _do(
        self, who: str, what: Callable[..., Change], *args: object, found: bool = False, **more: object
    ) -> None:
        raise NotImplementedError

    def want(self, who: str, ahead: int, key: str) -> None:
        there = self.play.handoff.discussion.meeting
        start = self.play.now + timedelta(days=ahead)
        people = [person for person in ("ana", "megan", "alex") if person != who]
        wanted = Meeting(
            key=key,
            organiser=ACCOUNTS[who].id,
            start=start,
            end=start + _HALF_AN_HOUR,
            attendees=tuple(Attendee(person=person, required=person != "alex") for person in people),
        )
        self._do(who, booking.want, wanted)
        if there and there.end > self.play.now and there.organiser in self.play.handoff.parties.all():
            assert self.play.handoff.discussion.meeting == there

    def booked(self, who: str, key: str, well: bool) -> None:
        """The worker books for the organiser, and for nobody else."""
        if (there := self.play.handoff.discussion.meeting) and there.organiser == ACCOUNTS[who].id:
            if well:
                self._do(who, lambda handoff, setting: booking.booked(handoff, key, "", (), setting))
            else:
                self._do(who, lambda handoff, setting: booking.not_booked(handoff, key, setting, "away"))

    def meeting_moves(self, who: str, key: str, ahead: int, outside: bool) -> None:
        start = self.play.now + timedelta(days=ahead)
        self._do(
            who,
            lambda handoff, setting: booking.rescheduled(
                handoff, key, start, start + _HALF_AN_HOUR, setting, outside=outside
            ),
            found=outside,
        )

    def meeting_ends(self, who: str, key: str, outside: bool) -> None:
        self._do(
            who,
            lambda handoff, setting: booking.called_off(handoff, key, setting, outside=outside),
            found=outside,
        )

    def answers(self, who: str, key: str, person: str, reply: Reply) -> None:
        replies = {person: (reply, self.play.now)}
        self._do(who, lambda handoff, setting: booking.answered(handoff, key, replies, setting), found=True)

    def unseen(self, who: str, key: str, seen: bool) -> None:
        since = None if seen else self.play.now
        self._do(who, lambda handoff, setting: booking.unseen(handoff, key, since, setting), found=True)

    @invariant()
    def a_meeting_says_what_its_day_will_bring(self) -> None:
        handoff, kind = self.play.handoff, self.play.kind
        talk = handoff.discussion
        counts = kind.deadline is not None and kind.deadline.anchor is Anchor.HELD
        stands = talk.state is not Talk.HELD and talk.meeting is not None and talk.meeting.booked
        assert bool(handoff.expected) == (counts and stands)
        if handoff.expected and talk.meeting:
            assert handoff.expected.start == talk.meeting.day
        assert not (handoff.expected and handoff.deadline)

    @invariant()
    def somebody_has_the_move_or_a_meeting_is_waited_for(self) -> None:
        handoff = self.play.handoff
        move = views.whose_move(handoff, self.play.kind, self.play.now)
        if not handoff.is_over and not move.people and handoff.parties.giver:
            assert move.step is Step.WAIT
            assert handoff.discussion.meeting is not None
