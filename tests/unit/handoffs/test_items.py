"""The lines of the checklist."""

from __future__ import annotations

import pytest

from handoffs import agreement, ending, facts, items, moves, people
from handoffs.change import Call, What
from handoffs.model import State
from knowledge.handoffs import Side
from tests.unit.handoffs.play import ATU_STU, STU_CSU, TODAY, Play

_LONG = "x" * 1_001


@pytest.fixture
def play() -> Play:
    return Play().started()


def test_items_are_numbered_in_the_order_of_the_card(play: Play) -> None:
    assert [item.number for item in play.handoff.items] == [*range(1, 15)]
    assert [item.key for item in play.handoff.items] == [*play.kind.items]


def test_several_at_once_with_evidence(play: Play) -> None:
    change = play.act("ana", items.done, [1, 2, 2], evidence="see\nthe notes")

    assert [event.what for event in change.events] == [What.ITEM_DONE, What.ITEM_DONE]
    mark = play.handoff.items[1].mark
    assert mark is not None
    assert (mark.by, mark.evidence) == ("ana", "see the notes")


def test_the_second_tick_changes_nothing_and_shows_whose_the_first_was(play: Play) -> None:
    first = play.act("ana", items.done, [1])
    second = play.act("megan", items.done, [1])

    assert second.is_empty
    assert second.handoff == first.handoff


def test_evidence_for_what_is_done_becomes_a_note(play: Play) -> None:
    play.act("ana", items.done, [1])
    play.act("megan", items.done, [1], evidence="https://contoso.example/notes")

    assert play.handoff.items[0].note == "https://contoso.example/notes"


def test_one_wrong_number_leaves_all_as_they_were(play: Play) -> None:
    said = play.refused("ana", items.done, [1, 2, 99])

    assert said == "There is no item 99: the items go from 1 to 14."
    assert all(item.state is State.OPEN for item in play.handoff.items)


@pytest.mark.parametrize(
    ("who", "what", "arguments", "said"),
    [
        ("megan", items.done, ([8],), "Item 8 is for the ATU (AE or ATS) to settle."),
        ("alex", items.done, ([1],), "Item 1 is for the ATU (AE or ATS) or the STU (SSP or SE) to settle."),
        ("ana", items.done, ([],), 'Please say which item, for example "done 3".'),
        ("ana", items.done, ([11],), 'Item 11 is settled when both sides agree. Type "agree" for your side.'),
        ("ana", items.done, ([0],), "There is no item 0: the items go from 1 to 14."),
        (
            "ana",
            items.waive,
            ([4], " \n"),
            "Please give a reason, for example: because the budget is confirmed in March.",
        ),
        (
            "ana",
            items.not_applicable,
            ([4], ""),
            "Please give a reason, for example: because the budget is confirmed in March.",
        ),
        (
            "ana",
            items.waive,
            ([4], _LONG),
            "That is too long: a reason can have 1000 characters at most.",
        ),
        (
            "ana",
            items.waive,
            ([12], "no time"),
            'Item 12 is settled when the discussion took place. Type "held" once it did.',
        ),
        ("ana", items.note, (3, ""), "Please give the note."),
        ("ana", items.undo, ([12],), "Nothing is recorded for item 12 yet, so there is nothing to undo."),
        ("alex", items.undo, ([12],), "Only Ana and Megan can do that."),
        ("ana", items.undo, ([11],), "You have not agreed, so there is nothing of yours to undo in item 11."),
    ],
)
def test_what_is_refused(
    play: Play, who: str, what: object, arguments: tuple[object, ...], said: str
) -> None:
    assert callable(what)
    assert play.refused(who, what, *arguments) == said


def test_what_is_done_is_not_waived_but_undone_first(play: Play) -> None:
    play.act("ana", items.done, [4])

    assert "undo 4" in play.refused("ana", items.waive, [4], "not needed")
    play.act("ana", items.undo, [4])
    play.act("ana", items.waive, [4], "not needed")
    assert play.handoff.items[3].state is State.WAIVED


def test_a_waived_item_can_still_be_done(play: Play) -> None:
    play.act("ana", items.waive, [4], "not needed")
    play.act("megan", items.done, [4])

    assert play.handoff.items[3].state is State.DONE


def test_a_move_stands_on_its_items(play: Play) -> None:
    _moved(play)

    for who, number in (("ana", 1), ("megan", play.number("agreed")), ("megan", play.number("discussed"))):
        assert f'Type "undo {play.number("moved")}" first' in play.refused(who, items.undo, [number])
    play.act("ana", items.undo, [play.number("moved")])
    play.act("megan", items.undo, [play.number("discussed")])
    play.act("megan", items.undo, [play.number("agreed")])
    assert play.handoff.moved is None
    assert play.handoff.deadline is None
    assert list(play.handoff.agreed) == [Side.GIVER]


def test_a_tick_tells_nobody_until_the_move_is_somebody_elses(play: Play) -> None:
    for number in range(1, 10):
        assert play.act("ana", items.done, [number]).notices == ()

    play.act("ana", items.done, [10])
    assert play.told() == {"megan": Call.YOUR_MOVE}


def test_nobody_ticks_that_both_sides_validated_the_details() -> None:
    play = Play(STU_CSU).started()
    number = play.number("details-validated")

    assert 'Type "agree"' in play.refused("ana", items.done, [number])
    play.act("ana", items.waive, [number], "Megan has left, and her manager took over")
    assert play.item("details-validated").state is State.WAIVED


def test_what_is_for_others_is_the_givers_where_there_are_none() -> None:
    play = Play("optimization-planning").started()
    number = play.number("outcomes")

    play.refused("alex", items.done, [number])
    play.act("ana", people.add_other, "alex")
    play.act("alex", items.done, [number])


def test_nothing_is_ticked_on_a_draft_or_on_what_is_over() -> None:
    play = Play(ATU_STU)
    assert play.refused("ana", items.done, [1]).startswith("This handoff has not started yet")

    play.started()
    play.act("ana", ending.cancel, "")
    said = play.refused("ana", items.done, [1])
    assert said == 'This handoff is cancelled since Fri 20 Nov 2026. Type "reopen 12" to go on with it.'


def test_unified_exchanges_the_items_that_depend_on_it() -> None:
    play = Play(STU_CSU).started(unified=True)
    number = play.number("owner-unified")
    last = play.handoff.items[-1].number

    play.act("ana", facts.opportunity, unified=False)
    assert play.item("owner-unified").state is State.NOT_APPLICABLE
    assert play.number("owner-non-unified") == last + 1

    play.act("ana", facts.opportunity, unified=True)
    assert play.item("owner-unified").state is State.OPEN
    assert play.number("owner-unified") == number
    assert play.item("owner-non-unified").state is State.NOT_APPLICABLE


def _moved(play: Play) -> None:
    play.ticked()
    play.act("ana", agreement.agree)
    play.act("megan", agreement.agree)
    play.act("megan", moves.held, TODAY)
    play.act("ana", moves.moved, TODAY)
