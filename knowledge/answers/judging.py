"""How much of a question a fact accounts for, and what orders facts that account for as much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.answers.entries import LONGEST_PHRASE, Entry
from knowledge.answers.facts import Fact, Sort
from knowledge.answers.needs import shortfall
from knowledge.understand import words
from knowledge.understand.ask import Ask
from knowledge.understand.gazetteer import Concept
from knowledge.understand.reading import Mention, Sense

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

Kin = Mapping[Concept, frozenset[Concept]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact that may answer; `score` is the share of the question it accounts for, `rank` orders hits."""

    fact: Fact
    score: float
    rank: float
    matched: frozenset[int]  # positions of the mentions it accounts for


@dataclass(frozen=True, slots=True)
class Asked:
    """A mention as every fact is asked about it; made once, because there are many facts."""

    mention: Mention
    kind: str
    concepts: tuple[Concept, ...]
    kin: frozenset[Concept]


@dataclass(frozen=True, kw_only=True)
class Query:
    """A question as the search sees it."""

    asked: tuple[Asked, ...]
    padding: tuple[Concept, ...]
    needs: frozenset[str]
    counted: str
    hint: float
    named: float  # what a role or unit counts for that is named in the text while others do it
    kind: int  # position of the noun after "which": what must be given, or -1
    conflict: float  # how far disagreements come forward
    grams: frozenset[tuple[str, ...]]
    plain: frozenset[str]
    pairs: frozenset[tuple[str, str]]  # weighty words side by side
    concepts: frozenset[Concept]
    parts: frozenset[Concept]  # the lists that are named
    far: frozenset[str]  # topics that answer when they are asked about, and are not


def query(ask: Ask, mentions: Sequence[Mention], kin: Kin, *, strict: bool) -> Query:
    """What is asked of every fact."""
    padding = tuple(m for m in mentions if m.sense is Sense.PADDING)
    ignored = () if strict else ("role", "unit", "stage")
    asked = [m for m in mentions if m.sense is not Sense.PADDING and m.kind() not in ignored]
    return Query(
        asked=tuple(about(m, kin) for m in asked),
        padding=tuple(m.concepts[0] for m in padding),
        needs=ask.needs,
        counted=ask.counted,
        hint=_HINT if strict else _FAINT,
        named=_BYSTANDER if ask.asks("do", "responsibilities") and not ask.yes_no else _OBJECT,
        kind=_kind(mentions),
        conflict=_DISAGREE * ask.doubt + _CHOICE * ask.choice,
        grams=_grams(mentions),
        plain=frozenset(words.stem(m.text) for m in padding),
        pairs=_pairs(mentions),
        concepts=frozenset(c for m in asked for c in m.concepts),
        parts=frozenset(c for m in asked if m.kind() == "part" for c in m.concepts),
        far=frozenset(topic for topic in _SEPARATE if not _is_named(topic, asked)),
    )


def about(mention: Mention, kin: Kin) -> Asked:
    """One mention, made ready."""
    own = frozenset(other for concept in mention.concepts for other in kin.get(concept, ()))
    return Asked(mention, mention.kind(), mention.concepts, own)


def judge(entry: Entry, query: Query) -> Hit | None:
    """The fact as a hit; None where it accounts for nothing."""
    shares = [(asked, share(entry, asked, query)) for asked in query.asked]
    matched = frozenset(asked.mention.position for asked, part in shares if part)
    if not matched:
        return None
    said = entry.phrases & query.grams
    idioms = sum(not query.plain.isdisjoint(phrase) for phrase in said)
    explained, unexplained, content = _weights(shares, query.kind)
    explained += _IDIOM * idioms
    unexplained += shortfall(entry.fact, query.needs, query.counted) if query.needs else 0.0
    if entry.fact.topic in query.far:
        unexplained += _FAR
    total = explained + unexplained
    score = explained / total if total else 0.0
    if entry.fact.sort in _WORDY and not _is_about(entry, shares):
        score *= _BESIDE
    rank = score + _merit(entry, query, content) + _SAID * (bool(said) + bool(idioms))
    return Hit(entry.fact, score, rank, matched)


def _weights(shares: Sequence[tuple[Asked, float]], kind: int) -> tuple[float, float, float]:
    """The weight that is accounted for, that which is not, and that of the plain words accounted for."""
    explained = unexplained = content = 0.0
    for asked, part in shares:
        weight = asked.mention.weight
        explained += part * weight
        unexplained += (1 - part) * weight
        if part and not asked.kind:
            content += weight
        if not part and asked.mention.position == kind:
            unexplained += _KIND
    return explained, unexplained, content


def share(entry: Entry, asked: Asked, query: Query) -> float:
    """How far the fact accounts for the mention, 0 to 1."""
    kind, concepts = asked.kind, asked.concepts
    if kind == "document":
        return 1.0
    if kind == "stage":
        return sum(c in entry.text or c in entry.around for c in concepts) / len(concepts)
    if entry.fact.sort in _WORDY and kind in ("", "role", "unit"):
        return _titled_share(entry, concepts)
    if not entry.text.isdisjoint(concepts):
        return query.named if _only_mentioned(entry, asked) else 1.0
    if not entry.around.isdisjoint(concepts):
        return query.hint if not kind else _OBJECT if kind == "role" and entry.fact.shared else 1.0
    if not entry.members.isdisjoint(concepts):
        return _MEMBER if kind in ("", "term") else _OBJECT
    if not entry.around.isdisjoint(asked.kin):
        return _KIN
    return _HINT if _spelled_out(entry, asked) else 0.0


def _is_about(entry: Entry, shares: Sequence[tuple[Asked, float]]) -> bool:
    """Whether more than a role, unit or stage of the question stands in a disagreement's or gap's title."""
    return any(
        share
        and asked.kind not in ("role", "unit", "stage")
        and asked.mention.weight > _SLIGHT
        and not entry.around.isdisjoint(asked.concepts)
        for asked, share in shares
    )


def _titled_share(entry: Entry, concepts: tuple[Concept, ...]) -> float:
    """A disagreement or gap is about its title; its long text mentions much."""
    if not entry.around.isdisjoint(concepts):
        return _ABOUT
    return 0.0 if entry.text.isdisjoint(concepts) else _WORDS


def _merit(entry: Entry, query: Query, content: float) -> float:
    """What orders facts that account for as much: their own words, their sort, their place."""
    fact = entry.fact
    bonus = _BONUS * sum(concept in entry.text for concept in query.padding)
    merit = _PRIOR.get(fact.sort, 0.0) + _PLAIN * bonus
    if entry.size:
        merit += _OWN * min(1.0, (content + bonus) / entry.size)
    named = not entry.labels.isdisjoint(query.parts)  # the list that the fact is or stands in
    if fact.sort is Sort.EXAMPLE and _own_line(entry, query):
        merit += _OWN_LINE
    merit += _SIDE_BY_SIDE * len(query.pairs & entry.pairs)
    if entry.lead and entry.lead <= query.concepts:
        merit += _LED
    if fact.sort is Sort.PART and named:
        merit += _NAMED
    elif fact.sort is Sort.PART and _titled(entry, query):
        merit += _TITLED
    if fact.sort is Sort.CONFLICT:
        merit += query.conflict
    if fact.topic in query.far:
        merit -= _ELSEWHERE
    return merit if named else merit - _SAMPLE * fact.sample


def _only_mentioned(entry: Entry, asked: Asked) -> bool:
    """A role or unit that the text names while others do it."""
    return (
        asked.kind in ("role", "unit") and bool(entry.fact.owners) and entry.labels.isdisjoint(asked.concepts)
    )


def _spelled_out(entry: Entry, asked: Asked) -> bool:
    """Whether all single words of a name stand in the fact."""
    if asked.kind not in ("term", "topic", "part") or asked.concepts == ("term:mcem",):
        return False
    return all(
        part in entry.text or part in entry.around or part in entry.document for part in asked.mention.parts
    )


def _is_named(topic: str, asked: Sequence[Mention]) -> bool:
    named = [c for m in asked if m.kind() in ("topic", "part", "document") for c in m.concepts]
    return any(topic in concept for concept in named)


def _own_line(entry: Entry, query: Query) -> bool:
    """Whether the question names the template and the role whose example this is."""
    named = any("interview-template" in concept for concept in query.concepts)
    return named and any(a.kind == "role" and not entry.labels.isdisjoint(a.concepts) for a in query.asked)


def _titled(entry: Entry, query: Query) -> bool:
    """Whether the question uses the list's noun ("criteria", "responsibilities")."""
    return any(a.mention.sense is Sense.LIGHT and a.concepts[0] in entry.text for a in query.asked)


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
