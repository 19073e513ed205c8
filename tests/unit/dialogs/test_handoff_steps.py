"""What a card offers its viewer next, and the dates that run."""

from __future__ import annotations

from typing import Any

from dialogs.handoff import meeting_words, words
from dialogs.handoff.card import words as card_words
from dialogs.message import Card
from tests.card_parts import actions, parts, texts_of
from tests.office import Colleague, Office


def _titles(card: Card) -> list[str]:
    return [action["title"] for action in actions(card)]


async def test_buttons_are_for_the_viewers_own_next_steps(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("done 1 2 3 4 5 6 7 8 9 10")
    await ana.say("agree")

    mine, hers = await ana.opens(), await megan.opens()

    assert words.AGREE not in _titles(mine)
    assert "You have agreed. Waiting for Megan." in texts_of(mine)
    assert {words.AGREE, words.DECLINE} <= set(_titles(hers))
    assert "**Agreed by:** Ana on Fri 20 Nov 2026" in texts_of(hers)


async def test_what_can_be_done_but_is_not_next_waits_behind_one_button(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    mine, hers = await ana.opens(), await megan.opens()

    assert _shown_titles(mine) == _shown_titles(hers) == [card_words.TICKING, card_words.OTHER_STEPS]
    assert {words.AGREE, words.HELD, words.DID_NOT_HAPPEN, words.MARK_DONE} <= set(_titles(mine))
    assert {words.AGREE, words.HELD, words.DECLINE} <= set(_titles(hers))
    held = next(each for each in parts(mine) if words.HELD in [a["title"] for a in each.get("actions", ())])
    assert [action["title"] for action in held["actions"]] == [words.HELD, words.DID_NOT_HAPPEN]


async def test_ones_own_next_step_is_in_sight(office: Office, ana: Colleague, megan: Colleague) -> None:
    await office.start(ana, megan)
    await ana.say("done 1 2 3 4 5 6 7 8 9 10")
    assert _shown_titles(await ana.opens()) == [words.AGREE, card_words.OTHER_STEPS]

    await ana.say("agree")
    await megan.say("agree")
    assert _shown_titles(await ana.opens()) == [meeting_words.SCHEDULE, card_words.OTHER_STEPS]
    assert _shown_titles(await megan.opens()) == [card_words.OTHER_STEPS]
    assert words.NOTHING_FOR_YOU in texts_of(await megan.opens())


def _shown_titles(card: Any) -> list[str]:
    """The buttons that need no tap to be seen."""
    if isinstance(card, list):
        return [title for each in card for title in _shown_titles(each)]
    if not isinstance(card, dict) or card.get("isVisible") is False:
        return []
    own = [action["title"] for action in card.get("actions", ())]
    return own + _shown_titles(card.get("body", [])) + _shown_titles(card.get("items", []))


async def test_a_date_has_its_days_left_where_it_stands_and_stands_once(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("meet by 2026-12-04")
    said = texts_of(await ana.opens())
    assert "**Discussion by:** Fri 4 Dec 2026, 14 days left." in said
    assert "**Milestone:** Azure migration: 250,000 USD, due Fri 15 Jan 2027" in said

    await ana.say("held")
    said = texts_of(await ana.opens())
    assert not any(text.startswith("**Discussion by") for text in said)
    [deadline] = [text for text in said if text.startswith("**Deadline")]
    assert "Tue 1 Dec 2026, 11 days left: 7 business days after Fri 20 Nov 2026" in deadline


async def test_no_date_runs_on_once_the_transfer_is_recorded(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    for typed in ("done 1 to 10", "agree", "held", "moved", "transferred", "close"):
        await ana.say(typed)
        await megan.say(typed if typed in ("agree", "transferred") else "whose move is it")
        if office.handoffs_kept[1].transferred:
            said = "\n".join(texts_of(await ana.opens()))
            assert "days left" not in said
            assert "**Deadline" not in said


async def test_the_title_card_of_a_group_is_refreshed_for_who_is_on_it_only(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    group = ana.in_group("group", megan, alex)
    await group.say("open 1")

    refresh = office.card(1, "group")["refresh"]
    seen = await megan.in_group("group", ana, alex).do(
        verb=refresh["action"]["verb"], data=refresh["action"]["data"], refresh=True
    )
    stranger = await alex.in_group("group", ana, megan).do(
        verb=refresh["action"]["verb"], data=refresh["action"]["data"], refresh=True
    )

    assert refresh["userIds"] == ["29:ana", "29:megan"]
    assert refresh["action"]["data"] == {"handoff": 1}
    assert "Contoso: Azure migration" in texts_of(seen.card)
    assert texts_of(stranger.card) == [words.UNKNOWN.format(number=1)]


async def test_declining_waits_until_it_is_asked_for(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    [hidden] = (part for part in parts(await megan.opens()) if part.get("id") == "declining")

    assert hidden["isVisible"] is False
    assert _titles(hidden) == [words.DECLINE]


async def test_what_can_be_typed_fits_what_comes_next(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    assert '"done 3"' in texts_of(await ana.opens())[-1]

    await megan.say("decline because the value is too high")
    assert '"reopen 1"' in texts_of(await ana.opens())[-1]


async def test_items_of_the_other_side_cannot_be_picked(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    hers = next(part for part in parts(await megan.opens()) if part.get("id") == "items")

    assert [choice["value"] for choice in hers["choices"]] == ["1", "2", "3", "4", "5", "6"]


async def test_every_button_carries_number_and_revision(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    pressed = [action for action in actions(await ana.opens()) if action["type"] == "Action.Execute"]

    revision = office.handoffs_kept[1].revision
    assert pressed
    assert all((each["data"]["handoff"], each["data"]["revision"]) == (1, revision) for each in pressed)
    assert all(each["fallback"]["data"]["verb"] == each["verb"] for each in pressed)


async def test_a_draft_that_lacks_nothing_is_said_to_be_ready(office: Office, ana: Colleague) -> None:
    facts = 'for Contoso, "Azure migration", value 250000, due 2027-01-15, to megan@contoso.com'
    await ana.say(f"new handoff atu-stu {facts}")
    await ana.say("cancel")

    outcome = await ana.do(text="reopen 1")

    assert "Your move: start it." in outcome.replies[0].text
    assert f"**Status:** {card_words.DRAFT_COMPLETE}" in texts_of(outcome.replies[-1].card)
