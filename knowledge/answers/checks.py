"""Yes or no about leads, supporting roles and units, with what is so instead."""

from __future__ import annotations

from knowledge.answers import phrases
from knowledge.answers.compose import Page, listing
from knowledge.answers.desk import Desk, Replies
from knowledge.answers.facts import refs_text
from knowledge.answers.roles import cell_item, listed_there
from knowledge.understand.ask import Ask

REPLIES = Replies()


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
    """Yes or no, with who it is instead."""
    role, stage = ask.keys("role")[0], desk.stages[ask.stages[0]]
    page = desk.page(f"role.is_{what}:{role}.{stage.number}")
    refs = stage.lead if what == "lead" else stage.supporting
    name, words = desk.names.role(role), {"stage": desk.names.stage(stage.number)}
    roles = listing(
        [desk.names.full(key) if what == "lead" else desk.names.role(key) for key in refs_text(refs)]
    )
    if role in refs_text(refs):
        template = phrases.IS_LEAD if what == "lead" else phrases.IS_SUPPORT
        page.say(f"{phrases.YES} {template.format(role=name, **words)}", *refs.source)
        cell_item(desk, page, role, stage.number)
        return page
    template = phrases.IS_NOT_LEAD if what == "lead" else phrases.IS_NOT_SUPPORT
    said = template.format(role=name, leads=roles, roles=roles, **words)
    page.say(f"{phrases.NO} {said[:1].upper()}{said[1:]}", *refs.source)
    if what == "lead":
        listed_there(desk, page, role, stage.number)
    elif role in refs_text(stage.lead):
        page.say(phrases.LEADING_TOO.format(role=name), *stage.lead.source)
    return page


@REPLIES.to("role.in_unit")
def role_in_unit(desk: Desk, ask: Ask) -> Page:
    role, unit = ask.keys("role")[0], ask.keys("unit")[0]
    page = desk.page(f"role.in_unit:{role}.{unit}")
    record, name = desk.library.roles[role], desk.names.role(role)
    own = str(record.unit.ids[0]) if record.unit else ""
    if own == unit and record.unit:
        page.say(
            f"{phrases.YES} {phrases.IN_UNIT.format(role=name, unit=desk.names.full(unit))}",
            *record.unit.source,
        )
    elif record.unit:
        words = phrases.NOT_IN_UNIT.format(role=name, unit=desk.names.full(own), other=desk.names.full(unit))
        page.say(f"{phrases.NO} {words}", *record.unit.source)
    else:
        words = phrases.NO_UNIT_AT_ALL.format(role=name, other=desk.names.full(unit))
        page.say(f"{phrases.NO} {words}", *desk.library.units[unit].roles.source)
    return page


@REPLIES.to("unit.of_stage")
def unit_owns_stage(desk: Desk, ask: Ask) -> Page:
    unit, stage = ask.keys("unit")[0], desk.stages[ask.stages[0]]
    page = desk.page(f"unit.stage:{unit}.{stage.number}")
    owner = refs_text(stage.unit)[0]
    if owner == unit:
        line = phrases.UNIT_OWNS.format(unit=desk.names.full(unit), stage=desk.names.stage(stage.number))
        line = f"{phrases.YES if ask.yes_no else ''} {line}"
    else:
        words = phrases.UNIT_OWNS_NOT.format(
            owner=desk.names.full(owner), stage=desk.names.stage(stage.number), unit=desk.names.role(unit)
        )
        line = f"{phrases.NO if ask.yes_no else ''} {words[:1].upper()}{words[1:]}"
    page.say(line.strip(), *stage.unit.source)
    return page
