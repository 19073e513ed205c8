"""What people get wrong on a handoff: one clear sentence each, and nothing is lost or half-done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests import contracts
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector
from tests.journeys import Player, Stage, open_stage, texts_of

START = (
    'new handoff atu-stu for Contoso, "Azure migration", to megan@contoso.com, value 250000, due 2027-01-15'
)
_MORE_THAN_0 = "more than 0"
_LINK = "not a link I can keep"
_TWO_PEOPLE = "two different people"
_NO_HANDOFF = "I find no handoff 99 that you are on."
_LONGEST = 200

# What is typed on a handoff under way, and what its one sentence says.
REFUSED = {
    "value 0": _MORE_THAN_0,
    "value -5": _MORE_THAN_0,
    "value 0 EUR": _MORE_THAN_0,
    "value 99999999999999999": "more than I can believe",
    "value 250000 USD and 3 EUR": "two currencies",
    "value $250000 EUR": "two currencies",
    "value 5 300000": "no milestone 5",
    "due yesterday": "has passed",
    "due 2020-01-01": "has passed",
    "due 30 February": "no such day",
    "due 2027-02-30": "no such day",
    "due 31 April 2027": "no such day",
    "due 2099-01-01": "10 years",
    "due 7 1 Feb 2027": "no milestone 7",
    "meet by yesterday": "has passed",
    "meet by 30 Feb": "no such day",
    'add milestone "Data", 0, 15 Mar': _MORE_THAN_0,
    'add milestone "Data", 80000 EUR, 15 Mar 2027': "one currency",
    "remove milestone 3": "no milestone 3",
    "assign me as receiver": _TWO_PEOPLE,
    "assign ana@contoso.com as receiver": _TWO_PEOPLE,
    "assign megan@contoso.com as giver": _TWO_PEOPLE,
    "assign nobody@nowhere as receiver": "I don't know who that is",
    "assign Ghost as receiver": "I don't know who that is",
    "escalate to ghost": "I don't know who that is",
    "link ftp://example.com/a": _LINK,
    "link javascript:alert(1)": _LINK,
    "link file:///etc/passwd": _LINK,
    "link https://": _LINK,
    f"rename it to {'x' * 300}": "too long",
    f"workload {'w' * 300}": "too long",
    f"customer is {'X' * 300}": "",
    "done 99": "no item 99",
    "done 0": "no item 0",
    "done 1 2 99": "no item 99",
    "undo 3": "Nothing to change",
    "undo 99": "no item 99",
    "done 11": "both sides agree",
    "done 12": "discussion took place",
    "done 13": "moved to Stage 2",
    "waive 1": "reason",
    "n/a 2": "reason",
    "waive 1 because": "reason",
    "n/a 2 because": "reason",
    "waive 99 because of it": "no item 99",
    "held tomorrow": "still to come",
    "held 30 Feb": "no such day",
    "held 2020-01-01": "long before",
    "moved": "I cannot record yet",
    "moved tomorrow": "still to come",
    "transferred": "I cannot record yet",
    "close": "cannot be closed yet",
    "decline because of it": "Only Megan",
    "reopen 1": "nothing to reopen",
    "open 99": _NO_HANDOFF,
    "done 1 in handoff 99": _NO_HANDOFF,
    "history 99": _NO_HANDOFF,
    "report 99": _NO_HANDOFF,
    "agree for Megan": "",
    "note": "note",
}


@pytest.fixture
async def stage(make_settings: MakeSettings, connector: tuple[FakeConnector, str]) -> AsyncIterator[Stage]:
    async with open_stage(make_settings(), connector) as opened:
        yield opened


@pytest.fixture
async def ana(stage: Stage) -> Player:
    starter = stage.person()
    await starter.says(START)
    await starter.says("yes")
    assert stage.status() == "qualifying"
    return starter


@pytest.fixture
async def megan(stage: Stage, ana: Player) -> Player:
    receiver = stage.person("Megan")
    await receiver.says("hello")
    return receiver


@pytest.mark.parametrize(("typed", "said"), REFUSED.items(), ids=lambda text: text[:40])
async def test_what_cannot_be_is_refused_in_words_and_changes_nothing(
    stage: Stage, megan: Player, ana: Player, typed: str, said: str
) -> None:
    before, received = stage.row(), megan.received

    answers = await ana.gets(typed)

    assert len([each for each in answers if each.get("text")]) == 1
    assert said in answers[0]["text"]
    assert stage.row() == before
    assert megan.received == received


async def test_a_date_with_two_readings_is_asked_back(stage: Stage, ana: Player) -> None:
    before = stage.row()

    asked = await ana.says("due 05/06/2027")

    assert "5 Jun 2027" in asked
    assert "6 May 2027" in asked
    assert stage.row() == before
    await ana.says("2")
    assert stage.body()["milestones"][0]["due"] == "2027-05-06"


_MARKUP = (
    "**bold** _it_ `code` # head",
    "[click](https://example.com/x) ![](https://example.com/y.png)",
    "<script>alert(1)</script><b>x</b>",
    "<at>Megan</at> &lt;b&gt;",
    "one\n\ntwo\r\nthree\u2028four",
    "\u202eright to left\u202c\u0000",
    "'; DROP TABLE handoff; --",
    "=HYPERLINK(1) | a | b |",
    "\U0001f469\u200d\U0001f4bb" * 20,
)


@pytest.mark.parametrize("text", _MARKUP, ids=range(len(_MARKUP)))
@pytest.mark.parametrize(
    "field", ["note 1 {}", "waive 2 because {}", 'rename it to "{}"', 'workload "{}"', "decline because {}"]
)
async def test_marks_in_a_text_stay_text(
    stage: Stage, ana: Player, megan: Player, field: str, text: str
) -> None:
    player = megan if field.startswith("decline") else ana

    said = await player.says(field.format(text))

    assert said
    shown = "\n".join(texts_of(await ana.sees()))
    for raw in ("<script>", "**bold**", "](https://example.com/x)", "<at>", "![", "\u202e", "\x00"):
        assert raw not in shown, raw
    for activity in (*stage.connector.sent, *stage.connector.updated):
        assert "<script>" not in str(activity)
    report = (await ana.reads((await ana.downloads())[0]))[1]
    assert "<script>" not in report
    stage.check()


async def test_names_of_200_characters_are_kept_or_refused_whole(stage: Stage) -> None:
    ana, long = stage.person(), "x" * _LONGEST

    await ana.says("new handoff atu-stu")
    refused = await ana.says(long)

    assert "too long" in refused
    assert "What is the opportunity called?" in await ana.says("Contoso")
    assert "too long" in await ana.says("y" * _LONGEST)


async def test_ticking_twice_is_told_and_recorded_once(stage: Stage, ana: Player) -> None:
    await ana.says("done 3")
    before = stage.row()

    assert "Item 3 was done already, by you" in (await ana.says("done 3")).replace("by Ana", "by you")

    assert stage.row() == before


@pytest.mark.parametrize("ending", ["cancel 1", "close 1"])
@pytest.mark.parametrize(
    "typed", ["done 1", "undo 1", "value 5", "agree", "held", "moved", "note 1 x", "waive 2 because of it"]
)
async def test_nothing_changes_in_what_is_over(stage: Stage, ana: Player, ending: str, typed: str) -> None:
    if ending == "close 1":
        await _close(stage, ana)
    else:
        await ana.says(ending)
    assert stage.status() in ("cancelled", "closed")
    before = stage.row()

    said = await ana.says(f"{typed} in handoff 1" if "because" not in typed and "x" not in typed else typed)

    assert "reopen 1" in said
    assert stage.row() == before


async def _close(stage: Stage, ana: Player) -> None:
    megan = stage.person("Megan")
    await ana.says("done 1 2 3 4 5 6 7 8 9 10")
    await ana.says("agree")
    await megan.says("agree")
    await ana.says("held")
    await ana.says("moved")
    await megan.says("transferred")
    await ana.says("close 1")


async def test_a_button_on_a_card_of_last_month_is_refused_and_the_card_renewed(
    stage: Stage, ana: Player, megan: Player
) -> None:
    old = await megan.sees()
    stage.clock.pass_(31 * 24 * 3600)
    await ana.says("done 1")
    before = stage.row()

    for button, inputs in (("Mark done", {"items": "2"}), ("Agree", {}), ("It was held", {})):
        body = await megan.presses(button, old, **inputs)
        assert "Done by Ana, Mon 21 Dec 2026" in texts_of(body["value"])

    assert stage.row() == before


_ODD_PRESSES: tuple[tuple[str, dict[str, object], str | None], ...] = (
    ("handoff_done", {"items": ""}, "Please pick the items first."),
    ("handoff_done", {"items": "99"}, "no item 99"),
    ("handoff_done", {"items": "1;2"}, "Please pick the items first."),
    ("handoff_done", {"items": ["1"]}, "Please pick the items first."),
    ("handoff_waive", {"items": "1"}, "Please give a reason"),
    ("handoff_waive", {"items": "1", "reason": "  \n "}, "Please give a reason"),
    ("handoff_held", {"held_on": "2026-02-30"}, ""),
    ("handoff_held", {"held_on": "2027-01-01"}, "still to come"),
    ("handoff_held", {"held_on": {"a": 1}}, None),
    ("handoff_moved", {"moved_on": "2026-11-20"}, "I cannot record yet"),
    ("handoff_transferred", {"transferred_on": "2026-11-20"}, "I cannot record yet"),
    ("handoff_decline", {"comment": "x"}, "Only Megan"),
    ("handoff_close", {}, "cannot be closed yet"),
    ("handoff_reopen", {}, "nothing to reopen"),
    ("handoff_renew", {}, "newest items"),
)


@pytest.mark.parametrize(("verb", "inputs", "said"), _ODD_PRESSES)
async def test_an_odd_press_is_refused_in_words(
    stage: Stage, ana: Player, verb: str, inputs: dict[str, object], said: str | None
) -> None:
    before = stage.row()

    status, body = await ana.teams.press(verb, handoff=1, revision=before[1] if before else 0, **inputs)
    await stage.quiet()

    assert status == 200
    contracts.check_action_response(body)
    if said is not None:
        assert said in str(body["value"])
        assert stage.row() == before


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"handoff": 1},
        {"handoff": "1", "revision": 2},
        {"handoff": -1, "revision": 2},
        {"handoff": 2**70, "revision": 2},
        {"handoff": True, "revision": True},
        {"handoff": 1, "revision": "2"},
        {"handoff": 1.5, "revision": 2},
        {"handoff": None, "revision": None},
    ],
)
async def test_a_button_with_odd_data_does_nothing(
    stage: Stage, ana: Player, data: dict[str, object]
) -> None:
    before = stage.all_rows()

    for verb in ("handoff_agree", "handoff_done", "handoff_close", "handoff_view", "handoff_open"):
        status, body = await ana.teams.press(verb, **{"items": "1", **data})
        assert status == 200
        contracts.check_action_response(body)

    await stage.quiet()
    assert stage.all_rows() == before


async def test_two_who_tick_the_same_item_in_the_same_second_tick_it_once(
    stage: Stage, ana: Player, megan: Player
) -> None:
    hers, theirs = await ana.sees(), await megan.sees()
    before = stage.row()

    first, second = await asyncio.gather(
        ana.teams.press_on(hers, "Mark done", items="1"), megan.teams.press_on(theirs, "Mark done", items="1")
    )
    await stage.quiet()

    after = stage.row()
    assert before
    assert after
    assert (after[1], after[3]) == (before[1] + 1, before[3] + 1)
    shown = [text for body in (first, second) for text in texts_of(body["value"])]
    assert sum(text.startswith("Done by ") for text in shown) == 2
    stage.check()


async def test_two_who_type_the_same_in_the_same_second_tick_it_once(
    stage: Stage, ana: Player, megan: Player
) -> None:
    before = stage.row()

    await asyncio.gather(ana.teams.say("done 1"), megan.teams.say("done 1"))
    await stage.quiet()

    after = stage.row()
    assert before
    assert after
    assert (after[1], after[3]) == (before[1] + 1, before[3] + 1)
    assert "1 done, 13 left." in " ".join(stage.connector.said(ana.chat) + stage.connector.said(megan.chat))
    assert "was done already" in " ".join(stage.connector.said(ana.chat) + stage.connector.said(megan.chat))


async def test_two_who_tick_different_items_in_the_same_second_lose_neither(
    stage: Stage, ana: Player, megan: Player
) -> None:
    await asyncio.gather(ana.teams.say("done 1"), megan.teams.say("done 2"))
    await stage.quiet()

    assert [item.get("state") for item in stage.body()["items"]][:2] == ["done", "done"]
    stage.check()


_FORM = {"customer": "Contoso", "opportunity": "Azure migration", "value": "250000", "due": "2027-01-15"}


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"value": "0"}, _MORE_THAN_0),
        ({"value": "-1"}, _MORE_THAN_0),
        ({"value": "5 USD 6 EUR"}, "two currencies"),
        ({"value": "9" * 30}, "more than I can believe"),
        ({"value": "a lot"}, "as an amount"),
        ({"due": "2020-01-01"}, "has passed"),
        ({"due": "2027-02-30"}, "no such day"),
        ({"due": "soon"}, "as a date"),
        ({"receiver_email": "ana@contoso.com"}, _TWO_PEOPLE),
        ({"receiver_email": "not an address"}, "who that is"),
        ({"receiver": "no-object-id", "receiver_email": ""}, "pick somebody"),
        ({"customer": "x" * 300}, "too long"),
        ({"opportunity": "x" * 300}, "too long"),
        ({"link": "ftp://example.com"}, _LINK),
        ({"link": "javascript:alert(1)"}, _LINK),
        ({"customer": ""}, "please fill this in"),
    ],
    ids=str,
)
async def test_a_form_with_a_fault_says_so_and_keeps_the_rest(
    stage: Stage, filled: dict[str, str], said: str
) -> None:
    ana = stage.person()
    await ana.says("new handoff atu-stu")
    await ana.says("form")

    body = await ana.presses(
        "Start the handoff", ana.cards[-1], **{**_FORM, "receiver_email": "megan@contoso.com", **filled}
    )

    assert said in " ".join(texts_of(body["value"]))
    assert stage.status() in ("", "draft")
    kept = {"receiver_email": "megan@contoso.com", "customer": "Contoso", "value": "250000"}
    mended = {
        name: value for name, value in {**kept, "receiver": "", **_FORM, "link": ""}.items() if name in filled
    }
    await ana.presses("Start the handoff", body["value"], **{"receiver_email": "megan@contoso.com", **mended})
    assert stage.status() == "qualifying"
