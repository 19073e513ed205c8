"""From the wire to a dialog: JSON to Activity, Activity to Message."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from typing import Any

from botbuilder.core import TurnContext
from botbuilder.schema import Activity

from bot import mentions, wire
from bot.naming import is_id, shown_name
from bot.store.turns import Delivery
from dialogs.message import Message, Person, Place

# What a field must be where it is given at all; the SDK would coerce some and stumble over others.
_SHAPES: dict[str, type] = {
    **dict.fromkeys(("id", "type", "text", "name", "action", "channelId", "serviceUrl", "replyToId"), str),
    **dict.fromkeys(("deliveryMode", "localTimezone", "locale", "textFormat"), str),
    **dict.fromkeys(("from", "recipient", "conversation", "channelData"), dict),
    **dict.fromkeys(("entities", "attachments", "membersAdded", "membersRemoved"), list),
}
# The channel may send any word as a type; what is measured has few.
_KINDS = frozenset(
    (
        *("message", "messageUpdate", "messageDelete", "messageReaction", "invoke", "event", "typing"),
        *("conversationUpdate", "installationUpdate"),
    )
)
_ADDRESSED = frozenset(("message", "invoke", "conversationUpdate", "installationUpdate"))
CARD_ACTION = "adaptiveCard/action"  # the invoke of an Action.Execute button
ACTION = "baton_action"  # where a button's data carries its id
_LONGEST_ACTION = 64
_LONGEST_CONVERSATION = 400
_LONGEST_MESSAGE = 400
_LONGEST_ACTIVITY = 2000  # far beyond the channel's; it becomes part of an address
_ZONE = re.compile(r"[A-Za-z0-9_+\-/]{1,64}")


def parse(body: object) -> Activity | None:
    """The activity that a request's JSON holds; None if it is no activity we could answer."""
    if not isinstance(body, dict) or not body.get("type") or not _well_shaped(body):
        return None
    if body["type"] in _ADDRESSED and not _answerable(body):
        return None
    try:
        return wire.read(Activity, body)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def _well_shaped(body: Mapping[str, Any]) -> bool:
    given = ((body[name], shape) for name, shape in _SHAPES.items() if body.get(name) is not None)
    return all(isinstance(value, shape) and _of_objects(value) for value, shape in given)


def _of_objects(value: object) -> bool:
    return not isinstance(value, list) or all(isinstance(item, dict) for item in value)


def _answerable(body: Mapping[str, Any]) -> bool:
    """Whether it is known who wrote, where, and where to reply."""
    sender, conversation = (body.get(name) or {} for name in ("from", "conversation"))
    return (
        (not body.get("id") or is_id(body["id"], _LONGEST_ACTIVITY))
        and is_id(sender.get("id"))
        and is_id(conversation.get("id"), _LONGEST_CONVERSATION)
        and str(body.get("serviceUrl") or "").startswith(("http://", "https://"))
    )


def message_of(activity: Activity, *, admin: bool, oversees: bool = False) -> Message:
    """What the activity says, without the SDK; the mention of the bot is taken out."""
    text, mentioned = mentions.read(activity)
    return Message(
        person=_person(activity, admin=admin, oversees=oversees),
        conversation=activity.conversation.id,
        place=Place.PERSONAL if is_personal(activity) else Place.GROUP,
        text=text,
        **_pressed(activity),
        attached=any(_is_file(attachment) for attachment in activity.attachments or ()),
        time_zone=_zone(activity),
        mentions=mentioned,
        refresh=is_refresh(activity),
        on=about(activity) or "",
    )


def delivery_of(activity: Activity) -> Delivery | None:
    """What makes this delivery known again; None for activities that nobody has to answer."""
    if activity.type not in _ADDRESSED:
        return None
    person, action = activity.from_property.id, action_of(activity)
    return Delivery(
        tenant=_tenant(activity),
        conversation=activity.conversation.id,
        activity=activity.id or secrets.token_hex(16),
        person=person,
        content=_digest(person, action, activity),
        action=action,
        repeatable=activity.type != "invoke",
    )


def action_of(activity: Activity) -> str:
    """Baton's own id of the button that was pressed, "" where none was."""
    value = activity.value if isinstance(activity.value, dict) else {}
    data = value.get("action")
    inner = data.get("data") if isinstance(data, dict) else value
    id = inner.get(ACTION) if isinstance(inner, dict) else None
    return id if is_id(id, _LONGEST_ACTION) else ""


def _digest(person: str, action: str, activity: Activity) -> str:
    """Of all that a person said or pressed, and of nothing that differs between two deliveries of it."""
    content = [activity.type, activity.name, activity.action, activity.text, activity.value]
    files = [[file.content_type, file.content_url, file.name] for file in activity.attachments or ()]
    members = [member.id for member in (*(activity.members_added or ()), *(activity.members_removed or ()))]
    named = mentions.ids(activity)  # two people may bear the same name
    whole = json.dumps([person, action, activity.reply_to_id, content, files, members, named], default=str)
    return hashlib.blake2b(whole.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def about(activity: Activity) -> str | None:
    """The message that an activity is about, "" where none is named, None where that is no id."""
    named = activity.reply_to_id or ""
    return named if not named or is_id(named, _LONGEST_MESSAGE) else None


def is_addressed(activity: Activity) -> bool:
    """Whether the bot is meant: always in a personal chat, elsewhere by a mention or a button."""
    return is_personal(activity) or mentions.has_bot(activity) or isinstance(activity.value, dict)


def is_refresh(activity: Activity) -> bool:
    """Whether nobody pressed anything: a client shows a card and asks for its present state."""
    value = activity.value if activity.name == CARD_ACTION else None
    return isinstance(value, dict) and value.get("trigger") == "automatic"


def is_conversing(activity: Activity) -> bool:
    """Whether a person waits for words in the chat: then a slow answer shows that it is coming."""
    written = activity.type == "message" and activity.delivery_mode != "expectReplies"
    return written and is_addressed(activity)


def kind_of(activity: Activity) -> str:
    """The activity's type if it is one that is known, for measurements."""
    return activity.type if activity.type in _KINDS else "other"


def reply_to(activity: Activity, reply: Activity) -> Activity:
    """The reply with all that says where it goes."""
    return TurnContext.apply_conversation_reference(reply, TurnContext.get_conversation_reference(activity))


def is_personal(activity: Activity) -> bool:
    kind = activity.conversation.conversation_type
    return kind == "personal" if kind else not activity.conversation.is_group


def object_id(activity: Activity) -> str:
    found = activity.from_property.aad_object_id
    return found if is_id(found) else ""


def _person(activity: Activity, *, admin: bool, oversees: bool) -> Person:
    sender = activity.from_property
    who = {"id": sender.id, "object_id": object_id(activity), "name": shown_name(sender.name)}
    return Person(tenant=_tenant(activity), **who, admin=admin, oversees=oversees)


def _tenant(activity: Activity) -> str:
    # The SDK looks for "tenantID", and Teams sends "tenantId".
    outer = (activity.conversation.additional_properties or {}).get("tenantId")
    named = (activity.channel_data or {}).get("tenant")
    inner = named.get("id") if isinstance(named, dict) else None
    return next((id for id in (outer, inner) if is_id(id)), "")


def _zone(activity: Activity) -> str:
    zone = activity.local_timezone or ""
    return zone if _ZONE.fullmatch(zone) else ""


def _pressed(activity: Activity) -> dict[str, Any]:
    """The verb and data of a button; a button whose verb is missing has the verb "?"."""
    value = activity.value
    if activity.type != "message" or not isinstance(value, dict) or (activity.text and "verb" not in value):
        return {}
    return {"verb": _verb(value), "data": value}


def _verb(value: Mapping[str, Any]) -> str:
    verb = value.get("verb")
    return verb if isinstance(verb, str) and verb else "?"


def _is_file(attachment: Any) -> bool:
    # Teams adds the text itself once more as HTML.
    return bool(attachment.content_type) and attachment.content_type != "text/html"
