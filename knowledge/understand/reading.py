"""Reading a message: which words name something, which ask for something, which only pad it out.

The result is a list of mentions. A mention that no answer accounts for speaks against that
answer; this is how Baton knows what it does not know.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from knowledge.understand import words
from knowledge.understand.gazetteer import Concept, Gazetteer, expand
from knowledge.understand.lexicon import Lexicon, Phrase

_ENTITY_WEIGHT = {
    "role": 2.5,
    "stage": 2.0,
    "unit": 2.5,
    "motion": 2.5,
    "term": 2.5,
    "topic": 2.0,
    "part": 1.5,
    "document": 0.2,
}
_MCEM_WEIGHT = 1.5
_PLAIN_TERM_WEIGHT = 1.6
_LIGHT_WEIGHT = 0.4
_UNKNOWN_WEIGHT = 3.0
_MOST, _LEAST = 3.0, 0.8  # weight of a rare and of a frequent word of the documents


class Sense(StrEnum):
    """What a mention does in a question."""

    ENTITY = "entity"
    PADDING = "padding"
    LIGHT = "light"
    CONTENT = "content"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """One or more words with one sense; `concepts` are what they can stand for."""

    position: int
    text: str
    raw: str
    sense: Sense
    concepts: tuple[Concept, ...]
    weight: float
    clause: int
    parts: tuple[Concept, ...] = ()  # the single words of a name

    def kind(self) -> str:
        return self.concepts[0].partition(":")[0] if self.sense is Sense.ENTITY else ""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A stretch of a message between stops."""

    mentions: tuple[Mention, ...]
    attributes: Mapping[str, frozenset[int]]  # attribute -> positions of the mentions that ask for it
    stems: Phrase
    words: tuple[str, ...]
    sentence: int = 0
    asked: bool = False

    def entities(self, kind: str) -> tuple[str, ...]:
        """Keys of the named things of one kind, in order, each once."""
        return tuple(
            dict.fromkeys(
                concept.partition(":")[2]
                for mention in self.mentions
                for concept in mention.concepts
                if mention.sense is Sense.ENTITY and concept.startswith(kind + ":")
            )
        )


@dataclass
class Reader:
    """Turns text into clauses of mentions; holds what it needs to weigh words."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    weights: Mapping[Concept, float] = field(default_factory=dict)
    _longest_attribute: int = 0

    def __post_init__(self) -> None:
        self._longest_attribute = max(len(phrase) for phrase in self.lexicon.attributes)

    def weigh(self, corpus: Iterable[Iterable[Concept]]) -> None:
        """Set the words' weights by how rare they are in `corpus` (one set of concepts a fact)."""
        facts = [frozenset(each) for each in corpus]
        frequency = Counter(concept for fact in facts for concept in fact)
        scale = math.log(len(facts) + 1)
        self.weights = {
            concept: _LEAST + (_MOST - _LEAST) * math.log((len(facts) + 1) / count) / scale
            for concept, count in frequency.items()
        }

    def tokens(self, text: str, *, correct: bool) -> list[words.Word]:
        """The words of a text with short forms written out and slips corrected."""
        found: list[words.Word] = []
        for word in words.split(text):
            full = self._meant(word.text, correct)
            if full == (word.text,):
                found.append(word)
            else:
                found += [replace(word, raw=each, text=each, stem=words.stem(each)) for each in full]
        for place in range(1, len(found) - 1):
            if found[place].text == "2" and _means_to(found, place):
                found[place] = replace(found[place], text="to", stem="to")
        return found

    def _meant(self, token: str, correct: bool) -> tuple[str, ...]:
        """What a token stands for: itself, a short form written out, a slip corrected."""
        full = expand((token,), self.lexicon)
        if not correct:
            return full
        return expand([self.gazetteer.correct(each) for each in full], self.lexicon)

    def concepts(self, text: str) -> frozenset[Concept]:
        """Everything that a text of the documents is about: names and single words."""
        found: set[Concept] = set()
        read = self.tokens(words.clean(text), correct=False)
        for span in self.gazetteer.spans(read):
            found.update(span.concepts)
        found.update(self._concept(word) for word in read)
        return frozenset(found)

    def read(self, text: str) -> list[Clause]:
        """The clauses of a cleaned message."""
        found = self.tokens(text, correct=True)
        spans = {span.start: span for span in self.gazetteer.spans(found)}
        mentions: list[Mention] = []
        owner: list[int] = []  # for each word, the position of its mention
        position = 0
        while position < len(found):
            span = spans.get(position)
            end = span.end if span else position + 1
            concepts = (
                span.concepts if span and not _in_passing(found, span.start, end, span.concepts) else ()
            )
            mentions.append(self._mention(position, found[position:end], concepts))
            owner += [position] * (end - position)
            position = end
        pairs = list(zip(found, owner, strict=True))
        numbers = dict.fromkeys(word.clause for word in found)
        return [
            self._clause([p for p in pairs if p[0].clause == n], [m for m in mentions if m.clause == n])
            for n in numbers
        ]

    def _clause(self, pairs: Sequence[tuple[words.Word, int]], mentions: Sequence[Mention]) -> Clause:
        found = [word for word, _ in pairs]
        return Clause(
            mentions=tuple(mentions),
            attributes=self._attributes(pairs, {m.position: m for m in mentions}),
            stems=tuple(word.stem for word in found),
            words=tuple(word.text for word in found),
            sentence=found[0].sentence,
            asked=found[0].asked,
        )

    def _concept(self, word: words.Word) -> Concept:
        return "w:" + self.lexicon.synonyms.get(word.stem, word.stem)

    def _mention(self, position: int, found: Sequence[words.Word], names: tuple[Concept, ...]) -> Mention:
        text, raw = " ".join(w.text for w in found), " ".join(w.raw for w in found)
        parts = tuple(self._concept(word) for word in found)
        if names:
            weight = self._name_weight(names, found)
            return Mention(position, text, raw, Sense.ENTITY, names, weight, found[0].clause, parts)
        word, concept = found[0], parts[0]
        if word.text in self.lexicon.padding:
            return Mention(position, text, raw, Sense.PADDING, (concept,), 0.0, word.clause)
        if word.stem in self.lexicon.light:
            return Mention(position, text, raw, Sense.LIGHT, (concept,), _LIGHT_WEIGHT, word.clause)
        if concept not in self.weights and _inflected(word.text, self.lexicon.padding):
            return Mention(position, text, raw, Sense.PADDING, (concept,), 0.0, word.clause)
        if concept in self.weights:
            return Mention(position, text, raw, Sense.CONTENT, (concept,), self.weights[concept], word.clause)
        weight = 0.5 if len(text) == 1 or text[0].isdigit() else _UNKNOWN_WEIGHT
        return Mention(position, text, raw, Sense.UNKNOWN, (concept,), weight, word.clause)

    def _name_weight(self, names: tuple[Concept, ...], found: Sequence[words.Word]) -> float:
        """Abbreviations must be accounted for; a term in plain words weighs what its words weigh."""
        kind = names[0].partition(":")[0]
        if names == ("term:mcem",):
            return _MCEM_WEIGHT
        if kind != "term" or any(len(w.text) <= 4 and w.stem not in self.lexicon.light for w in found):
            return _ENTITY_WEIGHT[kind]
        plain = all(w.stem in self.lexicon.light or w.text in self.lexicon.padding for w in found)
        return _LIGHT_WEIGHT if plain else _PLAIN_TERM_WEIGHT

    def _attributes(
        self, pairs: Sequence[tuple[words.Word, int]], mentions: Mapping[int, Mention]
    ) -> dict[str, frozenset[int]]:
        """Which attributes are asked for, over the words that name no role, stage, unit or motion."""
        stems = [w.stem if p not in mentions or mentions[p].kind() not in _NAMED else "" for w, p in pairs]
        stems.append("$")  # a phrase may ask to stand at the end
        found: dict[str, set[int]] = {}
        for start in range(len(stems)):
            for end in range(min(len(stems), start + self._longest_attribute), start, -1):
                for name in self.lexicon.attributes.get(tuple(stems[start:end]), ()):
                    found.setdefault(name, set()).update(p for _, p in pairs[start:end])
        return {name: frozenset(positions) for name, positions in found.items()}


def _inflected(word: str, known: Container[str]) -> bool:
    """Whether a word is a plural or a past of a known one: "filled" where "fill" is known."""
    endings = (word.removesuffix(ending) for ending in ("s", "es", "d", "ed", "ing") if word.endswith(ending))
    return any(len(base) > _BRIEF and base in known for base in endings)


_BRIEF = 3
_STAGE_LIKE = frozenset(["stage", "stages", "s", "and", "to", "or", "->", "level"])
_COUNTED = frozenset(["days", "day", "years", "business", "weeks", "stages", "roles", "units"])


def _means_to(typed: Sequence[words.Word], number: int) -> bool:
    """ "ATU 2 STU", "goes 2 s2": the figure for the word."""
    if typed[number].text != "2" or not 0 < number < len(typed) - 1:
        return False
    before, after = typed[number - 1].text, typed[number + 1].text
    return (
        not before.isdigit()
        and before not in _STAGE_LIKE
        and after not in _COUNTED
        and after not in ("and", "or", "thru")
        and typed[number].clause == typed[number + 1].clause
    )


_NAMED = frozenset({"role", "stage", "unit", "motion"})
_PASSING_BEFORE = frozenset(["in", "of", "the", "across", "under", "within", "for", "our", "throughout"])
_PASSING_AFTER = frozenset(
    [
        "stage",
        "stages",
        "process",
        "focus",
        "methodology",
        "framework",
        "terms",
        "journey",
        "flywheel",
        "roles",
        "role",
    ]
)


def _in_passing(found: Sequence[words.Word], start: int, end: int, concepts: tuple[Concept, ...]) -> bool:
    """MCEM named only as the frame of everything ("in MCEM", "MCEM stages") says nothing."""
    if concepts != ("term:mcem",):
        return False
    before = found[start - 1].text if start else ""
    after = found[end].text if end < len(found) else ""
    return before in _PASSING_BEFORE or after in _PASSING_AFTER
