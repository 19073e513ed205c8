"""SDK models to JSON, many times as fast as the SDK's own serializer, which builds and checks much anew.

The same JSON comes out (a test compares them), except that an entity keeps what the SDK does not know.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import Any

from botbuilder.schema import Activity
from msrest.serialization import Model


def postponed(activity: Activity) -> dict[str, Any]:
    """An activity with where it goes, as it is kept until it can be sent."""
    return {
        "version": 1,
        "service_url": activity.service_url,
        "conversation": activity.conversation.id,
        "activity": to_json(activity),
        "reply_to": activity.reply_to_id or "",
    }


def to_json(value: Any) -> Any:
    """Plain JSON of an activity, or of anything within one; empty properties are left out."""
    if value is None or (isinstance(value, str | int | float | bool) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Model):
        return _fields(value)
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} cannot be sent")


def _fields(model: Model) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, place in model._attribute_map.items():
        value = getattr(model, name)
        if value is None:
            continue
        if place["key"]:
            fields[place["key"].replace("\\.", ".")] = to_json(value)
        else:
            fields.update(to_json(value))
    return fields


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
