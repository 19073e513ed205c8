"""The little of OData that is asked for: $select, $expand and $filter of extended properties, comparisons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tests.graph.calls import GraphError

_TEXT = r"'((?:[^']|'')*)'"
_TAGGED = re.compile(
    rf"singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id eq {_TEXT} and \1/value eq {_TEXT}\s*\)",
    re.IGNORECASE,
)
_EXPANDED = re.compile(rf"singleValueExtendedProperties\(\s*\$filter=id eq {_TEXT}\s*\)", re.IGNORECASE)
_EQUALS = re.compile(rf"(\w+)\s+eq\s+{_TEXT}", re.IGNORECASE)
_STARTS = re.compile(rf"startswith\(\s*(\w+)\s*,\s*{_TEXT}\s*\)", re.IGNORECASE)
_SEARCHED = re.compile(r'"(\w+):([^"]*)"')
_ALWAYS = ("id", "@odata.etag", "singleValueExtendedProperties")  # the last only where expanded


def text(quoted: str) -> str:
    return quoted.replace("''", "'")


def tagged(wanted: str) -> tuple[str, str] | None:
    """Id and value of the extended property that a $filter looks for."""
    found = _TAGGED.fullmatch(wanted.strip())
    return found and (text(found[2]), text(found[3]))


def equals(wanted: str) -> tuple[str, str] | None:
    """Property and value of a comparison."""
    found = _EQUALS.fullmatch(wanted.strip())
    return found and (found[1], text(found[2]))


def expanded(wanted: str) -> str:
    """Id of the extended property that is to be given too, "" where none is."""
    if not wanted:
        return ""
    found = _EXPANDED.fullmatch(wanted.strip())
    if found is None:
        raise GraphError(400, "BadRequest", "Could not find a property to expand.")
    return text(found[1])


def selected(body: Mapping[str, Any], wanted: str, known: Iterable[str]) -> dict[str, Any]:
    """The properties that $select names; GraphError for one that there is not."""
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    if unknown := set(names) - set(known):
        name = sorted(unknown)[0]
        raise GraphError(400, "RequestBroker--ParseUri", f"Could not find a property named '{name}'.")
    if not names:
        return dict(body)
    return {name: value for name, value in body.items() if name in names or name in _ALWAYS}


def matches(row: Mapping[str, Any], wanted: str) -> bool:
    """Hold a $filter of comparisons, joined with "or", against a row; GraphError where it is none."""
    found = False
    for part in re.split(r"\s+or\s+", wanted.strip(), flags=re.IGNORECASE):
        equal, starts = _EQUALS.fullmatch(part), _STARTS.fullmatch(part)
        if (test := equal or starts) is None:
            raise GraphError(400, "Request_UnsupportedQuery", "Unsupported Query.")
        value, sought = str(row.get(test[1]) or "").casefold(), text(test[2]).casefold()
        found |= value == sought if equal else value.startswith(sought)
    return found


def is_found(row: Mapping[str, Any], wanted: str) -> bool:
    """Hold a $search against a row: words of a property that begin with the words sought."""
    parts = re.split(r"\s+OR\s+", wanted.strip())
    tests = [_SEARCHED.fullmatch(part) for part in parts]
    if not all(tests):
        raise GraphError(400, "BadRequest", "Unrecognized query argument specified: '$search'.")
    return any(_begin(str(row.get(test[1]) or ""), test[2]) for test in tests if test)


def _begin(value: str, sought: str) -> bool:
    words = [value.casefold(), *re.split(r"\W+", value.casefold())]
    return bool(sought.strip()) and all(
        any(word.startswith(each) for word in words) for each in sought.casefold().split()
    )
