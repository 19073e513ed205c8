"""Handoffs played to the end by two people, over HTTP: typed only, and by pressing what the cards offer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests import contracts
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, knowledge
from tests.journeys import Player, Stage, open_stage, texts_of

_FACTS = 'for Contoso, "Azure migration", to megan@contoso.com'
_MILESTONE = "value 250000, due 2027-01-15"
START = f"new handoff atu-stu {_FACTS}, {_MILESTONE}"


@dataclass(frozen=True, kw_only=True)
class Journey:
    """What starts a handoff, and the words for its moves in their order: whose, what, the status then."""

    kind: str
    said: str = ""
    form: tuple[tuple[str, str], ...] = ()
    moves: tuple[tuple[str, str, str], ...] = (("Ana", "held", "closed"),)
    early: tuple[str, ...] = ("moved", "transferred", "close")


_AGREED = (("Ana", "agree", "qualifying"), ("Megan", "agree", "qualifying"))
_VALUED = (("value", "250k"), ("due", "2027-01-15"))
_TO_CSU = (
    ("Ana", "moved", "moved"),
    ("Ana", "agree", "moved"),
    ("Megan", "agree", "moved"),
    ("Megan", "held", "moved"),
    ("Ana", "transferred", "transferred"),
    ("Megan", "close", "closed"),
)
JOURNEYS = {
    "atu-stu": Journey(
        kind="atu-stu",
        said=f", {_MILESTONE}",
        form=_VALUED,
        moves=(
            *_AGREED,
            ("Ana", "held", "ready"),
            ("Ana", "moved", "moved"),
            ("Megan", "transferred", "transferred"),
            ("Ana", "close", "closed"),
        ),
    ),
    "stu-csu, Unified": Journey(
        kind="stu-csu", said=f", {_MILESTONE}, unified", form=(*_VALUED, ("unified", "yes")), moves=_TO_CSU
    ),
    "stu-csu, not Unified": Journey(
        kind="stu-csu", said=f", {_MILESTONE}, not unified", form=(*_VALUED, ("unified", "no")), moves=_TO_CSU
    ),
    **{
        kind: Journey(kind=kind, early=("close",))
        for kind in ("design-kickoff", "poc-scoping", "deployment-readiness", "optimization-planning")
    },
}
_BUTTONS = {
    "agree": "Agree",
    "held": "It was held",
    "moved": "Record the move",
    "transferred": "Record the transfer",
    "close": "Close the handoff",
}
each_journey = pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS.keys())


@pytest.fixture
async def stage(make_settings: MakeSettings, connector: tuple[FakeConnector, str]) -> AsyncIterator[Stage]:
    async with open_stage(make_settings(), connector) as opened:
        yield opened


def _items(stage: Stage, side: str) -> list[int]:
    """The numbers of the required items that this side settles, and the giver where it may."""
    items = [item for item in stage.body()["items"] if item.get("by") and item.get("required", True)]
    if side == "giver":
        return [item["number"] for item in items if "giver" in item["by"]]
    return [item["number"] for item in items if "giver" not in item["by"]]


async def _early(stage: Stage, player: Player, journey: Journey) -> None:
    """Each move before its time is refused in words, and changes nothing."""
    for word in journey.early:
        before = stage.row()
        said = await player.says(word)
        assert "yet" in said or "Only " in said, said
        assert stage.row() == before


async def _settle(stage: Stage, ana: Player, megan: Player) -> None:
    """Tick one by one: the other side is told at most when it is their move."""
    numbers = _items(stage, "giver")
    for number in numbers:
        before = megan.received
        await ana.says(f"done {number}")
        told = megan.received - before
        assert told == 0 or (told == 1 and number == numbers[-1]), number
    for number in _items(stage, "receiver"):
        await megan.says(f"done {number}")


async def _report(player: Player, stage: Stage, journey: Journey) -> str:
    """The Markdown report, which names every item and all who agreed."""
    addresses = await player.downloads()
    status, text = await player.reads(addresses[0])
    assert status == 200
    flat = text.replace("\\", "")
    for item in stage.body()["items"]:
        assert item["text"] in flat
    if knowledge().kinds[journey.kind].confirm:
        assert flat.count("agreed to the milestones above") == 2
    assert "unbroken" in flat
    assert "@contoso" not in text
    assert (await player.reads(addresses[1]))[0] == 200
    return flat


@each_journey
async def test_a_journey_typed_only(stage: Stage, journey: Journey) -> None:
    ana, megan = stage.person(), stage.person("Megan")
    players = {"Ana": ana, "Megan": megan}
    assert "Shall I start this handoff?" in await ana.says(
        f"new handoff {journey.kind} {_FACTS}{journey.said}"
    )
    assert "Started." in await ana.says("yes")
    assert "Contoso: Azure migration. Under way." in await megan.says("hello")
    await _early(stage, ana, journey)
    await _early(stage, megan, journey)
    moves = list(journey.moves)
    await _settle(stage, ana, megan)

    for who, word, status in moves:
        other = players["Megan" if who == "Ana" else "Ana"]
        before = other.received
        said = await players[who].says(word)
        assert stage.status() == status, said
        assert other.received - before <= 1

    stage.check()
    await _report(ana, stage, journey)
    await _report(megan, stage, journey)


async def _fill_in(ana: Player, journey: Journey) -> None:
    """Start with the form: the kind is pressed, the form is offered."""
    short = knowledge().kinds[journey.kind].short
    await ana.says("new handoff")
    await ana.presses(short, ana.cards[-1])
    offer = ana.stage.connector.sent[-1]["suggestedActions"]["actions"]
    assert [action["title"] for action in offer] == ["Fill in a form"]
    await ana.says(offer[0]["value"])
    filled = {"customer": "Contoso", "opportunity": "Azure migration", "receiver_email": "megan@contoso.com"}
    body = await ana.presses("Start the handoff", ana.cards[-1], **filled, **dict(journey.form))
    assert texts_of(body["value"]) == ["Contoso: Azure migration: started."]


async def _press_all_items(player: Player) -> None:
    choices = _choices(await player.sees())
    if choices:
        await player.presses("Mark done", items=",".join(choices))


def _choices(part: Any) -> list[str]:
    if isinstance(part, list):
        return [choice for each in part for choice in _choices(each)]
    if not isinstance(part, dict):
        return []
    if part.get("id") == "items":
        return [choice["value"] for choice in part["choices"]]
    return [choice for name, each in part.items() if name != "refresh" for choice in _choices(each)]


@each_journey
async def test_a_journey_by_card_actions_only(stage: Stage, journey: Journey) -> None:
    ana, megan = stage.person(), stage.person("Megan")
    players = {"Ana": ana, "Megan": megan}
    await megan.teams.install()
    await _fill_in(ana, journey)
    for player in (ana, megan):
        assert not await player.is_offered("Record the move", "Record the transfer", "Close the handoff")
    for player in (ana, megan):
        await _press_all_items(player)

    for who, word, status in journey.moves:
        other = players["Megan" if who == "Ana" else "Ana"]
        before = other.received
        body = await players[who].presses(_BUTTONS[word])
        assert stage.status() == status, body
        assert other.received - before <= 1

    stage.check()
    await _report(megan, stage, journey)


@pytest.mark.parametrize("verb", ["handoff_moved", "handoff_transferred", "handoff_close"])
async def test_a_move_pressed_before_its_time_is_refused_in_words(stage: Stage, verb: str) -> None:
    ana, _ = await _running(stage)
    before = stage.row()

    _, body = await ana.teams.press(verb, handoff=1, revision=before[1] if before else 0)

    contracts.check_action_response(body)
    assert "yet" in str(body["value"]) or "Only " in str(body["value"])
    assert stage.row() == before


async def _running(stage: Stage, *, settled: bool = False, agreed: bool = False) -> tuple[Player, Player]:
    """Ana and Megan on a handoff that has started; perhaps all ticked, perhaps agreed too."""
    ana, megan = stage.person(), stage.person("Megan")
    await ana.says(START)
    await ana.says("yes")
    await megan.says("hello")
    if settled or agreed:
        await ana.says("done 1 2 3 4 5 6 7 8 9 10")
    if agreed:
        await ana.says("agree")
        await megan.says("agree")
    return ana, megan


def _agreed(stage: Stage) -> set[str]:
    return set(stage.body().get("agreed", {}))


async def test_asking_one_thing_at_a_time_with_corrections_and_back(stage: Stage) -> None:
    ana = stage.person()

    assert "What is the opportunity called?" in await ana.says("hand Contoso over to the STU")
    assert "Which workload" in await ana.says("Azure migration")
    assert "estimated value" in await ana.says("same")
    assert "250,000 USD" in await ana.says("250k")
    assert "300,000 USD" in await ana.says("no, 300000")
    assert "Now it is 300,000 USD" in await ana.says("back")
    assert "When is it due?" in await ana.says("keep")
    both = await ana.says("05/06/2027")
    assert "5 Jun 2027" in both
    assert "6 May 2027" in both
    assert "Sat 5 Jun 2027" in await ana.says("1")
    assert "two different people" in await ana.says("ana@contoso.com")
    assert "Shall I start this handoff?" in await ana.says("megan@contoso.com")
    assert "320,000 EUR" in await ana.says("value 320000 EUR")
    assert "Fri 15 Jan 2027" in await ana.says("due 15 Jan 2027")
    assert "Started." in await ana.says("yes")
    assert stage.status() == "qualifying"


async def test_a_question_in_the_middle_is_answered_and_the_step_repeated_once(stage: Stage) -> None:
    ana = stage.person()
    await ana.says("hand Contoso over to the STU")
    await ana.says("Azure migration")

    said = await ana.says("who secures the technical decision?")

    assert "Secure technical decision" in said
    assert said.count("Which workload is milestone 1 for?") == 1
    assert "estimated value" in await ana.says("same")


async def test_a_draft_left_half_way_waits_and_goes_on(stage: Stage) -> None:
    ana = stage.person()
    await ana.says("hand Contoso over to the STU")
    await ana.says("Azure migration")
    await ana.says("start over")

    assert stage.status() == "draft"
    assert "draft" in await ana.says("my handoffs")
    assert "Which workload is milestone 1 for?" in await ana.says("open 1")
    assert "estimated value" in await ana.says("same")


async def test_another_start_offers_the_draft_that_waits(stage: Stage) -> None:
    ana = stage.person()
    await ana.says("hand Contoso over to the STU")
    await ana.says("start over")

    offered = await ana.says("new handoff")

    assert "You have a draft: handoff 1" in offered
    await ana.presses("Go on with it", ana.cards[-1])
    assert "What is the opportunity called?" in stage.connector.said(ana.chat)[-1]
    assert len(stage.all_rows()) == 1


async def test_a_changed_value_voids_both_confirmations_and_tells_both(stage: Stage) -> None:
    ana, megan = await _running(stage, agreed=True)
    assert _agreed(stage) == {"giver", "receiver"}
    before = megan.received

    said = await ana.says("value 300000")

    assert _agreed(stage) == set()
    assert "What was agreed before no longer holds" in said
    assert megan.received == before + 1
    assert "Ana changed the milestones" in " ".join(texts_of(megan.cards[-1]))
    await ana.says("agree")
    await megan.says("agree")
    assert _agreed(stage) == {"giver", "receiver"}
    stage.check()


async def test_a_side_handed_to_alex_voids_its_confirmation_and_tells(stage: Stage) -> None:
    ana, megan = await _running(stage, agreed=True)
    alex = stage.person("Alex")
    await alex.says("hello")
    told = (megan.received, alex.received)

    await ana.says("assign {} as receiver", alex)

    assert _agreed(stage) == {"giver"}
    assert (megan.received, alex.received) == (told[0] + 1, told[1] + 1)
    assert "handed your side" in stage.connector.said(megan.chat)[-1]
    assert "handed Contoso, Azure migration to you" in " ".join(texts_of(alex.cards[-1]))
    await alex.says("agree")
    assert _agreed(stage) == {"giver", "receiver"}
    assert stage.live_cards(megan.chat) == {}
    stage.check()


async def test_declining_needs_a_comment_and_tells_it(stage: Stage) -> None:
    ana, megan = await _running(stage, agreed=True)
    before = stage.row()

    await megan.says("decline")
    assert stage.row() == before
    told = ana.received
    await megan.says("decline because the value is too high")

    assert stage.status() == "declined"
    assert ana.received == told + 1
    assert "the value is too high" in " ".join(texts_of(ana.cards[-1]))
    await ana.says("reopen 1")
    assert (stage.status(), _agreed(stage)) == ("qualifying", set())
    stage.check()


async def test_a_decline_by_button_needs_its_comment_too(stage: Stage) -> None:
    _, megan = await _running(stage, settled=True)
    before = stage.row()

    body = await megan.presses("Decline")
    assert "Please say why" in body["value"]
    assert stage.row() == before
    await megan.presses("Decline", comment="The budget is gone")

    assert stage.status() == "declined"
    stage.check()


async def test_cancelled_and_reopened_it_is_as_it_was(stage: Stage) -> None:
    ana, megan = await _running(stage, settled=True)
    done = [item.get("state") for item in stage.body()["items"]]
    told = megan.received

    await ana.says("cancel 1")
    assert stage.status() == "cancelled"
    assert megan.received == told + 1
    assert "Ana has cancelled" in " ".join(texts_of(megan.cards[-1]))
    await ana.says("reopen 1")

    assert stage.status() == "qualifying"
    assert [item.get("state") for item in stage.body()["items"]] == done
    stage.check()


async def test_a_stale_card_is_refused_with_who_and_when_and_refreshed(stage: Stage) -> None:
    ana, megan = await _running(stage)
    stale = await megan.sees()
    await ana.says("done 1")
    before = stage.row()

    body = await megan.presses("Mark done", stale, items="2")

    assert stage.row() == before
    assert "Changed by Ana at 1" in stage.connector.said(megan.chat)[-1]
    fresh = body["value"]
    assert "Done by Ana, Fri 20 Nov 2026" in texts_of(fresh)
    await megan.presses("Mark done", fresh, items="2")
    assert [item.get("state") for item in stage.body()["items"]][:2] == ["done", "done"]
    stage.check()


async def test_each_viewer_sees_what_they_can_do_next(stage: Stage) -> None:
    ana, megan = await _running(stage, settled=True)
    await ana.presses("Agree")

    assert "You have agreed. Waiting for Megan." in texts_of(await ana.sees())
    assert not await ana.is_offered("Agree")
    assert await megan.is_offered("Agree")
    theirs = await megan.teams.refresh(await ana.sees())
    assert "You have agreed. Waiting for Megan." not in texts_of(theirs)


async def test_looking_changes_nothing_and_says_nothing(stage: Stage) -> None:
    _, megan = await _running(stage)
    before, calls = stage.row(), len(stage.connector.calls)

    for _ in range(3):
        await megan.sees()

    assert stage.row() == before
    assert len(stage.connector.calls) == calls


async def test_the_card_is_posted_again_once_it_has_scrolled_away(stage: Stage) -> None:
    ana, _ = await _running(stage)
    first = next(iter(stage.live_cards(ana.chat)))

    for _ in range(4):
        await ana.says("who leads stage 3?")
        await ana.says("done 1")
        await ana.says("undo 1")

    assert list(stage.live_cards(ana.chat)) != [first]
    assert "this card has moved down" in texts_of(stage.connector.cards(ana.chat)[first])[0]
    stage.check()


async def test_all_replies_come_in_the_response_where_it_is_asked_for(stage: Stage) -> None:
    ana = stage.person()
    before = len(stage.connector.sent)

    said = await _expecting(ana, START)
    assert "Shall I start this handoff?" in said[-1]["summary"]
    said = await _expecting(ana, "yes")

    assert [("Started." in str(each.get("text"))) for each in said] == [True, False]
    assert said[1]["summary"].startswith("Contoso: Azure migration. Under way.")
    assert len(stage.connector.sent) == before
    said = await _expecting(ana, "done 1 2")
    assert "2 done, 12 left." in said[0]["text"]
    assert stage.status() == "qualifying"


async def _expecting(player: Player, text: str) -> list[dict[str, Any]]:
    status, body = await player.teams.post(
        player.teams.activity(text=text, textFormat="plain", deliveryMode="expectReplies")
    )
    await player.stage.quiet()
    assert status == 200
    for activity in body["activities"]:
        contracts.check_activity(activity)
    messages: list[dict[str, Any]] = [each for each in body["activities"] if each["type"] == "message"]
    return messages
