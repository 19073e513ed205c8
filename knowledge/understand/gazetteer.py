"""The names of things: every role, stage, unit, motion, topic and term, under every name people use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.library import Library
from knowledge.understand import words
from knowledge.understand.lexicon import Lexicon

# "role:ae", "stage:1", "unit:stu", "motion:map", "topic:atu-stu", "part:atu-stu/discussion", "term:csp"
Concept = str

_STAGE_WORDS = {"stage", "stages", "s"}
_NUMBERS = {
    **{str(n): n for n in range(100)},
    "zero": 0,
    **{
        word: n
        for n, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)
    },
    **{
        word: n
        for n, word in enumerate(
            ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"], 1
        )
    },
    **{word: n for n, word in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii"], 1)},
}
_ORDINALS = frozenset(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"])
_JOINERS = {"and", "to", "->", "or", "vs", "2", "through", "thru", "s", "stage", "then"}
_RANGE = {"to", "->"}
_ROMANS = frozenset("i ii iii iv v".split())
_STAGE_FIGURES = frozenset("12345")
_ALWAYS_RANGE = {"through", "thru"}
_JUMBLED = 7  # letters of a word in which letters may change places
_TWO_SLIPS = 9  # letters of a word in which two slips are forgiven
_LONG = 5  # a shorter word of an alias, or one no longer of a hint, is meant as it stands
_ABBREVIATION = 5  # a slip never means an abbreviation of so few letters
LONGEST = 8  # words in the longest name


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` to `end` (not included) of a text that name one or more concepts."""

    start: int
    end: int
    concepts: tuple[Concept, ...]


@dataclass
class Gazetteer:
    """Finds names in a list of words; a word that is nearly one of ours is read as it."""

    names: Mapping[tuple[str, ...], tuple[Concept, ...]]
    vocabulary: frozenset[str]
    not_a_typo: frozenset[str] = frozenset()  # known, and never what a slip meant
    _own: frozenset[str] = frozenset()
    _first: frozenset[str] = frozenset()  # words that a name can begin with
    _skeletons: dict[str, str] = field(default_factory=dict)
    _by_length: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._first = frozenset(key[0] for key in self.names) | {"an"}  # "an" may be a slip of "and"
        self._own = frozenset(word for key in self.names for word in key)
        short = {key[0] for key in self.names if len(key) == 1 and len(key[0]) <= _ABBREVIATION}
        for word in sorted(self.vocabulary - self.not_a_typo - short):
            if len(word) >= 4 and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
        for word in sorted(self._own):
            if len(word) > _ABBREVIATION and word.isalpha():
                self._skeletons.setdefault(_skeleton(word), word)
        self.correct = lru_cache(maxsize=10_000)(self._correct)

    def spans(self, text: Sequence[words.Word]) -> list[Span]:
        """All names in reading order, the longest first where they overlap."""
        found: list[Span] = []
        position = 0
        while position < len(text):
            span = _stage_numbers(text, position) or self._name(text, position)
            if text[position].text == "the" and span and position + 1 < len(text):
                behind = self._name(text, position + 1)  # "the Partner / ISV representative"
                span = behind if behind and behind.end > span.end else span
            if span:
                found.append(span)
            position = span.end if span else position + 1
        return found

    def _name(self, text: Sequence[words.Word], start: int) -> Span | None:
        first = text[start].text
        if first not in self._first and first.removesuffix("s") not in self._first:
            return None
        for end in range(min(len(text), start + LONGEST), start, -1):
            if text[end - 1].clause != text[start].clause:
                continue
            key = tuple(word.text for word in text[start:end])
            concepts = self.names.get(key) or self.names.get(_singular(key)) or self.names.get(_and(key))
            if concepts and not _everyday(concepts, text, start, end):
                return Span(start, end, concepts)
        return None

    def _correct(self, word: str) -> str:
        """The known word that this one is a slip of; itself where there is none."""
        if len(word) < 4 or word in self.vocabulary or not word.isalpha():
            return word
        if word.removesuffix("s") in self.vocabulary:
            return word
        allowed = 1 if len(word) < _TWO_SLIPS else 2
        near = [
            w for n in range(len(word) - allowed, len(word) + allowed + 1) for w in self._by_length.get(n, ())
        ]
        alike = process.extract(word, near, scorer=OSA.distance, score_cutoff=allowed, limit=9)
        slips = [(w, d) for w, d, _ in alike] or [(w, 2) for w in self._jumbled(word)]
        good = [(d, w not in self._own, w) for w, d in slips if w[0] == word[0] or w[:2] == word[1::-1]]
        return min(good)[2] if good else self._skeletons.get(word, word) if word == _skeleton(word) else word

    def _jumbled(self, word: str) -> list[str]:
        """Words of the same letters in another order: "desicion"."""
        letters = sorted(word) if len(word) >= _JUMBLED else []
        return [w for w in self._by_length.get(len(word), ()) if letters and sorted(w) == letters]


def _skeleton(word: str) -> str:
    """A word without its vowels, as it is typed in a hurry: "empwr", "mngr"."""
    return word[0] + "".join(c for c in word[1:] if c not in "aeiou")


def _singular(key: tuple[str, ...]) -> tuple[str, ...]:
    last = key[-1]
    return (*key[:-1], last[:-1]) if len(last) > 2 and last.endswith("s") else key


def _and(key: tuple[str, ...]) -> tuple[str, ...]:
    """ "manage an optimize": a slip between two words of a name."""
    return tuple({"an": "and"}.get(token, token) for token in key)


def _everyday(concepts: tuple[Concept, ...], text: Sequence[words.Word], start: int, end: int) -> bool:
    """MAP, COMPETE and the like are everyday words unless shouted or placed ("in expand", "map stage")."""
    if end - start > 1 or not concepts[0].startswith("motion:") or text[start].raw.isupper():
        return False
    alone = all(text[n].clause != text[start].clause for n in (start - 1, end) if 0 <= n < len(text))
    if alone and len(text) > 1:
        return False  # "expand: who is involved?"
    before = text[start - 1].text if start else ""
    return before not in ("in", "under", "during", "of")


def _stage_numbers(text: Sequence[words.Word], start: int) -> Span | None:
    """ "stage 3", "s1 -> s2", "stages 1, 2 and 3", "stages 2-4", "the third mcem stage"."""
    word = text[start].text
    if word in _ORDINALS:
        return _ordinal_stage(text, start)
    if word in ("number", "no") and _is_numbered(text, start):
        return Span(start, start + 2, (f"stage:{_NUMBERS[text[start + 1].text]}",))
    if _bare_numbers(text, start):
        return Span(start, start + 3, tuple(f"stage:{_NUMBERS[text[n].text]}" for n in (start, start + 2)))
    if word not in _STAGE_WORDS or start + 1 >= len(text) or text[start + 1].text not in _NUMBERS:
        return None
    if text[start + 1].clause != text[start].clause:
        return None
    if word == "s" and not text[start + 1].text.isdigit():
        return None
    numbers, end, ranged = [_NUMBERS[text[start + 1].text]], start + 2, False
    spanning = word == "stages" or (start > 0 and text[start - 1].text in ("from", "between"))
    position = end
    while position < len(text):
        token = text[position].text
        if (
            token in _NUMBERS
            and (
                text[position - 1].text in _JOINERS or (token.isdigit() and text[position - 1].text.isdigit())
            )
            and not _counts(text, position)
            and (token not in _ROMANS or text[start + 1].text in _ROMANS)  # "s2 and i am the SSP"
        ):
            number = _NUMBERS[token]
            numbers += range(numbers[-1] + 1, number + 1) if ranged else [number]
            end, ranged = position + 1, False
        elif token in _JOINERS:
            ranged = ranged or token in _ALWAYS_RANGE or (token in _RANGE and spanning)
        else:
            break
        position += 1
    return Span(start, end, tuple(dict.fromkeys(f"stage:{n}" for n in numbers)))


def _is_numbered(text: Sequence[words.Word], start: int) -> bool:
    """ "Which stage is number 3"."""
    before = [word.text for word in text[max(0, start - 4) : start]]
    return "stage" in before and start + 1 < len(text) and text[start + 1].text in _NUMBERS


def _bare_numbers(text: Sequence[words.Word], start: int) -> bool:
    """ "For 2 and 4": two numbers that can only be stages."""
    if start == 0 or start + 2 >= len(text) or text[start - 1].text not in ("for", "in", "of", "owns"):
        return False
    first, joiner, second = (word.text for word in text[start : start + 3])
    return {first, second} <= _STAGE_FIGURES and joiner in ("and", "or") and not _counts(text, start + 2)


def _counts(text: Sequence[words.Word], position: int) -> bool:
    """Whether the number belongs to what follows ("stage 4 ... 2 days", "stage 1 to 2b agreed")."""
    after = text[position + 1].text if position + 1 < len(text) else ""
    return after in {"day", "days", "business", "years", "weeks", "b", "be"}


def _ordinal_stage(text: Sequence[words.Word], start: int) -> Span | None:
    """ "the third stage", "the third mcem stage"."""
    for end in (start + 1, start + 2):
        between = [word.text for word in text[start + 1 : end]]
        if end < len(text) and text[end].text in ("stage", "stages") and between in ([], ["mcem"]):
            return Span(start, end + 1, (f"stage:{_NUMBERS[text[start].text]}",))
    return None


def build(library: Library, lexicon: Lexicon, corpus: Iterable[str], hints: Iterable[str]) -> Gazetteer:
    """The gazetteer of a library; the words of `corpus` are known, those of `hints` unless they are slips."""
    names: dict[tuple[str, ...], tuple[Concept, ...]] = {}
    for concept, aliases in _aliases(library):
        for alias in aliases:
            key = expand(words.key(alias), lexicon)
            if key and concept not in names.get(key, ()):
                names[key] = (*names.get(key, ()), concept)
    names = {key: _outranked(concepts) for key, concepts in names.items()}
    names |= {key: names[_singular(key)] for key in names if _only_part(names, key)}
    known = lexicon.vocabulary | lexicon.not_a_typo | {word for text in corpus for word in _tokens(text)}
    # A misspelt alias or hint must not make the misspelling a known word.
    first = Gazetteer(names, frozenset(known | _proper(library)), lexicon.not_a_typo)
    named = {word for key in names for word in key if len(word) < _LONG or first.correct(word) == word}
    hinted = {word for text in hints for word in _tokens(text)}
    spelt = named | {word for word in hinted if len(word) <= _LONG or first.correct(word) == word}
    return Gazetteer(names, first.vocabulary | spelt, lexicon.not_a_typo)


def _only_part(names: Mapping[tuple[str, ...], tuple[Concept, ...]], key: tuple[str, ...]) -> bool:
    """Whether a list has the plural name of a role or unit: it is the role that is meant."""
    single = names.get(_singular(key), ()) if _singular(key) != key else ()
    return (
        bool(single)
        and all(c.startswith("part:") for c in names[key])
        and single[0].startswith(("role:", "unit:"))
    )


def _tokens(text: str) -> list[str]:
    return list(words.key(text))


def _proper(library: Library) -> set[str]:
    """The words of the things' own names."""
    names = [stage.name for stage in library.stages.values()] + [role.name for role in library.roles.values()]
    names += [unit.name for unit in library.units.values()] + [m.name for m in library.motions.values()]
    return {word for name in names for word in _tokens(name)}


def _outranked(concepts: tuple[Concept, ...]) -> tuple[Concept, ...]:
    """A name of a role, unit or stage is not also a mere term; a part of a topic yields to all."""
    for kinds in (("role", "unit", "stage", "motion", "topic"), ("term", "document")):
        kept = tuple(c for c in concepts if c.partition(":")[0] in kinds)
        if kept:
            return kept
    return concepts


def expand(tokens: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Tokens with short forms written out."""
    return tuple(full for token in tokens for full in lexicon.shortcuts.get(token, (token,)))


def _aliases(library: Library) -> Iterator[tuple[Concept, list[str]]]:
    for key, role in library.roles.items():
        # The manager's job has a document of its own: asked about as a topic, not as a role of the matrix.
        kind = "topic" if key in library.topics else "role"
        yield f"{kind}:{key}", [role.abbreviation, role.name, *role.aliases, *(n.text for n in role.names)]
    for stage in library.stages.values():
        yield f"stage:{stage.number}", [stage.name, *stage.aliases]
    for key, unit in library.units.items():
        yield f"unit:{key}", [unit.abbreviation, unit.name, *unit.aliases, *(n.text for n in unit.names)]
    for key, motion in library.motions.items():
        name = motion.name.lower()
        yield f"motion:{key}", [name, f"{name} stage", f"{name} motion", f"{name} phase", *motion.aliases]
    for key, term in library.terms.items():
        yield f"term:{key}", [term.term, *term.aliases, *(m.text for m in term.meaning)]
    for key, topic in library.topics.items():
        kind = "term" if key in library.terms else "topic"
        yield f"{kind}:{key}", [name for name in (topic.name, *topic.aliases) if len(words.key(name)) > 1]
        for part_key, part in topic.parts.items():
            titles = [title for title in (part.title, *part.aliases) if len(words.key(title)) > 1]
            yield f"part:{key}/{part_key}", titles
    for key, document in library.documents.items():
        yield f"document:{key}", [document.title, document.short, *document.aliases]
