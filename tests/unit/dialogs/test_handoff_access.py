from __future__ import annotations

import pytest

from dialogs.desk import RosterNeededError
from dialogs.handoff import words
from tests.card_parts import actions, texts_of
from tests.office import Colleague, Office

GROUP_TITLE = "Handoff 1, ATU to STU"


@pytest.mark.parametrize(
    "typed", ["open {}", "history {}", "report {}", "close {}", "reopen {}", "done 1 in handoff {}"]
)
async def test_what_is_not_there_and_what_is_not_yours_get_the_same_answer(
    typed: str, office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    handoff = await office.start(ana, megan)

    not_yours, not_there = await alex.say(typed.format(1)), await alex.say(typed.format(2))

    assert not_yours == words.UNKNOWN.format(number=1)
    assert not_there == words.UNKNOWN.format(number=2)
    assert office.handoffs_kept[1] == handoff


async def test_a_name_finds_only_ones_own(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)

    assert "Azure migration" in await ana.say("what's missing on Contoso?")
    assert await alex.say("what's missing on Contoso?") == words.UNKNOWN_NAME.format(name="Contoso")


@pytest.mark.parametrize("verb", ["handoff_done", "handoff_agree", "handoff_open", "handoff_view"])
async def test_a_strangers_button_shows_and_changes_nothing(
    verb: str, office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    handoff = await office.start(ana, megan)
    data = {"handoff": 1, "revision": handoff.revision, "items": "1"}

    outcome = await alex.do(verb=verb, data=data, refresh=verb == "handoff_view")

    assert office.handoffs_kept[1] == handoff
    assert "Contoso" not in "\n".join([*(reply.text for reply in outcome.replies), *texts_of(outcome.card)])


async def test_without_any_handoff_a_word_gets_one_clear_sentence(alex: Colleague) -> None:
    assert [await alex.say(word) for word in ("done 3", "agree", "held", "my handoffs")] == [
        words.NONE_OPEN
    ] * 4


async def test_of_several_handoffs_it_is_asked_which_and_a_button_does_what_was_typed(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await office.start(ana, megan, customer="Fabrikam")
    asked = await ana.do(text="done 1")
    card = asked.replies[0].card
    assert [action["title"] for action in actions(card)] == [
        "1 Contoso: Azure migration",
        "2 Fabrikam: Azure migration",
    ]

    outcome = await ana.press("2 Fabrikam: Azure migration", card=card)

    assert outcome.replies[0].text == "**Fabrikam: Azure migration** (2): 1 done, 13 left."
    assert texts_of(outcome.card) == ["done 1"]
    assert [
        item.mark is None for item in (office.handoffs_kept[1].items[0], office.handoffs_kept[2].items[0])
    ] == [
        True,
        False,
    ]


async def test_a_name_that_two_handoffs_have_is_asked_about_and_the_button_settles_it(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    for _ in range(2):
        await office.start(ana, megan)
    asked = await ana.do(text="whose move is it on Contoso?")

    outcome = await ana.press("2 Contoso: Azure migration", card=asked.replies[0].card)

    assert outcome.replies[0].text.startswith("**Contoso: Azure migration** (2): Your move")


async def test_words_for_one_that_is_over_are_not_taken_for_another(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await office.start(ana, megan, customer="Fabrikam")
    await ana.say("open 2")
    await ana.say("cancel handoff")

    answer = await ana.say("done 3")

    assert answer.startswith(words.WHICH)
    assert office.handoffs_kept[1].items[2].mark is None


async def test_in_a_group_with_others_the_card_shows_its_title_and_answers_privately(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    group = ana.in_group("group", megan, alex)

    outcome = await group.do(text="open 1")

    assert [reply.text for reply in outcome.replies] == [words.OWN_CHAT, GROUP_TITLE]
    assert texts_of(office.card(1, "group")) == [GROUP_TITLE, words.GROUP_ABOUT]
    assert "Contoso: Azure migration" in texts_of(office.card(1, ana.chat))


async def test_in_a_group_with_others_every_answer_goes_to_ones_own_chat(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    group = ana.in_group("group", megan, alex)
    typed = (
        "done 1",
        "what's missing",
        "whose move is it",
        "history 1",
        "report 1",
        "my handoffs",
        "value 0",
    )

    assert {await group.say(text) for text in typed} == {words.OWN_CHAT}
    assert [person for person, _ in office.told if person == ana.id] == [ana.id] * len(typed)


async def test_where_no_chat_is_open_one_public_line_asks_for_it(
    office: Office, ana: Colleague, alex: Colleague
) -> None:
    megan = office.hire("Megan", met=False)
    await office.start(ana, megan)
    office.contacts[ana.id] = type(office.contacts[ana.id])(id=ana.id, name="Ana", user=ana.user)

    assert await ana.in_group("group", alex).say("whose move is it") == words.OPEN_CHAT


async def test_in_a_group_of_those_on_it_everybody_sees_it(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    group = ana.in_group("group", megan)

    await group.say("open 1")
    answer = await group.say("done 1")

    assert answer == "**Contoso: Azure migration** (1): 1 done, 13 left."
    assert "Done by Ana, Fri 20 Nov 2026" in texts_of(office.card(1, "group"))


async def test_in_such_a_group_too_a_card_that_has_scrolled_away_is_posted_again(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    group = ana.in_group("group", megan)
    await group.say("open 1")
    [first] = office.shown

    for number in (1, 2, 3):
        assert not any(reply.card for reply in (await group.do(text=f"done {number}")).replies)
    await group.say("done 4")

    [second] = office.shown
    assert second.activity != first.activity
    assert "this card has moved down" in texts_of(office.cards_now[first.activity])[0]


async def test_the_button_in_a_group_opens_it_in_the_own_chat_of_who_presses(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.in_group("group", megan, alex).say("open 1")

    outcome = await megan.in_group("group", ana, alex).press(words.GROUP_OPEN)

    assert [reply.text for reply in outcome.replies] == [words.OWN_CHAT]
    assert "Contoso: Azure migration" in texts_of(office.card(1, megan.chat))
    assert texts_of(outcome.card) == [GROUP_TITLE, words.GROUP_ABOUT]


async def test_a_group_whose_members_are_not_known_by_now_is_shown_the_title_only(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.in_group("group", megan).say("open 1")
    office.rosters.clear()

    await ana.say("done 1")

    assert texts_of(office.card(1, "group")) == [GROUP_TITLE, words.GROUP_ABOUT]


async def test_the_members_of_a_group_are_asked_for_before_anything_is_said(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    group = ana.in_group("group", megan)
    office.rosters.clear()

    with pytest.raises(RosterNeededError):
        await group.say("whose move is it")


async def test_a_refresh_shows_each_their_own_card_and_writes_nothing(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("done 1 2 3 4 5 6 7 8 9 10")
    await ana.say("agree")
    before = dict(office.states), list(office.told)

    mine = await ana.do(verb="handoff_view", data={"handoff": 1}, refresh=True)
    hers = await megan.do(verb="handoff_view", data={"handoff": 1}, refresh=True)

    assert "You have agreed. Waiting for Megan." in texts_of(mine.card)
    assert words.AGREE in [action["title"] for action in actions(hers.card)]
    assert (mine.replies, hers.replies) == ((), ())
    assert (office.states, office.told) == before


async def test_an_admin_reads_any_handoff(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    alex.admin = True

    assert "Contoso: Azure migration" in await alex.say("open 1")
    assert "for the ATU" in await alex.say("done 1")
    assert "It goes from Ana to Alex" in await alex.say("assign me as receiver")


async def test_where_the_card_of_another_has_come_meanwhile_it_is_asked_once_which_is_meant(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await megan.say("open 1")
    await office.start(ana, megan, customer="Fabrikam")
    await ana.say("open 2")
    await ana.say("done 1 2 3 4 5 6 7 8 9 10")  # now it is Megan's move, and its card comes to her chat

    asked = await megan.do(text="agree")

    assert words.WHICH in asked.replies[0].text
    assert not any(office.handoffs_kept[number].agreed for number in (1, 2))
    assert "Contoso" in await megan.say("agree")


async def test_where_it_cannot_be_told_who_is_there_the_answer_goes_to_ones_own_chat(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")
    group = ana.in_group("group", megan)
    office.rosters["group"] = []

    for typed in ("open 1", "whose move is it", "done 1", "history 1", "assign giver to Alex", "my handoffs"):
        outcome = await group.do(text=typed)
        shown = [line for reply in outcome.replies for line in (reply.text, *texts_of(reply.card))]
        assert shown
        assert "Azure" not in " ".join(shown)


async def test_of_two_addresses_one_is_asked_for(office: Office, ana: Colleague, megan: Colleague) -> None:
    handoff = await office.start(ana, megan)

    for typed in (
        "assign alex@contoso.com, ana@contoso.com as receiver",
        "escalate to alex@contoso.com and ana@contoso.com",
    ):
        assert await ana.say(typed) == words.ONE_PERSON
    assert office.handoffs_kept[1] == handoff


@pytest.mark.parametrize(
    "typed", ["assign Alex <alex@contoso.com> as receiver", 'assign receiver to "Alex" <alex@contoso.com>']
)
async def test_an_address_from_a_mail_program_is_read(
    typed: str, office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    await ana.say(typed)

    assert office.handoffs_kept[1].parties.receiver == office.emails["alex@contoso.com"]
