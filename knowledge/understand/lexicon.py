"""How people say things: the language data of `data/lexicon.yaml`, read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.checking.faults import report
from knowledge.errors import KnowledgeError
from knowledge.files import read_file
from knowledge.understand import words

Phrase = tuple[str, ...]  # stems


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    shortcuts: dict[str, str]
    padding: str
    light: str
    synonyms: list[list[str]]
    attributes: dict[str, list[str]]
    relations: dict[str, list[str]]
    follow_up: list[str]
    correction: list[str]
    more: list[str]
    why: list[str]
    doubt: list[str]
    everything: list[str]
    small_talk: dict[str, list[str]]
    misbehave: list[str]
    misbehave_perhaps: list[str]
    not_a_typo: str
    ambiguous: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Words and phrases by what they do in a question; phrases are tuples of stems."""

    shortcuts: Mapping[str, tuple[str, ...]]
    padding: frozenset[str]  # whole words
    light: frozenset[str]  # stems
    synonyms: Mapping[str, str]  # stem -> stem of the word that is kept
    attributes: Mapping[Phrase, tuple[str, ...]]
    relations: Mapping[Phrase, str]
    follow_up: frozenset[Phrase]
    correction: frozenset[Phrase]
    more: frozenset[Phrase]
    why: frozenset[Phrase]
    doubt: frozenset[Phrase]
    everything: frozenset[Phrase]
    small_talk: Mapping[Phrase, str]
    misbehave: frozenset[Phrase]
    misbehave_perhaps: frozenset[Phrase]
    not_a_typo: frozenset[str]
    ambiguous: Mapping[str, tuple[str, ...]]  # name -> role keys
    vocabulary: frozenset[str]  # whole words that are known as they stand


def read(file: Path) -> Lexicon:
    """The lexicon of a file; raises KnowledgeError with every fault."""
    raw, faults = read_file(file, file.name, _File)
    if faults:
        raise KnowledgeError(report(file.parent, faults))
    attributes: dict[Phrase, tuple[str, ...]] = {}
    for name, phrases in raw.attributes.items():
        for phrase in _phrases(phrases):
            attributes[phrase] = (*attributes.get(phrase, ()), name)
    return Lexicon(
        shortcuts={short: tuple(long.split()) for short, long in raw.shortcuts.items()},
        padding=frozenset(raw.padding.split()),
        light=_stems(raw.light),
        synonyms={words.stem(other): words.stem(group[0]) for group in raw.synonyms for other in group},
        attributes=attributes,
        relations={phrase: name for name, phrases in raw.relations.items() for phrase in _phrases(phrases)},
        follow_up=frozenset(_phrases(raw.follow_up)),
        correction=frozenset(_phrases(raw.correction)),
        more=frozenset(_phrases(raw.more)),
        why=frozenset(_phrases(raw.why)),
        doubt=frozenset(_phrases(raw.doubt)),
        everything=frozenset(_phrases(raw.everything)),
        small_talk={
            phrase: topic for topic, phrases in raw.small_talk.items() for phrase in _phrases(phrases)
        },
        misbehave=frozenset(_phrases(raw.misbehave)),
        misbehave_perhaps=frozenset(_phrases(raw.misbehave_perhaps)),
        not_a_typo=frozenset(raw.not_a_typo.split()),
        ambiguous={name: tuple(roles) for name, roles in raw.ambiguous.items()},
        vocabulary=_vocabulary(raw),
    )


def _phrases(phrases: Iterable[str]) -> Iterable[Phrase]:
    return [_phrase(phrase) for phrase in phrases]


def _phrase(text: str) -> Phrase:
    stems = tuple(words.stem(token) for token in words.key(text))
    return (*stems, "$") if text.endswith("$") else stems


def _stems(text: str) -> frozenset[str]:
    return frozenset(words.stem(word) for word in text.split())


def _vocabulary(raw: _File) -> frozenset[str]:
    known = set(raw.padding.split()) | set(raw.light.split()) | set(raw.shortcuts)
    groups = [*raw.synonyms, *raw.attributes.values(), *raw.relations.values(), *raw.small_talk.values()]
    groups += [raw.everything, raw.more, raw.why, raw.doubt, raw.follow_up, raw.correction]
    groups += [raw.misbehave, raw.misbehave_perhaps]
    return frozenset(known.union(*(words.key(phrase) for group in groups for phrase in group)))
