"""Yes or no about leads, supporting roles and units, with what is so instead."""

from __future__ import annotations

from knowledge.answers import phrases
from knowledge.answers.compose import Page, listing
from knowledge.answers.desk import Desk, Replies
from knowledge.answers.facts import refs_text
from knowledge.answers.roles import cell_item, listed_there
from knowledge.model import Refs, Stage
from knowledge.understand.ask import Ask

REPLIES = Replies()
_PAIRS = 6  # roles and stages checked in one answer


@REPLIES.to("role.in_stage.lead")
def is_lead(desk: Desk, ask: Ask) -> Page:
    return _check(desk, ask, "lead")


@REPLIES.to("role.in_stage.support")
def is_support(desk: Desk, ask: Ask) -> Page:
    return _check(desk, ask, "support")


def wrong_lead(desk: Desk, page: Page, ask: Ask) -> str:
    """The correction of a claim that a role leads a stage, or "" where it does."""
    role, stage = ask.keys("role")[0], desk.stages[ask.stages[0]]
    if role in refs_text(stage.lead):
        return ""
    leads = listing([desk.names.full(key) for key in refs_text(stage.lead)])
    said = phrases.IS_NOT_LEAD.format(
        stage=desk.names.stage(stage.number), leads=leads, role=desk.names.role(role)
    )
    return said[:1].upper() + said[1:] + page.marks(stage.lead.source, said)


def _check(desk: Desk, ask: Ask, what: str) -> Page:
    """Yes or no for every role and stage that is named, with who it is instead."""
    pairs = [(role, desk.stages[number]) for role in ask.keys("role") for number in ask.stages][:_PAIRS]
    page = desk.page(f"role.is_{what}:" + ",".join(f"{role}.{stage.number}" for role, stage in pairs))
    verdicts = [role in refs_text(_refs(stage, what)) for role, stage in pairs]
    if len(pairs) == 1:
        _one(desk, page, *pairs[0], what)
    else:
        for (role, stage), holds in zip(pairs, verdicts, strict=True):
            page.item(_line(desk, role, stage, what, holds), *_refs(stage, what).source)
    if not ask.choice:
        page.lead(phrases.YES if all(verdicts) != ask.negated else phrases.NO)
    return page


def _refs(stage: Stage, what: str) -> Refs:
    return stage.lead if what == "lead" else stage.supporting


def _line(desk: Desk, role: str, stage: Stage, what: str, holds: bool) -> str:
    templates = {
        ("lead", True): phrases.IS_LEAD,
        ("lead", False): phrases.NOT_LEAD,
        ("support", True): phrases.IS_SUPPORT,
        ("support", False): phrases.NOT_SUPPORT,
    }
    return templates[what, holds].format(role=desk.names.role(role), stage=desk.names.stage(stage.number))


def _one(desk: Desk, page: Page, role: str, stage: Stage, what: str) -> None:
    refs = _refs(stage, what)
    if role in refs_text(refs):
        page.say(_line(desk, role, stage, what, True), *refs.source)
        cell_item(desk, page, role, stage.number)
    elif what == "lead":
        page.lines.append(wrong_lead(desk, page, _pair(role, stage)))
        listed_there(desk, page, role, stage.number)
    else:
        roles = desk.names.roles(refs_text(refs))
        said = phrases.IS_NOT_SUPPORT.format(
            role=desk.names.role(role), stage=desk.names.stage(stage.number), roles=roles
        )
        page.say(said, *refs.source)
        if role in refs_text(stage.lead):
            page.say(phrases.LEADING_TOO.format(role=desk.names.role(role)), *stage.lead.source)


def _pair(role: str, stage: Stage) -> Ask:
    return Ask(slots={"role": (role,), "stage": (str(stage.number),)})


@REPLIES.to("role.in_unit")
def role_in_unit(desk: Desk, ask: Ask) -> Page:
    pairs = [(role, unit) for role in ask.keys("role") for unit in ask.keys("unit")][:_PAIRS]
    page = desk.page("role.in_unit:" + ",".join(f"{role}.{unit}" for role, unit in pairs))
    verdicts = [_belongs(desk, page, role, unit) for role, unit in pairs]
    if not ask.choice:
        page.lead(phrases.YES if all(verdicts) != ask.negated else phrases.NO)
    return page


def _belongs(desk: Desk, page: Page, role: str, unit: str) -> bool:
    """Say where a role belongs; whether that is this unit."""
    record, name = desk.library.roles[role], desk.names.role(role)
    other = desk.names.full(unit)
    if not record.unit:
        source = desk.library.units[unit].roles.source
        page.say(phrases.NO_UNIT_AT_ALL.format(role=name, other=other), *source)
        return False
    own = str(record.unit.ids[0])
    template = phrases.IN_UNIT if own == unit else phrases.NOT_IN_UNIT
    page.say(template.format(role=name, unit=desk.names.full(own), other=other), *record.unit.source)
    return own == unit


@REPLIES.to("unit.of_stage")
def unit_owns_stage(desk: Desk, ask: Ask) -> Page:
    pairs = [(unit, desk.stages[number]) for unit in ask.keys("unit") for number in ask.stages][:_PAIRS]
    page = desk.page("unit.stage:" + ",".join(f"{unit}.{stage.number}" for unit, stage in pairs))
    verdicts = [_owns(desk, page, unit, stage) for unit, stage in pairs]
    if ask.yes_no and not ask.choice:
        page.lead(phrases.YES if all(verdicts) != ask.negated else phrases.NO)
    return page


def _owns(desk: Desk, page: Page, unit: str, stage: Stage) -> bool:
    """Say which unit owns a stage; whether that is this one."""
    owner, name = refs_text(stage.unit)[0], desk.names.stage(stage.number)
    if owner == unit:
        page.say(phrases.UNIT_OWNS.format(unit=desk.names.full(unit), stage=name), *stage.unit.source)
    else:
        words = phrases.UNIT_OWNS_NOT.format(
            owner=desk.names.full(owner), stage=name, unit=desk.names.role(unit)
        )
        page.say(words[:1].upper() + words[1:], *stage.unit.source)
    return owner == unit


@REPLIES.to("stage.order")
def order(desk: Desk, ask: Ask) -> Page:
    """Whether one stage comes before or after another."""
    first, second = ask.stages[:2]
    page = desk.page(f"stage.order:{first},{second}")
    holds = first < second if ask.relation == "previous" else first > second
    earlier, later = sorted((first, second))
    line = phrases.ORDER.format(first=desk.names.stage_title(earlier), second=desk.names.stage(later))
    page.say(line, *desk.stages[earlier].purpose[0].source)
    page.lead(phrases.YES if holds else phrases.NO)
    return page
