"""What somebody could forge, or say in the wrong moment: one person on both sides, odd forms, a late yes."""

from __future__ import annotations

import asyncio

import pytest

from tests import contracts
from tests.journeys import START, Player, Stage, under_way


@pytest.mark.parametrize("step", ["megan@contoso.com as giver", "{} as giver"])
async def test_who_was_met_twice_is_one_person_and_stands_on_one_side(stage: Stage, step: str) -> None:
    ana, megan = stage.person(), stage.person("Megan")
    await ana.says(START)
    await ana.says("yes")
    await ana.says("add {}", megan)  # known by a mention, not yet by the address
    await megan.says("hello")
    before = stage.row()

    said = await ana.says(f"assign {step}", *([megan] if "{}" in step else []))

    assert "two different people" in said
    assert stage.row() == before


async def test_a_draft_has_one_person_on_one_side_too(stage: Stage) -> None:
    ana, megan = stage.person(), stage.person("Megan")
    await ana.says(START)
    await ana.says("assign {} as giver", megan)
    await megan.says("hello")

    await ana.says("assign megan@contoso.com as receiver")
    await ana.says("yes")

    parties = stage.body()["parties"]
    assert parties["giver"] != parties.get("receiver")
    assert stage.status() == "draft"


_ODD = (
    {"handoff": 2**70, "kind": "atu-stu", "person": "x"},
    {"handoff": -1, "kind": "atu-stu", "person": "x"},
    {"handoff": 2, "kind": ["atu-stu"], "person": ["x"]},
    {"handoff": 2, "kind": {"a": 1}, "person": {"a": 1}},
    {"handoff": 2, "kind": None, "person": None},
)


@pytest.mark.parametrize("data", _ODD)
@pytest.mark.parametrize("verb", ["handoff_form", "handoff_receiver", "handoff_answer", "handoff_typed"])
async def test_odd_data_of_a_draft_is_refused_in_words(
    stage: Stage, ana: Player, verb: str, data: dict[str, object]
) -> None:
    await ana.says('new handoff atu-stu for Fabrikam, "Data"')
    before = stage.all_rows()

    status, body = await ana.teams.press(verb, **data)
    await stage.quiet()

    assert status == 200
    assert body["statusCode"] < 500
    contracts.check_action_response(body)
    assert stage.all_rows() == before


async def test_who_gives_it_cannot_be_picked_to_receive_it(stage: Stage, ana: Player) -> None:
    await ana.says('new handoff atu-stu for Fabrikam, "Data"')
    before, me = stage.row(2), stage.body(2)["parties"]["giver"]

    _, body = await ana.teams.press("handoff_receiver", handoff=2, person=me)
    await stage.quiet()

    assert "two different people" in str(body["value"])
    assert stage.row(2) == before


async def test_a_typed_yes_is_not_for_values_that_changed_in_the_same_moment(stage: Stage) -> None:
    ana, megan = await under_way(stage, settled=True)

    await ana.teams.say("value 90000")
    await asyncio.sleep(0)
    await megan.teams.say("agree")
    await stage.quiet()
    meanwhile, heard = stage.body().get("agreed"), megan.teams.heard[-1]
    stage.clock.pass_(30)
    await megan.says("agree")

    assert not meanwhile
    assert "90,000" in heard
    assert "again" in heard
    assert set(stage.body()["agreed"]) == {"receiver"}
