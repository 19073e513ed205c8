from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from dialogs.handoff.card.layout import MOST_BYTES, size
from dialogs.message import Card
from dialogs.reminding import words
from tests.card_parts import parts, texts_of, titles
from tests.contracts import check_card
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting_play import book
from tests.unit.dialogs.reminding.morning import card_of, meet_by, reminded


@pytest.fixture
async def due(office: Office, ana: Colleague, megan: Colleague) -> Office:
    """Contoso with a deadline on Tue 1 Dec, Fabrikam with a discussion to be booked by Wed 25 Nov."""
    await office.start(ana, megan)
    await ana.say("held")
    await office.start(ana, megan, customer="Fabrikam")
    meet_by(office, ana, 2, days=5)
    return office


def _headings(card: Card) -> list[str]:
    return [part["text"] for part in parts(card) if part.get("style") == "heading"]


async def test_a_morning_is_one_card_with_the_nearest_date_first(due: Office, ana: Colleague) -> None:
    card = await card_of(ana)
    check_card(card)
    assert _headings(card) == [words.HEADING, "Fabrikam: Azure migration (2)", "Contoso: Azure migration (1)"]
    assert titles(card) == ["Open", "Snooze until then", "Open", "Snooze until then"]


async def test_a_reminder_says_when_the_next_one_comes(due: Office, ana: Colleague) -> None:
    assert "Next reminder: Sat 21 Nov 2026." in texts_of(await card_of(ana, 1))
    last = await reminded(ana, 1, last=True)
    assert words.LAST in texts_of(last.card)
    assert words.LAST in last.text


async def test_what_may_have_come_before_says_so(due: Office, ana: Colleague) -> None:
    assert words.AGAIN in texts_of((await reminded(ana, 1, again=True)).card)
    assert words.AGAIN not in texts_of(await card_of(ana, 1))


async def test_the_days_to_snooze_until_are_not_after_the_date(due: Office, ana: Colleague) -> None:
    def values(card: Any) -> list[str]:
        return [each["value"] for part in parts(card) for each in part.get("choices") or []]

    assert values(await card_of(ana, 1)) == ["2026-11-23", "2026-11-30"]
    assert values(await card_of(ana, 2)) == ["2026-11-23"]


async def test_what_is_overdue_cannot_be_snoozed(due: Office, ana: Colleague) -> None:
    due.later(days=20)
    assert titles(await card_of(ana, 1)) == ["Open"]


async def test_the_card_in_words_is_its_text(due: Office, ana: Colleague) -> None:
    text = (await reminded(ana)).text
    assert text.startswith(words.HEADING)
    assert text.endswith(words.TYPED.format(number=2, day=words.MONDAY))
    assert "- Contoso: Azure migration (1): Due in 11 days" in text
    assert "**" not in text


async def test_one_discussion_is_asked_about_as_a_question(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    book(office, ana)
    office.now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    reply = await reminded(ana)
    assert "Did the discussion take place? It was planned for Tue 1 Dec 2026, 10:00-10:30" in reply.text
    assert titles(reply.card)[:2] == ["It took place", "It did not"]
    assert "was held on Tue 1 Dec 2026" in await ana.say("yes")


async def test_a_plain_no_answers_it_too(office: Office, ana: Colleague, megan: Colleague) -> None:
    await office.start(ana, megan)
    book(office, ana)
    office.now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    await reminded(ana)
    assert "was not held" in await ana.say("no")


async def test_words_after_a_single_reminder_mean_its_handoff(due: Office, ana: Colleague) -> None:
    await ana.say("open 2")
    await reminded(ana, 1)
    assert "Contoso" in await ana.say("mute it")


async def test_buttons_are_for_whose_step_it_is(office: Office, ana: Colleague, megan: Colleague) -> None:
    alex = office.hire("Alex")
    await office.start(ana, megan)
    await ana.say("escalate to alex@contoso.com")
    await ana.say("held")
    for number in range(1, 11):
        await ana.say(f"done {number}")
    office.later(days=15)
    assert titles(await card_of(ana)) == ["Agree", "Open"]
    assert any(text.startswith("To agree on: Azure migration") for text in texts_of(await card_of(ana)))
    assert titles(await card_of(alex)) == ["Open"]


async def test_as_many_are_shown_as_there_is_room_for_and_the_others_counted(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    for number in range(1, 14):
        await office.start(ana, megan, customer=f"Customer {number} " + "x" * 20)
        meet_by(office, ana, number, days=20)
    reply = await reminded(ana)
    card = reply.card
    assert card is not None
    check_card(card)
    shown = len(_headings(card)) - 1
    assert shown in (9, 10)
    assert words.MORE.format(count=13 - shown) in texts_of(card)


async def test_card_and_words_of_the_fullest_morning_are_a_message_that_teams_takes(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    for number in range(1, 61):
        await office.start(ana, megan, customer=f"Müller & Söhne {number} " + "ü" * 80)
        meet_by(office, ana, number, days=20)
    reply = await reminded(ana)
    assert reply.card
    assert size(reply.card) + len(reply.text.encode()) <= MOST_BYTES
    assert words.MORE.format(count=55) in reply.text


async def test_the_moment_is_told_where_the_person_is(due: Office, ana: Colleague) -> None:
    due.now = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # in Oslo it is the day itself
    assert any(text.startswith("Due today, Tue 1 Dec 2026") for text in texts_of(await card_of(ana, 1)))
    due.later(hours=-2)
    assert any(text.startswith("Due tomorrow") for text in texts_of(await card_of(ana, 1)))


async def test_the_day_that_could_be_typed_is_one_that_it_can_wait_until(due: Office, ana: Colleague) -> None:
    due.later(days=3)  # a Monday
    assert '"snooze 2 until tomorrow"' in (await reminded(ana, 2)).text
    due.later(days=10)
    assert '"mute 2"' in (await reminded(ana, 2)).text
