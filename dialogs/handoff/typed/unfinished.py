"""Words that begin like a command and stop short of it, or go on with what is no value.

They are read so only where a handoff is open in the chat; what the knowledge can answer stays a question.
"""

from __future__ import annotations

import re

from dialogs.handoff.typed.asked import Asked
from dialogs.handoff.typed.asked import HandoffCommand as C
from knowledge.answer import Answer, Kind

_SET = r"(?:(?:set|change|update|correct) )?(?:the |its |my |our )?"
_LEADS: tuple[tuple[C, str], ...] = (
    (C.ADD_MILESTONE, r"(?:add|another|new) milestone"),
    (C.REMOVE_MILESTONE, r"(?:remove|delete|drop) (?:the )?milestone"),
    (C.MEET_BY, rf"{_SET}meet(?:ing)? by"),
    (C.VALUE, rf"{_SET}(?:(?:estimated|milestone) )*(?:value|amount)"),
    (C.DUE, rf"{_SET}(?:milestone )?due(?: date)?"),
    (C.WORKLOAD, rf"{_SET}workload"),
    (C.CUSTOMER, rf"{_SET}customer(?: name)?"),
    (C.OPPORTUNITY, rf"rename|{_SET}(?:opportunity|name)(?: name)?"),
    (C.LINK, rf"{_SET}(?:msx )?link"),
    (C.NOTE, r"(?:add (?:a )?)?note"),
    (C.ESCALATE, r"escalate(?: (?:it|this))?(?: to)?|escalation contact"),
    (C.ASSIGN, rf"re-?assign|assign|{_SET}(?:giver|receiver)"),
    (C.ADD_PERSON, r"add (?:a )?(?:person|colleague)"),
    (C.UNDO, r"undo|untick"),
    (C.WAIVE, r"waived?|skip"),
    (C.NOT_APPLICABLE, r"n/a|na|not applicable"),
    (C.DONE, r"(?:all|everything)(?: is| are)? (?:done|finished|complete)"),
    (C.DONE, r"(?:mark )?done|tick|completed?|finished"),
    (C.MOVED, r"moved"),
    (C.HELD, r"held"),
    (C.TRANSFERRED, r"transferred"),
    (C.DECLINE, r"decline|reject"),
    (C.AGREE, r"lgtm|approved?|(?:looks|sounds) good(?: to me)?|(?:fine|ok) (?:by|with) me"),
)
_FORMS = tuple(
    (command, re.compile(rf"(?:{lead})(?:[ ]?[:=]|\s(?:to|is|are|as)\b)?(?P<rest>\s?\S.*|\W*)", re.I | re.S))
    for command, lead in _LEADS
)
_ASKING = re.compile(r"\b(?:who|whom|whose|what|when|where|which|why|how|stages?|mcem|of|in)\b", re.I)
_MOST_WORDS = 4  # after the command; more is a sentence of its own
# No word of the method: what begins with one of these is meant as a command whatever follows.
_PLAIN = frozenset(
    (C.ADD_MILESTONE, C.REMOVE_MILESTONE, C.MEET_BY, C.NOTE, C.ADD_PERSON, C.UNDO, C.WAIVE, C.NOT_APPLICABLE)
)
_UNHEARD_OF = "\u201c"  # an answer quotes the words that stand nowhere in the documents
_VAGUE = frozenset(
    (
        "all",
        "everything",
        "asap",
        "soon",
        "later",
        "someday",
        "sometime",
        "whenever",
        "never",
        "tbd",
        "tbc",
        "unknown",
        "lots",
    )
)


def read(words: str) -> Asked | None:
    """The command that these words begin like; `words` has no padding and is none that is whole."""
    for command, form in _FORMS:
        found = form.fullmatch(words)
        if found is None or (found["rest"][:1].isalnum()):
            continue
        rest = found["rest"].strip()
        if _ASKING.search(rest) or len(rest.split()) > _MOST_WORDS:
            return None
        return Asked(command=C.UNFINISHED, about=command, text=rest)
    return None


def is_known(asked: Asked, answer: Answer) -> bool:
    """Whether the words are a question: the documents answer it, or at least speak of every word in it."""
    if _is_plain(asked):
        return False
    return answer.kind is Kind.ANSWERED or _UNHEARD_OF not in answer.text


def _is_plain(asked: Asked) -> bool:
    """Whether it can be nothing but a command."""
    rest = asked.text.casefold()
    return asked.about in _PLAIN or rest in _VAGUE or not any(len(word) > 1 for word in _words(rest))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)
