"""One question of a message, typed: what it names, asks for, sets aside and wants to be given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.understand import grammar
from knowledge.understand.ask import SLOTS, Ask
from knowledge.understand.lexicon import Lexicon
from knowledge.understand.reading import Clause, Mention, Sense

_SET_ASIDE = re.compile(r"\bnot\b")  # "not PSS/PDM" sets aside, it does not deny
_FROM_TO = re.compile(r" from .* (?:to|till|until|through|thru|up to) | through | thru ")
_SLIGHT = 0.5
_OF_TIME = frozenset(
    "long day days hour hours week weeks month months time take takes last quickly fast".split()
)
_TWO = 2
_REACH = 4  # words after "besides" within which something is set aside


def typed(group: Sequence[Clause], lexicon: Lexicon, *, tagged: bool) -> Ask:
    mentions, excluded = spared(tuple(m for clause in group for m in _meant(clause)))
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
        needs=_needs(text, wh, mentions, words),
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


def _needs(
    text: str, wh: frozenset[str], mentions: Sequence[Mention], words: Sequence[str]
) -> frozenset[str]:
    """What the answer must give, judged with what the question names."""
    needs = grammar.wants(text, wh)
    if any("interview-template" in concept for m in mentions for concept in m.concepts):
        needs -= {"length"}  # the template does say how long its sections are
    if _doer_known(mentions, words):
        needs -= {"doer"}
    about = [m for m in mentions if m.weight > _SLIGHT and m.text not in _OF_TIME and m.kind() != "stage"]
    return needs | {"length"} if "duration" in needs and not about else needs


def _doer_known(mentions: Sequence[Mention], words: Sequence[str]) -> bool:
    """Whether "what does ... do" is about somebody or something that the documents give a part."""
    named = any(m.kind() in ("role", "unit", "topic", "part", "motion", "document") for m in mentions)
    return named or bool(grammar.ANYBODY & set(words))


def _wants_yes_or_no(group: Sequence[Clause], wh: frozenset[str]) -> bool:
    if grammar.opens_with_auxiliary(group[0].words):
        return True  # "is the ATS the one who ..."
    return not wh and any(grammar.opens_with_auxiliary(clause.words) for clause in group)


def spared(mentions: tuple[Mention, ...]) -> tuple[tuple[Mention, ...], frozenset[str]]:
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
