"""What stands on a card that the bot sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def parts(card: Any) -> Iterator[dict[str, Any]]:
    """Every element of a card, however deep; not what a client asks for its present state with."""
    if isinstance(card, list):
        for child in card:
            yield from parts(child)
    elif isinstance(card, dict):
        yield card
        for name, child in card.items():
            if name != "refresh":
                yield from parts(child)


def texts_of(card: Any) -> list[str]:
    """All that can be read on a card, hidden parts too."""
    return [part["text"] for part in parts(card) if part.get("type") == "TextBlock"]


def actions(card: Any) -> list[dict[str, Any]]:
    """All buttons, also those that only show and hide."""
    return [action for part in parts(card) for action in part.get("actions") or []]


def button(card: Any, title: str) -> dict[str, Any]:
    return next(action for action in actions(card) if action.get("title") == title)


def titles(card: Any) -> list[str]:
    """What the buttons say that ask the bot for something."""
    return [part.get("title", "") for part in parts(card) if part.get("type") == "Action.Execute"]


def handoff_of(card: dict[str, Any]) -> int:
    """The number of the handoff whose live card this is; 0 of any other card."""
    return int(card.get("refresh", {}).get("action", {}).get("data", {}).get("handoff", 0))


def revisions(card: Any) -> list[int]:
    """The revisions that the buttons of a card stand on."""
    return [part["revision"] for part in parts(card) if "revision" in part]


def preset(card: Any) -> dict[str, Any]:
    """What the inputs of a card hold before anybody fills them in."""
    inputs = (part for part in parts(card) if str(part.get("type", "")).startswith("Input."))
    return {part["id"]: part["value"] for part in inputs if part.get("value") is not None}


def choices(card: Any) -> list[str]:
    """The numbers of the items that can be marked done on a card."""
    lists = (part["choices"] for part in parts(card) if part.get("id") == "items")
    return [choice["value"] for found in lists for choice in found]


def without_marks(part: Any) -> Any:
    """A card without what tells two presses of one button apart, new in each card."""
    if isinstance(part, list):
        return [without_marks(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {name: without_marks(each) for name, each in part.items() if name != "baton_action"}
