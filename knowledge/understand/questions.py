"""From clauses to questions: which clauses ask, and what surrounds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.understand import grammar, words
from knowledge.understand.ask import SLOTS, Ask
from knowledge.understand.lexicon import Lexicon
from knowledge.understand.reading import Clause, Mention, Sense
from knowledge.understand.typed import spared, typed

_ASIDE = 0.35  # weight of what only leads up to a question
_AROUND = 0.3  # weight of what other sentences say
_ASKED_FOR = frozenset({"exit", "outcome", "artifacts", "metrics", "lead", "support"})
# Attributes that are asked for side by side.
_LISTS = ("exit", "outcome", "artifacts", "metrics", "unit", "purpose")
_SAID = (Sense.ENTITY, Sense.CONTENT, Sense.LIGHT)
_TWO = 2


def asks(clauses: Sequence[Clause], lexicon: Lexicon) -> list[Ask]:
    """The questions of a message, in order, each with what surrounds it."""
    kept = _untag(clauses)
    sentences = [_sentence(kept, number) for number in dict.fromkeys(clause.sentence for clause in kept)]
    groups = [group for sentence in sentences for group in _questions(sentence)]
    main = [group for group in groups if _is_question(group)]
    main = [group for group in main if _says_something(group)] or main
    main = [group for group in main if not _only_points_back(group)] or main
    main = main or [tuple(c for g in groups for c in g)]
    if not any(m.sense is not Sense.PADDING for group in main for clause in group for m in clause.mentions):
        main = [tuple(kept)]  # "..., another says pipeline. Which?": the question is in what was said before
    rest = [] if main == [tuple(kept)] else [c for group in groups if group not in main for c in group]
    doubt = any(grammar.contains(lexicon.doubt, clause.stems) for clause in clauses)
    absent = grammar.absent(" ".join(word for clause in clauses for word in clause.words))
    asked: list[Ask] = []
    for group in filter(None, main):
        lead_up, asking = _lead_up(group)
        ask = replace(typed(asking, lexicon, tagged=len(kept) < len(clauses)), doubt=doubt, absent=absent)
        ask = _compared(ask, lexicon) if doubt else ask
        asked += [_surrounded(each, asked[-1:], lead_up, rest) for each in _by_attribute(ask)]
    once = list({(ask.text, *ask.attributes): ask for ask in reversed(asked)}.values())[::-1]
    return [_completed(ask, once[place + 1 : place + 2]) for place, ask in enumerate(once)]


def _compared(ask: Ask, lexicon: Lexicon) -> Ask:
    """ "Do the documents disagree on ...": the words that ask for a comparison are not its subject."""
    comparing = {stem for phrase in lexicon.doubt for stem in phrase}
    mentions = tuple(
        replace(m, sense=Sense.PADDING, weight=0.0)
        if m.sense is not Sense.ENTITY and words.stem(m.text) in comparing
        else m
        for m in ask.mentions
    )
    attributes = {
        name: at for name, at in ask.attributes.items() if name != "artifacts"
    }  # "do the documents"
    return replace(ask, mentions=mentions, attributes=attributes, yes_no=False)


def _by_attribute(ask: Ask) -> list[Ask]:
    """ "Artifacts and metrics of stage 3" asks twice."""
    wanted = [name for name in _LISTS if name in ask.attributes and _own_words(ask, name)]
    if len(wanted) < _TWO or not ask.has("stage") or ask.has("role") or not ask.says("and"):
        return [ask]
    return [_only(ask, name, [other for other in wanted if other != name]) for name in wanted]


def _own_words(ask: Ask, name: str) -> frozenset[int]:
    """Positions of the words that ask for this attribute and for no other list."""
    others = (ask.attributes.get(other, frozenset()) for other in _LISTS if other != name)
    return ask.attributes[name] - frozenset(p for positions in others for p in positions)


def _only(ask: Ask, name: str, others: Sequence[str]) -> Ask:
    away = frozenset(p for other in others for p in _own_words(ask, other))
    kept = {key: positions for key, positions in ask.attributes.items() if key not in others}
    return replace(ask, attributes=kept, mentions=tuple(m for m in ask.mentions if m.position not in away))


def _untag(clauses: Sequence[Clause]) -> list[Clause]:
    """Without closing tags such as "right?" and "correct?", which make a claim a question."""
    kept = [c for c in clauses if not grammar.is_tag(c.words)]
    return kept or list(clauses)


def _sentence(clauses: Sequence[Clause], number: int) -> list[Clause]:
    return [clause for clause in clauses if clause.sentence == number]


def _questions(sentence: Sequence[Clause]) -> list[tuple[Clause, ...]]:
    """A sentence is one question, unless two of its clauses ask, each about something of its own."""
    asking = [n for n, clause in enumerate(sentence) if _asks(clause)]
    own = [n for n in asking if grammar.WH & set(sentence[n].words) and _has_subject(sentence[n])]
    if len(own) < 2:
        return [tuple(sentence)]
    cuts = [0, *own[1:], len(sentence)]
    return [tuple(sentence[start:end]) for start, end in pairwise(cuts)]


def _says_something(group: Sequence[Clause]) -> bool:
    """Not "anything?" after the question itself."""
    return any(
        m.sense is not Sense.PADDING or m.text in grammar.WH for clause in group for m in clause.mentions
    )


def _only_points_back(group: Sequence[Clause]) -> bool:
    """ "What about it" after the question itself."""
    said = [word for clause in group for word in clause.words]
    return " ".join(said) in ("what about it", "what about that", "what of it", "and what about it")


def _has_subject(clause: Clause) -> bool:
    """Whether a clause names something, or asks for something that only a stage or role has."""
    return any(m.sense is Sense.ENTITY for m in clause.mentions) or bool(_ASKED_FOR & set(clause.attributes))


def _is_question(group: Sequence[Clause]) -> bool:
    return any(_asks(clause) for clause in group) or (bool(group) and group[-1].asked)


def _completed(ask: Ask, later: Sequence[Ask]) -> Ask:
    """ "Who leads and who supports stage 3": the first question takes its stage from the second."""
    given = {slot: keys for question in later for slot, keys in question.slots.items() if slot in SLOTS}
    open_slots = {slot: keys for slot, keys in given.items() if not ask.has(slot) and slot not in ask.nearby}
    return replace(ask, nearby={**open_slots, **ask.nearby})


def _lead_up(group: Sequence[Clause]) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    """What only leads up to a question, and the question; "deal shaping - is that ..." is all question."""
    first = next((n for n, clause in enumerate(group) if _asks(clause)), None)
    if first is None:  # "Just confirm: the CSU leads stage 3"
        first = next(
            (n for n, clause in enumerate(group) if any(m.sense is Sense.ENTITY for m in clause.mentions)), 0
        )
    leans = grammar.POINTS_BACK & set(group[first].words) or not any(map(_has_matter, group[first:]))
    if first and leans and not _premises(group[:first]):
        first = 0
    return tuple(group[:first]), tuple(group[first:])


def _has_matter(clause: Clause) -> bool:
    """Whether a clause says what it is about."""
    return _has_subject(clause) or any(m.sense is Sense.CONTENT for m in clause.mentions)


def _surrounded(ask: Ask, earlier: Sequence[Ask], lead_up: Sequence[Clause], rest: Sequence[Clause]) -> Ask:
    """The question with what leads up to it, other sentences and earlier questions name."""
    nearby: dict[str, tuple[str, ...]] = {}
    for slot in SLOTS:
        spoken = [key for clause in lead_up or rest for key in clause.entities(slot)]
        spoken = spoken or [key for clause in rest for key in clause.entities(slot)]
        asked = [key for question in earlier for key in question.keys(slot)]
        if not ask.has(slot) and (spoken or asked):
            nearby[slot] = tuple(dict.fromkeys(spoken or asked))
    around = [_aside(m) for clause in lead_up for m in clause.mentions if m.sense in _SAID]
    around += [_faded(m, _AROUND) for clause in rest for m in clause.mentions if m.sense is Sense.CONTENT]
    around += [
        _faded(m, _ASIDE) for clause in rest for m in clause.mentions if m.kind() in ("term", "part", "topic")
    ]
    aside = frozenset(key for clause in lead_up for key in spared(clause.mentions)[1])
    nearby = {
        slot: kept for slot, keys in nearby.items() if (kept := tuple(k for k in keys if k not in aside))
    }
    return replace(
        ask, nearby=nearby, around=tuple(around), claims=_premises(lead_up), excluded=ask.excluded | aside
    )


def _aside(mention: Mention) -> Mention:
    """Plain words, roles and stages of the lead-up weigh less; a named thing sets the subject."""
    named = mention.sense is Sense.ENTITY and mention.kind() not in ("role", "unit", "stage")
    return mention if named else _faded(mention, _ASIDE)


def _premises(lead_up: Sequence[Clause]) -> tuple[Clause, ...]:
    """What the question takes for granted of who leads what."""
    return tuple(c for c in lead_up if "lead" in c.attributes and c.entities("role") and c.entities("stage"))


def _faded(mention: Mention, share: float) -> Mention:
    return replace(mention, weight=mention.weight * share)


def _asks(clause: Clause) -> bool:
    return grammar.asks(clause.words)
