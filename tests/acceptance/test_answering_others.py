"""A knowledge owner answers what Baton could not: whoever asked hears it, once, and from whom it is."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from functools import partial

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import compose
from dialogs import texts
from dialogs import unanswered_words as words
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, FakeExpert
from tests.teams import TENANT, Teams

_QUESTION = "who is the king"


@pytest.fixture
async def alex(
    make_settings: MakeSettings, expert: FakeExpert, connector: tuple[FakeConnector, str]
) -> AsyncIterator[Teams]:
    """The knowledge owner, in his own chat."""
    app = compose.build_app(make_settings(BATON_ADMINS="alex-object"), expert=expert)
    async with TestClient(TestServer(app)) as client:
        yield Teams(client, *connector).colleague("alex")


async def _asked(*people: Teams, question: str = _QUESTION) -> None:
    for person in people:
        await person.say(question)


async def _number(alex: Teams) -> int:
    found = re.search(r"\*\*(\d+)\*\*", await alex.ask("unanswered"))
    assert found
    return int(found[1])


def _told(person: Teams) -> list[str]:
    return [text for text in person.heard if "answered your question" in text]


def _is_told(person: Teams) -> bool:
    return bool(_told(person))


@pytest.mark.engines("sqlite", "postgresql")
async def test_everyone_who_asked_hears_it_once_and_as_the_owners_own(alex: Teams) -> None:
    ana, megan = alex.colleague("ana"), alex.colleague("megan")
    await _asked(ana, ana, megan)
    await _asked(megan, question="Who is the king?!")
    number = await _number(alex)

    said = await alex.ask(f"answer {number} It is Elvis.")

    assert said == words.SENT.format(count=2)
    for person, asked in ((ana, _QUESTION), (megan, "Who is the king?!")):
        await person.until(partial(_is_told, person))
        [text] = _told(person)
        assert text.startswith(f'Alex answered your question "{asked}":\n\nIt is Elvis.')
        assert text.endswith(words.ANSWERED_OWN.format(name="Alex"))
    assert await alex.ask("unanswered") == texts.UNANSWERED_NONE
    assert (await alex.ask(f"answer {number} No, it is not.")).startswith("You answered question")
    assert await ana.ask(_QUESTION) == "I don't know that."  # it is no part of the knowledge
    await asyncio.sleep(0.1)
    assert (len(_told(ana)), len(_told(megan))) == (1, 1)


async def test_who_asked_in_a_group_is_told_in_their_own_chat(alex: Teams) -> None:
    ana = alex.colleague("ana")
    group = ana.in_group()
    await group.mention(_QUESTION)

    await alex.say(f"answer {await _number(alex)} It is Elvis.")

    await ana.until(lambda: bool(_told(ana)))
    assert _told(group) == []


async def test_who_asks_and_who_answers_may_be_one(alex: Teams) -> None:
    await _asked(alex)

    assert await alex.ask(f"answer {await _number(alex)} It is Elvis.") == words.SENT_ONE
    await alex.until(lambda: len(_told(alex)) == 1)


async def test_a_second_delivery_answers_nobody_twice(alex: Teams) -> None:
    ana = alex.colleague("ana")
    await _asked(ana)
    typed = alex.activity(text=f"answer {await _number(alex)} It is Elvis.")

    await asyncio.gather(*(alex.post(typed) for _ in range(3)))

    await ana.until(lambda: bool(_told(ana)))
    await asyncio.sleep(0.1)
    assert len(_told(ana)) == 1


async def test_two_owners_at_once_give_one_answer(
    make_settings: MakeSettings, expert: FakeExpert, connector: tuple[FakeConnector, str]
) -> None:
    settings = make_settings(BATON_ADMINS="alex-object,megan-object")
    async with TestClient(TestServer(compose.build_app(settings, expert=expert))) as client:
        alex = Teams(client, *connector).colleague("alex")
        megan, ana = alex.colleague("megan"), alex.colleague("ana")
        await _asked(ana)
        number = await _number(alex)
        await megan.say("hello")

        said = await asyncio.gather(
            alex.say(f"answer {number} It is Elvis."), megan.say(f"answer {number} Nobody.")
        )

        await ana.until(lambda: bool(_told(ana)))
        await asyncio.sleep(0.1)
        assert len(_told(ana)) == 1
        heard = "\n".join(alex.heard + megan.heard)
        assert (heard.count(words.SENT_ONE), heard.count("so I have not sent this")) == (1, 1), said


async def test_whoever_cannot_be_reached_is_counted_and_not_named(alex: Teams) -> None:
    ana, megan = alex.colleague("ana"), alex.colleague("megan")
    await _asked(ana, megan)
    await megan.do(type="installationUpdate", action="remove")

    said = await alex.ask(f"answer {await _number(alex)} It is Elvis.")

    assert said == words.SENT_ONE + words.UNREACHED_ONE


async def test_who_had_their_data_deleted_is_not_told(alex: Teams) -> None:
    ana = alex.colleague("ana")
    await _asked(ana)
    await ana.say("delete my data")
    await ana.say("yes")

    assert await alex.ask(f"answer {await _number(alex)} It is Elvis.") == words.SENT_GONE
    assert _told(ana) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("answer {n}", words.NO_TEXT.partition("{")[0]),
        ("answer {n} megan@contoso.com", words.NO_TEXT.partition("{")[0]),
        ("answer {n} **", words.NO_TEXT.partition("{")[0]),
        ("answer {n} " + "long " * 300, words.TOO_LONG.format(most=1000)),
        ("answer 0 It is Elvis.", "There is no question 0."),
        ("answer 4711 It is Elvis.", "There is no question 4711."),
        ("answer 99999999999999999999999999 It is Elvis.", "There is no question 9999999999999999999"),
    ],
)
async def test_what_cannot_be_sent_is_said_so_and_sends_nothing(
    alex: Teams, typed: str, expected: str
) -> None:
    ana = alex.colleague("ana")
    await _asked(ana)
    number = await _number(alex)

    assert (await alex.ask(typed.format(n=number))).startswith(expected)
    assert await _number(alex) == number
    assert _told(ana) == []


@pytest.mark.parametrize(
    "typed",
    [
        "Answer #{n}: It is Elvis.",
        "please answer question {n} - It is Elvis.",
        "answer no. {n} It is\nElvis.",
    ],
)
async def test_it_may_be_typed_in_many_ways(alex: Teams, typed: str) -> None:
    ana = alex.colleague("ana")
    await _asked(ana)

    await alex.say(typed.format(n=await _number(alex)))

    await ana.until(lambda: bool(_told(ana)))
    assert _told(ana)[0].splitlines()[2] == "It is Elvis."


async def test_addresses_and_markup_are_not_passed_on(alex: Teams) -> None:
    ana = alex.colleague("ana")
    await _asked(ana, question=f"{_QUESTION} at king@contoso.com")
    number = await _number(alex)

    said = await alex.ask(
        f"answer #{number}: *Ask* [Megan](https://evil.example) at megan@contoso.com <b>now</b>"
    )

    assert said == words.SENT_ONE + words.LEFT_OUT
    await ana.until(lambda: bool(_told(ana)))
    [text] = _told(ana)
    assert text.splitlines()[2] == "Ask Megan at ... now"
    assert "@" not in text


async def test_nobody_else_answers(alex: Teams) -> None:
    ana = alex.colleague("ana")
    await _asked(ana)
    number = await _number(alex)

    assert await ana.ask(f"answer {number} It is me.") == words.ADMINS_ONLY
    assert (await alex.in_group().mention(f"answer {number} It is Elvis."))[0]["text"] == texts.PRIVATE
    assert _told(ana) == []


async def test_another_organisation_has_no_such_question(alex: Teams) -> None:
    await _asked(alex.colleague("ana"))
    number = await _number(alex)
    other = {"tenant": {"id": TENANT.replace("aa", "bb")}}
    chat = {**alex.conversation, "tenantId": other["tenant"]["id"], "id": "a:other"}

    said = await alex.say(f"answer {number} It is Elvis.", conversation=chat, channelData=other)

    assert [reply["text"] for reply in said] == [words.UNKNOWN.format(number=number)]
    assert await _number(alex) == number
