from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.handoff import words
from handoffs.model import Status
from tests.card_parts import actions, texts_of
from tests.office import Colleague, Office, expert

TITLE = "**Contoso: Azure migration** (1): "


async def _ticked(ana: Colleague) -> None:
    await ana.say("done 1 2 3 4 5 6 7 8 9 10")


async def test_a_typed_tick_is_answered_with_one_line_and_the_card_changes_in_place(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")
    before = office.shown

    outcome = await ana.do(text="done 3")

    assert [reply.text for reply in outcome.replies] == [TITLE + "1 done, 13 left."]
    assert office.shown == before
    assert "Done by Ana, Fri 20 Nov 2026" in texts_of(office.card(1, ana.chat))


async def test_the_card_is_posted_again_once_it_has_scrolled_away(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")
    [first] = office.shown
    for number in (1, 2, 3):
        outcome = await ana.do(text=f"done {number}")
        assert not outcome.replies[0].card

    outcome = await ana.do(text="done 4")

    [second] = office.shown
    assert [bool(reply.card) for reply in outcome.replies] == [False, True]
    assert second.activity != first.activity
    assert texts_of(office.cards_now[first.activity]) == [
        'Contoso: Azure migration: this card has moved down. Type "open 1" to see it.'
    ]


async def test_values_are_read_back_with_weekday_and_currency(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    await ana.say("open 1")

    assert await ana.say("value 300k") == TITLE + "Azure migration: 300,000 USD, due Fri 15 Jan 2027."
    assert await ana.say("due 2027-02-01") == TITLE + "Azure migration: 300,000 USD, due Mon 1 Feb 2027."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("value 0", words.AMOUNTS[next(p for p in words.AMOUNTS if p.value == "zero")]),
        ("value -5", words.AMOUNTS[next(p for p in words.AMOUNTS if p.value == "negative")]),
        ("value €200 $300", words.AMOUNTS[next(p for p in words.AMOUNTS if p.value == "two currencies")]),
        ("due 30 February", words.DAYS[next(p for p in words.DAYS if p.value == "no such day")]),
        ("due 2020-01-01", words.DAYS[next(p for p in words.DAYS if p.value == "past")]),
        ("held tomorrow", words.PAST_DAYS[next(p for p in words.DAYS if p.value == "future")]),
    ],
)
async def test_what_cannot_be_is_refused_in_one_sentence(
    typed: str, said: str, office: Office, ana: Colleague, megan: Colleague
) -> None:
    handoff = await office.start(ana, megan)

    assert await ana.say(typed) == said
    assert office.handoffs_kept[1] == handoff


async def test_of_a_date_that_can_be_two_both_are_offered(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    asked = await ana.do(text="due 05/06")
    titles = [action["title"] for action in actions(asked.replies[0].card)]
    assert set(titles) == {"Sat 5 Jun 2027", "Thu 6 May 2027"}

    await ana.press("Sat 5 Jun 2027", card=asked.replies[0].card)

    [milestone] = office.handoffs_kept[1].milestones
    assert str(milestone.due) == "2027-06-05"


async def test_a_reading_can_be_picked_by_its_number(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    asked = await ana.say("due 05/06")
    place = next(line[0] for line in asked.splitlines() if line.endswith("6 May 2027"))

    await ana.say(place)

    assert str(office.handoffs_kept[1].milestones[0].due) == "2027-05-06"


async def test_milestones_are_added_changed_and_taken_away(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    await ana.say('add milestone "Data", 80000, 15 Mar')
    await ana.say("value 2 90000")
    await ana.say("due 2 2027-04-01")
    shown = [milestone.workload for milestone in office.handoffs_kept[1].milestones]
    second = office.handoffs_kept[1].milestones[1]
    await ana.say("remove milestone 1")

    assert shown == ["Azure migration", "Data"]
    assert (second.value and second.value.show(), str(second.due)) == ("90,000 USD", "2027-04-01")
    assert [milestone.workload for milestone in office.handoffs_kept[1].milestones] == ["Data"]


async def test_two_people_agree_and_a_change_voids_it_and_tells_the_other(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await _ticked(ana)
    assert "Megan to move" in await ana.say("agree")
    await megan.say("agree")
    assert set(office.handoffs_kept[1].agreed) == {"giver", "receiver"}
    office.told.clear()

    answer = await megan.say("value 400000")

    assert not office.handoffs_kept[1].agreed
    assert words.SAID_VOIDED in answer
    [(person, notice)] = office.told
    assert person == ana.id
    assert notice.text.startswith("Megan changed the milestones of Contoso, Azure migration")
    assert notice.card


async def test_a_decline_needs_a_comment_and_ends_it(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    assert "comment" in await megan.say("decline 1")
    await megan.say("decline because the value is too high")

    assert office.handoffs_kept[1].status is Status.DECLINED
    assert any("the value is too high" in reply.text for person, reply in office.told if person == ana.id)


async def test_the_other_side_hears_once_when_it_is_their_move_and_not_at_every_tick(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    for number in range(1, 10):
        await ana.say(f"done {number}")
    assert not office.told
    await ana.say("done 10")

    assert [person for person, _ in office.told] == [megan.id]


async def test_a_handoff_is_played_to_its_end_in_words(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await _ticked(ana)
    await ana.say("agree")
    await megan.say("agree")
    assert "The discussion is neither booked nor held yet" in await ana.say("moved")

    held = await ana.say("held yesterday")
    assert "by Mon 30 Nov 2026: 7 business days after Thu 19 Nov 2026, skipping 2 weekends" in held
    await ana.say("moved")
    await megan.say("transferred")
    await ana.say("close")

    assert office.handoffs_kept[1].status is Status.CLOSED
    assert "is closed" in await ana.say("done 3")
    assert office.handoffs_kept[1].status is Status.CLOSED


@pytest.mark.parametrize("kind", [kind for kind, rules in expert().kinds.items() if not rules.confirm])
async def test_a_flywheel_handoff_ends_by_itself(
    kind: str, office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan, kind)

    for person in (ana, megan):
        for item in office.handoffs_kept[1].items:
            if not item.gate:
                await person.say(f"done {item.number}")
    await ana.say("held")

    assert office.handoffs_kept[1].status is Status.CLOSED


async def test_new_items_of_a_kind_are_offered_as_it_is_opened_and_taken_on_a_word(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    handoff = await office.start(ana, megan)
    office.handoffs_kept[1] = replace(handoff, version="older", items=handoff.items[1:])

    await ana.say("open 1")
    shown = texts_of(office.card(1, ana.chat))
    answer = await ana.say("take new items 1")

    assert words.OFFERED in shown
    assert words.SAID_TAKEN in answer
    assert "Customer outcomes are identified" in [item.text for item in office.handoffs_kept[1].items]
