"""Putting an answer together: lines of markdown, each with the source it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.answer import Answer, Citation, Kind
from knowledge.answers import phrases
from knowledge.answers.facts import Fact
from knowledge.library import Library

_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
_FEW = 3  # sources that are named one by one
_ROOM, _MOST = 160, 215  # words of an answer before and with its sources
_NAME, _ABSTRACT = 80, 160  # Teams' limits for a citation


# A marker stands for its source until the answer is finished and the sources can be numbered.
_OPEN, _SHUT = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([^|]*)[|]([^{_SHUT}]*){_SHUT}")


@dataclass
class Page:
    """The draft of one answer: lines of markdown whose markers name the sources."""

    library: Library
    id: str
    lines: list[str] = field(default_factory=list)
    internal: bool = False
    suggestions: list[str] = field(default_factory=list)
    thread: dict[str, Any] = field(default_factory=dict)
    kind: Kind = Kind.ANSWERED
    count: int | None = None  # of what the answer lists, where that can be asked for
    _abstracts: dict[tuple[str, str], str] = field(default_factory=dict)
    _left: int = 0  # list items that no longer fit

    def say(self, text: str, *sources: str, abstract: str = "") -> None:
        """Add a sentence; it ends with the markers of its sources."""
        stop = "." if sources and text[-1:].isalnum() else ""
        self.lines.append(text + stop + self.marks(sources, abstract or text))

    def item(self, text: str, *sources: str) -> None:
        """Add a list item, while there is room on a phone."""
        if sum(len(line.split()) for line in self.lines) + len(text.split()) > _ROOM:
            self._left += 1
            return
        self.lines.append(f"- {text}" + self.marks(sources, text))

    def marks(self, sources: Sequence[str], abstract: str) -> str:
        """The marker of the leading source, or nothing."""
        if not sources:
            return ""
        document, section, _ = sources[0].split("/", 2)
        if section in self.library.documents[document].internal:
            self.internal = True
        self._abstracts.setdefault((document, section), abstract.replace("**", ""))
        return f" {_OPEN}{document}|{section}{_SHUT}"

    def lead(self, word: str) -> None:
        """Put "Yes." or "No." in front of the first line."""
        first = self.lines[0] if self.lines else ""
        if first.startswith("- "):
            self.lines.insert(0, word)
        else:
            self.lines[:1] = [f"{word} {first[:1].upper()}{first[1:]}".strip()]

    def withdraw(self, *words: str) -> None:
        """Take back a "Yes." or "No." that was put in front."""
        first = self.lines[0] if self.lines else ""
        if first in words:
            del self.lines[0]
        for word in words:
            self.lines[:1] = [line.removeprefix(f"{word} ") for line in self.lines[:1]]

    def shows(self, text: str) -> bool:
        """Whether a text stands on the page already, not only as part of a longer one."""
        page = "\n".join(self.lines).replace("**", "").casefold()
        return bool(re.search(re.escape(text.casefold()) + rf"\s*(?:$|[.;,){_OPEN}])", page, re.M))

    def append(self, other: Page) -> None:
        """Take on the lines of another draft below these."""
        self.lines += other.lines
        self._abstracts = {**other._abstracts, **self._abstracts}
        self.id = f"{self.id} + {other.id}"
        self.internal = self.internal or other.internal
        self.suggestions, self.thread, self._left = other.suggestions, other.thread, self._left + other._left

    def answer(self) -> Answer:
        """The finished answer, with its sources in words for clients that show no citations."""
        text, cited = self._text()
        while len(text.split()) > _MOST and self._drop_last_item():
            text, cited = self._text()
        return Answer(
            kind=self.kind,
            text=text,
            id=self.id,
            citations=tuple(self._citation(n, place) for n, place in enumerate(cited, 1)),
            suggestions=tuple(self.suggestions[:3]),
            internal=self.internal,
            thread=self.thread,
        )

    def _text(self) -> tuple[str, list[tuple[str, str]]]:
        """The whole text with its sources numbered, and those sources in order."""
        lines = [self.lines[0][:1].upper() + self.lines[0][1:], *self.lines[1:]]
        if self._left:
            lines.append(phrases.MORE.format(count=self._left))
        if self.internal:
            lines.append(f"_{phrases.INTERNAL}_")
        text = _markdown(_marked_once(lines))
        cited = list(dict.fromkeys((m[1], m[2]) for m in _MARK.finditer(text)))
        text = _MARK.sub(lambda m: f"[{cited.index((m[1], m[2])) + 1}]", text)
        if cited:
            template = phrases.SOURCES if len(cited) > 1 else phrases.SOURCE
            text += "\n\n" + template.format(sources=self._named(cited))
        return text, cited

    def _drop_last_item(self) -> bool:
        """Make room: the last list item goes, and is counted."""
        items = [place for place, line in enumerate(self.lines) if line.startswith("- ")]
        last = items[-1] if items else len(self.lines) - 1
        if last == 0:
            return False
        del self.lines[last]
        self._left += 1
        return True

    def _named(self, cited: Sequence[tuple[str, str]]) -> str:
        """The sources in words; many of them with each document once."""
        if len(cited) <= _FEW:
            return "; ".join(f"[{n}] {self._name(place)}" for n, place in enumerate(cited, 1))
        documents: dict[str, list[str]] = {}
        for position, (document, section) in enumerate(cited, 1):
            title = self.library.documents[document].sections.get(section, "")
            documents.setdefault(document, []).append(f"[{position}] {title}")
        shorts = {key: self.library.documents[key].short for key in documents}
        return "; ".join(f"{shorts[key]}: {', '.join(titles)}" for key, titles in documents.items())

    def _name(self, place: tuple[str, str]) -> str:
        return source_name(self.library, place)

    def _citation(self, position: int, place: tuple[str, str]) -> Citation:
        return Citation(
            position=position,
            name=_cut(self._name(place), _NAME),
            abstract=_cut(self._abstracts[place], _ABSTRACT),
            document=self.library.documents[place[0]].file,
        )


def source_name(library: Library, place: tuple[str, str]) -> str:
    """Document and section as a citation names them; `place` is their keys."""
    known = library.documents[place[0]]
    title = known.sections.get(place[1], "")
    return f"{known.short}, {title}" if title else known.short


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _marked_once(lines: Sequence[str]) -> list[str]:
    """A list whose items all have one source carries its marker on the line above."""
    marked = list(lines)
    for start, end in _lists(lines):
        marks = {line[line.find(_OPEN) :] for line in lines[start:end]}
        if start and len(marks) == 1 and _OPEN not in lines[start - 1] and end - start > 1:
            mark = marks.pop()
            marked[start - 1] += " " + mark
            marked[start:end] = [line.removesuffix(mark).rstrip() for line in lines[start:end]]
    return marked


def _lists(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of list items."""
    start = None
    for place, line in enumerate([*lines, ""]):
        if line.startswith("- "):
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None


def _markdown(lines: Sequence[str]) -> str:
    """Lines joined so that lists and paragraphs stay apart in every client."""
    text = ""
    for line in lines:
        listed = line.startswith("- ") and text.rpartition("\n")[2].startswith("- ")
        text += ("\n" if listed else "\n\n" if text else "") + line.strip("\n")
    return text


@dataclass(frozen=True)
class Names:
    """How things are called in a sentence."""

    library: Library

    def role(self, key: str) -> str:
        """ "AE"; a role without abbreviation by its name; a unit by its abbreviation."""
        if key in self.library.units:
            return self.library.units[key].abbreviation
        role = self.library.roles[key]
        return role.abbreviation or role.name

    def full(self, key: str) -> str:
        """ "AE (Account Executive)"."""
        if key in self.library.units:
            unit = self.library.units[key]
            return f"{unit.abbreviation} ({unit.name})"
        role = self.library.roles[key]
        return f"{role.abbreviation} ({role.name})" if role.abbreviation else role.name

    def stage(self, number: int) -> str:
        """ "stage 4 (Realize Value)"."""
        return f"stage {number} ({self.stage_record(number).name})"

    def stage_title(self, number: int) -> str:
        """ "Stage 4 (Realize Value)"."""
        return f"Stage {number} ({self.stage_record(number).name})"

    def stages(self, numbers: Iterable[int]) -> str:
        return listing([self.stage(n) for n in numbers])

    def roles(self, keys: Iterable[str]) -> str:
        return listing([self.role(key) for key in keys])

    def stage_record(self, number: int) -> Any:
        return next(stage for stage in self.library.stages.values() if stage.number == number)

    def owners(self, fact: Fact) -> str:
        return "/".join(self.role(key) for key in fact.owners)


def listing(names: Sequence[str], last: str = "and") -> str:
    """ "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""


def spelled(number: int) -> str:
    """ "five"; figures from thirteen on."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def by_about(library: Library) -> Mapping[str, tuple[str, ...]]:
    """Keys of the conflicts that an answer with that key has to mention."""
    about: dict[str, tuple[str, ...]] = {}
    for key, conflict in library.conflicts.items():
        for name in conflict.about:
            about[name] = (*about.get(name, ()), key)
    return about
