"""Thumbs up and down."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.store import Store
from bot.store.tables import feedback
from tests.teams import Teams


def _form(reaction: object, text: str = "") -> dict[str, Any]:
    return {"actionName": "feedback", "actionValue": {"reaction": reaction, "feedback": text}}


async def _rows(store: Store) -> list[dict[str, Any]]:
    async with store._engine.connect() as connection:
        return [dict(row) for row in (await connection.execute(sa.select(feedback))).mappings()]


async def test_feedback_is_kept_with_question_answer_and_knowledge_version(
    teams: Teams, store: Store
) -> None:
    await teams.say("who leads stage 3")

    status, body = await teams.invoke(
        "message/submitAction", _form("dislike", '{"feedbackText":"too short\\u0000"}'), replyToId="reply-1"
    )

    assert (status, body) == (200, {})
    row = (await _rows(store))[0]
    assert row["question"] == "who leads stage 3"
    assert row["answer"] == "lead:3"
    assert row["version"] == "fake-1"
    assert (row["reaction"], row["comment"]) == ("dislike", "too short")


async def test_changing_ones_mind_replaces_the_reaction(teams: Teams, store: Store) -> None:
    await teams.say("who leads stage 3")
    for reaction in ("like", "dislike"):
        await teams.invoke("message/submitAction", _form(reaction), replyToId="reply-1")

    assert [row["reaction"] for row in await _rows(store)] == ["dislike"]


async def test_feedback_that_names_no_message_is_about_the_newest_answer(teams: Teams, store: Store) -> None:
    for question in ("what about the CSAM", "who leads stage 3"):
        await teams.say(question)
    await teams.say("hello")

    status, body = await teams.invoke("message/submitAction", _form("like"))

    assert (status, body) == (200, {})
    assert [(row["message"], row["question"]) for row in await _rows(store)] == [
        ("reply-2", "who leads stage 3")
    ]


async def test_feedback_on_a_message_nobody_remembers_is_kept_all_the_same(
    teams: Teams, store: Store
) -> None:
    status, body = await teams.invoke("message/submitAction", _form("like", "not json"), replyToId="other")

    assert (status, body) == (200, {})
    assert [(row["question"], row["comment"]) for row in await _rows(store)] == [("", "not json")]


@pytest.mark.parametrize(
    "value", [None, "x", [], {}, {"actionName": "feedback"}, _form("love"), _form(["like"]), _form(None)]
)
async def test_a_form_of_another_shape_is_refused(teams: Teams, store: Store, value: object) -> None:
    status, _ = await teams.invoke("message/submitAction", value)

    assert status == 400
    assert await _rows(store) == []
