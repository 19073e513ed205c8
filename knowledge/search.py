"""Lexical search over the facts: BM25 finds candidates, and each is judged by how much of the question it accounts for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np

from knowledge.facts import Fact, Sort
from knowledge.gazetteer import Concept
from knowledge.library import Library
from knowledge.reading import Mention, Reader, Sense

_SHORTLIST = 60
_HINT = 0.85  # a match with a hint counts a little less than one with the text
_KIN = 0.7  # SSP asked, STU found, or the other way round
_PADDING_BONUS = 0.12
_PRIOR = {
    Sort.CELL: 0.03,
    Sort.PART: 0.01,
    Sort.DUTY: -0.02,
    Sort.INTERVIEW: -0.06,
    Sort.EXAMPLE: -0.12,
    Sort.TERM: -0.05,
    Sort.CONFLICT: -0.04,
    Sort.GAP: -0.03,
}
_NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|quarterly|weekly|bi-weekly|half|both|first)\b", re.I)
_DURATION = re.compile(r"\d[\d+]*(?: business)? (?:days?|weeks?|years?|months?|hours?)|weekly|quarterly", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact with the concepts of its text, of its hints and of its surroundings."""

    fact: Fact
    text: frozenset[Concept]
    around: frozenset[Concept]
    size: float


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
        read = [(fact, reader.concepts(fact.text), reader.concepts(". ".join((*fact.hints, fact.heading)))) for fact in facts.values()]
        reader.weigh(text | around for _, text, around in read)
        self.entries = [
            Entry(fact, text, around | _labels(fact), sum(reader.weights.get(c, 0.0) for c in text if c.startswith("w:")))
            for fact, text, around in read
        ]
        self._by_key = {entry.fact.key: entry for entry in self.entries}
        self._index = bm25s.BM25()
        self._index.index([sorted(entry.text | entry.around) for entry in self.entries], show_progress=False)

    def hits(self, mentions: Sequence[Mention], *, sorts: Iterable[Sort] = (), needs: str = "", strict: bool = True) -> list[Hit]:
        """The best facts for the mentions, best first; `needs` is "number" or "duration" where asked for one.

        Without `strict`, roles, units and stages neither help nor harm: what is said, whoever does it.
        """
        wanted = set(sorts)
        asked = [m for m in mentions if m.sense is not Sense.PADDING and (strict or not _bound(m))]
        padding = [m for m in mentions if m.sense is Sense.PADDING]
        found = [
            self._judge(entry, asked, padding, needs)
            for entry in self._shortlist(asked)
            if not wanted or entry.fact.sort in wanted
        ]
        return sorted((hit for hit in found if hit.matched), key=lambda hit: -hit.rank)

    def accounts(self, fact: Fact, mention: Mention) -> bool:
        """Whether a fact has to do with a named role, unit or stage."""
        return self._share(self._by_key[fact.key], mention) > 0

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

    def _judge(self, entry: Entry, asked: Sequence[Mention], padding: Sequence[Mention], needs: str) -> Hit:
        explained = unexplained = covered = 0.0
        matched = set()
        for mention in asked:
            share = self._share(entry, mention)
            explained += share * mention.weight
            unexplained += (1 - share) * mention.weight
            if share:
                matched.add(mention.position)
                covered += mention.weight if mention.sense is not Sense.ENTITY else 0.0
        if needs and not _gives(entry.fact, needs):
            unexplained += 2.5
        bonus = _PADDING_BONUS * sum(m.concepts[0] in entry.text for m in padding)
        total = explained + unexplained
        score = explained / total if total else 0.0
        own = min(1.0, (covered + bonus) / entry.size) if entry.size else 0.0
        rank = score + 0.1 * own + 0.04 * bonus + _PRIOR.get(entry.fact.sort, 0.0) - (0.1 if entry.fact.sample else 0.0)
        return Hit(entry.fact, score, rank, frozenset(matched))

    def _share(self, entry: Entry, mention: Mention) -> float:
        """How far the fact accounts for the mention, 0 to 1."""
        if any(concept in entry.text for concept in mention.concepts):
            return 1.0
        if any(concept in entry.around for concept in mention.concepts):
            return 1.0 if mention.sense is Sense.ENTITY else _HINT
        if mention.sense is not Sense.ENTITY:
            return 0.0
        if any(self._kin.get(concept, frozenset()) & entry.around for concept in mention.concepts):
            return _KIN
        if mention.kind() == "term" and mention.parts and all(p in entry.text or p in entry.around for p in mention.parts):
            return _HINT
        return 1.0 if mention.kind() == "document" else 0.0


def _bound(mention: Mention) -> bool:
    return mention.kind() in ("role", "unit", "stage")


def _labels(fact: Fact) -> frozenset[Concept]:
    """The concepts of a fact's owners, stages and subject."""
    labels = {f"stage:{n}" for n in fact.stages}
    labels |= {f"{kind}:{owner}" for owner in fact.owners for kind in ("role", "unit")}
    if fact.sort in (Sort.MOTION, Sort.MOTION_ROLE):
        labels.add(f"motion:{fact.topic}")
    if ":" in fact.topic:
        labels.add(fact.topic)
    if fact.topic == "csam-manager":
        labels.add("role:csam-manager")
    return frozenset(labels)


def _kinship(library: Library) -> dict[Concept, frozenset[Concept]]:
    """Each unit with its roles, each role with its unit."""
    kin: dict[Concept, set[Concept]] = {}
    for key, unit in library.units.items():
        for role in unit.roles.ids:
            kin.setdefault(f"unit:{key}", set()).add(f"role:{role}")
            kin.setdefault(f"role:{role}", set()).add(f"unit:{key}")
    return {concept: frozenset(others) for concept, others in kin.items()}


def _gives(fact: Fact, needs: str) -> bool:
    return bool((_DURATION if needs == "duration" else _NUMBER).search(fact.text))
