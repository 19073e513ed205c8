"""All knowledge files as one value, and the way through its records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.handoffs import HandoffKind
from knowledge.model import Conflict, Document, Gap, LeftOut, Motion, Record, Role, Stage, Term, Topic, Unit
from knowledge.reminders import LadderRule

Path = tuple[str | int, ...]  # the keys and positions that lead to a place in a file


@dataclass(frozen=True, kw_only=True)
class Place:
    """A record, where it is written, and the records that enclose it (itself last)."""

    file: str
    path: Path
    lineage: tuple[Record, ...]

    @property
    def record(self) -> Record:
        return self.lineage[-1]


@dataclass(frozen=True, kw_only=True)
class Library:
    """Everything the knowledge files say, by key; stages in the order of their numbers."""

    documents: dict[str, Document]
    stages: dict[str, Stage]
    roles: dict[str, Role]
    units: dict[str, Unit]
    motions: dict[str, Motion]
    topics: dict[str, Topic]
    handoffs: dict[str, HandoffKind]  # checklists that are walked; questions are not answered from them
    reminders: dict[str, LadderRule]  # when somebody is reminded of a date of a handoff
    terms: dict[str, Term]
    conflicts: dict[str, Conflict]
    gaps: dict[str, Gap]
    left_out: tuple[LeftOut, ...]

    def places(self) -> Iterator[Place]:
        """Every record of every file, the enclosing ones first."""
        for file, path, record in self._tops():
            yield from _places(file, path, (record,))

    def _tops(self) -> Iterator[tuple[str, Path, Record]]:
        for folder in ("stages", "roles", "units", "motions", "topics", "handoffs", "reminders"):
            for key, record in getattr(self, folder).items():
                yield f"{folder}/{key}.yaml", (), record
        for name in ("documents", "terms", "conflicts", "gaps"):
            for key, record in getattr(self, name).items():
                yield f"{name}.yaml", (key,), record
        for position, left_out in enumerate(self.left_out):
            yield "left_out.yaml", (position,), left_out


def _places(file: str, path: Path, lineage: tuple[Record, ...]) -> Iterator[Place]:
    yield Place(file=file, path=path, lineage=lineage)
    for name, value in lineage[-1]:
        for below, record in _records(value, (*path, name)):
            yield from _places(file, below, (*lineage, record))


def _records(value: object, path: Path) -> Iterator[tuple[Path, Record]]:
    if isinstance(value, Record):
        yield path, value
    elif isinstance(value, tuple):
        yield from (((*path, n), each) for n, each in enumerate(value) if isinstance(each, Record))
    elif isinstance(value, dict):
        yield from (((*path, key), each) for key, each in value.items() if isinstance(each, Record))
