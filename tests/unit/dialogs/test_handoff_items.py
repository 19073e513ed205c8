"""The items of a handoff, typed: done, waived, noted, opened again."""

from __future__ import annotations

import pytest

from handoffs.model import State
from tests.office import Colleague, Office

TITLE = "**Contoso: Azure migration** (1): "


async def test_several_items_with_evidence_are_done_in_one_line(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    await ana.say("done 2, 3 and 5: https://contoso.com/plan")

    items = office.handoffs_kept[1].items
    done = {item.number: item.mark and item.mark.evidence for item in items if item.state is State.DONE}
    assert done == dict.fromkeys((2, 3, 5), "https://contoso.com/plan")


async def test_one_of_several_items_that_is_not_there_leaves_all_as_they_were(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    handoff = await office.start(ana, megan)

    assert await ana.say("done 1 99") == "There is no item 99: the items go from 1 to 14."
    assert office.handoffs_kept[1] == handoff


async def test_the_second_of_two_ticks_is_told_by_whom_and_when_it_was_done(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("done 1")

    answer = await megan.say("done 1")

    assert answer == TITLE + "Item 1 was done already, by Ana on Fri 20 Nov 2026 at 04:00."
    assert office.handoffs_kept[1].items[0].mark is not None


async def test_items_are_waived_called_not_applicable_noted_and_opened_again(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    await ana.say("waive 4 because budget is confirmed in March")
    await ana.say("n/a 5 because not Unified")
    await ana.say("note 2 the CFO decides")
    await ana.say("undo 5")

    four, five, two = (office.handoffs_kept[1].items[number - 1] for number in (4, 5, 2))
    assert (four.state, four.mark and four.mark.reason) == (State.WAIVED, "budget is confirmed in March")
    assert five.state is State.OPEN
    assert two.note == "the CFO decides"


async def test_waiving_needs_a_reason(office: Office, ana: Colleague, megan: Colleague) -> None:
    await office.start(ana, megan)

    assert (
        await ana.say("waive 4")
        == "Please give a reason, for example: because the budget is confirmed in March."
    )
    assert office.handoffs_kept[1].items[3].state is State.OPEN


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("done 1: megan@contoso.com has it", "evidence"),
        ("waive 1 because megan@contoso.com has it", "reason"),
    ],
)
async def test_addresses_are_not_kept_in_what_is_said_of_an_item(
    typed: str, field: str, office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    await ana.say(typed)

    assert getattr(office.handoffs_kept[1].items[0].mark, field) == "... has it"


@pytest.mark.parametrize(
    "typed", ["note 2 {}", "waive 2 because {}", "n/a 2 because {}", "cancel 1 because {}"]
)
async def test_a_text_over_the_limit_is_refused_with_the_limit(
    typed: str, office: Office, ana: Colleague, megan: Colleague
) -> None:
    handoff = await office.start(ana, megan)

    for length in (1100, 2500, 15_000):
        assert "can have 1000 characters at most" in await ana.say(typed.format("why so " * (length // 7)))
    assert office.handoffs_kept[1] == handoff


async def test_a_comment_over_the_limit_is_refused_with_the_limit(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    said = await megan.say(f"decline because {'it is too much ' * 200}")

    assert said == "That is too long: a comment that says why can have 1000 characters at most."


@pytest.mark.parametrize(
    "typed",
    [
        "done 1-99999999",
        "done 1\u201399999999",
        "done 1 - 99999999",
        "done 1 to 99999999",
        "done " + ", ".join(map(str, range(1, 1000))),
        "done " + " ".join(map(str, [*range(1, 100)] * 50)),
        "waive 1..9999 because it is late",
        "note 9999 a word that there is to say",
    ],
)
async def test_items_far_beyond_the_last_are_refused_in_words(
    typed: str, office: Office, ana: Colleague, megan: Colleague
) -> None:
    handoff = await office.start(ana, megan)

    said = await ana.say(typed)

    assert said.startswith("There is no item ")
    assert said.endswith(": the items go from 1 to 14.")
    assert office.handoffs_kept[1] == handoff


@pytest.mark.parametrize("typed", ["value {}", "done {}", "done 1-{}", "value 1 {}"])
async def test_a_number_of_thousands_of_digits_gets_one_clear_sentence(
    typed: str, office: Office, ana: Colleague, megan: Colleague
) -> None:
    handoff = await office.start(ana, megan)

    said = await ana.say(typed.format("9" * 5000))

    assert len(said) < 150
    assert office.handoffs_kept[1] == handoff


@pytest.mark.parametrize(
    "typed", ["done 4\u20136", "done 4\u20146", "done 4..6", "done 4 to 6", "done 6-4", "4-6 done"]
)
async def test_a_range_is_read_however_it_is_written(
    typed: str, office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    await ana.say(typed)

    marks = {item.number: item.mark for item in office.handoffs_kept[1].items if item.mark}
    assert list(marks) == [4, 5, 6]
    assert not any(mark.evidence for mark in marks.values())
