"""The best way to take a question: a frame, or facts that a search found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from knowledge.answers.desk import Desk
from knowledge.answers.facts import Sort
from knowledge.answers.found import together
from knowledge.answers.search import Hit, Search
from knowledge.understand import frames, words
from knowledge.understand.ask import Ask
from knowledge.understand.frame_table import FRAMES
from knowledge.understand.frames import Frame
from knowledge.understand.reading import Mention, Sense
from knowledge.understand.thread import Thread

SURE = 0.97  # a frame that accounts for this much needs no search
_ONE_SLOT = 0.04
_LEAD = 0.1  # a frame that knows both role and stage is left only for a clearly better fact
_LATER = 0.015  # of readings as good, the earlier is meant
_DISPUTED = 0.6  # share that a disagreement must account for when disagreements are asked about
_COMMON = 0.6  # weight up to which a word is no subject by itself
_LISTED = 12  # items a list of a stage can have
_PASSED_ON = 0.3  # weight of a transition that two units only make likely
_DUTIES = "w:" + words.stem("responsibilities")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A way to take a question, and the share of it that this accounts for."""

    ask: Ask
    score: float = 0.0
    frame: Frame | None = None
    hits: tuple[Hit, ...] = ()


def resolve(desk: Desk, search: Search, question: Ask, past: Thread, role: str | None) -> Reading:
    """A frame where one accounts for all of the question, else what accounts for most of it."""
    best = _by_frame(desk, search, list(past.variants(question, role)))
    if best.score >= SURE and not question.doubt:
        return best
    handicap = _handicap(best.frame)
    for variant in past.search_variants(question):
        mentions = (*variant.mentions, *variant.around, *_implied(variant))
        hits = [hit for hit in search.hits(variant, mentions) if _tells(hit, mentions)]
        dispute = (
            question.doubt and hits and hits[0].fact.sort is Sort.CONFLICT and hits[0].score >= _DISPUTED
        )
        if dispute or (hits and hits[0].score > best.score + handicap):
            best = Reading(ask=variant, score=hits[0].score, hits=tuple(together(hits)))
            handicap = 0.0
    return best


def _handicap(frame: Frame | None) -> float:
    """How much better a fact must be than a frame."""
    if frame is None or frame.name.endswith(".overview"):
        return 0.0
    return _LEAD if len(frame.slots) > 1 else _ONE_SLOT


def _tells(hit: Hit, mentions: Sequence[Mention]) -> bool:
    """Whether a fact matches more than verbs and common nouns."""
    return any(m.weight > _COMMON for m in mentions if m.position in hit.matched)


def _by_frame(desk: Desk, search: Search, variants: Sequence[Ask]) -> Reading:
    best, top = Reading(ask=variants[-1]), 0.0
    for order, variant in enumerate(variants):
        for frame in frames.fitting(FRAMES, variant):
            if not desk.can(frame.name, variant):
                continue
            own = _own_facts(frame, variant) if frame.own_text else ()
            score = frames.accounted(frame, variant, search.covered(own, variant.weighty()))
            rank = score + frames.aptness(frame, variant) - _LATER * order
            if rank > top:
                top, best = rank, Reading(ask=variant, score=score, frame=frame)
    return best


def _implied(question: Ask) -> tuple[Mention, ...]:
    """What a unit does is found under its responsibilities; two units make a transition."""
    if not (question.asks("do") and question.has("unit")):
        return ()
    implied = [Mention(2_000, "", "", Sense.LIGHT, (_DUTIES,), 0.6, 0)]
    units = question.keys("unit")
    for number, (one, other) in enumerate(permutations(units, 2), 2_001):
        implied.append(Mention(number, "", "", Sense.LIGHT, (f"topic:{one}-{other}",), _PASSED_ON, 0))
    return tuple(implied)


def _own_facts(frame: Frame, question: Ask) -> tuple[str, ...]:
    """Keys of the facts that the frame's answer will show."""
    if frame.name == "motion.role":
        return tuple(f"motion.{m}.roles.{r}" for m in question.keys("motion") for r in question.keys("role"))
    if frame.name == "motion.roles":
        return tuple(f"motion.{m}.purpose.0" for m in question.keys("motion"))
    if frame.name == "stage.activities":
        return tuple(f"stage.{n}.activities.{k}" for n in question.stages for k in range(_LISTED))
    return tuple(f"role.{r}.cells.{n}" for r in question.keys("role") for n in question.stages)
