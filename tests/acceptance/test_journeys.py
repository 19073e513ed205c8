"""Handoffs played to the end by two people, over HTTP: typed only, and by pressing what the cards offer."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.card_parts import choices, texts_of
from tests.fakes import knowledge
from tests.journeys import FACTS, MILESTONE, Player, Stage


@dataclass(frozen=True, kw_only=True)
class Journey:
    """What starts a handoff, and the words for its moves in their order: whose, what, the status then."""

    kind: str
    said: str = ""
    form: tuple[tuple[str, str], ...] = ()
    moves: tuple[tuple[str, str, str], ...] = (("Ana", "held", "closed"),)


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
        said=f", {MILESTONE}",
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
        kind="stu-csu", said=f", {MILESTONE}, unified", form=(*_VALUED, ("unified", "yes")), moves=_TO_CSU
    ),
    "stu-csu, not Unified": Journey(
        kind="stu-csu", said=f", {MILESTONE}, not unified", form=(*_VALUED, ("unified", "no")), moves=_TO_CSU
    ),
    **{
        kind: Journey(kind=kind)
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


def _items(stage: Stage, side: str) -> list[int]:
    """The numbers of the required items that this side settles, and the giver where it may."""
    items = [item for item in stage.body()["items"] if item.get("by") and item.get("required", True)]
    if side == "giver":
        return [item["number"] for item in items if "giver" in item["by"]]
    return [item["number"] for item in items if "giver" not in item["by"]]


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
        f"new handoff {journey.kind} {FACTS}{journey.said}"
    )
    assert "Started." in await ana.says("yes")
    assert "Contoso: Azure migration. Under way." in await megan.says("hello")
    moves = list(journey.moves)
    await _settle(stage, ana, megan)

    for who, word, status in moves:
        other = players["Megan" if who == "Ana" else "Ana"]
        before = other.received
        said = await players[who].says(word)
        assert stage.status() == status, said
        assert other.received - before <= 1

    stage.check()
    for player in (ana, megan):
        await player.sees_what_is()
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
    assert texts_of(body["value"]) == ["Contoso: Azure migration. Started."]


async def _press_all_items(player: Player) -> None:
    numbers = choices(await player.sees())
    if numbers:
        await player.presses("Mark done", items=",".join(numbers))


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
    for player in (ana, megan):
        await player.sees_what_is()
    await _report(megan, stage, journey)
