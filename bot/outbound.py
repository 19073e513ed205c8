"""From a dialog to the wire: replies to activities, outcomes to invoke responses."""

from __future__ import annotations

import secrets
from typing import Any

from botbuilder.schema import (
    ActionTypes,
    Activity,
    ActivityTypes,
    Attachment,
    CardAction,
    Entity,
    SuggestedActions,
    TextFormatTypes,
)

from bot.inbound import ACTION
from dialogs import texts
from dialogs.message import Card, Message, Reply
from knowledge.answer import Citation

_CARD = "application/vnd.microsoft.card.adaptive"
_MESSAGE = "application/vnd.microsoft.activity.message"
_ERROR = "application/vnd.microsoft.error"
_BUTTONS = frozenset(("Action.Execute", "Action.Submit"))
_NESTED = (dict, list)


class _WholeEntity(Entity):
    """An entity that keeps every property; the SDK's own drops those it does not know."""

    _attribute_map = {  # noqa: RUF012 - msrest reads the class attribute
        "additional_properties": {"key": "", "type": "{object}"},
        "type": {"key": "type", "type": "str"},
    }


def activities(reply: Reply, message: Message) -> list[Activity]:
    """A reply to somebody's message."""
    return contents(reply, message.person.id)


def contents(reply: Reply, person: str = "") -> list[Activity]:
    """One message of one kind; suggestions beside citations need a message of their own."""
    if reply.card:
        return [_card_activity(reply.card, reply.text)]
    first = _text_activity(reply)
    if not reply.suggestions:
        return [first]
    holder = _plain(texts.NEXT.format(question=reply.suggestions[0])) if reply.citations else first
    holder.suggested_actions = _suggested(reply.suggestions, person)
    return [first] if holder is first else [first, holder]


def _text_activity(reply: Reply) -> Activity:
    activity = _plain(reply.text)
    if reply.citations:
        activity.entities = [_citations(reply.citations)]
    if reply.given:
        activity.channel_data = {"feedbackLoop": {"type": "default"}}
    return activity


def _plain(text: str) -> Activity:
    return Activity(type=ActivityTypes.message, text=text, text_format=TextFormatTypes.markdown)


def _card_activity(card: Card, summary: str) -> Activity:
    attachment = Attachment(content_type=_CARD, content=stamped(card))
    return Activity(type=ActivityTypes.message, attachments=[attachment], summary=summary or None)


def _suggested(questions: tuple[str, ...], person: str) -> SuggestedActions:
    actions = [CardAction(type=ActionTypes.im_back, title=text, value=text) for text in questions]
    return SuggestedActions(to=[person] if person else [], actions=actions)


def _citations(citations: tuple[Citation, ...]) -> Entity:
    properties = {
        "@type": "Message",
        "@context": "https://schema.org",
        "citation": [_claim(citation) for citation in citations],
    }
    return _WholeEntity(type="https://schema.org/Message", additional_properties=properties)


def _claim(citation: Citation) -> dict[str, Any]:
    document = {"@type": "DigitalDocument", "name": citation.name, "abstract": citation.abstract}
    return {"@type": "Claim", "position": citation.position, "appearance": document}


def stamped(card: Card) -> Card:
    """The card, its buttons with an id of their own: by it a second delivery of a press is known.

    A button and the one that stands in for it on an older client are the same button.
    """
    stamped: Card = _stamp(card)
    return stamped


def _stamp(part: Any, id: str = "") -> Any:
    """A copy of a part; `id` is that of the button it belongs to. Most parts are none, and ids cost time."""
    if isinstance(part, list):
        return [_stamp(item) if isinstance(item, _NESTED) else item for item in part]
    is_button = part.get("type") in _BUTTONS
    id = id or (secrets.token_hex(8) if is_button else "")
    whole = {name: _stamp(inner, id) if isinstance(inner, _NESTED) else inner for name, inner in part.items()}
    if is_button:
        whole["data"] = {**(whole.get("data") or {}), ACTION: id}
    return whole


def card_shown(card: Card) -> dict[str, Any]:
    """The answer to a pressed button that changes its card."""
    return {"statusCode": 200, "type": _CARD, "value": stamped(card)}


def card_told(text: str) -> dict[str, Any]:
    """The answer to a pressed button that only says something."""
    return {"statusCode": 200, "type": _MESSAGE, "value": text}


def card_refused(text: str, *, ours: bool = False) -> dict[str, Any]:
    """The answer to a button that is not one of ours, or (`ours`) that we failed to serve."""
    status, code = (500, "InternalError") if ours else (400, "BadRequest")
    return {"statusCode": status, "type": _ERROR, "value": {"code": code, "message": text}}
