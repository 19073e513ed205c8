from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dialogs import verbs
from dialogs.reminding import words
from tests.card_parts import button, texts_of, titles
from tests.contracts import check_card
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting_play import book
from tests.unit.dialogs.reminding.morning import card_of, meet_by


@pytest.fixture
async def due(office: Office, ana: Colleague, megan: Colleague) -> Office:
    await office.start(ana, megan)
    await ana.say("held")
    await office.start(ana, megan, customer="Fabrikam")
    meet_by(office, ana, 2, days=12)
    return office


@pytest.fixture
async def over(office: Office, ana: Colleague, megan: Colleague) -> Office:
    """The meeting of the discussion has just ended."""
    await office.start(ana, megan)
    book(office, ana)
    office.now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    return office


async def test_snoozed_from_the_card(due: Office, ana: Colleague) -> None:
    card = await card_of(ana)
    data = button(card, "Snooze until then")["data"]
    outcome = await ana.press("Snooze until then", card=card, until1="2026-11-30", until2="2026-11-30")
    assert outcome.card
    assert outcome.replies == ()
    check_card(outcome.card)
    assert due.hushed == {ana.id: {data["handoff"]: date(2026, 11, 30)}}
    assert any(
        text.startswith(words.SNOOZED.format(day="Mon 30 Nov 2026")) for text in texts_of(outcome.card)
    )
    assert titles(outcome.card).count("Snooze until then") == 1


async def test_snoozed_until_a_day_that_was_not_on_offer(due: Office, ana: Colleague) -> None:
    outcome = await ana.press("Snooze until then", card=await card_of(ana, 1), until1="2027-02-01")
    assert "so it cannot wait until" in outcome.replies[0].text
    assert due.hushed == {}


@pytest.mark.parametrize("day", ["", "x" * 5000, "[a](b)", "2026-13-45"])
async def test_a_damaged_day_is_answered(due: Office, ana: Colleague, day: str) -> None:
    outcome = await ana.press("Snooze until then", card=await card_of(ana, 1), until1=day)
    assert outcome.replies
    assert due.hushed == {}


async def test_it_took_place(over: Office, ana: Colleague) -> None:
    outcome = await ana.press("It took place", card=await card_of(ana))
    assert "was held on Tue 1 Dec 2026" in outcome.replies[0].text
    assert words.DONE in texts_of(outcome.card)
    assert titles(outcome.card) == ["Open"]


async def test_an_old_card_says_that_it_is_settled(over: Office, ana: Colleague) -> None:
    card = await card_of(ana)
    await ana.say("held")
    kept = over.handoffs_kept[1]
    outcome = await ana.press("It did not", card=card)
    assert words.SETTLED in outcome.replies[0].text
    assert words.DONE in texts_of(outcome.card)
    assert over.handoffs_kept[1] == kept


async def test_what_is_somebody_elses_move_by_now_is_not_called_done(
    due: Office, ana: Colleague, alex: Colleague
) -> None:
    card = await card_of(ana, 1)
    await ana.say("assign 1 alex@contoso.com")
    handoff = due.handoffs_kept[1]
    due.handoffs_kept[1] = replace(handoff, parties=replace(handoff.parties, giver=alex.id, creator=ana.id))
    outcome = await ana.press("Snooze until then", card=card, until1="2026-11-30")
    assert words.OTHERS in outcome.replies[0].text
    assert words.OTHERS in texts_of(outcome.card)
    assert due.hushed == {}


async def test_the_others_on_the_card_stay_as_they_are(due: Office, ana: Colleague) -> None:
    card = await card_of(ana)
    await ana.say("cancel 1 because it is over")
    outcome = await ana.press("Snooze until then", card=card, until2="2026-11-30", until1="2026-11-30")
    assert "Cancelled." in texts_of(outcome.card) or "Snoozed" in str(outcome.card)


async def test_a_date_that_moved_is_told(due: Office, ana: Colleague) -> None:
    card = await card_of(ana, 2)
    meet_by(due, ana, 2, days=14)
    outcome = await ana.press("Snooze until then", card=card, until2="2026-11-30")
    assert words.SETTLED in outcome.replies[0].text
    assert words.MOVED in texts_of(outcome.card)


async def test_agreed_on_what_the_card_showed_only(office: Office, ana: Colleague, megan: Colleague) -> None:
    await office.start(ana, megan)
    await ana.say("held")
    for number in range(1, 11):
        await ana.say(f"done {number}")
    card = await card_of(ana)
    await megan.say("value 300000 in handoff 1")
    outcome = await ana.press("Agree", card=card)
    assert outcome.replies[0].text.startswith(words.CHANGED)
    assert not office.handoffs_kept[1].agreed
    office.later(minutes=1)
    outcome = await ana.press("Agree", card=await card_of(ana))
    assert "You agree" in outcome.replies[0].text


async def test_a_card_of_somebody_else_shows_nothing(due: Office, ana: Colleague, alex: Colleague) -> None:
    outcome = await alex.press("Snooze until then", card=await card_of(ana, 1), until1="2026-11-30")
    assert "I find no handoff 1" in outcome.replies[0].text
    assert "Contoso" not in str(outcome.card)
    assert words.LEFT in texts_of(outcome.card)
    assert due.hushed == {}


_KEY = [1, "deadline", "three-days-before", "2026-12-01"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"handoff": 1, "act": "held"},
        {"handoff": 1, "act": "held", "items": "all"},
        {"handoff": 1, "act": "held", "items": []},
        {"handoff": 1, "act": "held", "items": [[1, "deadline"]]},
        {"handoff": 1, "act": "held", "items": [[True, "a", "b", "c"]]},
        {"handoff": 1, "act": "held", "items": [[1, "a", 2, "c"]]},
        {"handoff": 1, "act": "held", "items": [[1, "a", "b", "c" * 5000]]},
        {"handoff": 1, "act": "held", "items": [[2**40, "a", "b", "c"]]},
        {"handoff": 1, "act": "held", "items": [_KEY] * 500},
        {"handoff": 2, "act": "held", "items": [_KEY]},
        {"handoff": 1, "act": "cancel handoff", "items": [_KEY]},
        {"handoff": 1, "act": ["held"], "items": [_KEY]},
        {"handoff": True, "act": "held", "items": [_KEY]},
    ],
)
async def test_damaged_data_is_no_button(due: Office, ana: Colleague, data: dict[str, Any]) -> None:
    kept = dict(due.handoffs_kept)
    assert not (await ana.do(verb=verbs.REMINDER, data=data)).understood
    assert due.handoffs_kept == kept


@pytest.mark.parametrize("key", [[1, "nothing", "a", "b"], [1, "deadline", "nothing", "2026-12-01"]])
async def test_a_rule_that_is_gone_is_settled(due: Office, ana: Colleague, key: list[Any]) -> None:
    data = {"handoff": 1, "act": "transferred", "items": [key], "revision": "x", "more": -1}
    outcome = await ana.do(verb=verbs.REMINDER, data=data)
    assert words.SETTLED in outcome.replies[0].text
    assert due.handoffs_kept[1].transferred is None


async def test_not_in_a_group(due: Office, ana: Colleague, megan: Colleague) -> None:
    pressed = button(await card_of(ana, 1), "Snooze until then")
    outcome = await ana.in_group("deal", megan).do(verb=pressed["verb"], data=pressed["data"])
    assert not outcome.understood


async def test_a_muted_handoff_keeps_its_steps(over: Office, ana: Colleague) -> None:
    card = await card_of(ana)
    await ana.say("mute 1")
    outcome = await ana.press("Snooze until then", card=card, until1="")
    assert words.MUTED in texts_of(outcome.card)
    assert "It took place" in titles(outcome.card)
