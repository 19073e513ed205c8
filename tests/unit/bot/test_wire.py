"""The same comes out as from the SDK's own serializer, but for what `bot.wire` says of itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from typing import Any

import pytest
from botbuilder.schema import Activity, ActivityTypes, Attachment, ChannelAccount, Entity
from hypothesis import given, settings
from hypothesis import strategies as st
from msrest.serialization import Model

from bot import inbound, outbound, wire
from dialogs import cards
from dialogs.message import Message, Person, Reply
from tests.fakes import AE, CITATION, CSAM
from tests.teams import BOT, MENTION, TENANT

_WORDS = st.text(max_size=20)
_PLAIN = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | _WORDS
_ANY = st.recursive(
    _PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=6,
)
_UNKNOWN = st.dictionaries(st.sampled_from(["locale_", "x", "aTag", "tenantId"]), _ANY, max_size=2)
_MOMENT = st.integers(0, 10**12).map(
    lambda n: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(milliseconds=n // 3)
)


def _object(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these properties, and some that nobody knows."""
    known = st.fixed_dictionaries({}, optional=fields)
    return st.builds(lambda more, some: {**more, **some}, _UNKNOWN, known)


_ACCOUNT = _object(id=_WORDS, name=_WORDS, aadObjectId=_WORDS, role=st.sampled_from(["user", "bot"]))
_WRITTEN_MOMENT = st.one_of(
    _MOMENT.map(lambda moment: moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")),
    _MOMENT.map(
        lambda moment: moment.astimezone(timezone(timedelta(hours=2))).isoformat(timespec="milliseconds")
    ),
)
_BUTTON = _object(type=st.just("imBack"), title=_WORDS, value=_ANY, image=_WORDS)
_ACTIVITIES = _object(
    type=st.sampled_from(["message", "invoke", "conversationUpdate", "installationUpdate", "event", "odd"]),
    id=_WORDS,
    timestamp=_WRITTEN_MOMENT,
    localTimestamp=_WRITTEN_MOMENT,
    localTimezone=_WORDS,
    serviceUrl=_WORDS,
    channelId=_WORDS,
    conversation=_object(
        id=_WORDS,
        name=_WORDS,
        isGroup=st.booleans(),
        conversationType=_WORDS,
        tenantId=_WORDS,
        properties=_ANY,
    ),
    recipient=_ACCOUNT,
    text=_WORDS,
    textFormat=st.sampled_from(["plain", "markdown", "xml"]),
    attachments=st.lists(
        _object(contentType=_WORDS, contentUrl=_WORDS, name=_WORDS, content=_ANY), max_size=2
    ),
    entities=st.lists(_object(type=st.just("mention"), text=_WORDS, mentioned=_ANY), max_size=2),
    channelData=st.dictionaries(_WORDS, _ANY, max_size=3),
    suggestedActions=_object(to=st.lists(_WORDS, max_size=2), actions=st.lists(_BUTTON, max_size=2)),
    membersAdded=st.lists(_ACCOUNT, max_size=2),
    reactionsAdded=st.lists(_object(type=_WORDS), max_size=1),
    value=_ANY,
    name=_WORDS,
    action=_WORDS,
    replyToId=_WORDS,
    deliveryMode=st.sampled_from(["normal", "expectReplies"]),
    locale=_WORDS,
    expiration=_WRITTEN_MOMENT,
)


def _plain(value: Any) -> Any:
    """A model down to its values, so that two can be compared."""
    if isinstance(value, Model):
        kept = {name: _plain(each) for name, each in vars(value).items() if each not in (None, {})}
        return {"": type(value).__name__, **kept}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value.value if isinstance(value, Enum) else value


@settings(max_examples=300, deadline=None)
@given(_ACTIVITIES)
def test_what_is_read_is_what_the_sdk_reads(body: dict[str, Any]) -> None:
    ours, theirs = wire.read(Activity, body), Activity.deserialize(body)

    assert _plain(ours) == _plain(theirs)


@settings(max_examples=300, deadline=None)
@given(_ACTIVITIES)
def test_what_is_written_is_what_the_sdk_writes(body: dict[str, Any]) -> None:
    activity = wire.read(Activity, body)

    assert wire.to_json(activity) == activity.serialize()


@settings(max_examples=100, deadline=None)
@given(_ACTIVITIES)
def test_what_is_written_is_json_and_is_read_as_the_same(body: dict[str, Any]) -> None:
    written = json.loads(json.dumps(wire.to_json(wire.read(Activity, body))))

    assert wire.to_json(wire.read(Activity, written)) == written


def _incoming(**fields: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "id": "1",
        "timestamp": "2026-11-20T10:00:00.1234567Z",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:ana", "name": "Ana", "aadObjectId": "o"},
        "recipient": BOT,
        "conversation": {"id": "a:chat", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "text": "<at>Baton</at> hello",
        "entities": [MENTION, {"type": "clientInfo", "locale": "en-GB"}],
        **fields,
    }


def test_what_teams_sends_is_read_whole() -> None:
    activity = wire.read(Activity, _incoming())

    assert activity.from_property.aad_object_id == "o"
    assert activity.conversation.additional_properties == {"tenantId": TENANT}
    assert activity.entities[0].additional_properties["mentioned"] == BOT
    assert activity.timestamp == datetime(2026, 11, 20, 10, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": 7},
        {"text": ["x"]},
        {"text": {}},
        {"id": True},
        {"timestamp": 7},
        {"timestamp": "yesterday"},
        {"conversation": "c"},
        {"conversation": {"isGroup": "yes"}},
        {"from": ["x"]},
        {"entities": {}},
        {"entities": [1]},
        {"attachments": [{"contentType": 1}]},
        {"membersAdded": [{"id": 1}]},
        {"suggestedActions": {"to": "x"}},
    ],
)
def test_another_type_is_refused_instead_of_coerced(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"wanted|object|isoformat"):
        wire.read(Activity, _incoming(**fields))


@pytest.mark.parametrize("body", [None, [], "x", 7])
def test_what_is_no_object_is_no_activity(body: object) -> None:
    with pytest.raises(ValueError, match="no object"):
        wire.read(Activity, body)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(text="hello", suggestions=("one", "two")),
        Reply(text="with a source [1]", citations=(CITATION,), suggestions=("one",)),
        Reply(text="summary", card=cards.welcome((CSAM, AE), "ae")),
    ],
    ids=["text", "citations", "card"],
)
def test_what_baton_says_is_written_as_the_sdk_writes_it(reply: Reply) -> None:
    message = Message(person=Person(tenant="t", id="29:ana"), conversation="a:chat")
    received = wire.read(Activity, _incoming())

    for activity in outbound.activities(reply, message):
        addressed = inbound.reply_to(received, activity)
        written, theirs = wire.to_json(addressed), addressed.serialize()
        if reply.citations and "entities" in written:
            assert theirs["entities"][0].items() <= written["entities"][0].items()
            written, theirs = ({**each, "entities": []} for each in (written, theirs))
        assert written == theirs


def test_an_entity_keeps_what_the_sdk_does_not_know() -> None:
    message = Message(person=Person(tenant="t", id="29:ana"), conversation="a:chat")
    activity = outbound.activities(Reply(text="x [1]", citations=(CITATION,)), message)[0]

    assert wire.to_json(activity)["entities"][0]["citation"][0]["position"] == 1


def test_moments_are_written_in_utc_and_enumerations_by_their_value() -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    activity = Activity(type=ActivityTypes.message, timestamp=datetime(2026, 11, 20, 15, 30, tzinfo=east))

    assert wire.to_json(activity) == {"type": "message", "timestamp": "2026-11-20T10:00:00.000Z"}


def test_what_cannot_be_sent_is_named() -> None:
    with pytest.raises(TypeError, match="set cannot be sent"):
        wire.to_json(Activity(value={1, 2}))


def test_nothing_is_left_of_what_is_empty() -> None:
    activity = Activity(type="message", attachments=[Attachment(content_type="x")], entities=[Entity()])

    assert wire.to_json(activity) == {
        "type": "message",
        "attachments": [{"contentType": "x"}],
        "entities": [{}],
    }


def test_a_postponed_activity_can_be_kept_and_says_where_it_goes() -> None:
    reply = inbound.reply_to(wire.read(Activity, _incoming()), Activity(type="message", text="later"))
    kept = json.loads(json.dumps(wire.postponed(reply)))

    assert (kept["conversation"], kept["reply_to"], kept["version"]) == ("a:chat", "1", 1)
    assert kept["service_url"] == "https://smba.trafficmanager.net/emea/"
    assert wire.read(Activity, kept["activity"]).recipient == ChannelAccount(
        id="29:ana", name="Ana", aad_object_id="o"
    )
