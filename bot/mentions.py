"""Who is mentioned in a message: the bot, whose mention is taken out, and others, who stay as "@name"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from botbuilder.schema import Activity

from bot.naming import is_id, shown_name
from dialogs.message import Mentioned

_TAGGED = re.compile(r"<at[^<>]*>([^<>]*)</at>")
_TAG = re.compile(r"</?at[^<>]*>")
_MOST = 50  # mentions that are looked at


@dataclass(frozen=True, kw_only=True)
class _Mention:
    """A mention as an entity describes it; `text` is what stands for it in the message."""

    text: str
    user: str
    name: str
    object_id: str


def has_bot(activity: Activity) -> bool:
    return any(mention.user == _bot(activity) for mention in _mentions(activity))


def ids(activity: Activity) -> list[str]:
    """Of all that are mentioned, in order."""
    return [mention.user for mention in _mentions(activity)]


def read(activity: Activity) -> tuple[str, tuple[Mentioned, ...]]:
    """The text with "@name" for each mention of another than the bot, and these in the order of the text."""
    text, left = activity.text or "", _mentions(activity)
    bots = [mention for mention in left if mention.user == _bot(activity)]
    found: list[Mentioned] = []

    def shown(match: re.Match[str]) -> str:
        mention = next((each for each in left if each.text == match[0]), None)
        if mention in bots:
            return " "
        if mention is None:
            return match[1]
        left.remove(mention)  # the next of the same text is somebody else of the same name
        name = mention.name or shown_name(match[1])
        found.append(Mentioned(user=mention.user, name=name, object_id=mention.object_id))
        return f"@{name}"

    text = _TAGGED.sub(shown, text)
    for mention in bots:
        text = text.replace(mention.text, " ")
    return _TAG.sub("", text), tuple(found)


def _bot(activity: Activity) -> str | None:
    return activity.recipient.id if activity.recipient else None


def _mentions(activity: Activity) -> list[_Mention]:
    entities = [entity for entity in activity.entities or () if entity.type == "mention"]
    found = (_mention(entity.additional_properties or {}) for entity in entities[:_MOST])
    return [mention for mention in found if mention]


def _mention(entity: dict[str, object]) -> _Mention | None:
    who, text = entity.get("mentioned"), entity.get("text")
    if not isinstance(who, dict) or not is_id(who.get("id")) or not isinstance(text, str) or not text:
        return None
    object_id = who.get("aadObjectId")
    name, known = shown_name(who.get("name")), object_id if is_id(object_id) else ""
    return _Mention(text=text, user=who["id"], name=name, object_id=known)
