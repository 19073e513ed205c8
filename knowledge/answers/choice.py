"""Names that more than one role goes by: asked about once, with the complete questions to choose from."""

from __future__ import annotations

import re
from itertools import pairwise

from knowledge.answer import Answer, Kind
from knowledge.answers import phrases
from knowledge.answers.compose import listing
from knowledge.answers.desk import Desk
from knowledge.answers.resolve import Reading
from knowledge.understand.ask import Ask
from knowledge.understand.lexicon import Lexicon
from knowledge.understand.reading import Sense
from knowledge.understand.thread import Thread

_FUNCTION = frozenset(
    "the a an my our your each every all any this that of does do is are as by for to with what which who"
    " and or in on from at when how can should must will be being".split()
)
_ABOUT_A_ROLE = (
    "do",
    "responsibilities",
    "focus",
    "unit",
    "pair",
    "lead",
    "support",
    "expansion",
    "activities",
)


def choose(desk: Desk, lexicon: Lexicon, text: str, reading: Reading, past: Thread) -> Answer | None:
    """The question back, where it is about a role under a name that several share."""
    question = reading.ask
    name = next((n for n in lexicon.ambiguous if _named(question, n)), None)
    if (
        name is None
        or question.has("role")
        or "role" in question.nearby
        or question.has("unit")
        or not _about_a_role(question, name)
    ):
        return None
    keys = lexicon.ambiguous[name]
    thread = past.after(question, frame="", answer=f"choice:{name}", facts=())
    return Answer(
        kind=Kind.CHOICE,
        text=phrases.CHOOSE.format(name=name, roles=listing([desk.names.role(key) for key in keys], "or")),
        id=f"choice:{name}",
        options=tuple(_with(text, name, desk.names.role(key)) for key in keys),
        labels=tuple(desk.names.full(key) for key in keys),
        thread=thread.dump(),
    )


def _named(question: Ask, name: str) -> bool:
    """Whether the name stands by itself, not within the name of something else."""
    words = [m.text if m.sense is not Sense.ENTITY else "|" for m in question.mentions]
    return bool(re.search(rf"(?<!\S){re.escape(name)}s?(?!\S)", " ".join(words)))


def _about_a_role(question: Ask, name: str) -> bool:
    """Whether a role is what the name stands for here, and nothing else is asked about."""
    rest = [
        m
        for m in question.weighty()
        if m.text not in (name, name + "s") and m.sense in (Sense.CONTENT, Sense.UNKNOWN)
    ]
    if _qualified(question, name):
        return False  # "support engineer": some other job
    return not rest and (question.asks(*_ABOUT_A_ROLE) or question.has("stage"))


def _qualified(question: Ask, name: str) -> bool:
    """Whether another noun stands right before the name."""
    for one, other in pairwise(question.mentions):
        if other.text in (name, name + "s") and one.sense is not Sense.ENTITY and one.text not in _FUNCTION:
            return True
    return False


def _with(text: str, name: str, role: str) -> str:
    """The question with the role in the name's place."""
    asked = re.sub(rf"\b{re.escape(name)}(s?)\b", role, _plain(text), count=1, flags=re.I)
    return asked[:1].upper() + asked[1:].rstrip("?. ") + "?"


def _plain(text: str) -> str:
    """A person's words without anything that a client would take for markup."""
    return " ".join(re.sub(r"[\[\]()<>*_`~#|\\{}]|&\w+;", " ", text).split())
