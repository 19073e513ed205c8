"""Thumbs up and down."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.store import Store
from bot.store.tables import feedback
from tests.teams import Teams

pytestmark = pytest.mark.engines("sqlite", "postgresql")


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


async def test_half_a_character_in_a_comment_is_dropped(teams: Teams, store: Store) -> None:
    status, _ = await teams.invoke("message/submitAction", _form("like", "go\udfffod"), replyToId="other")

    assert status == 200
    assert [row["comment"] for row in await _rows(store)] == ["good"]


@pytest.mark.parametrize("about", ["x" * 401, "a\ud800", "a\u0000"])
async def test_what_is_no_id_of_a_message_is_refused(teams: Teams, store: Store, about: str) -> None:
    status, _ = await teams.invoke("message/submitAction", _form("like"), replyToId=about)

    assert status == 400
    assert await _rows(store) == []


async def test_a_long_id_is_kept_in_short_and_still_told_from_others(teams: Teams, store: Store) -> None:
    await teams.say("tell me everything")
    for about in ("reply-1", "x" * 300, "x" * 301):
        await teams.invoke("message/submitAction", _form("like"), replyToId=about)

    rows = await _rows(store)
    assert len({row["message"] for row in rows}) == 3
    assert rows[0]["answer"].startswith("everything:everything:")


async def test_deleting_ones_data_takes_ones_questions_out_of_what_others_thought(
    teams: Teams, store: Store
) -> None:
    megan = teams.colleague("megan")
    megan.conversation = teams.in_group().conversation
    await teams.in_group().mention("who leads stage 3")
    await megan.invoke("message/submitAction", _form("like"), replyToId="reply-1")
    assert [row["question"] for row in await _rows(store)] == ["who leads stage 3"]

    await teams.say("delete my data")
    await teams.say("yes")

    kept = [(row["person"], row["question"], row["answer"]) for row in await _rows(store)]
    assert kept == [("29:megan", "", "lead:3")]


@pytest.mark.parametrize(
    "value", [None, "x", [], {}, {"actionName": "feedback"}, _form("love"), _form(["like"]), _form(None)]
)
async def test_a_form_of_another_shape_is_refused(teams: Teams, store: Store, value: object) -> None:
    status, _ = await teams.invoke("message/submitAction", value)

    assert status == 400
    assert await _rows(store) == []
