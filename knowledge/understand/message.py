"""What kind of message it is: small talk, something told, misconduct, or questions."""

from __future__ import annotations

from collections.abc import Container, Sequence

from knowledge.understand import grammar
from knowledge.understand.ask import Ask
from knowledge.understand.lexicon import Lexicon
from knowledge.understand.reading import Clause, Mention, Sense

_SAYING = ("i am", "my role is", "my job is", "joined as", "i work as", "i sell as", "working as")
_BETWEEN = frozenset("a an the your new our as also now is both just".split())
_RELATIVES = frozenset("manager managers boss team lead colleague assistant".split())
_HERE = (" we are ", " i am ", " deal is ", " my deal ", " our deal ", " the deal ", " we ")
_LONGEST_TOLD = 12  # words of a message that only tells something
_OF_MCEM = frozenset({"role", "stage", "unit", "topic", "part", "motion"})


def small_talk(clauses: Sequence[Clause], lexicon: Lexicon) -> str:
    """The topic of a message that is nothing but small talk, or ""."""
    stems = (tuple(s for s in clause.stems if s != "baton") for clause in clauses)
    topics = [lexicon.small_talk.get(each, "") for each in stems]
    if not topics or not all(topics):
        return ""
    return next((topic for topic in topics if topic != "greeting"), topics[0])


def behaved(clauses: Sequence[Clause], lexicon: Lexicon) -> list[Clause]:
    """The clauses that do not try to make Baton something else; none where only those ask."""
    bad = [clause for clause in clauses if _misbehaves(clause, lexicon)]
    good = [clause for clause in clauses if clause not in bad]
    if bad and not any(m.sense is Sense.ENTITY for clause in good for m in clause.mentions):
        return []
    asking = any(c.asked or grammar.asks(c.words) or grammar.is_tag(c.words) for c in good)
    return good if not bad or asking else []


def _misbehaves(clause: Clause, lexicon: Lexicon) -> bool:
    named = any(m.kind() in _OF_MCEM for m in clause.mentions)
    perhaps = not named and grammar.contains(lexicon.misbehave_perhaps, clause.stems)
    return perhaps or grammar.contains(lexicon.misbehave, clause.stems)


def said_role(clauses: Sequence[Clause], roles: Container[str]) -> str | None:
    """The role that somebody says is theirs: "I'm a CSAM", "my role is SE"."""
    for clause in clauses:
        for place, mention in enumerate(clause.mentions):
            kind, _, key = mention.concepts[0].partition(":")
            own = kind == "role" or key in roles
            if (
                mention.sense is Sense.ENTITY
                and own
                and _claims(clause.mentions[:place], clause.mentions[place + 1 :])
            ):
                return key
    return None


def _claims(before: Sequence[Mention], after: Sequence[Mention]) -> bool:
    """Whether what stands before a role says that it is the person's own; "the AE's manager" is not."""
    if after and after[0].text in _RELATIVES:
        return False
    spoken = " ".join(m.text for m in before)
    saying = next((s for s in _SAYING if f" {s} " in f" {spoken} "), None)
    return saying is not None and set(spoken.rpartition(saying)[2].split()) <= _BETWEEN


def told_stages(clauses: Sequence[Clause], question: Ask) -> tuple[str, ...]:
    """ "We are in stage 2": the stages somebody says they are in."""
    text = " ".join(word for clause in clauses for word in clause.words)
    return question.keys("stage") if f" {text} ".startswith(_HERE) else ()


def only_tells(clauses: Sequence[Clause], question: Ask, role: str | None) -> bool:
    """Whether a message asks nothing, so that what it tells is only noted."""
    if question.wh or question.yes_no or any(c.asked or grammar.asks(c.words) for c in clauses):
        return False
    if question.attributes and not role:
        return False
    rest = [m for m in question.weighty() if m.sense in (Sense.CONTENT, Sense.UNKNOWN) and m.weight > 1]
    return len(rest) <= 1 and sum(len(clause.words) for clause in clauses) <= _LONGEST_TOLD
