"""Kinds of question as frames: what each needs, and what of a question it accounts for.

A frame fits a question when its slots are named and its attributes asked for. Of the frames that fit,
the one that accounts for most of the question answers it; replies.py composes what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.understand.ask import Ask
from knowledge.understand.reading import Mention, Sense

Condition = Callable[[Ask], bool]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A kind of question.

    `slots` must all be named; of `attributes`, one must be asked for unless `bare` allows none;
    `free` are further attributes it accounts for; `words` further stems; `when` is any other condition.
    """

    name: str
    slots: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # further kinds of thing that may be named
    bare: bool = False
    words: frozenset[str] = frozenset()
    counts: bool = False  # gives a number
    negation: bool = False  # has an answer for "not"
    own_text: bool = False  # words of the answer itself count as accounted for
    when: Condition = lambda ask: True
    prior: float = 0.0


_UNGIVEN = {"person", "place", "consequence", "length", "procedure"}  # what no frame gives
_PLAIN = 0.4
_INHERITED = 1.5
_SPECIFIC = frozenset(
    "handoff expansion lead support unit exit outcome purpose artifacts metrics".split()
    + "mcem_focus focus pair idle number qualification".split()
)


def aptness(frame: Frame, ask: Ask) -> float:
    """How well the frame's attributes are those asked for; orders frames that account for as much."""
    asked = _SPECIFIC & set(ask.attributes)
    own = set(frame.attributes)
    return 0.06 * bool(asked & own) - 0.03 * len(asked - own - set(frame.free)) + frame.prior


def accounted(frame: Frame, ask: Ask, also: frozenset[int] = frozenset()) -> float:
    """The share of the question, by weight, that the frame accounts for."""
    covered = {p for name in (*frame.attributes, *frame.free) for p in ask.attributes.get(name, ())} | also
    explained = unexplained = 0.0
    for mention in ask.weighty():
        if mention.kind() == "term" and mention.weight <= _PLAIN:
            continue  # "opportunity", "deal"
        named = mention.sense is Sense.ENTITY and (mention.kind() in (*frame.slots, *frame.also, "document"))
        if (
            named
            or mention.position in covered
            or _stem_in(mention, frame.words)
            or mention.text.removesuffix("s") in frame.slots
        ):
            explained += mention.weight
        else:
            unexplained += mention.weight
    if ask.needs & _UNGIVEN or (ask.needs & {"number", "duration"} and not frame.counts):
        unexplained += 2.5
    explained += _INHERITED * len((ask.inherited | ask.context) & set(frame.slots))
    total = explained + unexplained
    return explained / total if total else 1.0


def fitting(table: Sequence[Frame], ask: Ask) -> Sequence[Frame]:
    """The frames of a table whose conditions the question meets."""
    return [frame for frame in table if _fits(frame, ask)]


def _fits(frame: Frame, ask: Ask) -> bool:
    if not all(ask.has(slot) for slot in frame.slots):
        return False
    if ask.negated and not frame.negation:
        return False
    if frame.attributes and not frame.bare and not ask.asks(*frame.attributes):
        return False
    return frame.when(ask)


def _stem_in(mention: Mention, stems: frozenset[str]) -> bool:
    if mention.kind() == "part":
        return any(part.removeprefix("w:") in stems for part in mention.parts)
    return any(concept.partition(":")[2] in stems for concept in mention.concepts)
