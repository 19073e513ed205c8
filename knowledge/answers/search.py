"""Lexical search: BM25 finds facts, and each is judged by how much of the question it accounts for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import bm25s
import numpy as np

from knowledge.answers import judging
from knowledge.answers.entries import Entry, prepare
from knowledge.answers.facts import Fact, Sort
from knowledge.answers.judging import Hit
from knowledge.library import Library
from knowledge.understand.ask import Ask
from knowledge.understand.gazetteer import Concept
from knowledge.understand.reading import Mention, Reader, Sense

__all__ = ["Hit", "Search"]

_SHORTLIST = 60


class Search:
    """An index over all facts."""

    def __init__(self, facts: Mapping[str, Fact], library: Library, reader: Reader) -> None:
        self._kin = _kinship(library)
        self._entries = prepare(facts, library, reader)
        self._by_key = {entry.fact.key: entry for entry in self._entries}
        self._index = bm25s.BM25()
        self._index.index([sorted(e.text | e.around) for e in self._entries], show_progress=False)

    def hits(self, ask: Ask, mentions: Sequence[Mention], *, strict: bool = True) -> list[Hit]:
        """The best facts for the mentions of a question, best first.

        Without `strict`, roles, units and stages neither help nor harm: what is said, whoever does it.
        """
        query = judging.query(ask, mentions, self._kin, strict=strict)
        named = [m for m in mentions if m.sense is not Sense.PADDING]  # so that nobody's facts drop out
        found = (judging.judge(entry, query) for entry in self._shortlist(named))
        return sorted((hit for hit in found if hit), key=lambda hit: -hit.rank)

    def reaches(self, ask: Ask, mentions: Sequence[Mention], sort: Sort, least: float) -> bool:
        """Whether a fact of this sort accounts for so much of the question that it may be among its hits."""
        query = judging.query(ask, mentions, self._kin, strict=True)
        named = [m for m in mentions if m.sense is not Sense.PADDING]
        found = (judging.judge(entry, query) for entry in self._shortlist(named) if entry.fact.sort is sort)
        return any(hit.score >= least for hit in found if hit)

    def does(self, fact: Fact, mention: Mention, *, itself: bool = False) -> bool:
        """Whether a named role or unit takes part in what the fact says, or it belongs to the named stage.

        With `itself`, a role or unit must do it, where the fact says who does.
        """
        entry = self._by_key[fact.key]
        kin = {c for label in entry.labels for c in self._kin.get(label, ()) if mention.kind() == "unit"}
        if mention.kind() == "stage":
            return all(concept in entry.text | entry.labels for concept in mention.concepts)
        told = frozenset() if itself and fact.owners else entry.text
        return any(concept in told | entry.labels | kin for concept in mention.concepts)

    def covered(self, keys: Iterable[str], mentions: Sequence[Mention]) -> frozenset[int]:
        """Positions of the mentions that the facts' own words account for."""
        entries = [self._by_key[key] for key in keys if key in self._by_key]
        query = judging.query(Ask(), mentions, self._kin, strict=True)
        asked = [judging.about(m, self._kin) for m in mentions]
        return frozenset(
            a.mention.position for a in asked if any(judging.share(e, a, query) for e in entries)
        )

    def _shortlist(self, mentions: Sequence[Mention]) -> list[Entry]:
        query = [c for m in mentions for c in (*m.concepts, *m.parts)]
        known = [c for c in dict.fromkeys(query) if c in self._index.vocab_dict]
        if not known:
            return []
        scores = self._index.get_scores(known)
        best = np.argpartition(-scores, min(_SHORTLIST, len(scores) - 1))[:_SHORTLIST]
        return [self._entries[i] for i in best if scores[i] > 0]


def _kinship(library: Library) -> dict[Concept, frozenset[Concept]]:
    """Each unit with its roles, each role with its unit."""
    kin: dict[Concept, set[Concept]] = {}
    for key, unit in library.units.items():
        for role in unit.roles.ids:
            kin.setdefault(f"unit:{key}", set()).add(f"role:{role}")
            kin.setdefault(f"role:{role}", set()).add(f"unit:{key}")
    return {concept: frozenset(others) for concept, others in kin.items()}
