"""Answers from facts that a search found: presented whole, with who does it, where, and its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from knowledge.answers import phrases
from knowledge.answers.compose import Page
from knowledge.answers.desk import Desk
from knowledge.answers.facts import Fact, Sort
from knowledge.answers.roles import without_label
from knowledge.answers.search import Hit, Search
from knowledge.understand.ask import Ask
from knowledge.understand.reading import Mention, Sense

_CLOSE = 0.035  # hits this near the best one answer together
_MOST = 5
_PAIR = 2
_MOST_PARTS = 7  # a topic with more shows their titles only
_ALIKE = 84
_HEAVY = 1.5  # weight of a verb where yes or no hangs on it
_PLAINLY = 0.85  # share that a "no" needs
_CERTAIN, _FEW = 0.9, 3
_SETTLED = 0.7  # share of the question that a fact must account for to decide yes or no
_QUANTITY = re.compile(r"\b(\d+)(?:\+|%)?\s*(business days|days|years|weeks|months|stages|%)?")
_GENERIC = frozenset(
    "own owns owned responsible accountable lead leads drive drives manage manages run runs".split()
)
_TURNING = frozenset({"optional", "skip", "skipped", "avoid", "zero", "only", "just"})
_FORBIDS = re.compile(r"\b(?:do not|must not|cannot|never|internal)\b", re.I)
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
    parts = [hit for hit in chosen if hit.fact.sort in (Sort.TOPIC, Sort.PART, Sort.CONFLICT, Sort.GAP)]
    if chosen[0] in parts:
        return chosen[:1]
    return [hit for hit in chosen if hit not in parts] or chosen


def _same(one: Fact, other: Fact) -> bool:
    if one.owners != other.owners and one.sort is not Sort.TERM:
        return False
    return fuzz.token_set_ratio(one.text, other.text) >= _ALIKE


def present(desk: Desk, page: Page, hits: Sequence[Hit]) -> None:
    """One fact as a line, several as a list."""
    if len(hits) == 1 and hits[0].fact.sort is not Sort.INTERVIEW:
        show(desk, page, _with_siblings(desk, hits[0].fact))
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


def _with_siblings(desk: Desk, fact: Fact) -> Fact:
    """One of two statements is shown with the other: they were written to be read together."""
    part = desk.facts.get(fact.key.rpartition(".")[0]) if fact.sort is Sort.STATEMENT else None
    return part if part and part.sort is Sort.PART and len(part.members) == _PAIR else fact


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


def verify(desk: Desk, search: Search, ask: Ask) -> Page | None:
    """A yes or no, where a fact settles it; None where none does."""
    heavy = [_weighed(m) for m in ask.mentions]
    strict = search.hits(ask, ask.mentions)
    direct = next((hit for place, hit in enumerate(strict) if _answers_itself(hit, place)), None)
    if direct:
        page = desk.page("verify:" + direct.fact.key)
        present(desk, page, [direct])
        return page
    loose = [hit for hit in search.hits(ask, heavy, strict=False) if _decides(hit.fact)]
    if not loose or loose[0].score < _SETTLED:
        return None
    bound = [m for m in ask.mentions if m.kind() in ("role", "unit", "stage") and not _ahead(ask, m)]
    consistent = [h for h in loose if all(search.does(h.fact, m) for m in bound)]
    if consistent and consistent[0].score >= loose[0].score - 0.12:
        chosen = together(consistent)
        word = _polarity(ask, chosen[0].fact)
    elif loose[0].score >= _PLAINLY:
        chosen = together(loose)
        word = phrases.NO
    else:
        return None
    page = desk.page("verify:" + chosen[0].fact.key)
    present(desk, page, chosen)
    if word and chosen[0].fact.sort is not Sort.GAP:
        page.lead(word)
    return page


def _decides(fact: Fact) -> bool:
    """Examples and disagreements settle nothing."""
    return (
        fact.sort not in (Sort.CONFLICT, Sort.TERM, Sort.EXAMPLE, Sort.INTERVIEW, Sort.NOTE)
        and not fact.sample
    )


def _weighed(mention: Mention) -> Mention:
    """Where yes or no hangs on it, a verb weighs more; "optional" and the like only turn the answer."""
    if mention.text in _GENERIC:
        return mention
    if mention.text in _TURNING:
        return replace(mention, sense=Sense.PADDING, weight=0.0)
    return replace(mention, weight=_HEAVY) if mention.sense is Sense.LIGHT else mention


def _answers_itself(hit: Hit, place: int) -> bool:
    """A known gap that says yes or no by itself, or a disagreement on just this."""
    gap = hit.fact.sort is Sort.GAP and hit.fact.text.startswith(("Yes", "No."))
    return hit.score >= _CERTAIN and (gap or (hit.fact.sort is Sort.CONFLICT and place < _FEW))


def _ahead(ask: Ask, mention: Mention) -> bool:
    """ "before moving to stage 2": the stage that follows is not the one it happens in."""
    before = [m.text for m in ask.mentions if m.position < mention.position][-3:]
    return mention.kind() == "stage" and bool({"before", "to", "into", "entering", "reaching"} & set(before))


def _polarity(ask: Ask, fact: Fact) -> str:
    """ "Yes." unless the fact says the opposite; nothing where it cannot be told."""
    if ask.says("only", "just", "solely", "or", "either"):
        return phrases.NO if ask.says("only", "just", "solely") and "," in fact.text else ""
    if ask.says(
        "optional", "skip", "skipped", "avoid", "0", "$0", "zero", "empty", "without"
    ) or _other_number(ask.text, fact.text):
        return phrases.NO
    if _FORBIDS.search(f"{fact.heading} {fact.text}") and not ask.negated:
        return phrases.NO
    return phrases.NO if ask.negated and not ask.says("is not", "does not", "are not", "not") else phrases.YES


def _other_number(asked: str, said: str) -> bool:
    """Whether the question names a quantity and the fact another of the same unit."""
    wanted = {(n, unit) for n, unit in _QUANTITY.findall(asked) if unit}
    given = {(n, unit) for n, unit in _QUANTITY.findall(said) if unit}
    units = {unit.removeprefix("business ") for _, unit in given}
    return any(
        (n, u) not in given and u.removeprefix("business ") in units and n not in {g for g, _ in given}
        for n, u in wanted
    )
