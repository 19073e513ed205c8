"""Holds what Baton sends against the platform's contracts."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema_rs import Draft6Validator, Draft7Validator

from tests.shared import shared

_CARD = "application/vnd.microsoft.card.adaptive"
_SIGN_IN = "application/vnd.microsoft.card.oauth"


def check_card(card: dict[str, Any]) -> None:
    _card().validate(_without_people(card))
    assert card["version"] == "1.5"  # phones show no card without it


def _without_people(part: Any) -> Any:
    """A card without the people picker's `choices.data`, which Teams knows and the schema of 1.5 does not."""
    if isinstance(part, list):
        return [_without_people(each) for each in part]
    if not isinstance(part, dict):
        return part
    data = part.get("choices.data")
    assert data in (None, {"type": "Data.Query", "dataset": "graph.microsoft.com/users"})
    return {name: _without_people(each) for name, each in part.items() if name != "choices.data"}


def check_activity(activity: dict[str, Any]) -> None:
    """An outgoing activity with all it carries: cards, citations, feedback buttons."""
    _defined("bot-activity.schema.json", "Activity").validate(activity)
    for attachment in activity.get("attachments") or []:
        assert not activity.get("text"), "Teams splits text beside a card"
        _check_attachment(attachment)
    roots = [entity for entity in activity.get("entities") or [] if "citation" in entity]
    assert len(roots) <= 1, "Teams takes one root entity only"
    for entity in roots:
        _extras("aiMessageEntity").validate(entity)
        assert "additionalType" not in entity, "the answer is not AI-generated"
        assert "suggestedActions" not in activity, "suggestions switch citations off"
    _extras("feedbackChannelData").validate(activity.get("channelData") or {})


def _check_attachment(attachment: dict[str, Any]) -> None:
    if attachment["contentType"] != _SIGN_IN:
        check_card(attachment["content"])
        return
    card = attachment["content"]
    _defined("bot-activity.schema.json", "OAuthCard").validate(card)
    assert {"id", "uri"} <= set(card.get("tokenExchangeResource", ("id", "uri"))), (
        "Teams cannot sign in by itself"
    )


def check_action_response(body: dict[str, Any]) -> None:
    _extras("adaptiveCardActionResponse").validate(body)
    if body["type"] == _CARD:
        check_card(body["value"])


def _extras(definition: str) -> Draft7Validator:
    return _defined("teams-message-extras.handwritten.schema.json", definition)


@cache
def _card() -> Draft6Validator:
    return Draft6Validator(_read("adaptive-card-1.5.schema.json"))


@cache
def _defined(name: str, definition: str) -> Draft7Validator:
    return Draft7Validator({**_read(name), "$ref": f"#/definitions/{definition}"})


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared(f"contracts/{name}").read_text("utf-8"))
    return found
