"""What people type wrong about a handoff: one clear sentence each, and nothing is lost or half-done."""

from __future__ import annotations

import pytest

from tests.journeys import Player, Stage

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
