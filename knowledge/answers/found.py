"""Answers from facts that a search found: presented whole, with who does it, where, and its source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from knowledge.answers import phrases
from knowledge.answers.compose import Page
from knowledge.answers.desk import Desk
from knowledge.answers.facts import Fact, Sort
from knowledge.answers.roles import without_label
from knowledge.answers.search import Hit

_CLOSE = 0.035  # hits this near the best one answer together
_MOST = 5
PAIR, FEW = 2, 4
_LABELLED = re.compile(r"\w+ - |[\w ]{3,24}: ")
_MOST_PARTS = 7  # a topic with more shows their titles only
_ALIKE = 84
_KIND_NAMES = {
    Sort.ARTIFACT: "Artifact of {stage}",
    Sort.METRIC: "Success metric of {stage}",
    Sort.ACTIVITY: "Activity of {stage}",
    Sort.EXIT: "Exit criteria of {stage}",
    Sort.OUTCOME: "Customer outcome of {stage}",
    Sort.PURPOSE: "Purpose of {stage}",
    Sort.INTERVIEW: "Interview template, {stage}",
}


def together(hits: Sequence[Hit]) -> list[Hit]:
    """The best hit and those as good that say something else."""
    best = hits[0]
    chosen: list[Hit] = []
    for hit in hits:
        if hit.rank < best.rank - _CLOSE or not hit.matched >= best.matched or len(chosen) == _MOST:
            break
        if not any(_same(hit.fact, other.fact) for other in chosen):
            chosen.append(hit)
    whole = _whole(hits, chosen)
    if whole:
        return [whole]
    parts = [hit for hit in chosen if hit.fact.sort in (Sort.TOPIC, Sort.PART, Sort.CONFLICT, Sort.GAP)]
    if chosen[0] in parts:
        return chosen[:1]
    return [hit for hit in chosen if hit not in parts] or chosen


def _whole(hits: Sequence[Hit], chosen: Sequence[Hit]) -> Hit | None:
    """The list that two or more of the chosen statements stand in, where it is about as good itself."""
    if chosen[0].fact.sort is not Sort.STATEMENT:
        return None
    part = chosen[0].fact.key.rpartition(".")[0]
    inside = [hit for hit in chosen if hit.fact.key.rpartition(".")[0] == part]
    listed = next((hit for hit in hits if hit.fact.key == part), None)
    if listed is not None and len(inside) >= PAIR and listed.rank >= chosen[0].rank - _CLOSE:
        return listed
    best = chosen[0].matched
    others = [hit for hit in hits if hit.fact.key.rpartition(".")[0] == part and not hit.matched <= best]
    return listed if listed is not None and others and not best >= listed.matched else None


def _same(one: Fact, other: Fact) -> bool:
    if one.owners != other.owners and one.sort is not Sort.TERM:
        return False
    return fuzz.token_set_ratio(one.text, other.text) >= _ALIKE


def present(desk: Desk, page: Page, hits: Sequence[Hit], *, most: int = PAIR) -> None:
    """One fact as a line, several as a list; of a list of `most` statements, all."""
    if len(hits) == 1 and hits[0].fact.sort is not Sort.INTERVIEW:
        show(desk, page, _with_siblings(desk, hits[0].fact, most))
        return
    if hits[0].fact.sort is Sort.INTERVIEW:
        _interview(desk, page, hits[0].fact)
        return
    parts = {hit.fact.key.rpartition(".")[0] for hit in hits}
    if len(parts) == 1 and all(hit.fact.sort is Sort.STATEMENT for hit in hits):
        show(desk, page, desk.facts[parts.pop()])
        return
    if hits[0].fact.sort is Sort.CELL:
        hits = sorted(hits, key=lambda hit: hit.fact.stages or (99,))
    for hit in hits:
        page.item(line(desk, hit.fact), *hit.fact.source)
    page.internal = page.internal or any(hit.fact.internal for hit in hits)


def _interview(desk: Desk, page: Page, fact: Fact) -> None:
    """All that the template asks to write about a stage."""
    stage = desk.stages[fact.stages[0]]
    page.lines.append(phrases.INTERVIEW.format(stage=desk.names.stage(stage.number)))
    for statement in stage.interview:
        page.item(statement.text, *statement.source)


def _with_siblings(desk: Desk, fact: Fact, most: int) -> Fact:
    """One of a few statements is shown with the others: they were written to be read together."""
    if _LABELLED.match(fact.text):
        return fact  # it has a name of its own
    part = desk.facts.get(fact.key.rpartition(".")[0]) if fact.sort is Sort.STATEMENT else None
    return part if part and part.sort is Sort.PART and len(part.members) <= most else fact


def show(desk: Desk, page: Page, fact: Fact) -> None:
    if fact.sort is Sort.TOPIC:
        _topic(desk, page, fact)
    elif fact.sort is Sort.CONFLICT:
        conflict(desk, page, fact.key.removeprefix("conflict."))
    elif fact.sort is Sort.PART:
        page.lines.append(f"{_heading(desk, fact)}:")
        for key in fact.members[:10]:
            page.item(
                without_label(desk.facts[key].text)
                if fact.topic == "collaboration"
                else desk.facts[key].text,
                *desk.facts[key].source,
            )
        about = f"{'flywheel' if fact.topic == 'flywheel' else 'transition'}." + fact.key.split(".")[-1]
        desk.differ(
            page, about if fact.topic == "flywheel" else f"transition.{fact.topic}.{fact.key.split('.')[-1]}"
        )
    else:
        page.say(line(desk, fact), *fact.source)
    if fact.sample:
        page.lines.append(phrases.SAMPLE)
    page.internal = page.internal or fact.internal


def _topic(desk: Desk, page: Page, fact: Fact) -> None:
    """A whole topic: its parts, each with what it says where that is short."""
    page.lines.append(f"**{fact.heading}**: {desk.library.topics[fact.topic].about}")
    brief = len(fact.members) > _MOST_PARTS
    for key in fact.members:
        part = desk.facts[key]
        said = "" if brief else ": " + "; ".join(desk.facts[member].text for member in part.members[:2])
        page.item(f"**{part.text}**{said}", *part.source)
        page.internal = page.internal or part.internal


def conflict(desk: Desk, page: Page, key: str) -> None:
    """Both sides of a disagreement, the leading one first, and why."""
    record = desk.library.conflicts[key]
    page.lines.append(phrases.DIFFER.format(title=record.title.rstrip(".")))
    sides = sorted(record.sides, key=lambda side: side is not record.sides[record.lead])
    for side in sides:
        page.item(
            phrases.DIFFER_SIDE.format(document=desk.document(side.source), text=side.text), *side.source
        )
    page.lines.append(phrases.LEADS_WITH.format(why=record.why))


def line(desk: Desk, fact: Fact) -> str:
    """A fact in one line: who, where, what."""
    names = desk.names
    if fact.sort in _KIND_NAMES and fact.stages:
        return f"{_KIND_NAMES[fact.sort].format(stage=names.stage(fact.stages[0]))}: **{fact.text}**"
    if fact.sort is Sort.MOTION_ROLE:
        return phrases.MOTION_ROLE.format(
            role=names.full(fact.owners[0]), motion=fact.heading, text=fact.text
        )
    if fact.sort is Sort.MOTION:
        return phrases.MOTION_PURPOSE.format(motion=fact.heading, text=fact.text)
    if fact.sort is Sort.STATEMENT:
        return phrases.FOUND_PLAIN.format(
            heading=_heading(desk, fact),
            text=without_label(fact.text) if fact.topic == "collaboration" else fact.text,
        )
    if fact.sort in (Sort.GAP, Sort.TERM):
        return fact.text
    where = f", {names.stages(fact.stages)}" if fact.stages else ""
    return phrases.FOUND.format(
        owner=names.full(fact.owners[0]) if fact.owners else "", where=where, text=fact.text
    )


def _heading(desk: Desk, fact: Fact) -> str:
    """ "ATU to STU: Stage 1 Milestone Criteria", with stages and owners where the title is silent."""
    stages = f" (stage {fact.stages[0]} to {fact.stages[-1]})" if len(fact.stages) > 1 else ""
    owners = [desk.names.role(key) for key in fact.owners if desk.names.role(key) not in fact.heading]
    known = fact.shared or fact.topic in ("csam-manager", "collaboration") or not owners
    return f"**{fact.heading}{stages}**" + ("" if known else f" ({'/'.join(owners)})")
