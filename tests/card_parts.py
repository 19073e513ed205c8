"""What stands on a card that the bot sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def texts_of(part: Any) -> list[str]:
    """All that can be read on a card, hidden parts too."""
    if isinstance(part, list):
        return [text for each in part for text in texts_of(each)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if part.get("type") == "TextBlock" else []
    return own + [text for name, each in part.items() if name != "refresh" for text in texts_of(each)]


def titles(part: Any) -> Iterator[str]:
    """The buttons of a card."""
    if isinstance(part, dict):
        if part.get("type") == "Action.Execute":
            yield part.get("title", "")
        for name, each in part.items():
            if name != "refresh":
                yield from titles(each)
    elif isinstance(part, list):
        for each in part:
            yield from titles(each)


def handoff_of(card: dict[str, Any]) -> int:
    """The number of the handoff whose live card this is; 0 of any other card."""
    return int(card.get("refresh", {}).get("action", {}).get("data", {}).get("handoff", 0))


def revisions(part: Any) -> Iterator[int]:
    """The revisions that the buttons of a card stand on."""
    if isinstance(part, dict):
        if "revision" in part:
            yield part["revision"]
        for each in part.values():
            yield from revisions(each)
    elif isinstance(part, list):
        for each in part:
            yield from revisions(each)


def preset(part: Any) -> dict[str, Any]:
    """What the inputs of a card hold before anybody fills them in."""
    if isinstance(part, list):
        return {name: value for each in part for name, value in preset(each).items()}
    if not isinstance(part, dict):
        return {}
    own = {}
    if str(part.get("type", "")).startswith("Input.") and part.get("value") is not None:
        own = {part["id"]: part["value"]}
    return own | {name: value for each in part.values() for name, value in preset(each).items()}


def choices(part: Any) -> list[str]:
    """The numbers of the items that can be marked done on a card."""
    if isinstance(part, list):
        return [choice for each in part for choice in choices(each)]
    if not isinstance(part, dict):
        return []
    if part.get("id") == "items":
        return [choice["value"] for choice in part["choices"]]
    return [choice for name, each in part.items() if name != "refresh" for choice in choices(each)]


def without_marks(part: Any) -> Any:
    """A card without what tells two presses of one button apart, new in each card."""
    if isinstance(part, list):
        return [without_marks(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {name: without_marks(each) for name, each in part.items() if name != "baton_action"}
