"""What a question wants to be given: a number, a time, a stage, somebody. And whether a fact gives it."""

from __future__ import annotations

import re

from knowledge.answers.facts import Fact, Sort
from knowledge.understand import words

# How much a fact falls short that does not give what is needed.
SHORTFALL = {
    "number": 2.5,
    "duration": 2.5,
    "stage": 1.2,
    "when": 0.6,
    "owner": 1.0,
    "doer": 3.0,
    "time": 0.8,
    "consequence": 3.0,
    "length": 3.0,
    "procedure": 3.0,
    "person": 3.0,
    "place": 3.0,
}
_NEVER_GIVEN = frozenset(
    {"consequence", "length", "person", "place", "procedure"}
)  # the documents name nobody, no place, no penalty
_STAGE_LEVEL = frozenset({Sort.ACTIVITY, Sort.ARTIFACT, Sort.METRIC, Sort.EXIT, Sort.OUTCOME})
_NOBODY = 2.0  # the documents give these to a stage and to nobody by name
_NUMBER = re.compile(
    r"\d|(?:two|three|four|five|six|seven|eight|nine|ten|quarterly|weekly|half|both|first)$", re.I
)
_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|quarterly|weekly|half|both|first)\b", re.I
)
_UNITS = {"year", "day", "week", "month"}
_STAGE_NUMBER = re.compile(r"\b(?:stage |s)\d", re.I)
_DURATION = re.compile(
    r"\d[\d+]*(?: business)? (?:days?|weeks?|years?|months?|hours?)|weekly|quarterly", re.I
)


def shortfall(fact: Fact, needs: frozenset[str], counted: str) -> float:
    """The weight of what is needed and not given; `counted` is the stem of what a number must be of."""
    nobody = _NOBODY if "owner" in needs and fact.sort in _STAGE_LEVEL else 0.0
    return nobody + sum(SHORTFALL[need] for need in needs if not _gives(fact, need, counted))


def _gives(fact: Fact, need: str, counted: str) -> bool:
    if need in _NEVER_GIVEN:
        return False
    if need in ("stage", "when") and fact.sort in (Sort.GAP, Sort.CONFLICT):
        return True
    if need == "stage":
        return bool(fact.stages)
    if need == "when":
        return bool(fact.stages) or bool(_DURATION.search(fact.text))
    if need == "owner":
        return bool(fact.owners) or fact.sort in (Sort.GAP, Sort.CONFLICT)
    if need == "doer":
        return fact.sort in (Sort.GAP, Sort.CONFLICT)
    if need in ("duration", "time"):
        return bool(_DURATION.search(fact.text))
    return _counts(_STAGE_NUMBER.sub("", fact.text), counted)


def _counts(text: str, counted: str) -> bool:
    """Whether a number stands before what is counted, with no other unit in between."""
    if not _FIGURE.search(text):
        return False  # most facts name no number: not worth splitting
    found = words.split(text)
    for place, word in enumerate(found):
        if _NUMBER.match(word.text):
            near = [w.stem for w in found[place + 1 : place + 4]]
            if not counted or (counted in near and not _UNITS & set(near[: near.index(counted)])):
                return True
    return False
