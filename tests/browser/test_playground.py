"""What a seller sees and does in a Teams-like client, with the real bot behind it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.album import Album
from tests.browser.chat import Chat

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

_HANDOFF = 'new handoff atu-stu for Contoso, "Azure migration"'


async def test_a_newcomer_is_welcomed_once(chat: Chat, pictures: Album) -> None:
    await expect(chat.page.get_by_role("heading", name="Hello, I'm Baton")).to_be_visible()
    await expect(chat.page.get_by_label("Your role").first).to_be_visible()
    await pictures.add(chat.page, "welcome")
    await chat.say("hello")
    await expect(chat.bubbles).to_have_count(2)  # Teams reports the installation twice


async def test_a_role_picked_on_the_welcome_card_is_used_in_answers(
    chat: Chat, database: Path, pictures: Album
) -> None:
    await chat.page.get_by_role("combobox", name="Your role").click()
    await chat.page.get_by_role("option", name="CSAM (Customer Success Account Manager)").click()
    await chat.page.get_by_role("button", name="Save my role").click()
    await expect(chat.bubbles.last).to_contain_text("your role is CSAM")
    await expect(chat.suggestions.first).to_be_visible()
    await pictures.add(chat.page, "role")
    assert _rows(database, "SELECT role FROM profile") == [("csam",)]
    assert "CSAM" in await (await chat.say("what do I do in stage 4?")).text()


async def test_a_question_and_its_follow_up(chat: Chat, pictures: Album) -> None:
    first = await chat.say("who leads stage 2?")
    assert "SSP" in await first.text()
    assert "Stage Accountability Matrix" in await first.text()  # for clients that show no citations
    await expect(chat.suggestions.first).to_be_visible()
    await pictures.add(chat.page, "answer")
    second = await chat.say("and in stage 5?")
    assert "stage 5" in await second.text()
    assert "CSAM" in await second.text()
    await expect(chat.suggestions.first).to_be_visible()
    await pictures.add(chat.page, "follow-up")


async def test_a_suggestion_is_pressed_and_answered(chat: Chat, pictures: Album) -> None:
    await chat.say("who leads stage 2?")
    suggestion = chat.suggestions.first
    question = await suggestion.inner_text()
    answer = await chat.press(suggestion)
    await expect(chat.page.get_by_text(question, exact=True).last).to_be_visible()
    await expect(answer.citation()).to_be_visible()
    await expect(chat.suggestions.first).to_be_visible()
    await pictures.add(chat.page, "suggestion")


async def test_a_citation_opens_and_names_its_document(chat: Chat, pictures: Album) -> None:
    answer = await chat.say("who leads stage 2?")
    await expect(chat.suggestions.first).to_be_visible()  # below the answer, so the page no longer moves
    source = await answer.open_citation()
    await expect(source).to_contain_text("Stage Accountability Matrix")
    await pictures.add(chat.page, "citation")


async def test_feedback_is_kept_with_question_and_answer(chat: Chat, database: Path, pictures: Album) -> None:
    answer = await chat.say("who leads stage 3?")
    await expect(chat.suggestions.first).to_be_visible()
    form = await answer.like()
    await form.get_by_role("textbox").fill("Short and right.")
    await pictures.add(chat.page, "feedback")
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_contain_text("Thank you")
    [(question, answered, reaction, comment)] = _rows(
        database, "SELECT question, answer, reaction, comment FROM feedback"
    )
    assert (question, reaction) == ("who leads stage 3?", "like")
    assert answered
    assert "Short and right." in comment


async def test_a_list_reads_as_a_list(chat: Chat, pictures: Album) -> None:
    answer = await chat.say("what are the qualification criteria?")
    await expect(answer.body.get_by_role("listitem")).to_have_count(6)
    await expect(answer.citation()).to_be_visible()
    await pictures.add(chat.page, "list")


@pytest.mark.parametrize("before", [(), ("who leads stage 5?",)], ids=["first", "after-another"])
async def test_a_disagreement_shows_both_sides(chat: Chat, before: Sequence[str], pictures: Album) -> None:
    for question in before:
        await chat.say(question)
    answer = await chat.say("is STU Solution Team Unit or Specialist Team Unit?")
    text = await answer.text()
    assert "Solution Team Unit" in text
    assert "Specialist Team Unit" in text
    await expect(answer.citation(1)).to_be_visible()
    await expect(answer.citation(2)).to_be_visible()
    if not before:
        await pictures.add(chat.page, "disagreement")


async def test_what_the_documents_do_not_say_is_refused(chat: Chat, database: Path, pictures: Album) -> None:
    answer = await chat.say("what is the AE's quota?")
    assert "do not say" in await answer.text()
    await pictures.add(chat.page, "refusal")
    assert _rows(database, "SELECT question FROM unanswered") == [("what is the AE's quota?",)]


async def test_in_a_group_a_mention_is_answered_and_nothing_else(chat: Chat, pictures: Album) -> None:
    await chat.switch("Contoso deal")
    answer = await chat.say("who leads stage 2?", to="Baton")
    assert "SSP" in await answer.text()
    await expect(answer.citation()).to_be_visible()
    await expect(chat.suggestions).to_have_count(0)
    await pictures.add(chat.page, "group")


@pytest.mark.parametrize(
    "text",
    ["🎉🎉", "x" * 10_000, "<script>document.title = 'taken'</script>", "<b>who leads stage 2?</b>"],
    ids=["emoji", "10,000-characters", "script", "html"],
)
async def test_odd_input_is_answered(chat: Chat, text: str) -> None:
    answer = await chat.say(text)
    assert await answer.text()
    assert "went wrong" not in await answer.text()
    assert "taken" not in await chat.page.title()


async def test_without_calendars_a_meeting_is_a_file(chat: Chat, pictures: Album) -> None:
    await chat.say(f"{_HANDOFF}, value 250000, due 2027-01-15, to megan@contoso.com")
    await chat.bubbles.last.get_by_role("button", name="Start it").click()
    await expect(chat.bubbles.last).to_contain_text("0 of 14")
    message = (await chat.say("schedule")).body
    await expect(message).to_contain_text("Calendars were not checked.")
    await message.get_by_role("button", name=re.compile("^1\\. ")).click()
    await message.get_by_role("button", name="Yes, write it").click()
    link = message.get_by_role("link", name="Download the invitation")
    await expect(link).to_be_visible()
    await pictures.add_part(message, "meeting-file")
    async with chat.page.context.expect_event("request", lambda sent: "/invites/" in sent.url) as request:
        await link.click()
    file = await chat.page.request.get((await request.value).url)
    assert file.headers["content-type"].startswith("text/calendar")
    assert "METHOD:REQUEST" in await file.text()


def _rows(database: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as connection:
        return connection.execute(query).fetchall()
