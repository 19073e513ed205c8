"""Every single thing the documents say, flattened from the library into facts that can be searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.library import Library
from knowledge.model import Part, Refs, Role, Stage, Statement, Topic


class Sort(StrEnum):
    """What sort of statement a fact is; a frame asks for one sort, a search takes all."""

    CELL = "cell"
    FOCUS = "focus"
    RESPONSIBILITY = "responsibility"
    MCEM_FOCUS = "mcem_focus"
    DUTY = "duty"
    EXAMPLE = "example"
    NOTE = "note"
    PURPOSE = "purpose"
    OUTCOME = "outcome"
    EXIT = "exit"
    ACTIVITY = "activity"
    ARTIFACT = "artifact"
    METRIC = "metric"
    INTERVIEW = "interview"
    ACCOUNTABLE = "accountable"
    MOTION = "motion"
    MOTION_ROLE = "motion_role"
    STATEMENT = "statement"
    PART = "part"
    TOPIC = "topic"
    TERM = "term"
    GAP = "gap"
    CONFLICT = "conflict"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One statement with its context.

    `key` is its stable name ("role.ae.cells.1"); `owners` are role or unit keys that do it;
    `heading` names what it belongs to; `hints` are further words by which it is found.
    """

    key: str
    sort: Sort
    text: str
    source: tuple[str, ...]
    owners: tuple[str, ...] = ()
    stages: tuple[int, ...] = ()
    heading: str = ""
    topic: str = ""
    hints: tuple[str, ...] = ()
    internal: bool = False
    sample: bool = False
    shared: bool = False  # the owners are those of the whole list
    members: tuple[str, ...] = ()  # for a PART: the keys of its statements, in order


def flatten(library: Library) -> dict[str, Fact]:
    """All facts of a library by key, in the order of the files."""
    facts: list[Fact] = []
    for key, role in library.roles.items():
        facts += _role_facts(key, role)
    for key, stage in library.stages.items():
        facts += _stage_facts(key, stage)
    for key, unit in library.units.items():
        fact = Fact(
            key=f"unit.{key}.accountable", sort=Sort.ACCOUNTABLE, text="", source=("",), owners=(key,)
        )
        facts += _number(fact, unit.accountable)
    for key, motion in library.motions.items():
        base = Fact(
            key=f"motion.{key}", sort=Sort.MOTION, text="", source=("",), heading=motion.name, topic=key
        )
        facts += _number(replace(base, key=f"motion.{key}.purpose"), motion.purpose)
        for role_key, statement in motion.roles.items():
            fact = replace(
                base, key=f"motion.{key}.roles.{role_key}", sort=Sort.MOTION_ROLE, owners=(role_key,)
            )
            facts.append(_say(fact, statement))
    for key, topic in library.topics.items():
        facts += _topic_facts(key, topic)
    facts += _single_facts(library)
    return {fact.key: fact for fact in facts}


def _say(base: Fact, statement: Statement) -> Fact:
    return replace(
        base,
        text=statement.text,
        source=statement.source,
        owners=statement.who or base.owners,
        shared=not statement.who and len(base.owners) > 1,
        stages=statement.stages or base.stages,
        hints=(*base.hints, *statement.asks),
    )


def _number(base: Fact, statements: Iterable[Statement]) -> list[Fact]:
    return [_say(replace(base, key=f"{base.key}.{n}"), statement) for n, statement in enumerate(statements)]


def _role_facts(key: str, role: Role) -> Iterator[Fact]:
    base = Fact(key=f"role.{key}", sort=Sort.NOTE, text="", source=("",), owners=(key,), topic=f"role:{key}")
    for number, cell in role.cells.items():
        if cell.text:
            yield replace(
                base,
                key=f"role.{key}.cells.{number}",
                sort=Sort.CELL,
                text=cell.text,
                source=cell.source,
                stages=(number,),
                hints=cell.asks,
            )
    for name, sort in (
        ("focus", Sort.FOCUS),
        ("responsibilities", Sort.RESPONSIBILITY),
        ("mcem_focus", Sort.MCEM_FOCUS),
        ("duties", Sort.DUTY),
        ("examples", Sort.EXAMPLE),
        ("notes", Sort.NOTE),
    ):
        named = replace(
            base, key=f"role.{key}.{name}", sort=sort, internal=sort is Sort.DUTY, sample=sort is Sort.EXAMPLE
        )
        yield from _number(named, getattr(role, name))


def _stage_facts(key: str, stage: Stage) -> Iterator[Fact]:
    base = Fact(
        key=f"stage.{stage.number}",
        sort=Sort.NOTE,
        text="",
        source=("",),
        stages=(stage.number,),
        topic="stage",
    )
    for name, sort, internal in (
        ("purpose", Sort.PURPOSE, False),
        ("customer_outcome", Sort.OUTCOME, False),
        ("exit_criteria", Sort.EXIT, False),
        ("activities", Sort.ACTIVITY, False),
        ("artifacts", Sort.ARTIFACT, True),
        ("metrics", Sort.METRIC, True),
        ("interview", Sort.INTERVIEW, False),
    ):
        named = replace(base, key=f"stage.{stage.number}.{name}", sort=sort, internal=internal)
        yield from _number(named, getattr(stage, name))


def _topic_facts(key: str, topic: Topic) -> Iterator[Fact]:
    yield Fact(
        key=f"topic.{key}",
        sort=Sort.TOPIC,
        text=topic.name,
        source=next(iter(topic.parts.values())).statements[0].source,
        heading=topic.name,
        topic=key,
        hints=topic.aliases,
        members=tuple(f"topic.{key}.{part}" for part in topic.parts),
    )
    for part_key, part in topic.parts.items():
        base = _part_base(f"topic.{key}.{part_key}", key, topic, part)
        statements = _number(replace(base, sort=Sort.STATEMENT), part.statements)
        yield replace(
            base,
            text=part.title,
            hints=part.aliases,
            source=tuple(dict.fromkeys(source for fact in statements for source in fact.source)),
            members=tuple(fact.key for fact in statements),
        )
        yield from statements


def _part_base(key: str, topic_key: str, topic: Topic, part: Part) -> Fact:
    return Fact(
        key=key,
        sort=Sort.PART,
        text=part.title,
        source=("",),
        owners=part.who,
        stages=part.stages,
        heading=f"{topic.short}: {part.title}",
        topic=topic_key,
        hints=(),
        internal=part.internal,
        sample=part.sample,
    )


def _single_facts(library: Library) -> Iterator[Fact]:
    for key, term in library.terms.items():
        for n, meaning in enumerate(term.meaning):
            yield Fact(
                key=f"term.{key}.{n}",
                sort=Sort.TERM,
                text=f"{term.term}: {meaning.text}",
                source=meaning.source,
                hints=(*term.aliases, *meaning.asks),
                topic=f"term:{key}",
            )
    for key, gap in library.gaps.items():
        yield Fact(
            key=f"gap.{key}",
            sort=Sort.GAP,
            text=gap.text,
            source=gap.source,
            heading=gap.title,
            hints=gap.asks,
        )
    for key, conflict in library.conflicts.items():
        source = tuple(dict.fromkeys(source for side in conflict.sides for source in side.source))
        text = " / ".join(side.text for side in conflict.sides)
        yield Fact(
            key=f"conflict.{key}",
            sort=Sort.CONFLICT,
            text=text,
            source=source,
            heading=conflict.title,
            hints=conflict.asks,
        )


def refs_text(refs: Refs) -> tuple[str, ...]:
    """The keys of a list of references as strings."""
    return tuple(str(each) for each in refs.ids)
