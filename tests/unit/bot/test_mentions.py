"""Who is mentioned: the bot is taken out of the text, others stay as "@name", in order."""

from __future__ import annotations

from typing import Any

import pytest
from botbuilder.schema import Activity
from hypothesis import given
from hypothesis import strategies as st

from bot import inbound, mentions
from dialogs.message import Mentioned
from tests.teams import BOT, MENTION


def _mention(name: str, user: str = "", **more: Any) -> dict[str, Any]:
    who = {"id": user or f"29:{name.lower()}", "name": name, **more}
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": who}


def _activity(text: str, *entities: dict[str, Any]) -> Activity:
    body = {
        "type": "message",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:ana", "name": "Ana"},
        "recipient": BOT,
        "conversation": {"id": "19:group", "conversationType": "groupChat", "isGroup": True},
        "text": text,
        "entities": list(entities),
    }
    activity = inbound.parse(body)
    assert activity
    return activity


def _read(text: str, *entities: dict[str, Any]) -> tuple[str, list[str]]:
    found, people = mentions.read(_activity(text, *entities))
    return found, [person.user for person in people]


def test_a_mention_of_somebody_else_stays_with_their_name() -> None:
    entity = _mention("Megan Bowen", "29:megan", aadObjectId="megan-object")

    text, people = mentions.read(
        _activity("<at>Baton</at> hand Contoso over to <at>Megan Bowen</at>", MENTION, entity)
    )

    assert text == "  hand Contoso over to @Megan Bowen"
    assert people == (Mentioned(user="29:megan", name="Megan Bowen", object_id="megan-object"),)


def test_two_people_of_one_name_stay_two_in_order() -> None:
    alike = (_mention("Alex", "29:one"), _mention("Alex", "29:two"))

    assert _read("from <at>Alex</at> to <at>Alex</at>", *alike) == (
        "from @Alex to @Alex",
        ["29:one", "29:two"],
    )


def test_the_order_is_that_of_the_text() -> None:
    people = (_mention("Megan"), _mention("Alex"))

    assert _read("<at>Alex</at> and <at>Megan</at>", *people)[1] == ["29:alex", "29:megan"]


@pytest.mark.parametrize(
    "odd",
    [
        {"type": "mention", "text": "<at>Megan</at>"},
        {"type": "mention", "text": "<at>Megan</at>", "mentioned": "29:megan"},
        {"type": "mention", "text": "<at>Megan</at>", "mentioned": {"id": 7}},
        {"type": "mention", "mentioned": {"id": "29:megan"}},
        {"type": "mention", "text": "", "mentioned": {"id": "29:megan"}},
    ],
)
def test_a_mention_of_nobody_is_the_name_alone(odd: dict[str, Any]) -> None:
    assert _read("ask <at>Megan</at>", odd) == ("ask Megan", [])


def test_a_name_that_is_not_given_is_the_one_in_the_text() -> None:
    nameless = {"type": "mention", "text": "<at>Megan</at>", "mentioned": {"id": "29:megan"}}

    assert mentions.read(_activity("<at>Megan</at>", nameless))[1][0].name == "Megan"


def test_a_client_may_mention_the_bot_without_a_tag() -> None:
    plain = {**MENTION, "text": "@Baton"}

    assert _read("@Baton hello", plain) == ("  hello", [])


def test_names_in_the_text_and_in_the_mention_are_the_same() -> None:
    odd = _mention("Megan")
    odd["mentioned"]["name"] = " Megan \n\u200b Bowen\x00 "

    text, [person] = mentions.read(_activity("to <at>Megan</at>", odd))

    assert text == f"to @{person.name}"
    assert person.name.isprintable()


def test_the_same_words_to_somebody_else_are_another_content() -> None:
    text = "<at>Baton</at> to <at>Alex</at>"
    both = [
        inbound.delivery_of(_activity(text, MENTION, _mention("Alex", user))) for user in ("29:a", "29:b")
    ]

    contents = {delivery.content for delivery in both if delivery}
    assert len(contents) == 2


@given(st.text(alphabet=st.sampled_from(list("<at/> >MeganB&;")), max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    _, people = _read(text, MENTION, _mention("Megan"))

    assert set(people) <= {"29:megan"}
