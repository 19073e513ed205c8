"""From the first fact to the start."""

from __future__ import annotations

import pytest

from handoffs import ending, facts, starting, views
from handoffs.change import Call, What
from handoffs.model import Milestone, Status
from handoffs.views import Step
from tests.unit.handoffs.play import DUE, FLYWHEEL, STU_CSU, Play, actor, dollars


def test_whoever_starts_a_handoff_gives_it() -> None:
    play = Play()

    assert play.handoff.status is Status.DRAFT
    assert (play.handoff.parties.creator, play.handoff.parties.giver) == ("ana", "ana")
    assert [event.what for event in play.events] == [What.DRAFTED]
    assert views.whose_move(play.handoff, play.kind, play.now).step is Step.START


def test_whoever_starts_a_handoff_to_oneself_receives_it() -> None:
    play = Play()
    change = starting.draft(1, "atu-stu", play.setting("megan"), receiver="megan")

    assert change.handoff.parties.giver == ""


def test_the_facts_are_asked_for_in_order() -> None:
    play = Play()

    assert starting.missing_facts(play.handoff, play.kind) == (
        *("customer", "opportunity", "workload:1", "value:1", "due:1"),
    )
    assert play.refused("ana", starting.begin) == (
        "Before this handoff can start, please tell me the customer, the name of the opportunity, the "
        "workload of milestone 1, the estimated value of milestone 1 and the due date of milestone 1."
    )


def test_every_milestone_is_asked_for_and_unified_only_where_it_matters() -> None:
    play = Play(STU_CSU)
    play.act("ana", facts.opportunity, name="Azure migration", customer="Contoso")
    play.act("ana", facts.add_milestone, Milestone(workload="Azure", value=dollars(1), due=DUE))
    play.act("ana", facts.add_milestone, Milestone(workload="Data"))

    assert starting.missing_facts(play.handoff, play.kind) == ("unified", "value:2", "due:2")


@pytest.mark.parametrize("kind", FLYWHEEL)
def test_a_flywheel_handoff_needs_no_milestones(kind: str) -> None:
    play = Play(kind).started(unified=None)

    assert play.handoff.milestones == ()
    assert play.refused("ana", facts.value, 1, dollars(1)).startswith("There are no milestones in ")


@pytest.mark.parametrize("unified", [True, False])
def test_items_that_depend_on_unified(unified: bool) -> None:
    keys = [item.key for item in Play(STU_CSU).started(unified=unified).handoff.items]

    assert ("owner-unified" in keys, "owner-non-unified" in keys) == (unified, not unified)


def test_the_start_is_told_to_the_receiver_once() -> None:
    play = Play().started()

    assert play.told() == {"megan": Call.STARTED}
    assert play.refused("ana", starting.begin) == "This handoff has started already."


def test_a_draft_is_nobody_elses() -> None:
    play = Play()

    assert not views.may_see(play.handoff, actor("megan"))
    assert views.may_see(play.handoff, actor("boss", admin=True))
    assert play.refused("megan", starting.begin) == ("Only Ana, who is preparing this handoff, can do that.")
    assert play.act("ana", ending.cancel, "").notices == ()


def test_a_draft_that_waited_too_long_needs_a_new_due_date() -> None:
    play = Play()
    play.act("ana", facts.opportunity, name="Azure migration", customer="Contoso")
    play.act("ana", facts.add_milestone, Milestone(workload="Azure", value=dollars(1), due=DUE))
    play.pass_days(100)

    assert "has passed" in play.refused("ana", starting.begin)


def test_giver_and_receiver_are_two_people() -> None:
    play = Play()

    with pytest.raises(Exception, match="refused"):
        starting.draft(1, "atu-stu", play.setting("ana"), giver="megan", receiver="megan")


def test_what_a_draft_still_needs_in_words() -> None:
    play = Play(STU_CSU)
    said = [sentence.say({}) for sentence in views.missing(play.handoff, play.kind)]

    assert said[:3] == [
        "Still missing: the customer.",
        "Still missing: the name of the opportunity.",
        "Still missing: whether the customer has Unified.",
    ]
