"""Hold the facts against the passages of the documents: what is left out, what changed, what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.checking.faults import Fault
from knowledge.checking.mentions import Mentions, stage_words
from knowledge.checking.passages import Passage
from knowledge.handoffs import DeadlineRule, DiscussionRule, HandoffKind, ItemRule, MoveRule, SideRule
from knowledge.library import Library, Path, Place
from knowledge.model import (
    Cell,
    Conflict,
    Gap,
    LeftOut,
    Motion,
    Part,
    Record,
    Refs,
    Role,
    Side,
    Stage,
    Statement,
    Term,
    Topic,
    Unit,
)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What cites passages; `words` is what it says, with its subject, part, roles and stages."""

    file: str
    path: Path  # to the list of its sources
    source: tuple[str, ...]
    words: str
    text: str  # without that context; empty where it is Baton's own words, as with a gap
    is_note: bool
    is_answer: bool  # questions are answered from it; a checklist is only walked
    subject: str  # what its file or its disagreement is about


def facts(library: Library) -> list[Fact]:
    """Every record of the library that has a source."""
    return [
        _fact(library, place, field, source)
        for place in library.places()
        for field in ("source", "used")
        if (source := getattr(place.record, field, ()))
    ]


def _fact(library: Library, place: Place, field: str, source: tuple[str, ...]) -> Fact:
    return Fact(
        file=place.file,
        path=(*place.path, field),
        source=source,
        words=_words(library, place),
        text=_text(place.record),
        is_note="notes" in place.path,
        is_answer=not isinstance(place.lineage[0], HandoffKind),
        subject=_title(place.lineage[0]),
    )


def _text(record: Record) -> str:
    match record:
        case Statement() | Cell() | Side() | MoveRule():
            return record.text
        case ItemRule():
            return f"{record.text}\n{record.why}"
        case SideRule():
            return record.title
        case DeadlineRule():
            return f"{record.text}\n{record.offset} days"
        case DiscussionRule():
            return record.name
    return ""


def _title(record: Record) -> str:
    fields = ("abbreviation", "name", "title", "term")
    return "\n".join(getattr(record, field, "") for field in fields)


def uncovered(
    passages: Iterable[Passage], facts: Iterable[Fact], left_out: Iterable[LeftOut]
) -> list[Passage]:
    """The passages that no fact names and that are not left out on purpose."""
    named = {source for fact in facts if fact.is_answer for source in fact.source}
    named |= {source for entry in left_out for source in entry.passages}
    return [passage for passage in passages if passage.id not in named]


def faults(library: Library, passages: Sequence[Passage]) -> Iterator[Fault]:
    """Everything that is wrong between the facts and the passages that they claim."""
    known = facts(library)
    yield from _unknown(passages, known, library.left_out)
    mentions = Mentions(library)
    yield from _lacking(mentions, passages, known)
    yield from _unfounded(mentions, passages, known)
    yield from _needless(known, library.left_out)


def _unknown(
    passages: Sequence[Passage], facts: Iterable[Fact], left_out: Iterable[LeftOut]
) -> Iterator[Fault]:
    ids = {passage.id for passage in passages}
    claims: list[tuple[str, Path, tuple[str, ...]]] = [(fact.file, fact.path, fact.source) for fact in facts]
    claims += [("left_out.yaml", (n, "passages"), entry.passages) for n, entry in enumerate(left_out)]
    for file, path, source in claims:
        for position, claimed in enumerate(source):
            if claimed not in ids:
                words = f"{claimed} is not a passage{_hint(claimed, passages)}"
                yield Fault(file=file, path=(*path, position), words=words)


def _hint(claimed: str, passages: Iterable[Passage]) -> str:
    """What became of a passage: its wording changed, or it moved within its section."""
    place, _, digest = claimed.partition("#")
    section = place.rpartition("/")[0]
    near = [passage for passage in passages if passage.id.startswith(f"{section}/")]
    for passage in near:
        if passage.id.endswith(f"#{digest}"):
            return f": it is {passage.id} now"
    for passage in near:
        if passage.id.startswith(f"{place}#"):
            return f": the wording of {place} changed, it is {passage.id} now: {passage.text}"
    return ""


def _lacking(mentions: Mentions, passages: Iterable[Passage], facts: Iterable[Fact]) -> Iterator[Fault]:
    """Passages with numbers, roles or stages that the facts naming them, taken together, lack."""
    claiming: dict[str, list[Fact]] = {}
    for fact in filter(lambda fact: fact.is_answer, facts):
        for source in fact.source:
            claiming.setdefault(source, []).append(fact)
    for passage in passages:
        claims = claiming.get(passage.id, [])
        said = frozenset[str]().union(*(mentions.of(fact.words) for fact in claims))
        if claims and (lacking := mentions.of(passage.text) - said):
            first = claims[0]
            words = f"lacks {', '.join(sorted(lacking))} of {passage.id}: {passage.text}"
            yield Fault(file=first.file, path=first.path, words=words)


def _unfounded(mentions: Mentions, passages: Iterable[Passage], facts: Iterable[Fact]) -> Iterator[Fault]:
    """Facts with a number, role or stage that none of their passages, headings included, has."""
    texts = {passage.id: f"{passage.text}\n{passage.heading}" for passage in passages}
    # A role that the documents never name, because its name is Baton's, cannot be founded in them.
    named = mentions.roles("\n".join(texts.values()))
    for fact in facts:
        # A note may compare its subject with roles that its passages do not speak of.
        roles = frozenset[str]() if fact.is_note else mentions.roles(fact.text) & named
        founded = mentions.of("\n".join(texts.get(source, "") for source in fact.source))
        founded |= mentions.roles(fact.subject)
        if extra := (roles | mentions.figures(fact.text)) - founded:
            words = f"says {', '.join(sorted(extra))}, and none of its passages does: {fact.text}"
            yield Fault(file=fact.file, path=fact.path, words=words)


def _needless(facts: Iterable[Fact], left_out: Iterable[LeftOut]) -> Iterator[Fault]:
    files: dict[str, str] = {source: fact.file for fact in facts for source in fact.source}
    for n, entry in enumerate(left_out):
        for position, passage in enumerate(entry.passages):
            if passage in files:
                words = f"{passage} is left out, and {files[passage]} covers it"
                yield Fault(file="left_out.yaml", path=(n, "passages", position), words=words)


def _words(library: Library, place: Place) -> str:
    """What a record says by itself and by where it stands."""
    lines = [line for record in place.lineage for line in _own(library, record)]
    for field, key in zip(place.path, place.path[1:], strict=False):
        if field == "cells":
            lines += _stages(library, (int(key),))
    if isinstance(place.lineage[0], Motion) and place.path[0] == "roles":
        lines += _names(library, (place.path[1],))
    return "\n".join(lines)


def _own(library: Library, record: Record) -> list[str]:
    match record:
        case Statement():
            return [record.text, *_names(library, record.who), *_stages(library, record.stages)]
        case Cell():
            return [record.text, record.note, *_names(library, record.named)]
        case Refs():
            return [*_names(library, record.ids), *_stages(library, record.ids)]
        case Part():
            return [record.title, *_names(library, record.who), *_stages(library, record.stages)]
        case Stage():
            return [stage_words(record)]
        case Role() | Unit():
            return _subject(record)
        case Motion() | Topic():
            return [record.name]
        case Term():
            return [record.term, record.note]
        case Gap():
            return [record.title, record.text]
        case Conflict():
            return [record.title]
        case Side():
            return [record.text]
    return []


def _subject(record: Role | Unit) -> list[str]:
    return [record.abbreviation, record.name, *(each.text for each in record.names)]


def _names(library: Library, keys: Iterable[str | int]) -> list[str]:
    """What calls the roles and units of these keys; stage numbers among them are passed over."""
    found: list[Role | Unit] = []
    for key in map(str, keys):
        found += [folder[key] for folder in (library.roles, library.units) if key in folder]
    return [name for record in found for name in _subject(record)]


def _stages(library: Library, numbers: Iterable[str | int]) -> list[str]:
    wanted = set(numbers)
    return [stage_words(stage) for stage in library.stages.values() if stage.number in wanted]
