"""Which numbers, roles and stages a text mentions, so that a fact can be held against its passage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge.library import Library
from knowledge.model import Stage

# "one" is left out: "One Microsoft", "one team" count nothing.
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_COUNTS, start=2)}
_NUMBER = re.compile(rf"\d+|\b(?:{'|'.join(_NUMBERS)})\b", re.I)
# "Stage 4", "Stage 1-2", "stages 1, 4 and 5", "S3".
_STAGE_NUMBER = re.compile(
    r"\bstages\s*\d+(?:\s*(?:[-–&,]|and|to)\s*\d+\b)*"  # noqa: RUF001 a dash of the documents
    r"|\bstage\s*\d+(?:\s*[-–&]\s*\d+\b)?|\bS\d\b",  # noqa: RUF001 the same
    re.I,
)


class Mentions:
    """Finds mentions by the names that a library gives to roles and stages."""

    def __init__(self, library: Library) -> None:
        self._roles: dict[str, str] = {}
        for role in library.roles.values():
            label = role.abbreviation or role.name
            names = (_without_brackets(each.text) for each in role.names)
            for name in filter(None, (role.abbreviation, role.name, *names)):
                self._roles.setdefault(name, label)
        self._stages = {stage.number: _any_of([stage.name], re.I) for stage in library.stages.values()}
        self._role = _any_of(self._roles)

    def of(self, text: str) -> frozenset[str]:
        """What the text mentions, such as {"7", "SSP", "stage 4"}."""
        return self.figures(text) | self.roles(text)

    def figures(self, text: str) -> frozenset[str]:
        """The numbers and stages only."""
        return frozenset((*self._stage_mentions(text), *_numbers(text)))

    def roles(self, text: str) -> frozenset[str]:
        """The roles only."""
        return frozenset(self._roles[match.group(1)] for match in self._role.finditer(text))

    def _stage_mentions(self, text: str) -> Iterator[str]:
        for number, name in self._stages.items():
            if name.search(text):
                yield f"stage {number}"
        for match in _STAGE_NUMBER.finditer(text):
            yield from (f"stage {number}" for number in re.findall(r"\d+", match.group()))


def stage_words(stage: Stage) -> str:
    """What calls a stage: its number and its name."""
    return f"Stage {stage.number} {stage.name}"


def _numbers(text: str) -> Iterator[str]:
    """The numbers other than those of stages, without leading zeros."""
    for match in _NUMBER.finditer(_STAGE_NUMBER.sub(" ", text)):
        word = match.group().lower()
        yield str(_NUMBERS.get(word) or int(word))


def _without_brackets(name: str) -> str:
    """The name alone: what stands in brackets is the abbreviation, and a mention of its own."""
    return re.sub(r"\s*\(.*?\)", "", name)


def _any_of(names: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Any of the names as whole words, the longest first; "&" may be written "and"."""
    patterns = [re.escape(name).replace("\\&", "(?:&|and)") for name in sorted(names, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)({'|'.join(patterns) or '(?!)'})s?(?!\w)", flags)
