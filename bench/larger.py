"""Ten times the facts: copies of the real knowledge files, with other names, other words and later stages.

A copy keeps the shape of the real files. Its names are all made up, so that no two things share one; of
its texts, half of the words are, so that the vocabulary grows with the facts.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

TIMES = 10

_STAGES = 5  # of the real data
_LETTERS = ("bcdfghklmnprstvw", "aeiou")
_WORD = re.compile(r"\w+")
_ALL, _HALF = 1.0, 0.5  # share of the words that are replaced
_SOURCES = frozenset({"source", "used"})
_REFERENCES = frozenset({"ids", "who", "stages", "named"})
_NAMING = frozenset({"abbreviation", "name", "names", "short", "term", "meaning", "aliases", "title"})
_FOLDERS = ("stages", "roles", "units", "motions", "topics")
_SINGLE = ("terms", "conflicts", "gaps")

Data = Any  # what a YAML file holds


def write(real: Path, folder: Path) -> None:
    """Fill the empty `folder` with the data of `real` and nine copies of it."""
    shutil.copytree(real, folder, dirs_exist_ok=True)
    words = _used(real)
    copies = [_Copy(number, words, _keys(real)) for number in range(1, TIMES)]
    for kind in _FOLDERS:
        for file in sorted((real / kind).glob("*.yaml")):
            for copy in copies:
                _dump(folder / kind / f"{copy.key(file.stem)}.yaml", copy.record(_load(file)))
    for kind in _SINGLE:
        records = _load(real / f"{kind}.yaml")
        _dump(folder / f"{kind}.yaml", {**records, **dict(_copied(copies, records))})
    _widen(folder / "roles")


def _copied(copies: list[_Copy], records: Data) -> Iterator[tuple[str, Data]]:
    for copy in copies:
        for key, record in records.items():
            yield copy.key(key), copy.record(record)


def _widen(roles: Path) -> None:
    """Give each role of the matrix a cell for every stage, an empty one where it has none."""
    for file in roles.glob("*.yaml"):
        role = _load(file)
        if "cells" in role:
            empty = {"source": next(iter(role["cells"].values()))["source"]}
            numbers = range(1, _STAGES * TIMES + 1)
            _dump(file, {**role, "cells": {n: role["cells"].get(n, empty) for n in numbers}})


class _Copy:
    """One copy of everything: how keys, stage numbers and words change in it."""

    def __init__(self, number: int, used: set[str], keys: frozenset[str]) -> None:
        self._number = number
        self._random = random.Random(number)
        self._used = used
        self._keys = keys
        self._words: dict[str, str] = {}

    def key(self, key: str) -> str:
        return f"{key}-x{self._number}"

    def record(self, record: Data) -> Data:
        """The copy of one record, without what ties it to single places of the real data."""
        return self._value({name: each for name, each in record.items() if not _is_tie(name, each)}, _HALF)

    def _value(self, value: Data, share: float) -> Data:
        if isinstance(value, dict):
            return {self._key_or_number(name): self._held(name, each, share) for name, each in value.items()}
        if isinstance(value, list):
            return [self._value(each, share) for each in value]
        return self._text(value, share) if isinstance(value, str) else value

    def _held(self, name: Data, value: Data, share: float) -> Data:
        if name in _SOURCES:
            return value
        if name == "number":
            return self._key_or_number(value)
        if name in _REFERENCES and isinstance(value, list):
            return [self._key_or_number(each) for each in value]
        return self._value(value, _ALL if name in _NAMING else share)

    def _key_or_number(self, name: Data) -> Data:
        return name + _STAGES * self._number if isinstance(name, int) else self._reference(name)

    def _reference(self, name: str) -> str:
        return self.key(name) if name in self._keys else name

    def _text(self, text: str, share: float) -> str:
        return _WORD.sub(lambda match: self._word(match.group(), share), text)

    def _word(self, word: str, share: float) -> str:
        lower = word.casefold()
        if lower not in self._words:
            self._words[lower] = self._invent(len(lower))
        chosen = share == _ALL or _replaced(lower, self._number)
        made = self._words[lower] if chosen else word
        return made.upper() if word.isupper() and chosen else made

    def _invent(self, length: int) -> str:
        """A word that nobody uses, of four letters at least."""
        while True:
            word = "".join(self._random.choice(_LETTERS[n % 2]) for n in range(max(length, 4)))
            if word not in self._used:
                self._used.add(word)
                return word


def _is_tie(name: str, value: Data) -> bool:
    """A stage's hand-offs, and the answers that a conflict belongs to (a topic's `about` is a text)."""
    return name in ("transition", "flywheel") or (name == "about" and isinstance(value, list))


def _replaced(word: str, copy: int) -> bool:
    """Whether this copy has another word in its texts; always the same choice for the same word."""
    return len(word) > 3 and random.Random(f"{copy} {word}").random() < _HALF


def _used(real: Path) -> set[str]:
    texts = (file.read_text("utf-8") for file in real.rglob("*.yaml"))
    return {word.casefold() for text in texts for word in _WORD.findall(text)}


def _keys(real: Path) -> frozenset[str]:
    """Keys that files refer to: roles and units."""
    return frozenset(file.stem for kind in ("roles", "units") for file in (real / kind).glob("*.yaml"))


def _load(file: Path) -> Data:
    return yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)


def _dump(file: Path, data: Data) -> None:
    file.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8")
