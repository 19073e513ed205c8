"""Check that no two entities claim the same alias."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.checking.faults import Fault
from knowledge.library import Library, Path


@dataclass(frozen=True, kw_only=True)
class _Claim:
    """A way to call an entity; the same key in two files, such as role and term `ae`, is one entity."""

    entity: str
    file: str
    path: Path
    is_alias: bool


def check(library: Library) -> Iterator[Fault]:
    """Every alias that also calls something else, at both places where they are aliases."""
    # What calls a kind of handoff is read where one is started, never in a question.
    for claims in (_claims(library), _kind_claims(library)):
        yield from _shared(claims)


def _shared(found: Iterable[tuple[str, _Claim]]) -> Iterator[Fault]:
    claims: dict[str, list[_Claim]] = {}
    for text, claim in found:
        claims.setdefault(" ".join(text.casefold().split()), []).append(claim)
    for text, sharing in claims.items():
        for claim in sharing:
            others = sorted({other.file for other in sharing if other.entity != claim.entity})
            if claim.is_alias and others:
                words = f"the alias '{text}' is also claimed by {', '.join(others)}"
                yield Fault(file=claim.file, path=claim.path, words=words)


def _claims(library: Library) -> Iterator[tuple[str, _Claim]]:
    # Documents claim nothing: one may well be called as the topic it is about.
    for folder in ("roles", "stages", "units", "motions", "topics"):
        for key, record in getattr(library, folder).items():
            yield from _claims_of(record, key, f"{folder}/{key}.yaml", ())
    for key, term in library.terms.items():
        yield from _claims_of(term, key, "terms.yaml", (key,))


def _kind_claims(library: Library) -> Iterator[tuple[str, _Claim]]:
    for key, kind in library.handoffs.items():
        yield from _claims_of(kind, key, f"handoffs/{key}.yaml", ())


def _claims_of(record: object, key: str, file: str, path: Path) -> Iterator[tuple[str, _Claim]]:
    for field in ("abbreviation", "name", "short", "term"):
        if text := getattr(record, field, ""):
            yield text, _Claim(entity=key, file=file, path=(*path, field), is_alias=False)
    for position, alias in enumerate(getattr(record, "aliases", ())):
        yield alias, _Claim(entity=key, file=file, path=(*path, "aliases", position), is_alias=True)
