"""Lexical search over the facts: BM25 finds candidates, and each is judged by how much of the question it accounts for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np

from knowledge.answers.facts import Fact, Sort
from knowledge.library import Library
from knowledge.understand import words
from knowledge.understand.gazetteer import Concept
from knowledge.understand.reading import Mention, Reader, Sense

_SHORTLIST = 60
_LONGEST = 5  # words of a phrase
_HINT = 0.85  # a match with a hint counts a little less than one with the text
_OBJECT = 0.93  # named in the text, though others do it
_MEMBER = 0.6  # a word of what a list lists
_KIN = 0.7  # SSP asked, STU found, or the other way round
_PADDING_BONUS = 0.12
_PRIOR = {
    Sort.CELL: 0.03,
    Sort.PART: 0.01,
    Sort.TOPIC: 0.03,
    Sort.DUTY: -0.02,
    Sort.INTERVIEW: -0.06,
    Sort.EXAMPLE: -0.12,
    Sort.TERM: -0.05,
    Sort.CONFLICT: -0.04,
    Sort.GAP: -0.12,
}
_ELSEWHERE = 0.06  # the job text and the template answer when they are asked about
_SEPARATE = frozenset({"csam-manager", "interview-template"})
_PHRASE, _SAID = 0.8, 0.02  # a whole phrase of the hints stands in the question
_NEEDED = {
    "number": 2.5,
    "duration": 2.5,
    "stage": 1.2,
    "owner": 1.0,
    "time": 0.8,
    "consequence": 3.0,
    "person": 3.0,
    "place": 3.0,
}
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|quarterly|weekly|bi-weekly|half|both|first)\b",
    re.I,
)
_STAGE_NUMBER = re.compile(r"\b(?:stage |s)\d", re.I)
_DURATION = re.compile(
    r"\d[\d+]*(?: business)? (?:days?|weeks?|years?|months?|hours?)|weekly|quarterly", re.I
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact with the concepts of its text, of its hints and of its surroundings."""

    fact: Fact
    text: frozenset[Concept]
    around: frozenset[Concept]
    size: float
    members: frozenset[Concept] = frozenset()  # words of what a list lists
    phrases: frozenset[tuple[str, ...]] = frozenset()  # hints of two or more words, as stems
    label: frozenset[Concept] = frozenset()  # of "Risk Management: Identify ..." the words before the colon


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact that may answer; `score` is the share of the question it accounts for, `rank` orders hits."""

    fact: Fact
    score: float
    rank: float
    matched: frozenset[int]  # positions of the mentions it accounts for


class Search:
    """An index over all facts."""

    def __init__(self, facts: Mapping[str, Fact], library: Library, reader: Reader) -> None:
        self._kin = _kinship(library)
        read = [(fact, reader.concepts(fact.text), self._around(fact, reader)) for fact in facts.values()]
        reader.weigh(text | around for _, text, around in read)
        sections = {
            (key, slug): reader.concepts(f"{document.short}. {title}")
            for key, document in library.documents.items()
            for slug, title in document.sections.items()
        }
        self.entries = [
            Entry(
                fact,
                text,
                around | _labels(fact) | _places(fact, sections),
                sum(reader.weights.get(c, 0.0) for c in text if c.startswith("w:")),
                _members(fact, facts, reader),
                _phrases(fact),
                _label(fact, reader),
            )
            for fact, text, around in read
        ]
        self._by_key = {entry.fact.key: entry for entry in self.entries}
        self._index = bm25s.BM25()
        self._index.index([sorted(entry.text | entry.around) for entry in self.entries], show_progress=False)

    @staticmethod
    def _around(fact: Fact, reader: Reader) -> frozenset[Concept]:
        """The words by which a fact is found besides its own."""
        return reader.concepts(". ".join((*fact.hints, fact.heading))) - {"term:mcem"}

    def hits(
        self,
        mentions: Sequence[Mention],
        *,
        sorts: Iterable[Sort] = (),
        needs: frozenset[str] = frozenset(),
        strict: bool = True,
        doubt: float = 0.0,
        counted: str = "",
    ) -> list[Hit]:
        """The best facts for the mentions, best first; `needs` is "number" or "duration" where asked for one.

        Without `strict`, roles, units and stages neither help nor harm: what is said, whoever does it.
        """
        wanted = set(sorts)
        asked = [m for m in mentions if m.sense is not Sense.PADDING and (strict or not _bound(m))]
        padding = [m for m in mentions if m.sense is Sense.PADDING]
        grams = _grams(mentions)
        found = [
            self._judge(entry, asked, padding, grams, needs, doubt, counted)
            for entry in self._shortlist(asked)
            if not wanted or entry.fact.sort in wanted
        ]
        return sorted((hit for hit in found if hit.matched), key=lambda hit: -hit.rank)

    def does(self, fact: Fact, mention: Mention) -> bool:
        """Whether a named role or unit does what the fact says, or it belongs to the named stage."""
        entry = self._by_key[fact.key]
        own = entry.text | _labels(fact)
        kin = (
            {c for label in _labels(fact) for c in self._kin.get(label, ())}
            if mention.kind() == "unit"
            else frozenset()
        )
        return any(concept in own or concept in kin for concept in mention.concepts)

    def covered(self, keys: Iterable[str], mentions: Sequence[Mention]) -> frozenset[int]:
        """Positions of the mentions that the facts' own words account for."""
        entries = [self._by_key[key] for key in keys if key in self._by_key]
        return frozenset(m.position for m in mentions if any(self._share(entry, m) for entry in entries))

    def _shortlist(self, mentions: Sequence[Mention]) -> list[Entry]:
        query = [c for m in mentions for c in (*m.concepts, *m.parts)]
        known = [c for c in dict.fromkeys(query) if c in self._index.vocab_dict]
        if not known:
            return []
        scores = self._index.get_scores(known)
        best = np.argpartition(-scores, min(_SHORTLIST, len(scores) - 1))[:_SHORTLIST]
        return [self.entries[i] for i in best if scores[i] > 0]

    def _judge(
        self,
        entry: Entry,
        asked: Sequence[Mention],
        padding: Sequence[Mention],
        grams: frozenset[tuple[str, ...]],
        needs: frozenset[str],
        doubt: float,
        counted: str,
    ) -> Hit:
        explained = unexplained = covered = 0.0
        plain = {words.stem(m.text) for m in padding}
        matched = set()
        said = entry.phrases & grams
        idioms = [
            phrase for phrase in said if plain & set(phrase)
        ]  # "find out", "set up": more than their words
        explained += _PHRASE * len(idioms)
        for mention in asked:
            share = self._share(entry, mention)
            explained += share * mention.weight
            unexplained += (1 - share) * mention.weight
            if share:
                matched.add(mention.position)
                covered += mention.weight if mention.sense is not Sense.ENTITY else 0.0
        unexplained += sum(_NEEDED[need] for need in needs if not _gives(entry.fact, need, counted))
        bonus = _PADDING_BONUS * sum(m.concepts[0] in entry.text for m in padding)
        total = explained + unexplained
        score = explained / total if total else 0.0
        label = entry.label and entry.label <= {c for m in asked for c in m.concepts}
        own = min(1.0, (covered + bonus) / entry.size) if entry.size else 0.0
        rank = (
            score
            + 0.06 * own
            + 0.04 * bonus
            + _PRIOR.get(entry.fact.sort, 0.0)
            - (0.1 if entry.fact.sample else 0.0)
        )
        rank -= _ELSEWHERE * (entry.fact.topic in _SEPARATE and not _about(entry.fact, asked))
        rank += _SAID * (bool(said) + bool(idioms))
        rank += doubt * (entry.fact.sort is Sort.CONFLICT)
        rank += 0.12 * bool(label) + 0.05 * (entry.fact.sort is Sort.PART and _titled(entry, asked))
        return Hit(entry.fact, score, rank, frozenset(matched))

    def _share(self, entry: Entry, mention: Mention) -> float:
        """How far the fact accounts for the mention, 0 to 1."""
        if mention.kind() == "stage":
            known = entry.text | entry.around
            return sum(concept in known for concept in mention.concepts) / len(mention.concepts)
        if any(concept in entry.text for concept in mention.concepts):
            return _OBJECT if _only_mentioned(entry.fact, mention) else 1.0
        if any(concept in entry.around for concept in mention.concepts):
            if mention.sense is not Sense.ENTITY:
                return _HINT
            return _OBJECT if entry.fact.shared and mention.kind() == "role" else 1.0
        if mention.sense is not Sense.ENTITY or mention.kind() == "term":
            if any(concept in entry.members for concept in mention.concepts):
                return _MEMBER
        if mention.sense is not Sense.ENTITY:
            return 0.0
        if any(self._kin.get(concept, frozenset()) & entry.around for concept in mention.concepts):
            return _KIN
        if (
            mention.kind() in ("term", "topic", "part")
            and mention.concepts != ("term:mcem",)
            and all(p in entry.text or p in entry.around for p in mention.parts)
        ):
            return _HINT
        return 1.0 if mention.kind() == "document" else 0.0


def _only_mentioned(fact: Fact, mention: Mention) -> bool:
    """A role or unit that the text names while others do it."""
    owners = {f"{kind}:{owner}" for owner in fact.owners for kind in ("role", "unit")}
    return mention.kind() in ("role", "unit") and bool(owners) and not owners & set(mention.concepts)


def _about(fact: Fact, asked: Sequence[Mention]) -> bool:
    return any(
        m.kind() in ("topic", "part", "document") and any(fact.topic in c for c in m.concepts) for m in asked
    )


def _titled(entry: Entry, asked: Sequence[Mention]) -> bool:
    """Whether the question uses the noun of a list's title ("criteria", "responsibilities")."""
    named = any(m.kind() == "part" and any(c in entry.around for c in m.concepts) for m in asked)
    return named or any(m.sense is Sense.LIGHT and m.concepts[0] in entry.text for m in asked)


def _bound(mention: Mention) -> bool:
    return mention.kind() in ("role", "unit", "stage")


def _phrases(fact: Fact) -> frozenset[tuple[str, ...]]:
    stems = (tuple(words.stem(token) for token in words.key(hint)) for hint in fact.hints)
    return frozenset(each for each in stems if 2 <= len(each) <= _LONGEST)


def _grams(mentions: Sequence[Mention]) -> frozenset[tuple[str, ...]]:
    """All runs of two to five words of the question, as stems."""
    stems = [words.stem(token) for m in mentions if m.position < 1_000 for token in m.text.split()]
    return frozenset(
        tuple(stems[n : n + size]) for size in range(2, _LONGEST + 1) for n in range(len(stems) - size + 1)
    )


def _members(fact: Fact, facts: Mapping[str, Fact], reader: Reader) -> frozenset[Concept]:
    if fact.sort is not Sort.PART:
        return frozenset()
    return frozenset(
        c for key in fact.members for c in reader.concepts(facts[key].text) if c.startswith(("w:", "term:"))
    )


def _label(fact: Fact, reader: Reader) -> frozenset[Concept]:
    label, stop, _ = fact.text.replace(" - ", ": ").partition(": ")
    return (
        reader.concepts(label)
        if stop and len(label.split()) <= 4 and fact.sort is not Sort.TERM
        else frozenset()
    )


def _places(fact: Fact, sections: Mapping[tuple[str, str], frozenset[Concept]]) -> frozenset[Concept]:
    """The words of the sections a fact stands in; not the roles, stages and units they name."""
    found = (sections.get(tuple(source.split("/")[:2]), frozenset()) for source in fact.source)  # type: ignore[call-overload]
    return frozenset(c for each in found for c in each if c.startswith("w:"))


def _labels(fact: Fact) -> frozenset[Concept]:
    """The concepts of a fact's owners, stages and subject."""
    labels = {f"stage:{n}" for n in fact.stages}
    labels |= {f"{kind}:{owner}" for owner in fact.owners for kind in ("role", "unit")}
    if fact.sort in (Sort.MOTION, Sort.MOTION_ROLE):
        labels.add(f"motion:{fact.topic}")
    if ":" in fact.topic:
        labels.add(fact.topic)
    else:
        labels.add(f"topic:{fact.topic}")
    labels |= _sort_words(fact.sort)
    if fact.key.startswith("topic."):
        labels.add("part:" + "/".join(fact.key.split(".")[1:3]))
    return frozenset(labels)


def _sort_words(sort: Sort) -> set[Concept]:
    words = {
        Sort.METRIC: "metric kpi measur track",
        Sort.ARTIFACT: "deliver artifact",
        Sort.ACTIVITY: "activ",
        Sort.EXIT: "exit criteria",
        Sort.OUTCOME: "outcom",
    }
    return {f"w:{word}" for word in words.get(sort, "").split()}


def _kinship(library: Library) -> dict[Concept, frozenset[Concept]]:
    """Each unit with its roles, each role with its unit."""
    kin: dict[Concept, set[Concept]] = {}
    for key, unit in library.units.items():
        for role in unit.roles.ids:
            kin.setdefault(f"unit:{key}", set()).add(f"role:{role}")
            kin.setdefault(f"role:{role}", set()).add(f"unit:{key}")
    return {concept: frozenset(others) for concept, others in kin.items()}


def _counts(text: str, counted: str) -> bool:
    """Whether a number stands near what is counted."""
    found = words.split(text)
    places = [n for n, word in enumerate(found) if _NUMBER.match(word.text)]
    return any(not counted or any(w.stem == counted for w in found[n + 1 : n + 6]) for n in places)


def _gives(fact: Fact, need: str, counted: str) -> bool:
    match need:
        case "stage":
            return bool(fact.stages)
        case "owner":
            return bool(fact.owners) or fact.sort in (Sort.GAP, Sort.CONFLICT)
        case "consequence" | "person" | "place":
            return False  # the documents name nobody, no place and no penalty
        case "duration" | "time":
            return bool(_DURATION.search(fact.text))
        case _:
            return _counts(_STAGE_NUMBER.sub("", fact.text), counted)
