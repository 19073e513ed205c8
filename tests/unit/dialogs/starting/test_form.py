"""A handoff started by a form and by buttons."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs import texts
from dialogs.handoff.drafts import words
from dialogs.message import Card
from handoffs.model import Status
from tests.card_parts import texts_of as shown
from tests.office import Colleague, Office
from tests.unit.dialogs.starting.typed import SIX, WHOLE, card_of


async def test_old_buttons_start_nothing(office: Office, ana: Colleague) -> None:
    card = await card_of(ana, WHOLE)
    await ana.say("cancel")

    assert (await ana.press(words.START, card=card)).replies[0].text == texts.OLD_BUTTON
    assert office.handoffs_kept[1].status is Status.CANCELLED


async def test_a_handoff_is_started_by_buttons_only(office: Office, ana: Colleague) -> None:
    card = await card_of(ana, "new handoff")
    form = (await ana.press("STU to CSU", card=card)).replies[0]
    assert form.suggestions == (words.FORM_OFFER,)
    card = await card_of(ana, form.suggestions[0])
    filled: dict[str, Any] = {
        "customer": "Contoso",
        "opportunity": "Azure",
        "unified": "yes",
        "value": "250k",
        "due": "2027-01-15",
    }

    outcome = await ana.press(words.FORM_SUBMIT, card=card, **filled, receiver_email="megan@contoso.com")

    assert office.handoffs_kept[1].status is Status.QUALIFYING
    assert shown(outcome.card) == ["Contoso: Azure. Started."]


async def test_the_form_names_all_faults_at_once_and_keeps_what_was_typed(
    office: Office, ana: Colleague
) -> None:
    await ana.say("new handoff atu-stu")
    card = await card_of(ana, "form")
    filled: dict[str, Any] = {
        "customer": "Contoso",
        "value": "0",
        "due": "2020-01-01",
        "link": "ftp://x",
        "receiver": "someone",
    }

    outcome = await ana.press(words.FORM_SUBMIT, card=card, **filled)

    faults = "\n".join(shown(outcome.card))
    assert outcome.replies[0].text == "\n".join(shown(outcome.card)[1:3])
    for expected in (
        "Opportunity: please",
        "more than 0",
        "has passed",
        "not a link",
        "please pick somebody",
    ):
        assert expected in faults
    inputs = {each["id"]: each.get("value") for each in _inputs(outcome.card)}
    assert (inputs["customer"], inputs["value"], inputs["link"]) == ("Contoso", "0", "ftp://x")
    assert office.handoffs_kept[1].opportunity.customer == "Contoso"
    assert words.ASK["opportunity"] in await ana.say("profile")


async def test_what_is_taken_out_of_the_form_is_missing_again(office: Office, ana: Colleague) -> None:
    await ana.say(WHOLE)
    await ana.say("link https://msx.example.com/1")
    card = await card_of(ana, "form")
    filled: dict[str, Any] = {"customer": "Contoso", "opportunity": "", "value": "1k", "due": "2027-01-15"}

    outcome = await ana.press(words.FORM_SUBMIT, card=card, **filled)

    assert "Opportunity: please fill this in." in "\n".join(shown(outcome.card))
    assert office.handoffs_kept[1].status is Status.DRAFT
    assert office.handoffs_kept[1].opportunity.link == ""


@pytest.mark.parametrize("kind", SIX)
async def test_the_form_starts_every_kind(office: Office, ana: Colleague, kind: str) -> None:
    await ana.say(f"new handoff {kind}")
    card = await card_of(ana, "form")
    filled: dict[str, Any] = {
        "customer": "Contoso",
        "opportunity": "Azure",
        "unified": "no",
        "workload": "Data",
    }
    filled |= {"value": "250k", "due": "2027-01-15", "receiver_email": "megan@contoso.com"}

    await ana.press(words.FORM_SUBMIT, card=card, **filled)

    assert (office.handoffs_kept[1].kind, office.handoffs_kept[1].status) == (kind, Status.QUALIFYING)


async def test_every_input_of_the_form_has_a_label_and_people_can_be_picked(ana: Colleague) -> None:
    await ana.say("new handoff stu-csu")

    inputs = _inputs(await card_of(ana, "form"))

    assert all(each["label"] for each in inputs)
    picker = next(each for each in inputs if each["id"] == "receiver")
    assert picker["choices.data"] == {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}


def _inputs(card: Card | None) -> list[dict[str, Any]]:
    return [each for each in (card or {})["body"] if each["type"].startswith("Input.")]
