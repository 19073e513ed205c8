"""From clauses to questions: which clauses ask, and what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.understand import grammar, words
from knowledge.understand.ask import SLOTS, Ask
from knowledge.understand.lexicon import Lexicon
from knowledge.understand.reading import Clause, Mention, Sense

_ASIDE = 0.35  # weight of what only leads up to a question
_AROUND = 0.3  # weight of what other sentences say
_ASKED_FOR = frozenset({"exit", "outcome", "artifacts", "metrics", "lead", "support"})
_LISTS = (
    "exit",
    "outcome",
    "artifacts",
    "metrics",
    "unit",
    "purpose",
)  # attributes that are asked for side by side
_SAID = (Sense.ENTITY, Sense.CONTENT, Sense.LIGHT)
_SET_ASIDE = re.compile(r"\bnot\b")  # "not PSS/PDM" sets aside, it does not deny
_FROM_TO = re.compile(r" from .* (?:to|till|until|through|thru|up to) | through | thru ")
_TWO = 2
_REACH = 4  # words after "besides" within which something is set aside


def asks(clauses: Sequence[Clause], lexicon: Lexicon) -> list[Ask]:
    """The questions of a message, in order, each with what surrounds it."""
    kept = _untag(clauses)
    sentences = [_sentence(kept, number) for number in dict.fromkeys(clause.sentence for clause in kept)]
    groups = [group for sentence in sentences for group in _questions(sentence)]
    main = [group for group in groups if _is_question(group)]
    main = (
        [group for group in main if _says_something(group)] or main or [tuple(c for g in groups for c in g)]
    )
    if not any(m.sense is not Sense.PADDING for group in main for clause in group for m in clause.mentions):
        main = [tuple(kept)]  # "..., another says pipeline. Which?": the question is in what was said before
    rest = [] if main == [tuple(kept)] else [c for group in groups if group not in main for c in group]
    doubt = any(grammar.contains(lexicon.doubt, clause.stems) for clause in clauses)
    absent = grammar.absent(" ".join(word for clause in clauses for word in clause.words))
    asked: list[Ask] = []
    for group in filter(None, main):
        lead_up, asking = _lead_up(group)
        ask = replace(_ask(asking, lexicon, tagged=len(kept) < len(clauses)), doubt=doubt, absent=absent)
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
    if first and (grammar.POINTS_BACK & set(group[first].words) or not any(map(_has_matter, group[first:]))):
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
    aside = frozenset(key for clause in lead_up for key in _spared(clause.mentions)[1])
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


def _ask(group: Sequence[Clause], lexicon: Lexicon, *, tagged: bool) -> Ask:
    mentions, excluded = _spared(tuple(m for clause in group for m in _meant(clause)))
    mentions = _without_repeats(mentions)
    words = tuple(w for clause in group for w in clause.words)
    stems = tuple(s for clause in group for s in clause.stems)
    attributes: dict[str, frozenset[int]] = {}
    for clause in group:
        for name, positions in clause.attributes.items():
            attributes[name] = attributes.get(name, frozenset()) | positions
    text = " ".join(words)
    if "i mean" in text:
        attributes.pop("expansion", None)
    wh = frozenset(grammar.WH & set(words))
    return Ask(
        mentions=mentions,
        slots=_through(
            {slot: keys for slot in (*SLOTS, "document") if (keys := _keys(mentions, slot))}, text
        ),
        attributes=attributes,
        text=text,
        relation=grammar.first(lexicon.relations, stems),
        needs=grammar.wants(text, wh)
        - (frozenset({"doer"}) if _doer_known(mentions, words) else frozenset()),
        counted=grammar.counted(stems),
        wh=wh,
        yes_no=_wants_yes_or_no(group, wh) or tagged or text.startswith(grammar.CLAIMS),
        negated=grammar.negated(_SET_ASIDE.sub(" ", text) if excluded else text),
        everything=grammar.contains(lexicon.everything, stems),
        personal=bool(grammar.PERSONAL & set(words)),
        anaphoric=grammar.points_back(text),
        choice=" or " in f" {text} ",
        follow_up=grammar.starts(lexicon.follow_up | lexicon.correction, stems),
        more=grammar.contains(lexicon.more, stems),
        why=grammar.starts(lexicon.why, stems),
        excluded=excluded,
    )


def _through(slots: dict[str, tuple[str, ...]], text: str) -> dict[str, tuple[str, ...]]:
    """ "From Inspire & Design through Manage & Optimize": the stages in between are meant as well."""
    stages = slots.get("stage", ())
    if len(stages) != _TWO or not _FROM_TO.search(f" {text} "):
        return slots
    first, last = int(stages[0]), int(stages[1])
    return slots | {"stage": tuple(str(n) for n in range(first, last + 1))} if last > first + 1 else slots


def _meant(clause: Clause) -> tuple[Mention, ...]:
    """ "(not minimum)": what is set aside by a clause of its own."""
    if clause.words[:1] != ("not",) or len(clause.words) > _REACH:
        return clause.mentions
    return tuple(
        replace(m, sense=Sense.PADDING, weight=0.0) if m.sense is Sense.CONTENT else m
        for m in clause.mentions
    )


def _without_repeats(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """ "Manage & Optimize (5)": the number of a stage that is named anyway says nothing more."""
    named = _keys(mentions, "stage")
    return tuple(
        replace(m, sense=Sense.PADDING, weight=0.0) if m.sense is not Sense.ENTITY and m.text in named else m
        for m in mentions
    )


def _doer_known(mentions: Sequence[Mention], words: Sequence[str]) -> bool:
    """Whether "what does ... do" is about somebody or something that the documents give a part."""
    named = any(m.kind() in ("role", "unit", "topic", "part", "motion", "document") for m in mentions)
    return named or bool(grammar.ANYBODY & set(words))


def _wants_yes_or_no(group: Sequence[Clause], wh: frozenset[str]) -> bool:
    if grammar.opens_with_auxiliary(group[0].words):
        return True  # "is the ATS the one who ..."
    return not wh and any(grammar.opens_with_auxiliary(clause.words) for clause in group)


def _faded(mention: Mention, share: float) -> Mention:
    return replace(mention, weight=mention.weight * share)


def _spared(mentions: tuple[Mention, ...]) -> tuple[tuple[Mention, ...], frozenset[str]]:
    """ "Besides the AE, who ...": what is set aside is not asked about. Also its keys."""
    kept: list[Mention] = []
    excluded: set[str] = set()
    aside, before = 0, ""
    for mention in mentions:
        if mention.text in grammar.BESIDES or (before, mention.text) == ("other", "than"):
            aside = _REACH
        elif mention.text == "not":
            aside = 1 + 1  # "not PSS/PDM", but nothing further on
        elif aside and mention.sense is Sense.ENTITY and mention.kind() != "term":
            excluded.update(concept.partition(":")[2] for concept in mention.concepts)
            mention, aside = replace(mention, sense=Sense.PADDING, concepts=("w:",), weight=0.0), 1 + 1
        aside, before = max(0, aside - 1), mention.text
        kept.append(mention)
    return tuple(kept), frozenset(excluded)


def _keys(mentions: Sequence[Mention], slot: str) -> tuple[str, ...]:
    named = (c for m in mentions if m.sense is Sense.ENTITY for c in m.concepts)
    return tuple(dict.fromkeys(c.partition(":")[2] for c in named if c.startswith(slot + ":")))


def _asks(clause: Clause) -> bool:
    return grammar.asks(clause.words)
