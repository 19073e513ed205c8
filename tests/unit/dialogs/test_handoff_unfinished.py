"""What is near to a command, and not whole, gets one sentence and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from dialogs import utterance
from dialogs.handoff import unfinished_words as own
from dialogs.handoff import words
from dialogs.handoff.drafts import words as starting
from dialogs.handoff.typed import commands, unfinished
from dialogs.handoff.typed.asked import Asked
from dialogs.handoff.typed.asked import HandoffCommand as C
from handoffs.model import State
from tests.office import Colleague, Office, expert
from tests.questions import items

_REASON = "Please give a reason"


@pytest.fixture
async def office() -> Office:
    """Ana has handed Contoso to Megan, and looks at the handoff."""
    office = Office()
    ana = office.hire("Ana")
    await office.start(ana, office.hire("Megan"))
    await ana.say("open 1")
    return office


@pytest.fixture
def ana(office: Office) -> Colleague:
    return Colleague(office, "29:ana", "p-ana")


@pytest.fixture
def megan(office: Office) -> Colleague:
    return Colleague(office, "29:megan", "p-megan")


@pytest.mark.parametrize("said", ["because", "because of", "because .", "because -", "-", ".", "because 123"])
async def test_because_is_no_reason(office: Office, ana: Colleague, megan: Colleague, said: str) -> None:
    assert _REASON in await ana.say(f"waive 1 {said}")
    assert _REASON in await ana.say(f"n/a 2 {said}")
    assert {item.state for item in office.handoffs_kept[1].items} == {State.OPEN}


@pytest.mark.parametrize("said", ["because", "because of", "because .", "because ..."])
async def test_nothing_ends_for_no_reason(
    office: Office, ana: Colleague, megan: Colleague, said: str
) -> None:
    assert _REASON in await ana.say(f"cancel 1 {said}")
    assert "says why" in await megan.say(f"decline {said}")
    assert not office.handoffs_kept[1].is_over


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("value", C.VALUE),
        ("the value", C.VALUE),
        ("value abc", C.VALUE),
        ("value tbd", C.VALUE),
        ("Mark done", C.DONE),
        ("Waive or not applicable", C.WAIVE),
        ("due", C.DUE),
        ("due date", C.DUE),
        ("due blah", C.DUE),
        ("due asap", C.DUE),
        ("workload", C.WORKLOAD),
        ("customer", C.CUSTOMER),
        ("link", C.LINK),
        ("note", C.NOTE),
        ("note 3", C.NOTE),
        ("note it", C.NOTE),
        ("assign", C.ASSIGN),
        ("escalate", C.ESCALATE),
        ("escalate to", C.ESCALATE),
        ("add milestone", C.ADD_MILESTONE),
        ("remove milestone", C.REMOVE_MILESTONE),
        ("done -1", C.DONE),
        ("done x", C.DONE),
        ("undo x", C.UNDO),
        ("waive x", C.WAIVE),
        ("moved blah", C.MOVED),
        ("held someday", C.HELD),
        ("transferred whenever", C.TRANSFERRED),
    ],
)
async def test_what_stops_short_gets_an_example_and_changes_nothing(
    office: Office, ana: Colleague, typed: str, about: C
) -> None:
    before = office.handoffs_kept[1]

    assert await ana.say(typed) == own.EXAMPLES[about]
    assert office.handoffs_kept[1] == before


@pytest.mark.parametrize("item", items.own(), ids=lambda item: str(item["id"]))
def test_no_question_of_ours_stops_short_of_a_command(item: Mapping[str, Any]) -> None:
    """Also where a handoff is open."""
    for turn in item["turns"]:
        typed = utterance.clean(turn)
        found = commands.find(typed, kinds=expert().kinds, opened=True)
        is_question = found is None or (
            found.command is C.UNFINISHED and unfinished.is_known(found, expert().answer(typed))
        )
        assert is_question, json.dumps(item["turns"])


@pytest.mark.parametrize(
    "typed",
    [
        "value of a milestone?",
        "what is due when",
        "value proposition",
        "customer outcome",
        "due dates",
    ],
)
async def test_a_question_about_a_value_is_answered(ana: Colleague, typed: str) -> None:
    assert "[1]" in await ana.say(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("did 3", Asked(command=C.DONE, items=(3,))),
        ("check 6", Asked(command=C.DONE, items=(6,))),
        ("un-do 3", Asked(command=C.UNDO, items=(3,))),
        ("Done7", Asked(command=C.DONE, items=(7,))),
        ("waive 2 bc budget is late", Asked(command=C.WAIVE, items=(2,), text="budget is late")),
        ("waive 2 bc", Asked(command=C.WAIVE, items=(2,))),
        ("new value 320k", Asked(command=C.VALUE, text="320k", whole="320k")),
        ("val 320k", Asked(command=C.VALUE, text="320k", whole="320k")),
        ("due on 1 feb", Asked(command=C.DUE, text="1 feb")),
        ("due on milestone 2 1 feb", Asked(command=C.DUE, place=2, text="1 feb")),
        ("had the meeting today", Asked(command=C.HELD, text="today")),
        ("meeting done", Asked(command=C.HELD)),
        ("declined too high", Asked(command=C.DECLINE, text="too high")),
        ("no i decline because it is late", Asked(command=C.DECLINE, text="it is late")),
        ("where r we", Asked(command=C.STATUS)),
        ("hows contoso going?", Asked(command=C.STATUS, name="contoso")),
        ("my deals", Asked(command=C.LIST)),
        ("comment 3 cfo ok", Asked(command=C.NOTE, items=(3,), text="cfo ok")),
        ("link for 3 https://a.b/c", Asked(command=C.NOTE, items=(3,), text="https://a.b/c")),
        ("3 https://a.b/c", Asked(command=C.NOTE, items=(3,), text="https://a.b/c")),
        ("5 ok", Asked(command=C.DONE, items=(5,))),
        ("agree ok", Asked(command=C.AGREE)),
        ("Record the move", Asked(command=C.MOVED)),
        ("Record the transfer", Asked(command=C.TRANSFERRED)),
        ("Open it in our chat", Asked(command=C.GO_ON)),
        ("checklist", Asked(command=C.GO_ON)),
        ("lgtm", Asked(command=C.UNFINISHED, about=C.AGREE)),
        ("undo", Asked(command=C.UNFINISHED, about=C.UNDO)),
    ],
)
def test_what_is_typed_in_a_hurry(typed: str, expected: Asked) -> None:
    assert commands.find(utterance.clean(typed), kinds=expert().kinds, opened=True) == expected


async def test_a_milestone_of_a_running_handoff_comes_whole(office: Office, ana: Colleague) -> None:
    said = await ana.say('add milestone "Data", 80000')

    assert "a due date" in said
    assert 'add milestone "Data", 80000, 15 Mar' in said
    assert len(office.handoffs_kept[1].milestones) == 1
    await ana.say('add milestone "Data", 80000, 15 Mar')
    assert len(office.handoffs_kept[1].milestones) == 2


@pytest.mark.parametrize(
    "typed", ["Data 80k 15 mar", "data, 80k 15 mar", "Data 80000 15 mar", "Data $80k due 15 Mar"]
)
async def test_a_milestone_needs_no_commas(office: Office, ana: Colleague, typed: str) -> None:
    assert "Mon 15 Mar 2027" in await ana.say(f"add milestone {typed}")
    added = office.handoffs_kept[1].milestones[1:]
    assert [milestone.workload.casefold() for milestone in added] == ["data"]


@pytest.mark.parametrize("typed", ["agree for Megan", "I agree on behalf of Megan", "agree as receiver"])
async def test_nobody_agrees_for_another(office: Office, ana: Colleague, typed: str) -> None:
    assert await ana.say(typed) == own.EACH_FOR_ITSELF
    assert not office.handoffs_kept[1].agreed


@pytest.mark.parametrize("typed", ["agree as giver", "agree for my side", "agree for Contoso"])
async def test_ones_own_side_can_be_named(office: Office, ana: Colleague, typed: str) -> None:
    await ana.say(typed)

    assert len(office.handoffs_kept[1].agreed) == 1


@pytest.mark.parametrize("number", ["0", "00", "4294967296", "99999999999"])
async def test_a_number_that_none_can_have(ana: Colleague, number: str) -> None:
    assert await ana.say(f"open {number}") == words.UNKNOWN.format(number=number.lstrip("0") or "0")


@pytest.mark.parametrize(
    "typed", ["waive 1 in handoff 1 because x", "waive 1 on 1 because x", "waive 1 in Contoso because x"]
)
async def test_the_handoff_may_stand_before_the_reason(office: Office, ana: Colleague, typed: str) -> None:
    await ana.say(typed)

    mark = office.handoffs_kept[1].items[0].mark
    assert mark is not None
    assert mark.reason == "x"


async def test_another_handoff_is_named_behind_the_item(office: Office, ana: Colleague) -> None:
    assert await ana.say("done 3 on 12") == words.UNKNOWN.format(number=12)
    await ana.say("done 3 in MSX")

    mark = office.handoffs_kept[1].items[2].mark
    assert mark is not None
    assert "MSX" in mark.evidence


@pytest.mark.parametrize("typed", ["why 3", "source 3", "why item 3", "what is the source of item 3?"])
async def test_an_item_says_why_it_is_there_and_what_says_so(
    office: Office, ana: Colleague, typed: str
) -> None:
    reply = (await ana.do(text=typed)).replies[0]
    item = office.handoffs_kept[1].items[2]

    assert item.why in reply.text
    assert [each.name for each in reply.citations] == list(
        dict.fromkeys(utterance.shorten(expert().source_name(source), 80) for source in item.source)
    )
    assert all(f"[{each.position}]" in reply.text for each in reply.citations)


async def test_the_words_of_a_button_do_what_it_does(office: Office, ana: Colleague) -> None:
    await ana.say('hand Fabrikam over to the STU, "Azure", 250k, 15 Jan, to megan@contoso.com')
    await ana.say("start over")

    assert "Fabrikam" in await ana.say("new handoff")
    assert starting.RESUMED.format(number=2) in await ana.say("Go on with it")
    assert starting.WHICH_KIND in await ana.say("Start another")
    assert starting.KIND_LINE[:3] not in await ana.say("start over")
    assert starting.CONFIRM in await ana.say("Start it")
    assert starting.STARTED in await ana.say("Start it")


async def test_a_day_is_no_workload(office: Office, ana: Colleague) -> None:
    await ana.say('hand Fabrikam over to the STU, "Azure"')

    assert "due Fri 15 Jan 2027" in await ana.say("15 Jan")
    assert office.handoffs_kept[2].milestones[0].workload == ""


async def test_a_draft_asks_for_what_stops_short_and_takes_names(office: Office, ana: Colleague) -> None:
    await ana.say("hand Fabrikam over to the STU")

    assert await ana.say("skip") == starting.KEEP_WHAT
    assert _REASON in await ana.say("cancel because")
    assert "Noted: opportunity Value Discovery" in await ana.say("Value Discovery")
    assert "Noted" in await ana.say("Data")
    assert await ana.say("value abc") == own.EXAMPLES[C.VALUE]
    assert await ana.say("due soonish") == own.EXAMPLES[C.DUE]
    assert "Noted: 300,000 USD" in await ana.say("300k")
