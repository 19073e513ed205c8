"""Who may see and touch a handoff: its people, in the chats that are theirs, and nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.card_parts import texts_of
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector
from tests.journeys import Player, Stage, open_stage

GROUP = "19:group@thread.v2"
SECRETS = ("Azure migration", "250,000")
UNKNOWN = "I find no handoff {} that you are on."


@pytest.fixture
async def stage(make_settings: MakeSettings, connector: tuple[FakeConnector, str]) -> AsyncIterator[Stage]:
    """Only Root is an admin, as where Baton does not run in local mode."""
    async with open_stage(make_settings(BATON_ADMINS="root-object"), connector) as opened:
        yield opened


def _told_in(stage: Stage, conversation: str, since: int = 0) -> str:
    """All that was ever written to a chat, cards too."""
    bodies = [call.body for call in stage.connector.calls[since:] if call.conversation == conversation]
    return "\n".join(str(body) for body in bodies)


@pytest.mark.parametrize(
    "typed",
    [
        *("open {}", "done 1 in handoff {}", "history {}", "report {}", "close {}", "reopen {}", "cancel {}"),
        *("agree in handoff {}", "held in handoff {}", "value 5 in handoff {}", "what's missing on {}?"),
        *("undo 1 in handoff {}", "waive 1 in handoff {} because of it", "whose move is it in handoff {}?"),
        "decline handoff {} because of it",
    ],
)
async def test_a_stranger_hears_what_they_hear_of_a_handoff_that_there_is_not(
    stage: Stage, megan: Player, typed: str
) -> None:
    alex = stage.person("Alex")
    before = stage.row()

    there = await alex.says(typed.format(1))
    nowhere = await alex.says(typed.format(2))

    assert there.replace("1", "#") == nowhere.replace("2", "#").replace("1", "#")
    assert stage.row() == before
    assert not any(secret in _told_in(stage, alex.chat) for secret in SECRETS)


async def test_a_name_cannot_be_guessed_into(stage: Stage, megan: Player) -> None:
    alex = stage.person("Alex")

    there, nowhere = await alex.says("open Contoso"), await alex.says("open Fabrikam")

    assert there.replace("Contoso", "#") == nowhere.replace("Fabrikam", "#")
    assert "no open handoff" in await alex.says("my handoffs")
    assert "no open handoff" in (await alex.says("team")).casefold()


@pytest.mark.parametrize(
    ("verb", "inputs"),
    [
        ("handoff_done", {"items": "1"}),
        ("handoff_waive", {"items": "1", "reason": "x"}),
        ("handoff_not_applicable", {"items": "1", "reason": "x"}),
        ("handoff_agree", {}),
        ("handoff_decline", {"comment": "x"}),
        ("handoff_held", {"held_on": "2026-11-20"}),
        ("handoff_not_held", {}),
        ("handoff_moved", {"moved_on": "2026-11-20"}),
        ("handoff_transferred", {"transferred_on": "2026-11-20"}),
        ("handoff_close", {}),
        ("handoff_reopen", {}),
        ("handoff_renew", {}),
        ("handoff_open", {}),
        ("handoff_view", {}),
        ("handoff_typed", {"text": "done 1"}),
        ("handoff_answer", {"step": "confirm", "text": "yes"}),
        ("handoff_form", {"kind": "atu-stu", "customer": "Fabrikam"}),
    ],
)
async def test_a_button_in_a_strangers_hands_does_nothing(
    stage: Stage, megan: Player, verb: str, inputs: dict[str, str]
) -> None:
    alex, before = stage.person("Alex"), stage.row()
    revision = before[1] if before else 0

    status, here = await alex.teams.press(verb, handoff=1, revision=revision, **inputs)
    _, nowhere = await alex.teams.press(verb, handoff=7, revision=revision, **inputs)
    await stage.quiet()

    assert status == 200
    assert str(here).replace("1", "#") == str(nowhere).replace("7", "#").replace("1", "#")
    assert stage.row() == before
    assert not any(secret in str(here) + _told_in(stage, alex.chat) for secret in SECRETS)


async def test_a_card_that_reaches_a_stranger_shows_them_nothing(stage: Stage, megan: Player) -> None:
    card, alex = await megan.sees(), stage.person("Alex")
    looking = {"action": card["refresh"]["action"], "trigger": "automatic"}

    _, unmet = await alex.teams.invoke("adaptiveCard/action", looking)
    await alex.says("hello")

    assert unmet["statusCode"] == 400
    assert not any(secret in str(unmet) for secret in SECRETS)
    assert texts_of(await alex.teams.refresh(card)) == [UNKNOWN.format(1)]


async def test_saying_whose_address_one_has_does_not_make_one_that_person(stage: Stage, ana: Player) -> None:
    alex, before = stage.person("Alex"), stage.row()

    for claim in ("I am megan@contoso.com", "my e-mail is megan@contoso.com", "I'm Megan", "agree"):
        await alex.says(claim)

    assert stage.row() == before
    assert await alex.says("open 1") == UNKNOWN.format(1)
    assert not any(secret in _told_in(stage, alex.chat) for secret in SECRETS)


async def test_one_of_the_name_but_without_the_address_is_not_the_receiver(stage: Stage, ana: Player) -> None:
    namesake = stage.person("Megan")
    namesake.teams.is_listed(email="megan@fabrikam.com", userPrincipalName="megan@fabrikam.com")

    await namesake.says("hello")
    await namesake.says("agree")

    assert stage.body().get("agreed", {}) == {}
    assert await namesake.says("open 1") == UNKNOWN.format(1)


async def test_megan_is_the_receiver_once_the_roster_says_so(stage: Stage, ana: Player) -> None:
    megan = stage.person("Megan")
    megan.teams.is_listed(email="MEGAN@Contoso.com", userPrincipalName="m@contoso.com")

    assert "Contoso: Azure migration" in await megan.says("hello")
    await megan.says("agree")

    assert set(stage.body()["agreed"]) == {"receiver"}


async def test_nobody_agrees_for_another(stage: Stage, ana: Player, megan: Player) -> None:
    await ana.says("agree")
    before = stage.row()

    await ana.says("agree for Megan")
    await ana.says("agree")

    assert set(stage.body()["agreed"]) == {"giver"}
    assert stage.row() == before


async def test_who_has_left_sees_no_more_of_it(stage: Stage, ana: Player, megan: Player) -> None:
    addresses, card = await megan.downloads(), await megan.sees()
    assert [(await megan.reads(address))[0] for address in addresses] == [200, 200]
    await ana.says("assign alex@contoso.com as receiver")
    since = len(stage.connector.calls)

    assert [(await megan.reads(address))[0] for address in addresses] == [404, 404]
    assert await megan.says("open 1") == UNKNOWN.format(1)
    assert texts_of(await megan.teams.refresh(card)) == [UNKNOWN.format(1)]
    await ana.says("done 1")
    assert stage.live_cards(megan.chat) == {}
    assert not any(secret in _told_in(stage, megan.chat, since) for secret in SECRETS)


async def test_a_link_that_was_changed_or_is_old_gets_the_same_answer(stage: Stage, ana: Player) -> None:
    address = (await ana.downloads())[0]

    forged = await ana.reads(address.replace("/reports/", "/reports/a"))
    stage.clock.pass_(25 * 3600)
    old = await ana.reads(address)

    assert forged == old
    assert old[0] == 404


async def test_a_group_with_a_stranger_sees_the_title_only(stage: Stage, ana: Player, megan: Player) -> None:
    stage.person("Alex").in_group()
    here, there = ana.in_group(), megan.in_group()

    for typed in ("open 1", "done 1", "whose move is it?", "what's missing on Contoso?", "history 1"):
        assert "our own chat" in await here.says(typed)
    for typed in ("report 1", "my handoffs", "agree", "value 260000", "due 2027-02-01", "note 2 secret"):
        assert "our own chat" in await there.says(typed) or typed == "agree"

    told = _told_in(stage, GROUP)
    assert not any(secret in told for secret in (*SECRETS, "260,000", "secret", "/reports/"))
    assert "Handoff 1" not in told or "What is in it is for the people on it." in told


async def test_a_group_of_its_people_sees_the_card(stage: Stage, ana: Player, megan: Player) -> None:
    here, there = ana.in_group(), megan.in_group()

    await here.says("open 1")
    await there.says("done 1")

    card = here.cards[-1]
    assert "Contoso: Azure migration" in texts_of(card)
    assert "Done by Megan, Fri 20 Nov 2026" in texts_of(card)
    assert "Agree" in str(await there.teams.refresh(card))
    stage.check()


async def test_once_a_stranger_joins_the_groups_card_becomes_its_title(
    stage: Stage, ana: Player, megan: Player
) -> None:
    here = ana.in_group()
    megan.in_group()
    await here.says("open 1")
    joined = stage.person("Alex").in_group()

    await ana.says("done 1")

    assert texts_of(here.cards[-1]) == ["Handoff 1, ATU to STU", "What is in it is for the people on it."]
    body = await joined.presses("Open it in our chat", here.cards[-1])
    assert body["value"] == UNKNOWN.format(1)


async def test_the_groups_button_answers_in_ones_own_chat(stage: Stage, ana: Player, megan: Player) -> None:
    here = ana.in_group()
    stage.person("Alex").in_group()
    megan_here = megan.in_group()
    await here.says("open 1")
    title = stage.connector.cards(GROUP)
    received = megan.received

    for card in title.values():
        await megan_here.presses("Open it in our chat", card)

    assert megan.received == received + len(title)
    assert not any(secret in _told_in(stage, GROUP) for secret in SECRETS)


async def test_an_admin_may_read_and_reassign_and_the_history_shows_it(stage: Stage, ana: Player) -> None:
    root = stage.person("Root")
    before = stage.row()

    assert "Contoso: Azure migration" in await root.says("open 1")
    for typed in ("done 1", "agree", "cancel 1", "value 5", "held", "decline because I say so"):
        await root.says(typed)
    assert stage.row() == before
    await root.says("assign alex@contoso.com as receiver")

    assert stage.row() != before
    assert "Root: receiver: Megan -> Alex" in await ana.says("history 1")


async def test_only_giver_and_receiver_act_and_each_on_their_own_items(
    stage: Stage, ana: Player, megan: Player
) -> None:
    alex = stage.person("Alex")
    await alex.says("hello")
    await ana.says("add {}", alex)
    before = stage.row()

    assert "Item 7 is for the ATU" in await megan.says("done 7")
    for typed in ("done 1", "agree", "held", "value 5", "cancel 1", "close 1"):
        await alex.says(typed)

    assert stage.row() == before
