"""Activities as no channel sends them: every field missing, null, of another type or of an odd size."""

from __future__ import annotations

import copy
import json
import math
import re
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from bot.inbound import ACTION
from dialogs import verbs
from tests.teams import BOT, MENTION, TENANT

VERBS = tuple(value for name, value in vars(verbs).items() if name.isupper())
_GONE = object()
_RAW = re.compile(r'"@(number|digits|deep|large):([^"]*)@"')


def written(body: Any) -> bytes:
    """JSON as a careless program writes it: NaN, numbers beyond all bounds, any depth, half characters."""
    return _RAW.sub(_literal, json.dumps(body)).encode()


def _literal(found: re.Match[str]) -> str:
    kind, value = found.groups()
    if kind == "number":
        return value
    if kind == "large":
        return json.dumps(_LARGE[int(value)])
    return "9" * int(value) if kind == "digits" else "[" * int(value) + "]" * int(value)


# Drawn by their number, so that what failed can be shown.
_LARGE: list[Any] = [
    *("😀" * 60, "ﷺ" * 300, "\r\n" * 40, "x" * 401, "x" * 5_000, "x " * 100_000, "😀" * 16_000),
    *("<at>" * 50_000, "&lt;" * 50_000, "[" * 200_000, "[a](" * 50_000, "why " * 50_000),
    *([MENTION] * 2_000, [{"type": "mention", "text": "a", "mentioned": BOT}] * 1_500, [{"id": "x"}] * 3_000),
    {str(number): number for number in range(5_000)},
]
_ODD: list[Any] = [
    *(None, True, False, 0, -1, 7.5, 2**70, math.nan, math.inf, -math.inf),
    *([], {}, [[]], [None], [{}], {"": ""}),
    *("@number:1e400@", "@number:-1e400@", "@number:1e-400@", "@digits:4000@", "@digits:5000@"),
    *(f"@deep:{depth}@" for depth in (40, 99, 101, 500, 900, 950, 970, 990, 5000)),
    *("", " ", "x", "\x00", "a\x00b", "\ud800", "\udfff\ud800x", "\u202ea\u200b"),
    *("2026-13-45T99:99:99Z", "2026-11-20", "yesterday", "../../etc/passwd", "javascript:alert(1)"),
    *({"id": None}, {"id": ["x"]}, {"id": "x", "name": {"deep": [1, {"x": "\ud800"}]}}, {"$ref": "#"}),
    *(f"@large:{place}@" for place in range(len(_LARGE))),
]
_TEXTS = [
    *("who leads stage 3", "what about the CSA", "and in stage 5?", "I'm a CSAM", "csam", "yes", "no"),
    *("my role", "profile", "delete my data", "what do you know about me", "unanswered", "back", "cancel"),
    *("help", "hello", "start over", "schedule a meeting", "<at>Baton</at> why", "why " * 400, "", "?"),
]
_words = st.text(max_size=12)
_odd = st.sampled_from(_ODD) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=5,
)
_text = st.sampled_from(_TEXTS) | st.text(max_size=60)
_verb = st.sampled_from([*VERBS, "launch", ""]) | _odd
_data = st.fixed_dictionaries(
    {},
    optional={
        "role": st.sampled_from(["csam", "ae", "no such role"]) | _odd,
        "question": _text | _odd,
        "verb": _verb,
        ACTION: st.sampled_from(["one", "two", "three"]) | _odd,
        "more": _odd,
    },
)
_executed = st.builds(
    lambda verb, data: {
        "action": {"type": "Action.Execute", "verb": verb, "data": data},
        "trigger": "manual",
    },
    _verb,
    _data | _odd,
)
_form = st.builds(
    lambda name, reaction, comment: {
        "actionName": name,
        "actionValue": {"reaction": reaction, "feedback": comment},
    },
    st.just("feedback") | _odd,
    st.sampled_from(["like", "dislike"]) | _odd,
    st.sampled_from(['{"feedbackText": "good"}', '{"feedbackText": 7}', "{", "[" * 5000]) | _odd,
)
_invoke = {"type": "invoke"}
_said = st.one_of(
    st.builds(lambda text: {"text": text}, _text),
    st.builds(lambda data: {"value": data}, _data | _odd),
    st.builds(lambda value: {**_invoke, "name": "adaptiveCard/action", "value": value}, _executed | _odd),
    st.builds(
        lambda value, about: {**_invoke, "name": "message/submitAction", "value": value, "replyToId": about},
        _form | _odd,
        st.sampled_from(["reply-1", ""]) | _odd,
    ),
    st.builds(lambda name, value: {**_invoke, "name": name, "value": value}, _odd, _odd),
    st.builds(
        lambda kind, members, action: {"type": kind, "membersAdded": members, "action": action},
        st.sampled_from(
            ["conversationUpdate", "installationUpdate", "messageReaction", "event", "typing", "odd"]
        ),
        st.sampled_from([[BOT], [{"id": "29:ana"}], []]) | _odd,
        st.sampled_from(["add", "remove"]) | _odd,
    ),
)
_PATHS = [
    *(
        "type",
        "id",
        "text",
        "textFormat",
        "name",
        "value",
        "action",
        "from",
        "recipient",
        "conversation",
        "locale",
    ),
    *("channelId", "channelData", "serviceUrl", "replyToId", "deliveryMode", "localTimezone", "timestamp"),
    *(
        "localTimestamp",
        "entities",
        "attachments",
        "membersAdded",
        "membersRemoved",
        "suggestedActions",
        "label",
    ),
    *("from.id", "from.name", "from.aadObjectId", "recipient.id", "conversation.id", "conversation.tenantId"),
    *("conversation.conversationType", "conversation.isGroup", "conversation.name", "conversation.more"),
    *(
        "channelData.tenant",
        "channelData.tenant.id",
        "expiration",
        "importance",
        "listenFor",
        "relatesTo",
        "more",
    ),
]
_change = st.tuples(st.sampled_from(_PATHS), _odd | st.just(_GONE))
CHAT: dict[str, Any] = {"id": "a:chat", "conversationType": "personal", "tenantId": TENANT}
_CHATS = [
    CHAT,
    {"id": "19:group@thread.v2", "conversationType": "groupChat", "isGroup": True, "tenantId": TENANT},
]
_mode = st.sampled_from(["normal", "normal", "normal", "expectReplies"])


def activities() -> st.SearchStrategy[dict[str, Any]]:
    """Activities without `serviceUrl` and `id`, which `sent_to` adds, and what to change in them."""
    return st.builds(
        lambda said, chat, mode, changes: {
            "said": {"deliveryMode": mode, **said},
            "chat": chat,
            "changes": changes,
        },
        _said,
        st.sampled_from(_CHATS),
        _mode,
        st.just([]) | st.lists(_change, max_size=2),
    )


def sent_to(service_url: str, number: int, drawn: Mapping[str, Any]) -> dict[str, Any]:
    """The whole activity, changed as it was drawn."""
    body: dict[str, Any] = {
        **{
            "type": "message",
            "id": f"m{number}",
            "timestamp": "2026-11-20T10:00:00.123Z",
            "channelId": "msteams",
        },
        **{
            "serviceUrl": service_url,
            "from": {"id": f"29:{number % 5}", "name": "Ana", "aadObjectId": "ana"},
        },
        **{"recipient": BOT, "conversation": drawn["chat"], "channelData": {"tenant": {"id": TENANT}}},
        **{"entities": [MENTION], "localTimezone": "Europe/Oslo"},
    }
    body = copy.deepcopy({**body, **drawn["said"]})
    for path, value in drawn["changes"]:
        *folders, name = path.split(".")
        place: Any = body
        for folder in folders:
            place = place.get(folder) if isinstance(place, dict) else None
        if isinstance(place, dict):
            place[name] = value
            if value is _GONE:
                del place[name]
    return body
