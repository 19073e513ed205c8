"""Conditions of frames: what else must hold of a question, beside what it names and asks for."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.understand import grammar
from knowledge.understand.ask import Ask

Condition = Callable[[Ask], bool]

_FEW = 3  # mentions of a question that only names a term
DOING = ("do", "responsibilities", "activities", "purpose", "artifacts", "roles", "metrics")
EACH = ("stages", "each stage", "every stage", "all stages", "by stage", "per stage")
ALL_ALONG = (*EACH, "stage by stage", "journey", "lifecycle")
_ROLES = ("roles", "role", "everyone", "everybody", "who does what", "involved", "who")
_NOT_BY_ROLE = ("not by role", "by stage", "stage level", "general")
NEEDED = (
    "needs to",
    "need to",
    "needed",
    "required",
    "has to",
    "have to",
    "must",
    "makes",
    "make",
    "counts as",
    "count as",
    "before",
    "considered",
    "checklist",
)
ATTENDING = (
    "attend",
    "attends",
    "attending",
    "join",
    "joins",
    "participates",
    "participants",
    "invited",
    "involved",
)
_SUBJECTS = ("role", "stage", "unit", "motion", "term", "topic")


def lacks(*slots: str) -> Condition:
    return lambda ask: not any(ask.has(slot) for slot in slots)


def every(*conditions: Condition) -> Condition:
    return lambda ask: all(condition(ask) for condition in conditions)


def says(*texts: str) -> Condition:
    return lambda ask: ask.says(*texts)


def no_wh(*words: str) -> Condition:
    return lambda ask: not ask.wh & set(words)


def asks_not(*attributes: str) -> Condition:
    return lambda ask: not ask.asks(*attributes)


def yes_no(ask: Ask) -> bool:
    return ask.yes_no


def alone(ask: Ask) -> bool:
    """One kind of thing is named and no other."""
    set_before = any(m.kind() in ("topic", "part", "motion") for m in ask.around)
    return sum(ask.has(slot) for slot in _SUBJECTS) == 1 and not set_before


def of_mcem(ask: Ask) -> bool:
    """No abbreviation but that of the methodology itself is asked about."""
    return set(ask.keys("term")) <= {"mcem"}


def two_stages(ask: Ask) -> bool:
    return len(ask.stages) == 2


def moves(ask: Ask) -> bool:
    """From one stage to the next."""
    return two_stages(ask) and abs(ask.stages[0] - ask.stages[1]) == 1 and ask.says("from")


def everyone(ask: Ask) -> bool:
    if ask.says(*_NOT_BY_ROLE) or (ask.asks("owns") and not ask.says("what")):
        return False
    # "What do I do in stage 3" from somebody whose role is not known: everyone's.
    return (
        ask.says(*_ROLES)
        or ask.everything
        or (grammar.asks_for_own(ask.text) and ask.asks("do") and "role" not in ask.nearby)
    )


def names_or_defines(ask: Ask) -> bool:
    """ "Who is the SSP", but not "who manages the SSP"."""
    return "who" not in ask.wh or ask.says("who is", "who are", "is who", "are who")


def who(ask: Ask) -> bool:
    return bool(ask.wh & {"who", "which"}) or ask.everything or ask.asks("roles")


def idle(ask: Ask) -> bool:
    """ "No activity", "doesn't have an activity"."""
    return ask.asks("idle") or ask.negated


def roles_of_unit(ask: Ask) -> bool:
    """ "As the CSU owns stage 4, which roles lead it?": the unit only sets the scene."""
    return not ask.has("unit") or (ask.asks("lead") and ask.asks("roles") and bool(ask.wh & {"which", "who"}))


def owns_stages(ask: Ask) -> bool:
    """ "Which stages fall under the STU", "what is the STU accountable for"."""
    return ask.asks("owns", "unit", "responsibilities", "lead") or ask.says("which stages", "what stages")


def one_unit(ask: Ask) -> bool:
    """Two units and what one does for the other is a transition, not a description of both."""
    return len(ask.keys("unit")) == 1 or not ask.asks("do", "responsibilities", "handoff")


def splits_work(ask: Ask) -> bool:
    """What roles do; "who" only in "the AE and the SSP in stage 1: who does which part"."""
    if "who" not in ask.wh or "what" in ask.wh:
        return True
    return len(ask.keys("role")) > 1 and ask.says("who does", "who do") and not ask.choice


def supporting(ask: Ask) -> bool:
    """ "Who supports stage 2", also with "the SSP" in it."""
    return not ask.has("role") or "who" in ask.wh


def neighbour(ask: Ask) -> bool:
    others = ("exit", "outcome", "lead", "support", "unit", "artifacts", "metrics", "roles")
    return ask.relation in ("next", "previous") and not ask.asks(*others) and bool(ask.wh)


def edge(ask: Ask) -> bool:
    return ask.relation in ("first", "last") and ask.says("stage", "mcem")


def plain_what(ask: Ask) -> bool:
    asked = ask.asks("expansion", "definition") or len(ask.mentions) <= _FEW
    if ask.keys("term") == ("mcem",) and ask.asks("definition") and not ask.asks("expansion"):
        return False  # more is said of it than what it stands for
    if "doer" in ask.needs:
        return False  # what somebody does is not what their name stands for
    if "what" in ask.wh and all(m.kind() == "term" for m in ask.weighty()):
        return True
    return asked and not ask.wh & {"who", "when", "where", "why", "how"} and not ask.says("if")


ONLY_STAGE = lacks("role", "unit", "motion")
NO_SUBJECT = lacks("role", "stage", "unit", "motion", "topic")
