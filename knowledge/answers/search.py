"""Lexical search: BM25 finds facts, and each is judged by how much of the question it accounts for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import bm25s
import numpy as np

from knowledge.answers.entries import LONGEST_PHRASE, Entry, prepare
from knowledge.answers.facts import Fact, Sort
from knowledge.answers.needs import shortfall
from knowledge.library import Library
from knowledge.understand import words
from knowledge.understand.ask import Ask
from knowledge.understand.gazetteer import Concept
from knowledge.understand.reading import Mention, Reader, Sense

_SHORTLIST = 60
_HINT, _FAINT = 0.85, 0.5  # what a match with a hint is worth; where yes or no hangs on it
_OBJECT = 0.93  # named in the text, though others do it
_BYSTANDER = 0.8  # the same, where the question is what they do
_MEMBER = 0.6  # a word of what a list lists
_KIN = 0.7  # SSP asked, STU found, or the other way round
_BONUS = 0.12  # a plain word of the question that the text has too
_OWN, _PLAIN, _LED, _TITLED, _SAID = 0.06, 0.04, 0.12, 0.05, 0.02
_NAMED = 0.1
_OWN_LINE = 0.3  # the line of a named table that is the asked role's
_SIDE_BY_SIDE = 0.03  # "account plan" found as it stands, not "plan for accounts"
_IDIOM = 0.8  # "find out", "set up": a hint that means more than its words
_SAMPLE, _ELSEWHERE, _FAR = 0.1, 0.06, 0.4
_WORDY = frozenset({Sort.CONFLICT, Sort.GAP})
_KIND = 1.0  # weight of the noun after "which", beside its own
_BESIDE, _SLIGHT = 0.75, 0.5  # a disagreement on something else; a word that is no subject
_ABOUT, _WORDS = 0.95, 0.7
_SEPARATE = frozenset({"csam-manager", "interview-template"})  # answer when they are asked about
_DISAGREE, _CHOICE = 0.22, 0.16  # how far a disagreement comes forward when it is asked about
_PRIOR = {
    Sort.CELL: 0.03,
    Sort.TOPIC: 0.03,
    Sort.PART: 0.01,
    Sort.DUTY: -0.02,
    Sort.CONFLICT: -0.1,
    Sort.TERM: -0.05,
    Sort.NOTE: -0.05,
    Sort.INTERVIEW: -0.06,
    Sort.EXAMPLE: -0.12,
    Sort.GAP: -0.12,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact that may answer; `score` is the share of the question it accounts for, `rank` orders hits."""

    fact: Fact
    score: float
    rank: float
    matched: frozenset[int]  # positions of the mentions it accounts for


@dataclass(frozen=True, kw_only=True)
class _Query:
    """A question as the search sees it."""

    asked: tuple[Mention, ...]
    padding: tuple[Mention, ...]
    needs: frozenset[str]
    counted: str
    hint: float
    named: float  # what a role or unit counts for that is named in the text while others do it
    kind: int  # position of the noun after "which": what must be given, or -1
    conflict: float  # how far disagreements come forward
    grams: frozenset[tuple[str, ...]] = field(default=frozenset())
    plain: frozenset[str] = field(default=frozenset())
    pairs: frozenset[tuple[str, str]] = field(default=frozenset())  # weighty words side by side


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
        query = _query(ask, mentions, strict)
        named = [m for m in mentions if m.sense is not Sense.PADDING]  # so that nobody's facts drop out
        found = (self._judge(entry, query) for entry in self._shortlist(named))
        return sorted((hit for hit in found if hit.matched), key=lambda hit: -hit.rank)

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
        query = _query(Ask(), mentions, strict=True)
        return frozenset(m.position for m in mentions if any(self._share(e, m, query) for e in entries))

    def _shortlist(self, mentions: Sequence[Mention]) -> list[Entry]:
        query = [c for m in mentions for c in (*m.concepts, *m.parts)]
        known = [c for c in dict.fromkeys(query) if c in self._index.vocab_dict]
        if not known:
            return []
        scores = self._index.get_scores(known)
        best = np.argpartition(-scores, min(_SHORTLIST, len(scores) - 1))[:_SHORTLIST]
        return [self._entries[i] for i in best if scores[i] > 0]

    def _judge(self, entry: Entry, query: _Query) -> Hit:
        shares = [(m, self._share(entry, m, query)) for m in query.asked]
        said = entry.phrases & query.grams
        idioms = [phrase for phrase in said if query.plain & set(phrase)]
        explained = sum(share * m.weight for m, share in shares) + _IDIOM * len(idioms)
        unexplained = sum((1 - share) * m.weight for m, share in shares)
        unexplained += shortfall(entry.fact, query.needs, query.counted)
        unexplained += sum(_KIND for m, share in shares if m.position == query.kind and not share)
        if entry.fact.topic in _SEPARATE and not _about(entry.fact, query.asked):
            unexplained += _FAR
        total = explained + unexplained
        score = explained / total if total else 0.0
        if entry.fact.sort in _WORDY and not _is_about(entry, shares):
            score *= _BESIDE
        matched = frozenset(m.position for m, share in shares if share)
        content = sum(m.weight for m, share in shares if share and m.sense is not Sense.ENTITY)
        rank = score + _merit(entry, query, content) + _SAID * (bool(said) + bool(idioms))
        return Hit(entry.fact, score, rank, matched)

    def _share(self, entry: Entry, mention: Mention, query: _Query) -> float:
        """How far the fact accounts for the mention, 0 to 1."""
        kind = mention.kind()
        if kind == "document":
            return 1.0
        if kind == "stage":
            known = entry.text | entry.around
            return sum(concept in known for concept in mention.concepts) / len(mention.concepts)
        if entry.fact.sort in _WORDY and not kind:
            return _titled_share(entry, mention)
        if entry.fact.sort in _WORDY and kind in ("role", "unit"):
            return _titled_share(entry, mention)
        if any(concept in entry.text for concept in mention.concepts):
            return query.named if _only_mentioned(entry, mention) else 1.0
        if any(concept in entry.around for concept in mention.concepts):
            return query.hint if not kind else _OBJECT if kind == "role" and entry.fact.shared else 1.0
        if any(concept in entry.members for concept in mention.concepts):
            return _MEMBER if kind in ("", "term") else _OBJECT
        if any(self._kin.get(concept, frozenset()) & entry.around for concept in mention.concepts):
            return _KIN
        return _HINT if _spelled_out(entry, mention) else 0.0


def _is_about(entry: Entry, shares: Sequence[tuple[Mention, float]]) -> bool:
    """Whether more than a role, unit or stage of the question stands in a disagreement's or gap's title."""
    return any(
        concept in entry.around
        for m, share in shares
        if share and m.kind() not in ("role", "unit", "stage") and m.weight > _SLIGHT
        for concept in m.concepts
    )


def _titled_share(entry: Entry, mention: Mention) -> float:
    """A disagreement or gap is about its title; its long text mentions much."""
    if any(concept in entry.around for concept in mention.concepts):
        return _ABOUT
    return _WORDS if any(concept in entry.text for concept in mention.concepts) else 0.0


def _query(ask: Ask, mentions: Sequence[Mention], strict: bool) -> _Query:
    padding = tuple(m for m in mentions if m.sense is Sense.PADDING)
    ignored = () if strict else ("role", "unit", "stage")
    return _Query(
        asked=tuple(m for m in mentions if m.sense is not Sense.PADDING and m.kind() not in ignored),
        padding=padding,
        needs=ask.needs,
        counted=ask.counted,
        hint=_HINT if strict else _FAINT,
        named=_BYSTANDER if ask.asks("do", "responsibilities") and not ask.yes_no else _OBJECT,
        kind=_kind(mentions),
        conflict=_DISAGREE * ask.doubt + _CHOICE * ask.choice,
        grams=_grams(mentions),
        plain=frozenset(words.stem(m.text) for m in padding),
        pairs=_pairs(mentions),
    )


def _merit(entry: Entry, query: _Query, content: float) -> float:
    """What orders facts that account for as much: their own words, their sort, their place."""
    fact = entry.fact
    bonus = _BONUS * sum(m.concepts[0] in entry.text for m in query.padding)
    merit = _PRIOR.get(fact.sort, 0.0) + _PLAIN * bonus
    if entry.size:
        merit += _OWN * min(1.0, (content + bonus) / entry.size)
    named = _named(entry, query.asked)
    if fact.sort is Sort.EXAMPLE and _own_line(entry, query.asked):
        merit += _OWN_LINE
    merit += _SIDE_BY_SIDE * len(query.pairs & entry.pairs)
    if entry.lead and entry.lead <= {c for m in query.asked for c in m.concepts}:
        merit += _LED
    if fact.sort is Sort.PART and named:
        merit += _NAMED
    elif fact.sort is Sort.PART and _titled(entry, query.asked):
        merit += _TITLED
    if fact.sort is Sort.CONFLICT:
        merit += query.conflict
    if fact.topic in _SEPARATE and not _about(fact, query.asked):
        merit -= _ELSEWHERE
    return merit if named else merit - _SAMPLE * fact.sample


def _only_mentioned(entry: Entry, mention: Mention) -> bool:
    """A role or unit that the text names while others do it."""
    return (
        mention.kind() in ("role", "unit")
        and bool(entry.fact.owners)
        and not entry.labels & set(mention.concepts)
    )


def _spelled_out(entry: Entry, mention: Mention) -> bool:
    """Whether all single words of a name stand in the fact."""
    if mention.kind() not in ("term", "topic", "part") or mention.concepts == ("term:mcem",):
        return False
    return all(part in entry.text | entry.around | entry.document for part in mention.parts)


def _about(fact: Fact, asked: Sequence[Mention]) -> bool:
    named = [c for m in asked if m.kind() in ("topic", "part", "document") for c in m.concepts]
    return any(fact.topic in concept for concept in named)


def _named(entry: Entry, asked: Sequence[Mention]) -> bool:
    """Whether the question names the list that the fact is or stands in."""
    return any(m.kind() == "part" and any(c in entry.labels for c in m.concepts) for m in asked)


def _own_line(entry: Entry, asked: Sequence[Mention]) -> bool:
    """Whether the question names the template and the role whose example this is."""
    named = any("interview-template" in concept for m in asked for concept in m.concepts)
    return named and any(m.kind() == "role" and set(m.concepts) & entry.labels for m in asked)


def _titled(entry: Entry, asked: Sequence[Mention]) -> bool:
    """Whether the question uses the list's noun ("criteria", "responsibilities")."""
    return any(m.sense is Sense.LIGHT and m.concepts[0] in entry.text for m in asked)


def _kind(mentions: Sequence[Mention]) -> int:
    """ "Which tool ...": the position of the noun that an answer has to be."""
    for one, other in pairwise(mentions):
        if one.text in ("which", "what") and other.sense in (Sense.CONTENT, Sense.UNKNOWN):
            return other.position
    return -1


def _pairs(mentions: Sequence[Mention]) -> frozenset[tuple[str, str]]:
    """Stems of weighty words that stand side by side in the question."""
    return frozenset(
        (words.stem(one.text), words.stem(other.text))
        for one, other in pairwise(mentions)
        if one.weight and other.weight and not one.kind() and not other.kind()
    )


def _grams(mentions: Sequence[Mention]) -> frozenset[tuple[str, ...]]:
    """All runs of two or more words of the question, as stems."""
    stems = [words.stem(token) for m in mentions for token in m.text.split()]
    sizes = range(2, LONGEST_PHRASE + 1)
    return frozenset(tuple(stems[n : n + size]) for size in sizes for n in range(len(stems) - size + 1))


def _kinship(library: Library) -> dict[Concept, frozenset[Concept]]:
    """Each unit with its roles, each role with its unit."""
    kin: dict[Concept, set[Concept]] = {}
    for key, unit in library.units.items():
        for role in unit.roles.ids:
            kin.setdefault(f"unit:{key}", set()).add(f"role:{role}")
            kin.setdefault(f"role:{role}", set()).add(f"unit:{key}")
    return {concept: frozenset(others) for concept, others in kin.items()}
