"""When something around Baton breaks, or Baton itself has changed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from bot.connector import Connector
from bot.errors import ConflictError
from bot.store.repository import Repository
from bot.store.store import Store
from bot.store.tables import conversation
from dialogs import texts
from tests import contracts
from tests.teams import Teams

pytestmark = pytest.mark.engines("sqlite", "postgresql")
_APOLOGY = texts.APOLOGY.split("{id}")[0]


async def _run(store: Store, *statements: sa.Executable) -> None:
    async with store._engine.begin() as connection:
        for statement in statements:
            await connection.execute(statement)


async def _waiting(store: Store, progress: dict[str, Any]) -> None:
    """Put the last conversation into the middle of a flow, as an earlier Baton left it."""
    state = {"version": 1, "thread": {}, "options": [], "progress": {"data": {}, "trail": [], **progress}}
    await _run(store, sa.update(conversation).values(state=state))


@pytest.mark.parametrize(
    "progress",
    [
        {"flow": "gone", "step": "first", "version": 1},
        {"flow": "role", "step": "gone", "version": 1},
        {"flow": "role", "step": "which", "version": 9},
    ],
)
async def test_a_flow_that_has_changed_beyond_a_conversation_is_set_aside(
    teams: Teams, store: Store, progress: dict[str, Any]
) -> None:
    await teams.say("who leads stage 3")
    await _waiting(store, progress)

    assert await teams.ask("CSAM") == texts.FLOW_CHANGED
    assert (await teams.ask("who leads stage 3")).startswith("The SSP leads")


async def test_a_command_in_a_flow_that_has_changed_still_works(teams: Teams, store: Store) -> None:
    await teams.say("who leads stage 3")
    await _waiting(store, {"flow": "role", "step": "gone", "version": 1})

    assert (await teams.ask("profile")).startswith("What I use for you")


async def test_starting_something_else_within_a_flow_leaves_the_first(teams: Teams) -> None:
    await teams.say("change my role")

    assert [reply["text"] for reply in await teams.say("delete my data")] == [texts.DELETE_ASK]
    assert [reply["text"] for reply in await teams.say("start over")] == [texts.STARTED_OVER]
    assert await teams.ask("back") == texts.NOTHING_BEFORE


async def test_a_question_while_deleting_is_answered_and_the_question_repeated(teams: Teams) -> None:
    await teams.say("delete my data")

    said = [reply.get("text") for reply in await teams.say("who leads stage 3")]

    assert said[0] == "The SSP leads. [1]\n\nSource: Roles guide, stage 3"
    assert said[-1] == texts.DELETE_ASK


async def test_without_its_tables_baton_apologises_and_is_not_ready(teams: Teams, store: Store) -> None:
    await _run(store, *(sa.text(f"DROP TABLE {name}") for name in ("conversation", "alembic_version")))

    assert (await teams.ask("who leads stage 3")).startswith(_APOLOGY)
    async with teams.client.get("/readyz") as response:
        assert response.status == 503


async def test_feedback_that_cannot_be_kept_is_not_said_to_be_kept(teams: Teams, store: Store) -> None:
    await _run(store, sa.text("DROP TABLE feedback"))
    like = {"actionName": "feedback", "actionValue": {"reaction": "like"}}

    status, _ = await teams.invoke("message/submitAction", like, replyToId="x")

    assert status == 503


async def test_a_turn_that_is_always_too_late_ends_in_an_apology(
    teams: Teams, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose(self: Repository, *statement: object) -> None:
        raise ConflictError

    monkeypatch.setattr(Repository, "execute", lose)

    assert (await teams.ask("who leads stage 3")).startswith(_APOLOGY)


async def test_what_escapes_the_turn_is_answered_without_details(
    teams: Teams, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(self: Store) -> bool:
        raise RuntimeError("a secret")

    monkeypatch.setattr(Store, "_judge", fail)

    async with teams.client.get("/readyz") as response:
        assert response.status == 503
        assert "secret" not in await response.text()


async def test_after_an_apology_that_could_not_be_said_the_conversation_goes_on(
    teams: Teams, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(self: Connector, *where: object, **more: object) -> str:
        raise RuntimeError("no channel")

    with monkeypatch.context() as patch:
        patch.setattr(Connector, "send", fail)
        assert await teams.say("who leads stage 3") == []

    async with asyncio.timeout(5):
        assert (await teams.ask("who leads stage 3")).startswith("The SSP leads")


async def test_a_fault_in_a_card_action_names_the_error(teams: Teams, store: Store) -> None:
    await _run(store, sa.text("DROP TABLE conversation"))

    status, body = await teams.press("pick_role", role="csam")

    assert status == 200
    contracts.check_action_response(body)
    assert body["value"]["message"].startswith(_APOLOGY)
