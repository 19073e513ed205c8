"""What is said about people, confirmations and the record: true, and to those whom it is for."""

from __future__ import annotations

from dialogs.handoff import reports, words
from handoffs import words as domain
from tests.card_parts import texts_of
from tests.office import Colleague, Office


async def test_who_has_left_keeps_no_card_with_its_title(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    await megan.say("open 1")
    [shown] = [shown for shown in office.shown if shown.person == megan.id]

    await ana.say("assign alex@contoso.com as receiver")

    assert texts_of(office.cards_now[shown.activity]) == [words.LEFT.format(number=1)]


async def test_a_report_is_for_ones_own_chat_also_where_all_of_a_group_may_see_the_handoff(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    answer = await ana.in_group("group", megan).say("report 1")

    assert answer == words.OWN_CHAT
    [(person, told)] = office.told
    assert person == ana.id
    assert "/reports/" in told.text


async def test_an_admin_who_is_not_on_it_is_told_that_the_files_are_not_for_them(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    alex.admin = True

    told = await alex.say("report 1")

    assert "The history is unbroken" in told
    assert "As an admin you can read" in told
    assert "/reports/" not in told


async def test_a_side_that_passes_on_agrees_anew_and_the_other_need_not(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("agree")
    await megan.say("agree")

    answer = await ana.say("assign alex@contoso.com as receiver")

    assert "Alex agrees anew." in answer
    assert words.SAID_VOIDED not in answer
    assert list(office.handoffs_kept[1].agreed) == ["giver"]


async def test_to_undo_ones_own_agreement_is_said_as_such(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await megan.say("agree")
    await ana.say("agree")
    agreement = next(item for item in office.handoffs_kept[1].items if item.gate == "agreement")

    answer = await ana.say(f"undo {agreement.number}")

    assert words.SAID_WITHDRAWN in answer
    assert words.SAID_VOIDED not in answer


async def test_after_a_decline_nothing_is_as_it_was(office: Office, ana: Colleague, megan: Colleague) -> None:
    await office.start(ana, megan)
    await ana.say("agree")
    await megan.say("decline because the value is too high")

    answer = await ana.say("reopen 1")

    assert words.SAID_REOPENED_ANEW in answer
    assert "as it was" not in answer
    assert words.SAID_VOIDED not in answer


async def test_no_side_is_its_own_escalation_contact(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)

    assert await ana.say("escalate to me") == domain.ESCALATION_SIDE.format(person="Ana")
    assert await ana.say("escalate to Megan") == domain.ESCALATION_SIDE.format(person="Megan")
    await ana.say("escalate to alex@contoso.com")
    answer = await ana.say("assign alex@contoso.com as receiver")

    assert words.SAID_NO_ESCALATION in answer
    assert office.handoffs_kept[1].parties.escalation == ""


async def test_the_history_says_in_words_what_changed_from_what_to_what(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    for typed in (
        *("agree", "value 300000", "due 2027-02-05", "customer Contoso Ltd", "meet by 2026-12-04"),
        *('add milestone "Data", 80000 USD, 15 Mar', "remove milestone 2", "note 2 the plan"),
        *("waive 4 because the budget is confirmed in March", "undo 4", "held yesterday", "held today"),
        *("assign alex@contoso.com as receiver", "decline because of *x*"),
    ):
        await ana.say(typed)
    await alex.say("decline because the value is too high")

    told = [line.partition(", ")[2] for line in (await ana.say("history 1")).splitlines()]

    assert told[1:-2] == [
        "Ana: began to prepare it",
        "Ana: started it, with 14 items",
        "Ana: agreed: Azure migration, 250,000 USD, due Fri 15 Jan 2027",
        "Ana: value of milestone 1: 250,000 USD -> 300,000 USD",
        "Ana: the agreement of the giver no longer holds (the milestones changed)",
        "Ana: due date of milestone 1: Fri 15 Jan 2027 -> Fri 5 Feb 2027",
        "Ana: customer: Contoso -> Contoso Ltd",
        "Ana: discussion by: Fri 4 Dec 2026",
        "Ana: added milestone 2: Data, 80,000 USD, due Mon 15 Mar 2027",
        "Ana: removed milestone 2: Data, 80,000 USD, due Mon 15 Mar 2027",
        "Ana: note on item 2: the plan",
        "Ana: waived item 4: the budget is confirmed in March",
        "Ana: opened item 4 again",
        "Ana: discussion held on Thu 19 Nov 2026",
        "Ana: discussion held on Thu 19 Nov 2026 -> Fri 20 Nov 2026",
        "Ana: receiver: Megan -> Alex",
        "Alex: declined: the value is too high",
    ]


async def test_the_history_says_how_many_entries_the_report_has(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("held")

    last = (await ana.say("history 1")).splitlines()[-1]

    assert last == words.HISTORY_ALL.format(count=len(office.recorded[1]), number=1)


async def test_a_report_holds_words_and_no_keys(office: Office, ana: Colleague, megan: Colleague) -> None:
    await office.start(ana, megan)
    for typed in ("value 300000", "waive 4 because the budget is confirmed in March", "held", "agree"):
        await ana.say(typed)

    made = await reports.build(office.desk(), 1, ana.id, "csv")

    assert made
    assert "under way" in made[2]
    assert "value of milestone 1: 250,000 USD -> 300,000 USD" in made[2]
    assert "status: a draft -> under way" in made[2]
    assert not [
        key for key in ("qualifying", "key:", "workload:", "meet_by", "item:", "state:") if key in made[2]
    ]
