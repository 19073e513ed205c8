"""Facts prepared for searching: the concepts of each fact's text, hints, surroundings and members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from knowledge.answers.facts import Fact, Sort
from knowledge.library import Library
from knowledge.understand import words
from knowledge.understand.gazetteer import Concept
from knowledge.understand.reading import Reader

LONGEST_PHRASE = 5  # words
_LONGEST_LABEL = 4
_SORT_WORDS = {
    Sort.CELL: "own",
    Sort.METRIC: "metric kpi measur track",
    Sort.ARTIFACT: "deliver artifact",
    Sort.ACTIVITY: "activ",
    Sort.EXIT: "exit criteria",
    Sort.OUTCOME: "outcom",
}
_Sections = Mapping[tuple[str, ...], frozenset[Concept]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A fact with the concepts of its text and of what surrounds it."""

    fact: Fact
    text: frozenset[Concept]
    around: frozenset[Concept]
    labels: frozenset[Concept]  # who does it, in which stage, in which topic
    size: float  # weight of the words of its text
    members: frozenset[Concept]  # words of what a list lists
    phrases: frozenset[tuple[str, ...]]  # hints of two or more words, as stems
    pairs: frozenset[tuple[str, str]]  # stems that stand side by side in its text
    document: frozenset[Concept]  # words of the names of the documents it stands in
    lead: frozenset[Concept]  # of "Risk Management: Identify ..." the words before the colon


def prepare(facts: Mapping[str, Fact], library: Library, reader: Reader) -> list[Entry]:
    """An entry for every fact; also sets the reader's weights from them."""
    read = [(fact, reader.concepts(fact.text), _hints(fact, reader)) for fact in facts.values()]
    reader.weigh(text | hints for _, text, hints in read)
    texts = {fact.key: text for fact, text, _ in read}
    sections: _Sections = {
        (key, slug): reader.concepts(title)
        for key, document in library.documents.items()
        for slug, title in document.sections.items()
    }
    names = {key: reader.concepts(document.short) for key, document in library.documents.items()}
    return [
        Entry(
            fact=fact,
            text=text,
            around=hints | labels(fact) | _places(fact, sections),
            labels=labels(fact),
            size=sum(reader.weights.get(c, 0.0) for c in text if c.startswith("w:")),
            members=_members(fact, texts),
            phrases=_phrases(fact.hints),
            pairs=frozenset(pairwise(map(words.stem, words.key(fact.text)))),
            document=frozenset(c for place in fact.source for c in names[place.partition("/")[0]]),
            lead=_lead(fact, reader),
        )
        for fact, text, hints in read
    ]


def _hints(fact: Fact, reader: Reader) -> frozenset[Concept]:
    return reader.concepts(". ".join((*fact.hints, fact.heading))) - {"term:mcem"}


def _places(fact: Fact, sections: _Sections) -> frozenset[Concept]:
    """The words of the sections a fact stands in; not the roles, stages and units they name."""
    found = (sections.get(tuple(source.split("/")[:2]), frozenset()) for source in fact.source)
    return frozenset(c for each in found for c in each if c.startswith("w:"))


def _members(fact: Fact, texts: Mapping[str, frozenset[Concept]]) -> frozenset[Concept]:
    if fact.sort is not Sort.PART:
        return frozenset()
    return frozenset(c for key in fact.members for c in texts[key] if not c.startswith("stage:"))


def _phrases(hints: Iterable[str]) -> frozenset[tuple[str, ...]]:
    stems = (tuple(words.stem(token) for token in words.key(hint)) for hint in hints)
    return frozenset(each for each in stems if 2 <= len(each) <= LONGEST_PHRASE)


def _lead(fact: Fact, reader: Reader) -> frozenset[Concept]:
    label, stop, _ = fact.text.replace(" - ", ": ").partition(": ")
    if not stop or len(label.split()) > _LONGEST_LABEL or fact.sort is Sort.TERM:
        return frozenset()
    return reader.concepts(label)


def labels(fact: Fact) -> frozenset[Concept]:
    """The concepts of a fact's owners, stages, subject and sort."""
    found = {f"stage:{n}" for n in fact.stages}
    found |= {f"{kind}:{owner}" for owner in fact.owners for kind in ("role", "unit")}
    found |= {f"w:{word}" for word in _SORT_WORDS.get(fact.sort, "").split()}
    if fact.sort in (Sort.MOTION, Sort.MOTION_ROLE):
        found.add(f"motion:{fact.topic}")
    found.add(fact.topic if ":" in fact.topic else f"topic:{fact.topic}")
    if fact.key.startswith("topic."):
        found.add("part:" + "/".join(fact.key.split(".")[1:3]))
    if fact.sort is Sort.EXAMPLE:
        found.add("part:interview-template/summary-table")
    return frozenset(found)
