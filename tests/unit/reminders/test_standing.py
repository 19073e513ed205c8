"""Which dates of a handoff stand, and whose move they are, while people play it through."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from handoffs import agreement, booking, ending, facts, items, moves, people
from handoffs.steps import Step
from knowledge import load
from reminders import standing
from reminders.model import Occasion
from tests.unit.handoffs.booked import LENGTH, START, agreed, book, meeting, to, want
from tests.unit.handoffs.play import STU_CSU, TODAY, Play

_LADDERS = load.read().reminders
_LATEST = date(2026, 12, 4)


def _standing(play: Play) -> dict[str, Occasion]:
    found = standing.occasions(play.handoff, play.kind, _LADDERS, play.now)
    assert len({each.ladder for each in found}) == len(found)
    return {each.ladder: each for each in found}


def _who(play: Play) -> dict[str, tuple[Step, tuple[str, ...]]]:
    return {ladder: (each.step, each.movers) for ladder, each in _standing(play).items()}


def _after_meeting(play: Play) -> Play:
    play.now = START + LENGTH
    return play


def test_nothing_of_a_draft_or_of_what_is_over() -> None:
    play = Play()
    assert not _standing(play)
    play.started().act("ana", facts.meet_by, _LATEST)
    assert set(_standing(play)) == {"discussion"}
    play.act("ana", ending.cancel, "not now")
    assert not _standing(play)


def test_who_has_items_open_hears_of_the_discussion_first() -> None:
    play = Play().started()
    play.act("ana", facts.meet_by, _LATEST)
    assert _who(play) == {"discussion": (Step.TICK, ("ana",))}
    each = _standing(play)["discussion"]
    assert (each.day, each.key, each.what) == (_LATEST, "2026-12-04", play.kind.discussion.name)


def test_ready_is_since_the_last_item_that_had_to_be_settled() -> None:
    play = Play().started().ticked()
    assert _who(play) == {"not-booked": (Step.SCHEDULE, ("ana",))}
    ready = _standing(play)["not-booked"]
    assert ready.at == play.now
    play.pass_days(1)
    play.act("megan", moves.not_held)
    assert _standing(play)["not-booked"].at == play.now
    assert _standing(play)["not-booked"].key != ready.key


def test_an_item_for_later_does_not_change_since_when_it_is_ready() -> None:
    play = Play().started()
    later = [item.number for item in play.handoff.items if not item.gate and item.before != "moved"]
    for item in play.handoff.items:
        if item.by and not item.gate and item.number not in later:
            play.act("ana" if "giver" in item.by else "megan", items.done, [item.number])
    ready = _standing(play).get("not-booked")
    assert ready
    play.pass_days(2)
    for number in later:
        by = next(item.by for item in play.handoff.items if item.number == number)
        play.act("ana" if "giver" in by else "megan", items.done, [number])
    assert _standing(play)["not-booked"] == ready
    play.act("ana", items.undo, [next(item.number for item in play.handoff.items if item.before == "moved")])
    assert "not-booked" not in _standing(play)


def test_booked_asked_for_and_over_a_discussion_is_not_to_be_booked() -> None:
    play = agreed()
    play.act("ana", facts.meet_by, _LATEST)
    assert set(_standing(play)) == {"discussion", "not-booked"}
    play.act("ana", want, meeting())
    assert not _standing(play)
    play.act("ana", booking.not_booked, "k1")
    assert set(_standing(play)) == {"discussion", "not-booked"}
    assert set(_standing(book(play))) == {"held"}
    assert set(_standing(_after_meeting(play))) == {"held"}


def test_a_booking_that_came_to_nothing_makes_room_once_its_time_is_past() -> None:
    play = agreed()
    play.act("ana", want, meeting())
    assert standing.next_change(play.handoff, play.now) == START + LENGTH
    assert set(_standing(_after_meeting(play))) == {"not-booked"}
    assert standing.next_change(play.handoff, play.now) is None


def test_a_meeting_that_is_called_off_or_was_not_held_is_to_be_booked_again() -> None:
    called_off = book(agreed())
    called_off.act("ana", booking.called_off, "k1")
    assert set(_standing(called_off)) == {"not-booked"}
    missed = _after_meeting(book(agreed()))
    missed.act("megan", moves.not_held)
    assert _who(missed) == {"not-booked": (Step.SCHEDULE, ("ana",))}
    missed.act("ana", want, meeting(key="k2", start=missed.now + LENGTH, end=missed.now + 2 * LENGTH))
    missed.act("ana", lambda handoff, setting: booking.booked(handoff, "k2", "", (), setting))
    assert _standing(missed)["held"].key.startswith("k2:")


def test_a_meeting_to_come_is_asked_about_even_if_one_was_not_held_before() -> None:
    play = book(agreed())
    play.act("ana", moves.not_held)  # long before it begins
    assert _standing(play)["held"].at == START + LENGTH


def test_a_meeting_that_moves_is_asked_about_anew() -> None:
    play = book(agreed())
    before = _standing(play)["held"]
    assert (before.organiser, before.movers, before.at) == ("ana", ("ana",), START + LENGTH)
    play.act("ana", to(START + timedelta(days=1)))
    after = _standing(play)["held"]
    assert (after.key != before.key, after.at) == (True, START + timedelta(days=1) + LENGTH)


def test_once_held_the_deadline_stands_until_it_is_transferred() -> None:
    play = _after_meeting(book(agreed()))
    play.act("megan", people.escalate, "alex")
    play.act("megan", moves.held, play.now.date())
    assert _who(play) == {"deadline": (Step.MOVED, ("ana",))}
    play.act("ana", moves.moved, play.now.date())
    assert _who(play) == {"deadline": (Step.TRANSFERRED, ("megan",))}
    each, deadline = _standing(play)["deadline"], play.handoff.deadline
    assert deadline is not None
    assert (each.day, each.key, each.escalation) == (deadline.due, deadline.due.isoformat(), "alex")
    play.act("megan", moves.transferred, play.now.date())
    assert not _standing(play)


def test_a_record_that_is_taken_back_brings_its_question_back() -> None:
    play = _after_meeting(book(agreed()))
    asked = _standing(play)["held"]
    play.act("megan", moves.held, play.now.date())
    play.act(
        "megan", items.undo, [next(item.number for item in play.handoff.items if item.gate == "discussion")]
    )
    assert _standing(play) == {"held": asked}


def test_nobody_is_reminded_of_a_deadline_while_all_wait_for_the_meeting() -> None:
    play = Play(STU_CSU).started().ticked()
    play.act("ana", moves.moved, TODAY)
    assert set(_standing(play)) == {"deadline", "discussion"}
    waits = play.handoff
    play = book(play)
    assert set(_standing(play)) == {"deadline", "held"}  # the agreement is still to be met
    assert waits.deadline == play.handoff.deadline
    play.act("ana", agreement.agree)
    play.act("megan", agreement.agree)
    assert set(_standing(play)) == {"held"}
    assert standing.next_change(play.handoff, play.now) == START + LENGTH
    assert _who(_after_meeting(play)) == {
        "deadline": (Step.HELD, ("ana",)),
        "held": (Step.HELD, ("ana",)),
    }


def test_before_its_move_a_handoff_is_not_ready_for_what_that_does_not_wait_for() -> None:
    ladders = {"ready": _LADDERS["not-booked"].model_copy(update={"kinds": ()})}
    play = Play(STU_CSU).started().ticked()
    assert not standing.occasions(play.handoff, play.kind, ladders, play.now)
    play.act("ana", moves.moved, TODAY)
    (each,) = standing.occasions(play.handoff, play.kind, ladders, play.now)
    assert each.at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    for kind in ("design-kickoff", "poc-scoping"):
        play = Play(kind).started().ticked()
        assert [o.ladder for o in standing.occasions(play.handoff, play.kind, ladders, play.now)] == ["ready"]
        assert set(_standing(play)) == set()  # the rule names other handoffs
