"""Putting an answer together: lines of markdown, each with the source it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.answer import Answer, Citation, Kind
from knowledge.answers import phrases
from knowledge.answers.facts import Fact
from knowledge.library import Library

_ROOM = 160  # words of an answer before its sources
_NAME, _ABSTRACT = 80, 160  # Teams' limits for a citation


@dataclass
class Page:
    """The draft of one answer; sources are numbered in the order in which they are first cited."""

    library: Library
    id: str
    lines: list[str] = field(default_factory=list)
    internal: bool = False
    suggestions: list[str] = field(default_factory=list)
    thread: dict[str, Any] = field(default_factory=dict)
    _cited: dict[tuple[str, str], str] = field(default_factory=dict)
    _left: int = 0  # list items that no longer fit

    def say(self, text: str, *sources: str, abstract: str = "") -> None:
        """Add a line; it ends with the markers of its sources."""
        self.lines.append(text + self.marks(sources, abstract or text))

    def item(self, text: str, *sources: str) -> None:
        """Add a list item, while there is room on a phone."""
        if sum(len(line.split()) for line in self.lines) + len(text.split()) > _ROOM:
            self._left += 1
            return
        self.say(f"- {text}", *sources, abstract=text)

    def marks(self, sources: Sequence[str], abstract: str) -> str:
        """` [1]`, or nothing; only the leading source of a fact is shown."""
        if not sources:
            return ""
        document, section, _ = sources[0].split("/", 2)
        if document in self.library.documents and section in self.library.documents[document].internal:
            self.internal = True
        self._cited.setdefault((document, section), abstract.replace("**", "").removeprefix("- "))
        return f" [{list(self._cited).index((document, section)) + 1}]"

    def lead(self, word: str) -> None:
        """Put "Yes." or "No." in front of the first line."""
        first = self.lines[0] if self.lines else ""
        self.lines[:1] = [f"{word} {first[:1].upper()}{first[1:]}".strip()]

    def answer(self, kind: Kind = Kind.ANSWERED) -> Answer:
        """The finished answer, with its sources in words for clients that show no citations."""
        lines = list(self.lines)
        lines[0] = lines[0][:1].upper() + lines[0][1:]
        if self._left:
            lines.append(phrases.MORE.format(count=self._left))
        if self.internal:
            lines.append(f"\n_{phrases.INTERNAL}_")
        if self._cited:
            template = phrases.SOURCES if len(self._cited) > 1 else phrases.SOURCE
            lines.append("\n" + template.format(sources=self._named()))
        return Answer(
            kind=kind,
            text=_markdown(lines),
            id=self.id,
            citations=tuple(self._citations()),
            suggestions=tuple(self.suggestions[:3]),
            internal=self.internal,
            thread=self.thread,
        )

    def _named(self) -> str:
        """The sources in words, each document once: "[1] Sales Roles Guide, MAP, [2] COMPETE"."""
        documents: dict[str, list[str]] = {}
        for position, (document, section) in enumerate(self._cited, 1):
            title = self.library.documents[document].sections.get(section, "")
            documents.setdefault(document, []).append(f"[{position}] {title}")
        shorts = {key: self.library.documents[key].short for key in documents}
        return "; ".join(f"{shorts[key]}: {', '.join(titles)}" for key, titles in documents.items())

    def _name(self, document: str, section: str) -> str:
        known = self.library.documents[document]
        title = known.sections.get(section, "")
        return f"{known.short}, {title}" if title else known.short

    def _citations(self) -> Iterable[Citation]:
        for position, ((document, section), abstract) in enumerate(self._cited.items(), 1):
            yield Citation(
                position=position,
                name=_cut(self._name(document, section), _NAME),
                abstract=_cut(abstract, _ABSTRACT),
                document=self.library.documents[document].file,
            )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


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


def listing(names: Sequence[str]) -> str:
    """ "a, b and c"."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


def by_about(library: Library) -> Mapping[str, tuple[str, ...]]:
    """Keys of the conflicts that an answer with that key has to mention."""
    about: dict[str, tuple[str, ...]] = {}
    for key, conflict in library.conflicts.items():
        for name in conflict.about:
            about[name] = (*about.get(name, ()), key)
    return about
