"""Agreement, discussion, move, transfer, end: each guard says in words what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handoffs import agreement, ending, facts, gates, items, moves, people, views
from handoffs.change import Call, What
from handoffs.model import Milestone, Status, Talk
from handoffs.views import DateKind, Step
from knowledge.handoffs import Gate, Side
from tests.unit.handoffs.play import FLYWHEEL, STU_CSU, TODAY, Play, actor

_YESTERDAY = TODAY - timedelta(days=1)


def _agreed(play: Play) -> Play:
    play.act("ana", agreement.agree)
    play.act("megan", agreement.agree)
    return play


@pytest.mark.parametrize("first", ["agreement", "discussion"])
def test_atu_to_stu_from_start_to_end_in_either_order(first: str) -> None:
    play = Play().started().ticked()
    if first == "agreement":
        _agreed(play).act("megan", moves.held, TODAY)
    else:
        play.act("megan", moves.held, TODAY)
        _agreed(play)

    assert play.status() is Status.READY
    play.act("ana", moves.moved, TODAY)
    assert play.told() == {"megan": Call.YOUR_MOVE}
    play.act("megan", moves.transferred, TODAY)
    play.act("ana", ending.close)
    assert play.status() is Status.CLOSED
    assert views.progress(play.handoff).open_required == 0


def test_stu_to_csu_from_start_to_end() -> None:
    play = Play(STU_CSU).started().ticked()
    play.act("ana", moves.moved, TODAY)

    deadline, latest = play.handoff.deadline, play.handoff.meet_by
    assert deadline is not None
    assert latest is not None
    assert deadline.due == latest.due == date(2026, 11, 27)
    assert deadline.reading
    assert "The discussion is neither booked nor held yet" in play.refused("ana", moves.transferred, TODAY)
    play.act("ana", moves.held, TODAY)
    assert "Ana has not agreed" in play.refused("ana", moves.transferred, TODAY)
    _agreed(play).act("ana", moves.transferred, TODAY)
    play.act("megan", ending.close)


@pytest.mark.parametrize("kind", FLYWHEEL)
def test_a_flywheel_handoff_ends_by_itself(kind: str) -> None:
    play = Play(kind).started(unified=None).ticked()
    assert play.status() is Status.READY
    assert play.refused("ana", agreement.agree).startswith("There is nothing to agree in ")
    assert "no stage move to record in" in play.refused("ana", moves.moved, TODAY)
    assert "neither booked nor held yet" in play.refused("ana", ending.close)

    play.act("ana", moves.held, TODAY)
    assert play.status() is Status.CLOSED
    assert play.told() == {"megan": Call.ENDED}
    play.act("megan", ending.reopen)
    assert play.status() is Status.READY


def test_the_move_waits_for_agreement_discussion_and_items() -> None:
    play = Play().started()
    said = play.refused("ana", moves.moved, TODAY)

    assert said.startswith("I cannot record yet that the opportunity moved to Stage 2.")
    for missing in (
        "Item 1 is open: Customer outcomes are identified.",
        "Ana has not agreed to the milestones yet.",
        "Megan has not agreed to the milestones yet.",
        "The discussion is neither booked nor held yet: ATU-to-STU",
    ):
        assert missing in said


def test_an_agreement_that_is_void_stops_the_transfer() -> None:
    play = _agreed(Play().started().ticked())
    play.act("ana", moves.held, TODAY)
    play.act("ana", moves.moved, TODAY)
    play.act("ana", facts.add_milestone, Milestone(workload="Data"))

    said = play.refused("megan", moves.transferred, TODAY)
    assert "Milestone 2 has no estimated value. Milestone 2 has no due date." in said
    assert play.refused("megan", agreement.agree).startswith("Milestone 2 has no estimated value.")


@pytest.mark.parametrize(
    ("who", "what", "on", "said"),
    [
        ("alex", moves.moved, TODAY, "Only Ana and Megan can do that."),
        ("alex", moves.held, TODAY, "Only Ana and Megan can do that."),
        ("ana", moves.held, TODAY + timedelta(days=1), "Sat 21 Nov 2026 is still to come."),
        ("ana", moves.held, date(2026, 10, 1), "Thu 1 Oct 2026 is long before this handoff."),
    ],
)
def test_who_records_what_on_which_day(who: str, what: object, on: date, said: str) -> None:
    assert callable(what)
    assert Play().started().refused(who, what, on).startswith(said)


def test_the_move_comes_after_the_discussion() -> None:
    play = _agreed(Play().started().ticked())
    play.act("ana", moves.held, TODAY)

    assert "was held on Fri 20 Nov 2026" in play.refused("ana", moves.moved, _YESTERDAY)
    play.act("ana", moves.held, _YESTERDAY)
    play.act("ana", moves.moved, _YESTERDAY)
    assert "the discussion comes before it" in play.refused("ana", moves.held, TODAY)
    assert f'Type "undo {play.number("moved")}" first' in play.refused("ana", moves.not_held)


def test_another_day_counts_the_deadline_again_and_says_why() -> None:
    play = Play().started()
    play.act("ana", moves.held, TODAY)
    change = play.act("megan", moves.held, _YESTERDAY)

    assert play.handoff.deadline is not None
    assert play.handoff.deadline.due == date(2026, 11, 30)
    assert change.events[-1].what is What.DEADLINE_SET
    assert change.events[-1].why == (
        "it counts from the day of the discussion, which changed from Fri 20 Nov 2026 to Thu 19 Nov 2026"
    )
    assert play.act("ana", moves.held, _YESTERDAY).is_empty


def test_not_held_drops_the_deadline() -> None:
    play = Play().started()
    play.act("ana", moves.held, TODAY)
    play.act("ana", moves.not_held)

    assert play.handoff.deadline is None
    assert play.handoff.discussion.state is Talk.NOT_HELD
    assert play.act("megan", moves.not_held).is_empty


def test_nobody_confirms_for_another_nor_for_both() -> None:
    play = Play().started()
    both = actor("megan", "ana")

    assert play.refused("alex", agreement.agree) == ("Only Ana and Megan can agree, each for their own side.")
    assert play.refused(both, agreement.agree).startswith("You stand on both sides")
    play.act("ana", agreement.agree)
    assert play.act("ana", agreement.agree).is_empty
    assert not gates.is_agreed(play.handoff, play.kind)


def test_declined_with_a_comment_and_opened_again() -> None:
    play = _agreed(Play().started())

    assert play.refused("ana", agreement.decline, "no") == (
        "Only Megan, who receives this handoff, can decline it."
    )
    assert (
        play.refused("megan", agreement.decline, "")
        == "Please give a comment that says why, for example: because the value is too high."
    )
    play.act("megan", agreement.decline, "the value is too high")
    assert play.told() == {"ana": Call.DECLINED}
    play.act("ana", ending.reopen)
    assert play.status() is Status.QUALIFYING
    assert play.handoff.agreed == {}


def test_who_may_cancel() -> None:
    play = Play().started()
    play.act("ana", people.assign, Side.GIVER, "alex")

    assert play.refused("megan", ending.cancel, "why").startswith("Only Ana can do that")
    play.act("alex", agreement.agree)
    play.act("megan", agreement.agree)
    assert (
        play.refused("megan", ending.cancel, "")
        == "Please give a reason, for example: because the budget is confirmed in March."
    )
    play.act("megan", ending.cancel, "the customer has withdrawn")
    assert play.told() == {"alex": Call.CANCELLED, "ana": Call.CANCELLED}
    assert play.refused("megan", ending.cancel, "again").startswith("This handoff is cancelled")


def test_assigning_voids_that_side_and_tells_everybody() -> None:
    play = _agreed(Play().started())
    play.act("megan", people.assign, Side.RECEIVER, "alex")

    assert list(play.handoff.agreed) == [Side.GIVER]
    assert play.told() == {"alex": Call.ASSIGNED, "ana": Call.VOIDED}
    assert play.refused("ana", people.assign, Side.RECEIVER, "ana").startswith("Giver and receiver have")
    play.act(actor("boss", admin=True), people.assign, Side.GIVER, "megan")
    assert play.told()["ana"] is Call.ASSIGNED
    assert play.events[-2].person == "boss"


def test_people_besides_giver_and_receiver() -> None:
    play = Play().started()
    play.act("ana", people.escalate, "boss")
    play.act("ana", people.add_other, "alex")

    assert views.may_see(play.handoff, actor("boss"))
    assert play.refused("boss", items.done, [1]).startswith("Item 1 is for")
    assert play.act("ana", people.add_other, "megan").is_empty
    assert play.refused("alex", people.escalate, "alex") == "Only Ana and Megan can do that."


def test_whose_move_it_is_along_the_way() -> None:
    play = Play().started()

    def move() -> tuple[Step, tuple[str, ...]]:
        now = views.whose_move(play.handoff, play.kind, play.now)
        return now.step, now.people

    seen = [move()]
    for who, what, arguments in (
        ("ana", items.done, ([*range(1, 11)],)),
        ("megan", agreement.agree, ()),
        ("ana", agreement.agree, ()),
        ("ana", moves.held, (TODAY,)),
        ("ana", moves.moved, (TODAY,)),
        ("megan", moves.transferred, (TODAY,)),
        ("ana", ending.close, ()),
    ):
        play.act(who, what, *arguments)
        seen.append(move())

    assert seen == [
        (Step.TICK, ("ana",)),
        (Step.AGREE, ("ana", "megan")),
        (Step.AGREE, ("ana",)),
        (Step.SCHEDULE, ("ana",)),
        (Step.MOVED, ("ana",)),
        (Step.TRANSFERRED, ("megan",)),
        (Step.CLOSE, ("ana",)),
        (Step.NONE, ()),
    ]


def test_what_each_can_do_now() -> None:
    play = Play().started()
    steps = {
        who: views.next_steps(play.handoff, play.kind, actor(who), play.now)
        for who in ("ana", "megan", "alex")
    }
    talk = (Step.SCHEDULE, Step.HELD, Step.NOT_HELD)

    assert steps == {
        "ana": (Step.TICK, Step.AGREE, *talk),
        "megan": (Step.TICK, Step.AGREE, *talk, Step.DECLINE),
        "alex": (),
    }


def test_the_nearest_date_that_matters() -> None:
    play = Play().started()
    dated = views.next_date(play.handoff)
    assert dated is not None
    assert dated.kind is DateKind.MILESTONE

    play.act("ana", facts.meet_by, date(2026, 12, 1))
    dated = views.next_date(play.handoff)
    assert dated is not None
    assert (dated.kind, (dated.day - TODAY).days) == (DateKind.DISCUSSION, 11)

    play.act("ana", moves.held, TODAY)
    dated = views.next_date(play.handoff)
    assert dated is not None
    assert (dated.kind, dated.day) == (DateKind.DEADLINE, date(2026, 12, 1))


def test_what_is_missing_before_a_move_and_before_the_end() -> None:
    play = Play(STU_CSU).started()

    before_move = views.missing(play.handoff, play.kind, Gate.MOVED)
    assert len(before_move) == 4
    assert len(views.missing(play.handoff, play.kind)) > len(before_move) + 4


def test_today_is_yesterday_for_somebody_further_west() -> None:
    """The discussion was this morning in Auckland, where it is Saturday already."""
    play = _agreed(Play().started().ticked())
    saturday = TODAY + timedelta(days=1)
    in_auckland = replace(play.setting("megan"), today=saturday)
    play.handoff = moves.held(play.handoff, saturday, in_auckland).handoff

    play.act("ana", moves.moved, TODAY)
    assert play.status() is Status.MOVED


def test_a_transfer_taken_back_needs_the_agreement_of_who_stands_there_now() -> None:
    play = _agreed(Play().started().ticked())
    play.act("ana", moves.held, TODAY)
    play.act("ana", moves.moved, TODAY)
    play.act("megan", moves.transferred, TODAY)
    play.act("ana", people.assign, Side.GIVER, "alex")
    assert gates.is_agreed(play.handoff, play.kind)

    play.act("alex", items.undo, [play.number("transferred")])
    assert list(play.handoff.agreed) == [Side.RECEIVER]
    assert "Alex has not agreed" in play.refused("megan", moves.transferred, TODAY)


def test_what_was_recorded_by_mistake_is_taken_back_from_the_last_on() -> None:
    play = _agreed(Play().started().ticked())
    for who, record in (("megan", moves.held), ("ana", moves.moved), ("megan", moves.transferred)):
        play.act(who, record, TODAY)

    assert f'Type "undo {play.number("transferred")}" first' in play.refused("ana", moves.not_held)
    for gate in (Gate.TRANSFERRED, Gate.MOVED, Gate.DISCUSSION):
        play.act("ana", items.undo_recorded, gate)
        assert gates.met(play.handoff, play.kind, gate) is None
        assert "nothing to undo" in play.refused("ana", items.undo_recorded, gate)
