from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.desk import Profile
from dialogs.handoff import words
from handoffs.model import State, Status
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


async def test_whoever_cannot_be_reached_is_named_to_the_one_who_acts(office: Office, ana: Colleague) -> None:
    megan = office.hire("Megan", met=False)
    await office.start(ana, megan)

    answer = await ana.say("done 1 2 3 4 5 6 7 8 9 10")

    assert "Megan has not opened a chat with me yet" in answer
    assert "@" not in answer


async def test_what_waits_for_somebody_is_shown_after_their_first_words(
    office: Office, ana: Colleague
) -> None:
    megan = office.hire("Megan", met=False)
    await office.start(ana, megan)
    office.contacts[megan.id] = replace(office.contacts[megan.id], user=megan.user)
    office.profiles_kept[megan.user] = Profile(person=megan.user, met=True)

    first = await megan.do(text="who leads stage 3")
    second = await megan.do(text="who leads stage 4")

    assert "lead stage 3" in first.replies[0].text
    assert first.replies[1].text.startswith(words.WAITING_ONE)
    assert first.replies[1].live == 1
    assert not any(reply.live for reply in second.replies)


async def test_a_handoff_is_played_to_its_end_in_words(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await _ticked(ana)
    await ana.say("agree")
    await megan.say("agree")
    assert "The discussion has not been held" in await ana.say("moved")

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


async def test_the_receiver_is_asked_once_for_their_country_and_the_deadline_follows_it(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    office.now = office.now.replace(month=12, day=21)
    await office.start(ana, megan)

    answer = await ana.say("held")
    await ana.say("held yesterday")
    asked = [person for person, reply in office.told if "Which country" in reply.text]
    counted = office.handoffs_kept[1].deadline
    told = (await megan.do(text="my country is Norway")).replies[0].text
    recounted = office.handoffs_kept[1].deadline

    assert "public holidays not counted" in answer
    assert asked == [megan.id]
    assert told == "Noted: I count with the public holidays of Norway (NO) for you."
    assert counted
    assert recounted
    assert recounted.due > counted.due
    assert office.profiles_kept[megan.user].country == "NO"


async def test_a_known_country_of_the_receiver_counts_without_asking(office: Office, ana: Colleague) -> None:
    megan = office.hire("Megan", country="NO")
    await office.start(ana, megan)

    await ana.say("held")

    assert not any("Which country" in reply.text for _, reply in office.told)
    assert office.handoffs_kept[1].country == "NO"


async def test_a_press_changes_the_card_and_says_nothing(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")

    outcome = await ana.press("Mark done", items="1,2", note="the plan")

    assert outcome.replies == ()
    assert outcome.card == office.card(1, ana.chat)
    assert "Done by Ana, Fri 20 Nov 2026. Evidence: the plan" in texts_of(outcome.card)


async def test_a_press_on_a_card_that_was_overtaken_changes_nothing_and_shows_the_present_one(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")
    old = office.card(1, ana.chat)
    await megan.say("done 1 in handoff 1")
    office.later(days=40)

    outcome = await ana.press("Mark done", card=old, items="2")

    [reply] = outcome.replies
    assert "Changed by Megan at Fri 20 Nov 2026 at 10:00." in reply.text
    assert "Done by Megan, Fri 20 Nov 2026" in texts_of(outcome.card)
    assert office.handoffs_kept[1].items[1].state is State.OPEN


async def test_a_press_without_items_or_reason_says_what_is_missing(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")

    nothing = await ana.press("Mark done", items="")
    no_reason = await ana.press("Waive", items="2", reason=" ")

    assert [reply.text for reply in nothing.replies] == [words.NO_ITEMS_PICKED]
    assert [reply.text for reply in no_reason.replies] == [words.NO_REASON]


@pytest.mark.parametrize(
    "data", [{}, {"handoff": "1", "revision": 1}, {"handoff": 1}, {"handoff": True, "revision": True}]
)
async def test_a_button_of_another_making_is_not_ours(data: dict[str, object], ana: Colleague) -> None:
    assert not (await ana.do(verb="handoff_done", data=data)).understood


async def test_a_handoff_is_played_to_its_end_by_buttons(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")
    await megan.say("open 1")
    await ana.press("Mark done", items="1,2,3,4,5,6,7,8,9,10")
    await ana.press("Agree")
    await megan.press("Agree")
    await ana.press("It was held", held_on="2026-11-19")
    await ana.press("Record the move", moved_on="2026-11-20")
    await megan.press("Record the transfer", transferred_on="2026-11-20")
    await ana.press("Close the handoff")

    assert office.handoffs_kept[1].status is Status.CLOSED


async def test_sides_pass_to_others_and_who_has_left_sees_it_no_more(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    await megan.say("open 1")

    await ana.say("assign alex@contoso.com as receiver")

    assert office.handoffs_kept[1].parties.receiver == alex.id
    told = dict(office.told)
    assert told[alex.id].card
    assert not told[megan.id].card
    assert [shown.person for shown in office.shown if shown.person == megan.id] == []
    assert await megan.say("open 1") == words.UNKNOWN.format(number=1)


async def test_an_escalation_contact_is_named_and_reads_only(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)

    await ana.say("escalate to alex@contoso.com")

    assert "Contoso: Azure migration" in await alex.say("team")
    assert "for the ATU" in await alex.say("done 1 in handoff 1")
    assert not any(action.get("verb") for action in actions((await alex.do(text="open 1")).replies[0].card))


async def test_nobody_known_is_not_guessed(office: Office, ana: Colleague, megan: Colleague) -> None:
    await office.start(ana, megan)

    assert await ana.say("escalate to Robin") == words.WHO


async def test_deleting_my_data_takes_me_and_my_words_off_handoffs(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")
    assert "Handoffs stay" in await ana.say("delete my data")
    await ana.say("yes")

    assert office.forgotten == [f"handoffs of {ana.id}", ana.user]
    assert not [shown for shown in office.shown if shown.person == ana.id]


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
