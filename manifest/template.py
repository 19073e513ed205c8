"""Placeholders of the form ${NAME}: fill them, and find what was never filled."""

import re
from collections.abc import Mapping
from typing import Any

NAME = re.compile(r"\$\{(\w+)\}")
LEFT_OVER = re.compile(
    r"\$\{\w*\}?|\{\{.*?\}\}|%\w+%|<[^<>]+>|\b(changeme|todo|your[-_]\w+)\b|\bexample\.(com|org|net)\b",
    re.IGNORECASE,
)


def fill(value: Any, values: Mapping[str, str]) -> Any:
    """Return a copy of a JSON value with its placeholders filled; an unknown one stays as it is."""
    if isinstance(value, str):
        return NAME.sub(lambda found: values.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [fill(inner, values) for inner in value]
    if isinstance(value, dict):
        return {key: fill(inner, values) for key, inner in value.items()}
    return value


def left_over(text: str) -> str | None:
    """Return the first thing in a text that looks like a placeholder."""
    found = LEFT_OVER.search(text)
    return found.group() if found else None
