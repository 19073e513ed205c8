"""Drafts that wait, and what is said in odd places while one is prepared."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dialogs import texts
from dialogs.handoff.drafts import words
from dialogs.state import State
from handoffs.model import Status
from tests.office import Colleague, Office
from tests.unit.dialogs.starting.typed import WHOLE

_GOLDEN = Path(__file__).resolve().parents[3] / "golden"


_VERSION = "0.1.0"


_KEPT = {
    file.parent.name: json.loads(file.read_text("utf-8")) for file in _GOLDEN.glob("*/handoff-value.json")
}


async def test_cancel_keeps_a_row_that_can_be_brought_back(office: Office, ana: Colleague) -> None:
    await ana.say("hand Contoso over to the STU")

    assert await ana.say("cancel") == words.DRAFT_CANCELLED.format(number=1)

    assert office.handoffs_kept[1].status is Status.CANCELLED
    await ana.say("reopen 1")
    assert "Let us go on with handoff 1. What is the opportunity called?" in await ana.say("open 1")


async def test_days_later_a_draft_goes_on_where_it_was_left(office: Office, ana: Colleague) -> None:
    await ana.say("hand Contoso over to the STU")
    await ana.say("Azure migration")
    await ana.say("start over")
    office.later(days=3)

    offered = await ana.do(text="new handoff")

    assert words.DRAFT_OFFER.format(number=1, title="Contoso: Azure migration") == offered.replies[0].text
    assert "Which workload" in (await ana.press(words.GO_ON, card=offered.replies[0].card)).replies[0].text
    await ana.say("start over")
    assert words.WHICH_KIND in await ana.say("start another handoff")


async def test_a_draft_that_waited_too_long_says_which_date_has_passed(
    office: Office, ana: Colleague
) -> None:
    await ana.say(WHOLE)
    office.later(days=90)

    assert "has passed" in await ana.say("yes")
    assert office.handoffs_kept[1].status is Status.DRAFT
    assert "Started." in (await ana.say("due 1 Mar"), await ana.say("yes"))[1]


async def test_what_is_said_in_a_group_is_gone_on_with_in_ones_own_chat(
    office: Office, ana: Colleague
) -> None:
    megan = Colleague(office, "29:megan", "p-megan")
    group = ana.in_group("19:group", megan)

    said = await group.say('hand Contoso over to the STU, "Azure", 250k, 15 Jan, to megan@contoso.com')

    assert said == words.IN_OWN_CHAT
    [(person, told)] = office.told
    assert person == ana.id
    assert told.card is not None
    outcome = await ana.press(words.GO_ON, card=told.card)
    assert "250,000 USD" in outcome.replies[0].text
    assert "To: Megan" in outcome.replies[0].text
    assert await group.say("yes") != "Started."
    assert "Started." in await ana.say("yes")


@pytest.mark.parametrize("typed", ["new handoff to megan@contoso.com", "new handoff atu-stu"])
async def test_a_bare_start_in_a_group_goes_on_in_ones_own_chat_too(
    office: Office, ana: Colleague, typed: str
) -> None:
    assert await ana.in_group("19:group").say(typed) == words.IN_OWN_CHAT
    card = office.told[0][1].card or {}

    assert "contoso.com" not in json.dumps(card)
    assert "?" in (await ana.press(words.START, card=card)).replies[0].text
    assert not office.handoffs_kept


async def test_where_no_chat_is_known_nothing_is_taken_in(office: Office, ana: Colleague) -> None:
    alex = Colleague(office, "29:alex", "p-alex")
    office.contacts["p-alex"] = replace(office.contacts["p-alex"], user="29:alex")

    said = await alex.in_group("19:group", ana).say('hand Contoso over to the STU, "Azure", 250k')

    assert said == words.OPEN_CHAT
    assert not office.handoffs_kept
    assert not office.told


@pytest.mark.parametrize("version", _KEPT)
async def test_what_an_older_baton_asked_last_is_answered(
    office: Office, ana: Colleague, version: str
) -> None:
    """The state as that version wrote it beside its row; this one asks on."""
    for typed in ("hand Contoso over to the STU", "Azure", "same"):
        await ana.say(typed)
    assert office.states[ana.chat, ana.user].to_json() == _KEPT[version] or version != _VERSION
    office.states[ana.chat, ana.user] = State.from_json(_KEPT[version])

    assert "Noted: 300,000 USD. When is it due?" in await ana.say("300k")


async def test_of_several_drafts_the_one_under_way_is_offered(ana: Colleague) -> None:
    await ana.say("hand Contoso over to the STU")
    await ana.say("hand Fabrikam over to the CSU")

    assert "handoff 2, Fabrikam" in await ana.say("new handoff")


async def test_a_draft_of_a_newer_baton_or_a_lost_one_is_said_to_be_gone(
    office: Office, ana: Colleague
) -> None:
    await ana.say("hand Contoso over to the STU")
    state = office.states[ana.chat, ana.user].to_json()
    del office.handoffs_kept[1]

    assert await ana.say("Azure") == words.DRAFT_GONE.format(number=1)

    state["progress"]["version"] = 99
    office.states[ana.chat, ana.user] = State.from_json(state)
    assert await ana.say("Azure") == texts.FLOW_CHANGED
