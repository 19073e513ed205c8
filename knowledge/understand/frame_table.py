"""The table of frames: every kind of question that has an answer of its own.

The order counts only between frames that fit a question equally well.
"""

from __future__ import annotations

from collections.abc import Callable

from knowledge.understand import grammar
from knowledge.understand.ask import Ask
from knowledge.understand.frames import Frame

Condition = Callable[[Ask], bool]

_FEW = 3  # mentions of a question that only names a term
_DOING = ("do", "responsibilities", "activities", "purpose", "artifacts", "roles", "metrics")
_EACH = ("stages", "each stage", "every stage", "all stages", "by stage", "per stage")
_ALL_ALONG = (*_EACH, "stage by stage", "journey", "lifecycle")
_ROLES = ("roles", "role", "everyone", "everybody", "who does what", "involved", "who")
_NOT_BY_ROLE = ("not by role", "by stage", "stage level", "general")
_NEEDED = (
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
_ATTENDING = (
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


def _no(*slots: str) -> Condition:
    return lambda ask: not any(ask.has(slot) for slot in slots)


def _all(*conditions: Condition) -> Condition:
    return lambda ask: all(condition(ask) for condition in conditions)


def _says(*texts: str) -> Condition:
    return lambda ask: ask.says(*texts)


def _no_wh(*words: str) -> Condition:
    return lambda ask: not ask.wh & set(words)


def _asks_not(*attributes: str) -> Condition:
    return lambda ask: not ask.asks(*attributes)


def _yes_no(ask: Ask) -> bool:
    return ask.yes_no


def _alone(ask: Ask) -> bool:
    """One kind of thing is named and no other."""
    set_before = any(m.kind() in ("topic", "part", "motion") for m in ask.around)
    return sum(ask.has(slot) for slot in _SUBJECTS) == 1 and not set_before


def _of_mcem(ask: Ask) -> bool:
    """No abbreviation but that of the methodology itself is asked about."""
    return set(ask.keys("term")) <= {"mcem"}


def _two_stages(ask: Ask) -> bool:
    return len(ask.stages) == 2


def _moves(ask: Ask) -> bool:
    """From one stage to the next."""
    return _two_stages(ask) and abs(ask.stages[0] - ask.stages[1]) == 1 and ask.says("from")


def _everyone(ask: Ask) -> bool:
    if ask.says(*_NOT_BY_ROLE) or (ask.asks("owns") and not ask.says("what")):
        return False
    # "What do I do in stage 3" from somebody whose role is not known: everyone's.
    return (
        ask.says(*_ROLES)
        or ask.everything
        or (grammar.asks_for_own(ask.text) and ask.asks("do") and "role" not in ask.nearby)
    )


def _names_or_defines(ask: Ask) -> bool:
    """ "Who is the SSP", but not "who manages the SSP"."""
    return "who" not in ask.wh or ask.says("who is", "who are", "is who", "are who")


def _who(ask: Ask) -> bool:
    return bool(ask.wh & {"who", "which"}) or ask.everything or ask.asks("roles")


def _idle(ask: Ask) -> bool:
    """ "No activity", "doesn't have an activity"."""
    return ask.asks("idle") or ask.negated


def _roles_of_unit(ask: Ask) -> bool:
    """ "As the CSU owns stage 4, which roles lead it?": the unit only sets the scene."""
    return not ask.has("unit") or (ask.asks("lead") and ask.asks("roles") and bool(ask.wh & {"which", "who"}))


def _supporting(ask: Ask) -> bool:
    """ "Who supports stage 2", also with "the SSP" in it."""
    return not ask.has("role") or "who" in ask.wh


def _neighbour(ask: Ask) -> bool:
    others = ("exit", "outcome", "lead", "support", "unit", "artifacts", "metrics", "roles")
    return ask.relation in ("next", "previous") and not ask.asks(*others) and bool(ask.wh)


def _edge(ask: Ask) -> bool:
    return ask.relation in ("first", "last") and ask.says("stage", "mcem")


def _plain_what(ask: Ask) -> bool:
    asked = ask.asks("expansion", "definition") or len(ask.mentions) <= _FEW
    if ask.keys("term") == ("mcem",) and ask.asks("definition") and not ask.asks("expansion"):
        return False  # more is said of it than what it stands for
    if "doer" in ask.needs:
        return False  # what somebody does is not what their name stands for
    if "what" in ask.wh and all(m.kind() == "term" for m in ask.weighty()):
        return True
    return asked and not ask.wh & {"who", "when", "where", "why", "how"} and not ask.says("if")


def _stems(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ONLY_STAGE = _no("role", "unit", "motion")
_NO_SUBJECT = _no("role", "stage", "unit", "motion", "topic")


def _each_stage(attribute: str, *, free: tuple[str, ...] = (), counts: bool = False) -> Frame:
    """One line for every stage."""
    return Frame(
        name=f"stages.{attribute}", attributes=(attribute,), free=free, counts=counts,
        words=_stems("stage five 5"), when=_all(_no("stage", "role", "unit"), _says(*_EACH)),
    )  # fmt: skip


# fmt: off
_ROLE_FRAMES = (
    Frame(name="role.in_stage.lead", slots=("role", "stage"), attributes=("lead",), free=("do", "roles"),
          negation=True, when=lambda ask: ask.yes_no or not ask.wh),
    Frame(name="role.in_stage.support", slots=("role", "stage"), attributes=("support",),
          free=("do", "roles", "lead"), negation=True, when=_yes_no),
    Frame(name="cell", slots=("role", "stage"), attributes=_DOING, bare=True, own_text=True, negation=True,
          free=("support", "idle", "definition"), prior=0.03,
          when=lambda ask: "who" not in ask.wh or "what" in ask.wh),
    Frame(name="role.absent", slots=("role",), attributes=("roles", "unit", "owns"), bare=True, negation=True,
          free=("responsibilities", "do", "support", "idle", "lead", "handoff"), prior=0.2,
          words=_stems("without miss absent becom carri suppos place here step jump cover account deal fill"),
          when=_all(lambda ask: ask.absent and "who" in ask.wh, _no("motion", "topic"))),
    Frame(name="role.all_cells", slots=("role",), attributes=("do", "activities", "responsibilities"), bare=True,
          free=("roles",), words=_stems("mcem stage journey"), counts=True, prior=0.02,
          when=_all(_no("stage", "unit", "motion"), _says(*_ALL_ALONG), _asks_not("lead", "support"))),
    Frame(name="role.lead_stages", slots=("role",), attributes=("lead", "support"), free=("do", "roles", "unit"),
          words=_stems("stage appear list"), counts=True, negation=True, prior=0.03,
          when=_all(_no("stage", "unit", "motion"), _says("stage", "stages", "where", "when", "which"))),
    Frame(name="role.empty_stages", slots=("role",), attributes=("idle", "activities"), negation=True, counts=True,
          free=("roles", "do", "responsibilities", "owns"),
          words=_stems("stage list matrix accountability"),
          when=_all(_no("stage", "unit", "motion"), _says("stage", "stages", "where", "when"), _idle)),
    Frame(name="role.active_stages", slots=("role",), attributes=("do", "activities"), free=("roles",),
          words=_stems("stage act active appear"), counts=True,
          when=_all(_no("stage", "unit", "motion"),
                    _says("which stages", "what stages", "which stage", "what stage", "where", "how many stages"))),
    Frame(name="role.expansion", slots=("role",), attributes=("expansion",), words=_stems("letter"),
          when=_no("stage"), prior=0.01),
    Frame(name="role.mcem_focus", slots=("role",), attributes=("mcem_focus",), free=("focus", "expansion"),
          words=_stems("mcem stage area give"), prior=0.03),
    Frame(name="role.focus", slots=("role",), attributes=("focus",), free=("roles",), when=_no("stage")),
    Frame(name="role.responsibilities", slots=("role",), attributes=("responsibilities", "do"),
          free=("roles", "activities", "owns"), prior=0.005,
          when=_all(_no("stage", "motion", "unit"), _no_wh("who", "when", "why", "where"))),
    Frame(name="role.unit", slots=("role",), attributes=("unit",), free=("roles", "do", "responsibilities", "owns"),
          words=_stems("member stage team"), prior=0.02,
          when=_all(_no("stage", "unit", "term"), _no_wh("when", "why", "how", "where"))),
    Frame(name="role.in_unit", slots=("role", "unit"), attributes=("unit", "roles"), bare=True,
          free=("do", "roles"), negation=True, when=_yes_no, prior=0.04),
    Frame(name="role.duties", slots=("role", "topic"), attributes=("do", "responsibilities"), bare=True,
          free=("roles",), words=_stems("refer intern guid llm"), when=_no("stage", "motion", "unit"), prior=0.04),
    Frame(name="role.pair", slots=("role",), attributes=("pair",), free=("roles", "do"),
          when=_no("stage", "motion"), prior=0.02),
    Frame(name="role.overview", slots=("role",), bare=True,
          free=("expansion", "roles", "responsibilities", "do", "definition"),
          when=_all(_alone, _no_wh("when", "why", "where"), _names_or_defines)),
    Frame(name="roles.list", attributes=("roles",), counts=True, words=_stems("mcem list one two three four five six seven eight nine ten eleven twelve"),
          when=_all(_NO_SUBJECT, _of_mcem, _says("roles"))),
)

_STAGE_FRAMES = (
    Frame(name="stage.no_such", slots=("stage",), bare=True, negation=True, prior=0.5,
          free=("exit", "outcome", "purpose", "activities", "artifacts", "metrics", "lead", "support", "unit",
                "do", "roles", "number")),
    Frame(name="stage.empty_roles", slots=("stage",), attributes=("idle",), bare=True, free=("do", "roles", "activities"),
          words=_stems("matrix list"), counts=True, negation=True,
          when=_all(_no("role", "unit"), _who, lambda ask: ask.asks("idle") or ask.says("not in", "not there", "not part"))),
    Frame(name="stage.order", slots=("stage",), bare=True, words=_stems("come"), prior=0.06,
          when=_all(_ONLY_STAGE, _two_stages, _yes_no, lambda ask: ask.relation in ("next", "previous"))),
    Frame(name="stage.move", slots=("stage",), attributes=("exit",), bare=True, prior=0.05,
          free=("do", "qualification"), words=_stems("move requir need place opportun go"),
          when=_all(_no("role", "unit", "motion", "topic", "part"), _moves, _no_wh("who"),
                    _asks_not("handoff"))),
    Frame(name="stage.handoff", slots=("stage",), attributes=("handoff",), free=("do", "unit", "activities", "exit"), prior=0.02,
          words=_stems("flywheel formal go move"), when=_all(_no_wh("who"), _no("role", "unit", "motion", "topic", "part"))),
    Frame(name="stage.neighbour", slots=("stage",), free=("do", "number"), bare=True, prior=0.04,
          words=_stems("stage come follow next preced previous subsequ"),
          when=_all(_no("role", "unit", "motion", "term", "topic"), _neighbour)),
    Frame(name="stage.lead", slots=("stage",), attributes=("lead",), free=("roles", "do", "support", "unit", "owns"),
          counts=True, negation=True, also=("unit",), when=_all(_no("role", "motion"), _roles_of_unit), prior=0.02),
    Frame(name="stage.support", slots=("stage",), attributes=("support",), free=("roles", "do"), also=("role",),
          counts=True, negation=True, when=_all(_no("unit", "motion"), _supporting, _asks_not("lead")), prior=0.02),
    Frame(name="stage.unit", slots=("stage",), attributes=("unit", "owns"),
          free=("do", "responsibilities", "roles"), words=_stems("team"), prior=0.015,
          when=_all(_ONLY_STAGE, _no_wh("why", "how"))),
    Frame(name="stage.everyone", slots=("stage",), attributes=("do", "activities", "roles", "responsibilities"),
          free=("unit", "lead"), words=_stems("list full"), counts=True, prior=0.03,
          when=_all(_ONLY_STAGE, _everyone)),
    Frame(name="stage.exit", slots=("stage",), attributes=("exit",), free=("qualification", "do", "count"), counts=True,
          when=_all(_ONLY_STAGE, _no_wh("who"), _asks_not("handoff")), prior=0.03),
    Frame(name="stage.outcome", slots=("stage",), attributes=("outcome",), when=_no("role", "unit"), prior=0.03),
    Frame(name="stage.artifacts", slots=("stage",), attributes=("artifacts",),
          free=("do", "exit", "activities", "count"), counts=True, when=_no("role", "unit"), prior=0.02),
    Frame(name="stage.metrics", slots=("stage",), attributes=("metrics",), free=("do", "outcome", "count"),
          counts=True, when=_no("role", "unit"), prior=0.02),
    Frame(name="stage.purpose", slots=("stage",), attributes=("purpose",), free=("do", "handoff"),
          words=_stems("flywheel describ"), when=_no("role", "unit")),
    Frame(name="stage.activities", slots=("stage",), attributes=("activities",), free=("do", "count"),
          own_text=True, words=_stems("general role level"), counts=True, negation=True, prior=0.015,
          when=_all(_no("role", "unit"), _asks_not("idle"))),
    Frame(name="stage.number", slots=("stage",), attributes=("number",), when=_no("role", "unit"), prior=0.03),
    Frame(name="stage.overview", slots=("stage",), bare=True, free=("do", "expansion", "definition"),
          when=_all(_alone, _no_wh("who"))),
    _each_stage("exit"),
    _each_stage("outcome"),
    _each_stage("lead", free=("roles",)),
    _each_stage("unit", free=("owns",)),
    _each_stage("purpose"),
    _each_stage("artifacts"),
    _each_stage("metrics"),
    Frame(name="stages.edge", words=_stems("stage first last start end begin"), bare=True,
          when=_all(_no("stage", "role", "unit", "motion"), _edge)),
    Frame(name="stages.list", attributes=("number", "count", "expansion"), bare=True, counts=True, prior=-0.01,
          words=_stems("mcem stage five name list order one two three four six seven eight nine"),
          when=_all(_NO_SUBJECT, _says("stages", "mcem stage", "flywheel stages", "stage names"))),
)

_OTHER_FRAMES = (
    Frame(name="unit.of_stage", slots=("unit", "stage"), bare=True, free=("roles",), negation=True,
          attributes=("unit", "owns", "responsibilities", "do", "lead"), prior=0.01,
          when=_all(_no("role"), lambda ask: not (ask.has("unit") and _roles_of_unit(ask)))),
    Frame(name="unit.roles", slots=("unit",), attributes=("roles",), free=("unit", "do", "count"), counts=True,
          when=_all(_no("stage"), _asks_not("lead")), prior=0.03),
    Frame(name="unit.stages", slots=("unit",), attributes=("owns", "unit", "responsibilities", "lead"),
          free=("roles", "do"), words=_stems("stage 1 2 3 4 5 one two three four five"), counts=True, negation=True,
          when=_no("stage", "role", "topic", "part"), prior=0.02),
    Frame(name="unit.overview", slots=("unit",), attributes=("expansion", "purpose", "definition"), bare=True,
          free=("roles", "do"), when=lambda ask: _alone(ask) or ask.asks("expansion")),
    Frame(name="units.list", attributes=("unit",), words=_stems("mcem one two three four five"), counts=True,
          when=_all(_no("role", "stage", "unit", "motion"), _says("units"))),
    Frame(name="motion.role", slots=("role", "motion"), attributes=("do", "responsibilities", "roles"), bare=True,
          free=("artifacts",), words=_stems("stage"), own_text=True, negation=True, prior=0.03),
    Frame(name="motion.roles", slots=("motion",), attributes=("roles", "do", "activities", "responsibilities"),
          free=("unit",), words=_stems("stage play list"), counts=True, own_text=True, when=_no("role"),
          prior=0.02),
    Frame(name="motion.overview", slots=("motion",), attributes=("purpose", "expansion", "focus", "definition"),
          bare=True, free=("do",), words=_stems("stage"), when=_no("role", "stage")),
    Frame(name="qualification", attributes=("qualification",), free=("definition", "exit", "do"),
          words=_stems("place thing checklist requir need list"), counts=True, prior=0.02,
          when=_all(_no("role", "unit", "motion", "topic", "part"), _says(*_NEEDED), _no_wh("who", "why", "where"),
                    lambda ask: "what" in ask.wh and not ask.negated)),
    Frame(name="part.people", slots=("part",), attributes=("roles",), free=("do", "handoff"), prior=0.02,
          words=_stems("attend join participate participant session workshop meeting discussion present"),
          when=_says(*_ATTENDING)),
    Frame(name="term", slots=("term",), attributes=("expansion", "definition"), bare=True, words=_stems("letter"),
          when=_all(_no("role", "stage", "unit", "motion", "topic"), _plain_what)),
)
# fmt: on

FRAMES: tuple[Frame, ...] = (*_ROLE_FRAMES, *_STAGE_FRAMES, *_OTHER_FRAMES)
