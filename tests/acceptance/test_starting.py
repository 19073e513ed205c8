"""Starting a handoff over HTTP: typed, by buttons, in a group, and over a restart."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import compose
from dialogs.handoff.drafts import words
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, knowledge
from tests.teams import Teams

_BOTH = pytest.mark.engines("sqlite", "postgresql")

_WHOLE = (
    'new handoff atu-stu for Contoso, "Azure migration", value 250000, due 15 Jan 2030, to megan@contoso.com'
)
_FILLED = {
    **{"customer": "Contoso", "opportunity": "Azure migration", "workload": "Data", "value": "€1.2m"},
    **{"due": "2030-01-15", "receiver_email": "megan@contoso.com"},
}


@pytest.fixture
async def ana(make_settings: MakeSettings, connector: tuple[FakeConnector, str]) -> AsyncIterator[Teams]:
    """Ana in a personal chat with a running bot that knows the real knowledge."""
    async with TestClient(TestServer(compose.build_app(make_settings(), expert=knowledge()))) as client:
        person = Teams(client, *connector)
        person.is_listed()
        yield person


def _shown(replies: list[dict[str, Any]]) -> str:
    """All that a person reads of some messages."""
    return "\n".join(str(reply.get("text", "")) + str(reply.get("attachments", "")) for reply in replies)


def _card(replies: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = next(
        reply["attachments"][0]["content"] for reply in replies if reply.get("attachments")
    )
    return found


@_BOTH
async def test_a_sentence_and_a_yes_start_a_handoff_and_the_receiver_hears_of_it(ana: Teams) -> None:
    megan = ana.colleague("megan")
    await megan.say("hello")

    read_back = _shown(await ana.say(_WHOLE))
    assert "250,000 USD, due Tue 15 Jan 2030" in read_back
    assert "my suggestion, not MCEM" in read_back
    assert "@contoso" not in read_back

    assert "Started." in _shown(await ana.say("yes"))
    await megan.until(lambda: bool(megan.cards))
    assert "Ana has started a handoff with you" in str(megan.cards[-1])


@_BOTH
async def test_each_answer_is_kept_so_that_a_restarted_baton_goes_on(
    make_settings: MakeSettings, connector: tuple[FakeConnector, str]
) -> None:
    ids = itertools.count()
    for said, expected in (
        ("hand Contoso over to the STU", "opportunity called"),
        ("Azure migration", "Which workload"),
        ("same", "estimated value"),
        ("300k", "300,000 USD"),
        ("no, 350k", "350,000 USD"),
        ("who leads stage 3?", "When is it due"),
        ("next Friday", "Who receives it"),
        ("megan@contoso.com", words.CONFIRM),
        ("yes", "Started."),
    ):
        async with TestClient(TestServer(compose.build_app(make_settings(), expert=knowledge()))) as client:
            ana = Teams(client, *connector, _ids=ids)
            ana.is_listed()
            assert expected in _shown(await ana.say(said)), said


async def test_a_handoff_is_started_by_the_form_with_all_faults_named_at_once(ana: Teams) -> None:
    form = await _form(ana)

    faulty = await ana.press_on(form, words.FORM_SUBMIT, **{**_FILLED, "value": "0", "due": "2020-01-01"})

    shown = str(faulty["value"])
    assert "more than 0" in shown
    assert "has passed" in shown
    assert "'value': 'Azure migration'" in shown

    started = await ana.press_on(dict(faulty["value"]), words.FORM_SUBMIT, **_FILLED)

    assert "Contoso: Azure migration. Started." in str(started["value"])
    assert "1,200,000 EUR" in str(ana.cards[-1])


async def _form(ana: Teams) -> dict[str, Any]:
    await ana.say("new handoff atu to stu")
    return _card(await ana.say("form"))


async def test_in_a_group_nothing_is_read_back_and_the_own_chat_goes_on(ana: Teams) -> None:
    megan = ana.colleague("megan")
    await ana.say("hello")
    group = ana.in_group()
    there = megan.in_group()

    said = _shown(
        await group.mention('hand Contoso over to the STU, "Azure", 250k, 15 Jan 2030, to {}', there)
    )

    assert words.IN_OWN_CHAT in said
    assert "Contoso" not in said
    await ana.until(lambda: bool(ana.cards))
    await ana.press_on(ana.cards[-1], words.GO_ON)
    assert "To: Megan" in str(ana.cards[-1])
    assert "250,000 USD" in str(ana.cards[-1])
    assert "Started." in _shown(await ana.say("yes"))


async def test_the_same_press_twice_starts_it_once(ana: Teams) -> None:
    card = _card(await ana.say(_WHOLE))

    once = await ana.press_on(card, words.START)
    before = len(ana.heard)
    twice = await ana.press_on(card, words.START)

    assert twice == once
    assert ana.heard[before:] == []
    assert "- **2**" not in _shown(await ana.say("my handoffs"))


async def test_a_client_without_execute_sees_the_faults_of_the_form_too(ana: Teams) -> None:
    await ana.say("new handoff atu to stu")

    said = await ana.do(
        value={"verb": "handoff_form", "handoff": 0, "kind": "atu-stu", "customer": "Contoso"}
    )

    assert "Opportunity: please fill this in." in _shown(said)
