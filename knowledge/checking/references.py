"""Check that what one knowledge file names exists in another."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checking.faults import Fault
from knowledge.handoffs import HandoffKind, SideRule
from knowledge.library import Library, Path, Place
from knowledge.model import Cell, Conflict, Document, Motion, Part, Record, Refs, Role, Stage, Statement

_Named = tuple[Path, str | int, tuple[str, ...]]  # where, the key, and the folders it may be of

# What a list of references holds, by the field it stands in.
_REFS = {
    "unit": "units",
    "lead": "roles",
    "supporting": "roles",
    "roles": "roles",
    "stages": "stages",
}
_SINGULAR = {"units": "unit", "roles": "role", "stages": "stage number", "topics": "topic"}


def check(library: Library, unread: frozenset[str]) -> Iterator[Fault]:
    """All dangling references; what lies in one of the `unread` files counts as there."""
    known = _Known(library, unread)
    yield from _numbering(library, known)
    for place in library.places():
        for path, key, folders in _named(place.path, place.record):
            if not any(known.has(folder, key) for folder in folders):
                kinds = " or ".join(_SINGULAR[folder] for folder in folders)
                yield Fault(file=place.file, path=path, words=f"'{key}' is not a known {kinds}")
        yield from _sources(place, known)
        yield from _own_rules(place, known)


class _Known:
    """Which keys exist, those of unread files included."""

    def __init__(self, library: Library, unread: frozenset[str]) -> None:
        self.library = library
        self._unread = unread
        self._keys: dict[str, set[str | int]] = {
            folder: {*getattr(library, folder), *_keys_in(folder, unread)}
            for folder in ("roles", "units", "motions", "topics")
        }
        self._keys["stages"] = {stage.number for stage in library.stages.values()}
        self.some_stage_unread = any(file.startswith("stages/") for file in unread)

    def has(self, folder: str, key: str | int) -> bool:
        return key in self._keys[folder] or (folder == "stages" and self.some_stage_unread)

    def unread(self, file: str) -> bool:
        return file in self._unread

    def stage(self, number: str | int) -> Stage | None:
        return next((s for s in self.library.stages.values() if str(s.number) == str(number)), None)

    def has_part(self, topic: str, part: str) -> bool:
        if self.unread(f"topics/{topic}.yaml"):
            return True
        return topic in self.library.topics and part in self.library.topics[topic].parts


def _keys_in(folder: str, files: frozenset[str]) -> Iterator[str]:
    prefix = f"{folder}/"
    return (file[len(prefix) :].removesuffix(".yaml") for file in files if file.startswith(prefix))


def _numbering(library: Library, known: _Known) -> Iterator[Fault]:
    """Stages must be numbered from 1 without gaps or repetitions, and there are five at least."""
    if known.some_stage_unread:
        return
    files: dict[int, str] = {}
    for key, stage in library.stages.items():
        file = f"stages/{key}.yaml"
        if stage.number in files:
            words = f"stage number {stage.number} is also that of {files[stage.number]}"
            yield Fault(file=file, path=("number",), words=words)
        files.setdefault(stage.number, file)
    missing = [n for n in range(1, max(5, *files, len(files)) + 1) if n not in files] if files else []
    if missing:
        numbers = ", ".join(map(str, missing))
        last = files[max(files)]
        yield Fault(file=last, path=("number",), words=f"no stage has the number {numbers}")


def _named(path: Path, record: Record) -> Iterator[_Named]:
    """The keys and stage numbers that a record itself names."""
    match record:
        case Refs():
            folder = _REFS[str(path[-1])]
            yield from (((*path, "ids", n), key, (folder,)) for n, key in enumerate(record.ids))
        case Statement() | Part():
            yield from (((*path, "who", n), key, ("roles", "units")) for n, key in enumerate(record.who))
            yield from (((*path, "stages", n), key, ("stages",)) for n, key in enumerate(record.stages))
        case Cell():
            yield from (((*path, "named", n), key, ("roles",)) for n, key in enumerate(record.named))
        case Motion():
            yield from (((*path, "roles", key), key, ("roles",)) for key in record.roles)
        case Role():
            yield from (((*path, "cells", number), number, ("stages",)) for number in record.cells)
        case SideRule():
            yield from (((*path, "roles", n), key, ("roles",)) for n, key in enumerate(record.roles))
        case HandoffKind():
            yield from (((*path, "stages", n), key, ("stages",)) for n, key in enumerate(record.stages))
        case Stage(transition=str(topic)):
            yield (*path, "transition"), topic, ("topics",)


def _sources(place: Place, known: _Known) -> Iterator[Fault]:
    for field in ("source", "used", "passages"):
        for position, source in enumerate(getattr(place.record, field, ())):
            if words := _unlisted(source, known):
                yield Fault(file=place.file, path=(*place.path, field, position), words=words)


def _unlisted(source: str, known: _Known) -> str:
    document, section, _ = source.split("/")
    if known.unread("documents.yaml"):
        return ""
    if document not in known.library.documents:
        return f"document '{document}' is not in documents.yaml"
    if section not in known.library.documents[document].sections:
        return f"section '{section}' of document {document} is not in documents.yaml"
    return ""


def _own_rules(place: Place, known: _Known) -> Iterator[Fault]:
    file, path = place.file, place.path
    match place.record:
        case Cell(text=text, source=source) if text and not source:
            yield Fault(file=file, path=path, words="the cell has a text without a source")
        case Stage(flywheel=str(part)) if not known.has_part("flywheel", part):
            words = f"'{part}' is not a part of the topic flywheel"
            yield Fault(file=file, path=(*path, "flywheel"), words=words)
        case Document(internal=internal, sections=sections):
            for n, section in enumerate(internal):
                if section not in sections:
                    words = f"'{section}' is not one of the document's sections"
                    yield Fault(file=file, path=(*path, "internal", n), words=words)
        case Conflict() as conflict:
            yield from _conflict(place, conflict, known)


def _conflict(place: Place, conflict: Conflict, known: _Known) -> Iterator[Fault]:
    if conflict.lead not in range(len(conflict.sides)):
        words = f"lead is {conflict.lead}, but the sides are 0 to {len(conflict.sides) - 1}"
        yield Fault(file=place.file, path=(*place.path, "lead"), words=words)
    for position, about in enumerate(conflict.about):
        if not _resolves(about, known):
            path = (*place.path, "about", position)
            yield Fault(file=place.file, path=path, words=f"'{about}' leads to nothing")


def _resolves(about: str, known: _Known) -> bool:
    """Whether the key of an answer, such as `role.ae.cells.3`, leads to something."""
    match about.split("."):
        case ["mcem", "stages"]:
            return True
        case ["term", key]:
            return key in known.library.terms or known.unread("terms.yaml")
        case ["motion", key]:
            return known.has("motions", key)
        case [("topic" | "transition"), key]:
            return known.has("topics", key)
        case [("topic" | "transition"), key, part]:
            return known.has_part(key, part)
        case ["flywheel", part]:
            return known.has_part("flywheel", part)
        case [("role" | "stage" | "unit") as kind, key, field, *index] if len(index) <= 1:
            return _field_resolves(kind, key, field, index, known)
    return False


def _field_resolves(kind: str, key: str, field: str, index: list[str], known: _Known) -> bool:
    if known.unread(f"{kind}s/{key}.yaml") or (kind == "stage" and known.some_stage_unread):
        return True
    record = known.stage(key) if kind == "stage" else getattr(known.library, f"{kind}s").get(key)
    value = getattr(record, field, None) if record and field in type(record).model_fields else None
    if not index:
        return bool(value)
    positions = value if isinstance(value, dict) else range(len(value)) if isinstance(value, tuple) else ()
    return index[0] in map(str, positions)
