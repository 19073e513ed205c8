"""Faults of the knowledge files, in plain words and with the line they are on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path as Folder
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.library import Path


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong at one place; without a `line` the place is where `path` leads."""

    file: str
    words: str
    path: Path = ()
    line: int = 0


def report(folder: Folder, faults: Iterable[Fault]) -> list[str]:
    """The faults as "file:line: what", in the order of files and lines."""
    trees: dict[str, yaml.Node | None] = {}
    found = set()
    for fault in faults:
        if not fault.line and fault.file not in trees:
            trees[fault.file] = _tree(folder / fault.file)
        found.add((fault.file, fault.line or _line(trees[fault.file], fault.path), fault.words))
    return [f"{file}:{line}: {words}" for file, line, words in sorted(found)]


def contract_faults(file: str, error: ValidationError) -> Iterator[Fault]:
    """What the contract refuses in one file."""
    for detail in error.errors(include_url=False):
        path = tuple(step for step in detail["loc"] if step not in _NOT_KEYS)
        # What is missing has no line of its own: the enclosing record's is named.
        place = path[:-1] if detail["type"] == "missing" else path
        yield Fault(file=file, path=place, words=_words(detail, path))


def _tree(file: Folder) -> yaml.Node | None:
    """The file's nodes, which know their lines; composed only when there is something to report."""
    try:
        return yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeError, yaml.YAMLError):
        return None


def _line(node: yaml.Node | None, path: Path) -> int:
    """The line, from 1, of the key or item that `path` names, or of the innermost one that exists."""
    line = 1
    for step in path:
        here = _step(node, step)
        if here is None:
            break
        named, node = here
        line = named.start_mark.line + 1
    return line


def _step(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if _is_key(key, step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _is_key(key: yaml.Node, step: str | int) -> bool:
    """Whether the key is the step; YAML reads the bare words yes, no, on and off as True and False."""
    return bool(key.value == str(step) or (key.tag == _BOOL and str(step) in _TRUTHS))


_BOOL = "tag:yaml.org,2002:bool"
_TRUTHS = ("True", "False", "1", "0")  # as pydantic names them in a path

# Marks that pydantic adds to a path: for the key itself, and for the branches of "a key or a number".
_NOT_KEYS = frozenset({"[key]", "constrained-str", "constrained-int"})
_BRANCHES = frozenset({"constrained-str", "constrained-int"})
_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a known key",
    "string_too_short": "is empty",
    "too_short": "is an empty list or too short",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be keys with values",
    "model_type": "must be keys with values",
}
_KINDS = {
    "string": "must be text; if it is, put it in quotes",
    "int": "must be a whole number",
    "bool": "must be true or false",
}
_BOUNDS = {"ge": "must be {} or more", "le": "must be {} or less"}


def _words(detail: ErrorDetails, path: Path) -> str:
    kind, step = detail["type"], detail["loc"][-1] if detail["loc"] else ""
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    if step in _BRANCHES:
        return f"{_shown(detail['input'])} is neither a key nor a number"
    if kind == "string_pattern_mismatch" or step == "[key]":
        return _mismatch(detail)
    if detail["input"] is None and kind != "missing":
        return f"{_name(path)} is empty"
    if kind == "enum" and isinstance(detail["input"], bool):
        return f"{_name(path)} is read as true or false; put it in quotes"
    words = _WORDS.get(kind) or _KINDS.get(kind.split("_")[0]) or _bound(detail)
    return f"{_name(path)} {words}" if words else f"{_name(path)}: {detail['msg']}"


def _bound(detail: ErrorDetails) -> str:
    bounds = detail.get("ctx", {})
    told = (template.format(bounds[name]) for name, template in _BOUNDS.items() if name in bounds)
    return next(told, "")


def _mismatch(detail: ErrorDetails) -> str:
    if isinstance(detail["input"], bool):
        return "a key is read as true or false; put it in quotes"
    if "#" in str(detail.get("ctx", {}).get("pattern", "")):
        return f"{_shown(detail['input'])} is not a passage id (such as 000/overview/1#a942aa)"
    return f"{_shown(detail['input'])} is not a valid key here"


def _shown(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str | int) else "an entry"


def _name(path: Path) -> str:
    names = [step for step in path if isinstance(step, str)]
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        return f"an entry of '{names[-1]}'" if names else "an entry"
    return f"'{names[-1]}'"
