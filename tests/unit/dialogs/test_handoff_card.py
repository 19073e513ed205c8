from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from dialogs.handoff import words
from dialogs.handoff.card import layout
from dialogs.handoff.card import words as card_words
from dialogs.message import Card
from handoffs.model import State
from tests import contracts
from tests.card_parts import parts, texts_of
from tests.office import Colleague, Office, expert

KINDS = tuple(expert().kinds)
_INPUTS = ("Input.ChoiceSet", "Input.Text", "Input.Date")


@pytest.mark.parametrize("kind", KINDS)
async def test_every_item_shows_its_number_its_state_in_words_and_its_source(
    kind: str, office: Office, ana: Colleague, megan: Colleague
) -> None:
    handoff = await office.start(ana, megan, kind)

    shown = await ana.opens()

    contracts.check_card(shown)
    for item in handoff.items:
        line, state, why = _item(shown, item.number)
        assert line["text"].endswith(f"{item.number}. {item.text}")
        assert state["text"].startswith("Open")
        assert all(expert().source_name(source) in why["text"] for source in item.source)
        assert why["isVisible"] is False


def _item(card: Card, number: int) -> list[dict[str, Any]]:
    """The lines of an item; a tap on the first shows the last. Who hears the card hears the line as well."""
    first, *others = next(
        part["items"]
        for part in parts(card)
        if part.get("type") == "Container"
        and part["items"][0].get("selectAction", {}).get("targetElements") == [f"why{number}"]
    )
    [line] = first["items"]
    assert first["selectAction"]["title"].startswith(line["text"])
    return [line, *others]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_card_works_on_a_phone_by_keyboard_and_by_screen_reader(
    kind: str, office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan, kind)

    elements = list(parts(await ana.opens()))

    assert not {"ColumnSet", "Action.ShowCard", "Table"} & {part.get("type") for part in elements}
    assert all(part["label"] for part in elements if part.get("type") in _INPUTS)
    assert all(part["wrap"] for part in elements if part.get("type") == "TextBlock")
    assert all(len(part["actions"]) <= 2 for part in elements if part.get("type") == "ActionSet")


async def test_the_head_says_what_it_is_about_and_whose_move_it_is(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    assert texts_of(await ana.opens())[:6] == [
        "Contoso: Azure migration",
        "Handoff 1, ATU to STU. From Ana to Megan.",
        "**Status:** Under way",
        "**Your move:** settle items 1 to 10.",
        "**Done:** 0 of 14",
        "**Milestone:** Azure migration: 250,000 USD, due Fri 15 Jan 2027, 56 days left",
    ]
    assert "**Ana to move:** settle items 1 to 10." in texts_of(await megan.opens())


async def test_a_group_that_is_all_done_is_one_line_that_unfolds(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("done 1 2 3 4 5 6")

    shown = list(parts(await ana.opens()))

    head = next(part for part in shown if "all 6 done" in part.get("selectAction", {}).get("title", ""))
    [hidden] = head["selectAction"]["targetElements"]
    folded = next(part for part in shown if part.get("id") == hidden)
    assert folded["isVisible"] is False
    assert [text for text in texts_of(folded) if text.startswith(words.SIGNS[State.DONE])][-1].endswith(
        "6. Timing is confirmed"
    )


async def test_the_line_of_a_group_that_is_all_done_says_who_and_when_and_that_it_unfolds(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("done 1 2 3 4 5 6")

    said = texts_of(await ana.opens())

    assert f"{words.SIGNS[State.DONE]} Qualification: all 6 done by Ana, Fri 20 Nov 2026" in said
    assert card_words.UNFOLD_SIGN in said


async def test_a_group_that_two_people_did_stays_open(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("done 1 2 3 4 5")
    await megan.say("done 6")

    said = texts_of(await ana.opens())

    assert card_words.UNFOLD_SIGN not in said
    assert "Done by Megan, Fri 20 Nov 2026" in said


async def test_a_group_with_a_reason_in_it_stays_open(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("done 1 2 3 4 5")
    await ana.say("waive 6 because the budget is confirmed in March")

    titles = [part.get("selectAction", {}).get("title", "") for part in parts(await megan.opens())]

    assert not any("Show or hide the items" in title for title in titles)


async def test_the_agreement_says_who_has_agreed_so_far(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("agree")
    assert "Open, agreed by Ana" in texts_of(await megan.opens())

    await megan.say("agree")
    assert "Done by Ana and Megan, Fri 20 Nov 2026" in texts_of(await ana.opens())


async def test_a_refresh_names_the_handoff_and_nothing_else(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    refresh = (await ana.opens())["refresh"]

    assert refresh["action"]["verb"] == "handoff_view"
    assert refresh["action"]["data"] == {"handoff": 1}
    assert refresh["userIds"] == ["29:ana", "29:megan"]


@pytest.mark.parametrize("settled", [0, 20, 40])
async def test_forty_items_with_long_words_keep_within_the_size_of_a_card(
    settled: int, office: Office, ana: Colleague, megan: Colleague
) -> None:
    handoff = await office.start(ana, megan)
    await ana.say("done 1: " + "\u00e6\u00f8\u00e5 " * 200)
    first = office.handoffs_kept[1].items[0]
    items = tuple(
        replace(
            first,
            number=number,
            text=f"{first.text} " + "and much more, " * 8,
            note="note " * 100,
            state=State.DONE if number <= settled else State.OPEN,
        )
        for number in range(1, 41)
    )
    office.handoffs_kept[1] = replace(handoff, items=items)

    shown = await ana.opens()

    assert len(json.dumps(shown, ensure_ascii=False).encode()) <= layout.MOST_BYTES
    assert layout.size(shown) <= layout.MOST_BYTES
    said = "\n".join(texts_of(shown))
    assert all(f"{number}." in said for number in range(settled + 1, 41))
    contracts.check_card(shown)


async def test_what_people_wrote_cannot_become_markup(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan, customer="[Contoso](https://evil.example) <b>**x**</b>\n# y")
    await ana.say("waive 5 because *bold* <b>tags</b> and [a link](https://evil.example)")

    said = "\n".join(texts_of(await ana.opens()))

    assert "evil" not in said
    assert "<b>" not in said
    assert "*bold*" not in said


async def test_a_link_as_evidence_stays_a_link(office: Office, ana: Colleague, megan: Colleague) -> None:
    await office.start(ana, megan)
    await ana.say("done 2: https://contoso.com/plan?a=1")

    assert "Evidence: [link](https://contoso.com/plan?a=1)" in "\n".join(texts_of(await ana.opens()))


async def test_the_summary_says_in_words_what_the_card_shows(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    assert await ana.say("open 1") == (
        "Contoso: Azure migration. Under way. 0 of 14 done. Your move: settle items 1 to 10. "
        "Next date: milestone due Fri 15 Jan 2027, 56 days left."
    )


async def test_the_deadline_explains_itself_and_says_what_is_batons_reading(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan, "stu-csu")
    items = [item for item in office.handoffs_kept[1].items if item.by and not item.gate]
    await ana.say("done " + " ".join(str(item.number) for item in items))
    await megan.say("done " + " ".join(str(item.number) for item in items))
    await ana.say("moved")

    said = "\n".join(texts_of(await ana.opens()))

    assert "Fri 27 Nov 2026, 7 days left: 7 calendar days after Fri 20 Nov 2026" in said
    assert said.count("Baton's reading: the document names neither") == 1
    assert "**Discussion by:** Fri 27 Nov 2026, 7 days left." in said
