"""JSON to the SDK's models and back, many times as fast as its own serializer, which builds much anew.

The same comes out (a test compares them), but for two things: an entity that is sent keeps what the SDK
does not know, and what is read is refused where a field has another type, instead of being coerced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from botbuilder import schema
from botbuilder.schema import Activity
from msrest.serialization import Model

_Model = TypeVar("_Model", bound=Model)
_Value = TypeVar("_Value")
_Reader = Callable[[Any], Any]
_AS_IT_IS = frozenset((str, int, float, bool, type(None)))
_PLAIN: Mapping[str, type] = {"str": str, "bool": bool, "int": int}


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
    if type(value) in _AS_IT_IS:
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
    if isinstance(value, str | int | float):
        return value
    raise TypeError(f"{type(value).__name__} cannot be sent")


def _fields(model: Model) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, key in _keys(type(model)):  # type: ignore[arg-type]  # msrest is untyped
        value = getattr(model, name)
        if value is None:
            continue
        if key:
            # A card is plain JSON already, and large.
            fields[key] = value if key == "content" and isinstance(value, dict) else to_json(value)
        else:
            fields.update(to_json(value))
    return fields


@cache
def _keys(kind: type[Model]) -> Sequence[tuple[str, str]]:
    """Each of the model's attributes with its key in the JSON, "" where its own keys stand there."""
    return [(name, place["key"].replace("\\.", ".")) for name, place in kind._attribute_map.items()]


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read(kind: type[_Model], body: Any) -> _Model:
    """A model from JSON; ValueError where a field is not of its type. What is not known is kept aside."""
    if not isinstance(body, dict):
        raise ValueError(f"{kind.__name__} is no object")
    places = _places(kind)  # type: ignore[arg-type]  # msrest is untyped, so a class of its is no Hashable
    known = {places[key][0]: places[key][1](value) for key, value in body.items() if key in places}
    model = kind(**known)
    model.additional_properties = {key: value for key, value in body.items() if key not in places}
    return model


@cache
def _places(kind: type[Model]) -> Mapping[str, tuple[str, _Reader]]:
    """For each key of the JSON the model's attribute and how its value is read."""
    places = ((place["key"], name, place["type"]) for name, place in kind._attribute_map.items())
    return {key.replace("\\.", "."): (name, _reader(type_)) for key, name, type_ in places if key}


def _reader(type_: str) -> _Reader:
    if type_.startswith("["):
        item = _reader(type_[1:-1])
        return lambda value: None if value is None else [item(each) for each in _of(list, value)]
    if type_ == "iso-8601":
        return lambda value: None if value is None else datetime.fromisoformat(_of(str, value))
    if type_ in _PLAIN:
        plain = _PLAIN[type_]
        return lambda value: None if value is None else _of(plain, value)
    if type_ == "object" or type_.startswith("{"):
        return lambda value: value
    model: type[Model] = getattr(schema, type_)
    return lambda value: None if value is None else read(model, value)


def _of(type_: type[_Value], value: Any) -> _Value:
    if not isinstance(value, type_):
        raise ValueError(f"{type(value).__name__} where {type_.__name__} is wanted")
    return value
