"""The table of frames: every kind of question that has an answer of its own."""

from __future__ import annotations

from knowledge.understand.ask import Ask
from knowledge.understand.frames import Condition, Frame


def _no(*slots: str) -> Condition:
    return lambda ask: not any(ask.has(slot) for slot in slots)


def _all(*conditions: Condition) -> Condition:
    return lambda ask: all(condition(ask) for condition in conditions)


def _stage_wide(ask: Ask) -> bool:
    return ask.everything or ask.says("stage", "stages", "mcem", "journey", "lifecycle")


def _asks_stage(ask: Ask) -> bool:
    return ask.says("stage", "stages", "where", "when", "which")


def _one_slot_only(ask: Ask) -> bool:
    return sum(ask.has(slot) for slot in ("role", "stage", "unit", "motion", "term", "topic")) == 1


def _not_negated(ask: Ask) -> bool:
    return not ask.negated


def _who(ask: Ask) -> bool:
    return bool(ask.wh & {"who", "which"}) or ask.everything or ask.asks("roles")


def _everyone(ask: Ask) -> bool:
    if ask.says("not by role", "by stage", "stage level", "general"):
        return False
    if ask.personal and ask.asks("do"):
        return True  # "what do I do in stage 3" from somebody whose role is not known
    return (
        ask.says(
            "roles",
            "everyone",
            "everybody",
            "every role",
            "each role",
            "per role",
            "who does what",
            "role",
            "who is involved",
            "involved",
            "who",
        )
        or ask.everything
    )


def _plain_what(ask: Ask) -> bool:
    plain = not ask.wh & {"who", "when", "where", "why", "how"} and not ask.negated and not ask.says("if")
    return plain and (ask.asks("expansion", "definition") or len(ask.mentions) <= _FEW)


_FEW = 3  # mentions of a question that only names a term
_DOING = ("do", "responsibilities", "activities", "purpose", "artifacts", "roles", "metrics")

# fmt: off
FRAMES: tuple[Frame, ...] = (
    Frame(name="role.in_stage.lead", slots=("role", "stage"), attributes=("lead",), free=("do", "roles"), when=lambda a: a.yes_no or not a.wh),
    Frame(name="role.in_stage.support", slots=("role", "stage"), attributes=("support",), free=("do", "roles", "lead"), when=lambda a: a.yes_no),
    Frame(name="stage.empty_roles", slots=("stage",), attributes=("idle",), free=("do", "roles", "activities"), words=frozenset({"matrix", "list"}), when=_all(_no("role", "unit"), _who)),
    Frame(name="cell", slots=("role", "stage"), attributes=_DOING, bare=True, free=("support", "idle", "definition"), own_text=True, when=lambda a: "who" not in a.wh or "what" in a.wh, prior=0.03),
    Frame(name="role.all_cells", slots=("role",), attributes=("do", "activities", "responsibilities"), bare=True, free=("roles",), words=frozenset({"mcem", "stage", "journey"}),
          when=_all(_no("stage", "unit", "motion"), _not_negated, lambda a: a.says("stages", "each stage", "every stage", "stage by stage", "per stage", "by stage", "journey", "lifecycle") and not a.asks("lead", "support")), prior=0.02),
    Frame(name="role.lead_stages", slots=("role",), attributes=("lead", "support"), free=("do", "roles", "unit"), words=frozenset({"stage", "appear", "list"}),
          when=_all(_no("stage", "unit", "motion"), _asks_stage), prior=0.03),
    Frame(name="role.empty_stages", slots=("role",), attributes=("idle",), free=("roles", "do", "activities", "responsibilities"), words=frozenset({"stage", "list", "matrix", "accountability"}),
          when=_all(_no("stage", "unit", "motion"), lambda a: a.says("stage", "stages", "where", "when"))),
    Frame(name="role.active_stages", slots=("role",), attributes=("do", "activities"), free=("roles",), words=frozenset({"stage"}),
          when=_all(_no("stage", "unit", "motion"), _not_negated, lambda a: a.says("which stages", "what stages", "which stage", "what stage", "in which stages", "where"))),
    Frame(name="role.expansion", slots=("role",), attributes=("expansion",), words=frozenset({"letter"}), when=_no("stage"), prior=0.01),
    Frame(name="role.mcem_focus", slots=("role",), attributes=("mcem_focus",), free=("focus", "expansion"), words=frozenset({"mcem", "stage"}), prior=0.03),
    Frame(name="role.focus", slots=("role",), attributes=("focus",), free=("roles",), when=_no("stage")),
    Frame(name="role.responsibilities", slots=("role",), attributes=("responsibilities", "do"), free=("roles", "activities", "owns"), when=_all(_no("stage", "motion", "unit"), lambda a: not a.wh & {"who", "when", "why", "where"}), prior=0.005),
    Frame(name="role.unit", slots=("role",), attributes=("unit",), free=("roles", "do", "responsibilities", "owns"), words=frozenset({"member", "stage", "team"}), when=_all(_no("stage", "unit", "term"), lambda a: not a.wh & {"when", "why", "how", "where"}), prior=0.02),
    Frame(name="role.in_unit", slots=("role", "unit"), attributes=("unit", "roles"), bare=True, free=("do", "roles"), when=lambda a: a.yes_no, prior=0.04),
    Frame(name="role.duties", slots=("role", "topic"), attributes=("do", "responsibilities"), bare=True, free=("roles",), words=frozenset({"refer", "intern", "guid", "llm"}), when=_no("stage", "motion", "unit"), prior=0.04),
    Frame(name="stage.handoff", slots=("stage",), attributes=("handoff",), free=("do", "unit"), words=frozenset({"flywheel", "formal"}), when=_no("role", "unit", "motion", "topic", "part"), prior=0.02),
    Frame(name="role.pair", slots=("role",), attributes=("pair",), free=("roles", "do"), when=_no("stage", "motion"), prior=0.02),
    Frame(name="role.overview", slots=("role",), bare=True, free=("expansion", "roles", "responsibilities", "do", "definition"), when=_all(_one_slot_only, lambda a: not a.wh & {"when", "why", "where"})),
    Frame(name="stage.no_such", slots=("stage",), bare=True, free=("exit", "outcome", "purpose", "activities", "artifacts", "metrics", "lead", "support", "unit", "do", "roles", "number"),
          prior=0.5),
    Frame(name="stage.neighbour", slots=("stage",), free=("do", "number"), bare=True, words=frozenset({"stage", "come", "follow", "next", "preced", "previous", "subsequ"}),
          when=_all(_no("role", "unit", "motion", "term", "topic"), lambda a: a.relation in ("next", "previous") and not a.asks("exit", "outcome", "lead", "support", "unit", "artifacts", "metrics", "roles") and bool(a.wh)), prior=0.04),
    Frame(name="stage.lead", slots=("stage",), attributes=("lead",), free=("roles", "do", "support", "unit"), when=_no("role", "unit", "motion"), prior=0.02),
    Frame(name="stage.support", slots=("stage",), attributes=("support",), free=("roles", "do"), when=_all(_no("role", "unit", "motion"), lambda a: not a.asks("lead")), prior=0.02),
    Frame(name="stage.unit", slots=("stage",), attributes=("unit", "owns"), free=("do", "responsibilities", "roles"), words=frozenset({"team"}), when=_all(_no("role", "unit", "motion"), lambda a: not a.wh & {"why", "how"}), prior=0.015),
    Frame(name="unit.of_stage", slots=("unit", "stage"), attributes=("unit", "owns", "responsibilities", "do", "lead"), bare=True, free=("roles",), when=_no("role"), prior=0.01),
    Frame(name="stage.everyone", slots=("stage",), attributes=("do", "activities", "roles", "responsibilities"), free=("unit", "lead"), words=frozenset({"list", "full"}), when=_all(_no("role", "unit", "motion"), _everyone, _not_negated), prior=0.03),
    Frame(name="stage.exit", slots=("stage",), attributes=("exit",), free=("qualification", "do"), when=_no("role", "unit", "motion"), prior=0.03),
    Frame(name="stage.outcome", slots=("stage",), attributes=("outcome",), when=_no("role", "unit"), prior=0.03),
    Frame(name="stage.artifacts", slots=("stage",), attributes=("artifacts",), free=("do", "exit", "activities"), when=_no("role", "unit"), prior=0.02),
    Frame(name="stage.metrics", slots=("stage",), attributes=("metrics",), free=("do", "outcome"), when=_no("role", "unit"), prior=0.02),
    Frame(name="stage.purpose", slots=("stage",), attributes=("purpose",), free=("do",), words=frozenset({"flywheel", "describ"}), when=_no("role", "unit")),
    Frame(name="stage.activities", slots=("stage",), attributes=("activities",), free=("do",), own_text=True, words=frozenset({"general", "role", "level"}), when=_all(_no("role", "unit"), lambda a: not a.asks("idle")), prior=0.015),
    Frame(name="stage.number", slots=("stage",), attributes=("number",), when=_no("role", "unit"), prior=0.03),
    Frame(name="stage.overview", slots=("stage",), bare=True, free=("do", "expansion", "definition"), when=_all(_one_slot_only, lambda a: "who" not in a.wh)),
    Frame(name="stages.exit", attributes=("exit",), words=frozenset({"stage", "five", "5"}), when=_all(_no("stage", "role", "unit"), _stage_wide, lambda a: a.says("stages", "each stage", "every stage", "all stages"))),
    Frame(name="stages.outcome", attributes=("outcome",), words=frozenset({"stage", "five", "5"}), when=_all(_no("stage", "role", "unit"), lambda a: a.says("stages", "each stage", "every stage"))),
    Frame(name="stages.lead", attributes=("lead",), words=frozenset({"stage", "five", "5"}), free=("roles",), when=_all(_no("stage", "role", "unit"), lambda a: a.says("stages", "each stage", "every stage"))),
    Frame(name="stages.unit", attributes=("unit",), words=frozenset({"stage", "five", "5"}), when=_all(_no("stage", "role", "unit"), lambda a: a.says("stages", "each stage", "every stage"))),
    Frame(name="stages.purpose", attributes=("purpose",), words=frozenset({"stage", "five", "5"}), when=_all(_no("stage", "role", "unit"), lambda a: a.says("stages", "each stage", "every stage"))),
    Frame(name="stages.artifacts", attributes=("artifacts",), words=frozenset({"stage", "five", "5"}), when=_all(_no("stage", "role", "unit"), lambda a: a.says("stages", "each stage", "every stage", "by stage"))),
    Frame(name="stages.metrics", attributes=("metrics",), words=frozenset({"stage", "five", "5"}), when=_all(_no("stage", "role", "unit"), lambda a: a.says("stages", "each stage", "every stage", "by stage"))),
    Frame(name="stages.edge", words=frozenset({"stage", "first", "last", "start", "end", "begin"}), when=_all(_no("stage", "role", "unit", "motion"), lambda a: a.relation in ("first", "last") and a.says("stage", "mcem")), bare=True),
    Frame(name="stages.list", attributes=("number", "count", "expansion"), bare=True, counts=True, words=frozenset({"stage", "five", "name", "list", "order"}),
          when=_all(_no("stage", "role", "unit", "motion"), lambda a: a.says("stages", "mcem stage", "flywheel stages")), prior=-0.01),
    Frame(name="unit.roles", slots=("unit",), attributes=("roles",), free=("unit", "do", "count"), counts=True, when=_all(_no("stage"), lambda a: not a.asks("lead")), prior=0.03),
    Frame(name="unit.stages", slots=("unit",), attributes=("owns", "unit", "responsibilities", "lead"), free=("roles", "do"), words=frozenset({"stage"}), when=_no("stage", "role", "topic"), prior=0.02),
    Frame(name="unit.overview", slots=("unit",), attributes=("expansion", "purpose", "definition"), bare=True, free=("roles", "do"), when=lambda a: _one_slot_only(a) or a.asks("expansion")),
    Frame(name="units.list", attributes=("unit",), words=frozenset({"three"}), counts=True, when=_all(_no("role", "stage", "unit", "motion"), lambda a: a.says("units", "accountable units"))),
    Frame(name="roles.list", attributes=("roles",), counts=True, words=frozenset({"mcem", "list"}), when=_all(_no("role", "stage", "unit", "motion", "term"), lambda a: a.says("roles"))),
    Frame(name="motion.role", slots=("role", "motion"), attributes=("do", "responsibilities", "roles"), bare=True, free=("artifacts",), words=frozenset({"stage"}), own_text=True, prior=0.03),
    Frame(name="motion.roles", slots=("motion",), attributes=("roles", "do", "activities", "responsibilities"), free=("unit",), words=frozenset({"stage", "play", "list"}), when=_no("role"), prior=0.02),
    Frame(name="motion.overview", slots=("motion",), attributes=("purpose", "expansion", "focus", "definition"), bare=True, free=("do",), words=frozenset({"stage"}), when=_no("role", "stage")),
    Frame(name="term", slots=("term",), attributes=("expansion", "definition"), bare=True, words=frozenset({"letter"}), when=_all(_no("role", "stage", "unit", "motion", "topic"), _plain_what)),
)
# fmt: on
