"""Starting a handoff: what is said is taken in, one thing asked at a time, all read back, then a yes."""

from __future__ import annotations

import json
import random

import pytest

from dialogs import texts
from dialogs.handoff.drafts import words
from dialogs.message import Mentioned
from handoffs.model import Status
from tests.office import Colleague, Office
from tests.unit.dialogs.starting.typed import SIX, WHOLE, card_of


async def test_a_sentence_that_says_all_needs_nothing_but_a_yes(office: Office, ana: Colleague) -> None:
    read_back = await ana.say(WHOLE)

    for expected in (
        "Contoso",
        "Azure migration",
        "250,000 USD",
        "Fri 15 Jan 2027",
        "To: Megan",
        "From: you",
    ):
        assert expected in read_back
    assert "Fri 4 Dec 2026 (10 working days on: my suggestion, not MCEM)" in read_back
    assert office.handoffs_kept[1].status is Status.DRAFT
    assert office.told == []

    assert "Started." in await ana.say("yes")

    assert str(office.handoffs_kept[1].status) == Status.QUALIFYING
    assert [person for person, _ in office.told] == ["p-megan"]


async def test_one_thing_is_asked_at_a_time(office: Office, ana: Colleague) -> None:
    conversation = [
        ("hand Contoso over to the STU", "What is the opportunity called?"),
        ("Azure migration", "Which workload"),
        ("same", "estimated value"),
        ("€1.2m", "Noted: 1,200,000 EUR. When is it due?"),
        ("15 Jan", "Noted: due Fri 15 Jan 2027. Who receives it"),
        ("megan@contoso.com", words.CONFIRM),
        ("yes please", "Started."),
    ]
    for typed, expected in conversation:
        assert expected in await ana.say(typed), typed

    assert office.handoffs_kept[1].milestones[0].workload == "Azure migration"


@pytest.mark.parametrize("kind", SIX)
async def test_every_kind_can_be_started_typed_only(office: Office, ana: Colleague, kind: str) -> None:
    answers = {"opportunity": "Azure", "unified": "no", "workload": "Data", "value": "300k", "due": "15 Jan"}
    answers |= {"customer": "Contoso", "receiver": "megan@contoso.com", "confirm": "yes"}
    await ana.say(f"new handoff {kind}")

    for _ in range(10):
        progress = office.states[ana.chat, ana.user].progress
        if progress is None:
            break
        await ana.say(answers[progress.step.partition(":")[0]])

    assert (office.handoffs_kept[1].kind, office.handoffs_kept[1].status) == (kind, Status.QUALIFYING)


async def test_a_bare_new_handoff_asks_which_kind(ana: Colleague) -> None:
    asked = await ana.do(text="new handoff for Contoso")

    assert words.WHICH_KIND in asked.replies[0].text
    assert "Noted" not in await ana.say("what is the STU?")
    assert words.KIND_AGAIN in await ana.say("astronauts")
    assert "What is the opportunity called?" in await ana.say("2")


async def test_questions_in_between_are_answered_and_the_step_repeated_once(ana: Colleague) -> None:
    await ana.say("hand Contoso over to the STU")

    replies = [reply.text for reply in (await ana.do(text="who leads stage 3?")).replies]

    assert "SSP" in replies[0]
    assert replies[1:] == [words.ASK["opportunity"]]
    assert [reply.text for reply in (await ana.do(text="my handoffs")).replies][1:] == [
        words.ASK["opportunity"]
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("no, 300000", "300,000 USD"),
        ("make it 300k", "300,000 USD"),
        ("value 300000", "300,000 USD"),
        ("actually 20 Jan", "Wed 20 Jan 2027"),
        ("change the due date to 20 Jan", "Wed 20 Jan 2027"),
        ("the customer is Fabrikam", "Fabrikam"),
        ("the receiver is alex@contoso.com", "To: Alex"),
        ("meet by 12 Feb", "Fri 12 Feb 2027"),
        ("unified", "Unified: Yes"),
        ("link https://msx.example.com/1", "https://msx.example.com/1"),
        ('add milestone "Data", 80000, 15 Mar', "Data: 80,000 USD, due Mon 15 Mar 2027"),
    ],
)
async def test_anything_can_be_corrected_before_the_yes(ana: Colleague, typed: str, expected: str) -> None:
    await ana.say(WHOLE)

    assert expected in await ana.say(typed)
    assert "Started." in await ana.say("yes")


async def test_a_correction_of_the_answer_before_is_understood_as_such(
    office: Office, ana: Colleague
) -> None:
    for typed in ("hand Contoso over to the STU", "Azure", "same", "250k"):
        await ana.say(typed)

    assert "300,000 USD. When is it due?" in await ana.say("no, 300000")


@pytest.mark.parametrize(
    ("step", "typed", "expected"),
    [
        ("value", "0", "more than 0"),
        ("value", "-5", "more than 0"),
        ("value", "€200 $300", "two currencies"),
        ("value", "lots", "can't read that as an amount"),
        ("value", "9999999999999999", "more than I can believe"),
        ("due", "30 February", "no such day"),
        ("due", "2020-01-01", "has passed"),
        ("due", "soonish", "can't read that as a date"),
        ("receiver", "ana@contoso.com", "two different people"),
        ("receiver", "me", "two different people"),
        ("receiver", "nobody", "don't know who that is"),
    ],
)
async def test_a_wrong_value_is_refused_with_what_would_do(
    ana: Colleague, step: str, typed: str, expected: str
) -> None:
    answers = ["hand Contoso over to the STU", "Azure", "same", "250k", "15 Jan"]
    for answer in answers[: {"value": 3, "due": 4, "receiver": 5}[step]]:
        await ana.say(answer)

    assert expected in await ana.say(typed)
    assert "Noted" in await ana.say({"value": "1m", "due": "1 Feb", "receiver": "megan@contoso.com"}[step])


async def test_what_a_sentence_got_wrong_is_said_and_asked_for_in_its_turn(ana: Colleague) -> None:
    said = await ana.say("hand Contoso over to the STU, value €200 $300, due 30 Feb, to ana@contoso.com")

    for expected in ("two currencies", "no such day", "two different people", "opportunity called"):
        assert expected in said


@pytest.mark.parametrize("pick", ["1", "button"])
async def test_of_an_ambiguous_date_both_days_are_offered(office: Office, ana: Colleague, pick: str) -> None:
    for answer in ("hand Contoso over to the STU", "Azure", "same", "250k"):
        await ana.say(answer)
    card = await card_of(ana, "05/06")

    outcome = await (ana.do(text="1") if pick == "1" else ana.press("Sat 5 Jun 2027", card=card))

    assert "Noted: due Sat 5 Jun 2027. Who receives it" in outcome.replies[0].text


async def test_back_asks_again_and_keeps_what_was_there(office: Office, ana: Colleague) -> None:
    for answer in ("hand Contoso over to the STU", "Azure", "same"):
        await ana.say(answer)

    assert "Now it is Azure." in await ana.say("back")
    assert words.ASK["opportunity"] in await ana.say("back")
    assert await ana.say("back") == texts.NOTHING_BEFORE
    assert "estimated value" in await ana.say("Azure two")
    assert office.handoffs_kept[1].opportunity.name == "Azure two"


async def test_a_mention_is_a_person(office: Office, ana: Colleague) -> None:
    megan = Mentioned(user="29:megan", name="Megan")

    said = await ana.say("hand Contoso over to the STU to @Megan", mentions=(megan,))

    assert "don't know who" not in said
    assert office.handoffs_kept[1].parties.receiver == "p-megan"


async def test_an_address_is_never_shown_nor_kept_in_the_conversation(office: Office, ana: Colleague) -> None:
    read_back = await ana.say(WHOLE.replace("megan@", "alex@"))

    assert "@" not in read_back
    assert "Alex has not written to me yet" in read_back
    assert "@" not in json.dumps(office.states[ana.chat, ana.user].to_json())


@pytest.mark.parametrize(
    "name",
    ["**bold** <b>x</b>", "a\nb", "[here](http://evil.example.com)", "`x` | y", "=1+1", "Ünïcødé 株式会社"],
)
async def test_names_are_shown_safely(ana: Colleague, name: str) -> None:
    await ana.say("new handoff design kickoff")

    said = await ana.say(f'"{name}"')

    assert "Noted: customer" in said
    assert not {"**", "<b>", "http", "](", "`"} & set(said.split())


async def test_a_name_that_is_too_long_is_refused_in_words(ana: Colleague) -> None:
    await ana.say("new handoff design kickoff")

    assert "120 characters" in await ana.say("A" * 200)


@pytest.mark.parametrize(
    "name",
    ["Azure migration", "Data platform", "SAP on Azure", "Copilot rollout", "Security", "Move to cloud 2027"],
)
async def test_usual_names_are_names(ana: Colleague, name: str) -> None:
    await ana.say("hand Contoso over to the STU")

    assert "Noted: opportunity" in await ana.say(name)


async def test_a_person_is_a_person_whatever_was_asked(office: Office, ana: Colleague) -> None:
    await ana.say("hand Contoso over to the STU")

    assert "Noted: Megan receives it. What is the opportunity called?" in await ana.say("megan@contoso.com")
    assert "@" not in await ana.say("Azure for megan@contoso.com")
    assert office.handoffs_kept[1].opportunity.name == ""


async def test_it_is_answers_and_no_corrects(office: Office, ana: Colleague) -> None:
    await ana.say("hand Contoso over to the STU")
    await ana.say("Azure")

    assert "Noted: workload Data." in await ana.say("it is Data")
    assert "Noted: workload Data two." in await ana.say("no, Data two")


_WORDS = (
    *("yes", "no", "back", "cancel", "keep", "1", "2", "0", "300k", "15 Jan", "05/06", "megan@contoso.com"),
    *(
        "ana@contoso.com",
        "me",
        "new handoff",
        "hand Fabrikam over to the STU",
        "new handoff poc scoping",
        "form",
    ),
    *("who leads stage 3?", "my handoffs", "open 1", "open 2", "value 2 300", "due 2 05/06", "not unified"),
    *('add milestone "Data", 80k, 15 Mar', "remove milestone 2", "link ftp://z", "customer Fabrikam", "held"),
    *("giver is megan@contoso.com", "meet by 12 Feb", "no, 5", "no, Fabrikam", "make it 05/06", "start over"),
    *("start another handoff", "cancel 1", "reopen 1", "agree", "done 1", "what's missing?", "Azure", "same"),
    *("country NO", "stu to csu", "???", "A" * 300, "escalate to alex@contoso.com", "moved", "close 1"),
)


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_is_typed_in_whatever_order_gets_an_answer_without_addresses(
    office: Office, ana: Colleague, seed: int
) -> None:
    chance = random.Random(seed)
    megan = Colleague(office, "29:megan", "p-megan")
    chats = (ana, ana, megan, ana.in_group("19:group", megan))

    for _ in range(40):
        typed = chance.choice(_WORDS)
        replies = (await chance.choice(chats).do(text=typed)).replies
        assert replies, typed
        assert "contoso.com" not in "".join(reply.text for reply in replies), typed
