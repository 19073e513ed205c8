"""What the frames about roles answer."""

from __future__ import annotations

from knowledge.answers import phrases
from knowledge.answers.compose import Page, listing
from knowledge.answers.desk import Desk, Replies
from knowledge.answers.duties import focus_line, tell_duties
from knowledge.answers.facts import Sort, refs_text
from knowledge.answers.terms import expand, expand_rest
from knowledge.model import Stage
from knowledge.understand.ask import Ask

REPLIES = Replies()
_MOST_DUTIES = 3
_LEADS = (phrases.LEADS_STAGES, phrases.LEADS_NOT, phrases.LEADS_NONE)
_SUPPORTS = (phrases.SUPPORTS_STAGES, phrases.SUPPORTS_NOT, phrases.SUPPORTS_NONE)


@REPLIES.to("cell")
def cell(desk: Desk, ask: Ask) -> Page:
    """One cell, or several as a list."""
    pairs = [(role, stage) for stage in ask.stages for role in ask.keys("role")][:12]
    page = desk.page("cell:" + ",".join(f"{role}.{stage}" for role, stage in pairs))
    if len(pairs) == 1:
        _one_cell(desk, page, *pairs[0])
        if ask.yes_no:
            page.lead(phrases.YES if bool(_text(desk, *pairs[0])) != ask.asks("idle") else phrases.NO)
        return page
    for role, stage in pairs:
        cell_item(desk, page, role, stage)
    return page


def _text(desk: Desk, role: str, stage: int) -> str:
    record = desk.library.roles[role]
    return record.cells[stage].text if record.in_matrix else ""


def _one_cell(desk: Desk, page: Page, role: str, number: int) -> None:
    record, names = desk.library.roles[role], desk.names
    if not record.in_matrix:
        _no_row(desk, page, role, number)
        return
    found = record.cells[number]
    if found.text:
        page.say(
            phrases.CELL.format(role=names.role(role), stage=names.stage(number), text=found.text),
            *found.source,
        )
    else:
        page.say(phrases.EMPTY.format(role=names.role(role), stage=names.stage(number)), *found.source)
        listed_there(desk, page, role, number)
    if found.named:
        other = desk.library.roles[found.named[0]].cells[number]
        page.say(phrases.ROW_NAMES.format(roles=names.roles(found.named), text=other.text), *other.source)
    elif found.note and (found.text or not _is_listed(desk, role, number)):
        page.say(found.note, *found.source[1:2])
    desk.differ(page, f"role.{role}.cells.{number}")


def _is_listed(desk: Desk, role: str, number: int) -> bool:
    stage = desk.stages[number]
    return role in (*refs_text(stage.supporting), *refs_text(stage.lead))


def listed_there(desk: Desk, page: Page, role: str, number: int) -> None:
    stage = desk.stages[number]
    if role in refs_text(stage.supporting):
        page.say(phrases.SUPPORTING.format(role=desk.names.role(role)), *stage.supporting.source)
    elif role in refs_text(stage.lead):
        page.say(phrases.LEADING_TOO.format(role=desk.names.role(role)), *stage.lead.source)


def _no_row(desk: Desk, page: Page, role: str, number: int) -> None:
    names, stage = desk.names, desk.stages[number]
    if role in refs_text(stage.supporting):
        page.say(phrases.SUPPORTING_TOO.format(role=names.role(role)), *stage.supporting.source)
    no_row_line(desk, page, role)
    tell_duties(desk, page, role)


def no_row_line(desk: Desk, page: Page, role: str) -> None:
    """That the matrix does not have a role, with where the documents do name it."""
    record = desk.library.roles[role]
    named = (
        record.names[0].source
        if record.names
        else record.responsibilities[0].source
        if record.responsibilities
        else ()
    )
    page.say(phrases.NO_ROW.format(role=desk.names.role(role)), *named)


def cell_item(desk: Desk, page: Page, role: str, number: int) -> None:
    record, names = desk.library.roles[role], desk.names
    if not record.in_matrix:
        no_row_line(desk, page, role)
        return
    found = record.cells[number]
    template = phrases.CELL_ITEM if found.text else phrases.EMPTY_ITEM
    page.item(
        template.format(role=f"**{names.role(role)}**", stage=names.stage(number), text=found.text),
        *found.source,
    )


@REPLIES.to("role.absent")
def absent(desk: Desk, ask: Ask) -> Page:
    """Who steps in where a role is not there."""
    page = desk.page("role.absent:" + ",".join(ask.keys("role")))
    for fact in desk.stand_ins(ask):
        page.say(fact.text, *fact.source)
    return page


@REPLIES.to("role.all_cells")
def all_cells(desk: Desk, ask: Ask) -> Page:
    page = desk.page("cells:" + ",".join(ask.keys("role")))
    if ask.yes_no:
        cells = [c for role in ask.keys("role") for c in desk.library.roles[role].cells.values()]
        page.lines.append(phrases.YES if cells and all(c.text for c in cells) else phrases.NO)
    for role in ask.keys("role")[:3]:
        if not desk.library.roles[role].in_matrix:
            no_row_line(desk, page, role)
            continue
        page.lines.append(phrases.CELLS.format(role=desk.names.role(role)))
        for number, found in desk.library.roles[role].cells.items():
            template = phrases.CELL_OF if found.text else phrases.EMPTY_OF
            stage = desk.names.stage_title(number)
            page.item(template.format(stage=stage, text=found.text), *found.source)
            page.count = (page.count or 0) + bool(found.text)
    return page


@REPLIES.to("role.lead_stages")
def lead_stages(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.stages:" + ",".join(ask.keys("role")))
    both = ask.asks("lead") == ask.asks("support")
    for role in ask.keys("role")[:4]:
        if ask.asks("lead") or both:
            leads = [s for s in desk.stages.values() if role in refs_text(s.lead)]
            _stages_line(desk, page, role, leads, _LEADS, negated=ask.negated)
        if ask.asks("support") or both:
            _stages_line(desk, page, role, _supported(desk, role), _SUPPORTS, negated=ask.negated)
    return page


def _supported(desk: Desk, role: str) -> list[Stage]:
    return [stage for stage in desk.stages.values() if role in refs_text(stage.supporting)]


def _stages_line(
    desk: Desk,
    page: Page,
    role: str,
    found: list[Stage],
    words: tuple[str, str, str],
    *,
    negated: bool = False,
) -> None:
    """The stages that a role leads or supports, after those that it does not where that was asked."""
    does, does_not, none = words
    name, others = desk.names.role(role), [s for s in desk.stages.values() if s not in found]
    stage = (found or others)[0]
    source = (stage.lead if does == phrases.LEADS_STAGES else stage.supporting).source
    page.count = len(found)
    if negated and others:
        page.say(does_not.format(role=name, stages=desk.names.stages(s.number for s in others)), *source)
    if found:
        page.say(does.format(role=name, stages=desk.names.stages(s.number for s in found)), *source)
    elif not negated:
        page.say(none.format(role=name), *source)


@REPLIES.to("role.empty_stages")
def empty_stages(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.empty:" + ",".join(ask.keys("role")))
    for role in ask.keys("role")[:3]:
        record, name = desk.library.roles[role], desk.names.role(role)
        empty = [n for n, found in record.cells.items() if not found.text]
        if not record.in_matrix:
            no_row_line(desk, page, role)
        elif empty:
            page.say(
                phrases.EMPTY_STAGES.format(role=name, stages=desk.names.stages(empty)),
                *record.cells[empty[0]].source,
            )
            _stages_line(desk, page, role, _supported(desk, role), _SUPPORTS)
        else:
            page.say(phrases.EMPTY_NONE.format(role=name), *record.cells[1].source)
    return page


@REPLIES.to("role.active_stages")
def active_stages(desk: Desk, ask: Ask) -> Page:
    return all_cells(desk, ask)


@REPLIES.to("role.expansion")
def role_expansion(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.names:" + ",".join(ask.keys("role")))
    for role in ask.keys("role"):
        expand(desk, page, role, why=ask.choice or ask.doubt)
    expand_rest(desk, page, ask)
    return page


@REPLIES.to("role.unit")
def role_unit(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.unit:" + ",".join(ask.keys("role")))
    for role in ask.keys("role")[:4]:
        record = desk.library.roles[role]
        if record.unit:
            unit = desk.names.full(str(record.unit.ids[0]))
            page.say(phrases.ROLE_UNIT.format(role=desk.names.role(role), unit=unit), *record.unit.source)
            own = desk.library.units[str(record.unit.ids[0])]
            stages = desk.names.stages(int(n) for n in own.stages.ids)
            page.say(phrases.UNIT_STAGES.format(unit=own.abbreviation, stages=stages), *own.stages.source)
        else:
            source = next(iter(desk.library.units.values())).roles.source
            page.say(
                phrases.ROLE_NO_UNIT.format(
                    role=desk.names.role(role),
                    units=listing([unit.abbreviation for unit in desk.library.units.values()]),
                ),
                *source,
            )
    return page


@REPLIES.to("role.pair")
def role_pair(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.pair:" + ",".join(ask.keys("role")))
    roles = set(ask.keys("role"))
    pairs = [f for f in desk.facts.values() if f.topic == "collaboration" and f.sort is Sort.STATEMENT]
    found = [f for f in pairs if roles <= set(f.owners)] or [f for f in pairs if roles & set(f.owners)]
    for fact in found[:2] or pairs[-1:]:
        page.say(
            f"**{desk.names.owners(fact).replace('/', ' + ')}**: {without_label(fact.text)}", *fact.source
        )
    return page


def without_label(text: str) -> str:
    label, _, rest = text.partition(": ")
    return rest if rest and len(label) < 16 else text


@REPLIES.to("role.overview")
def role_overview(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role:" + ",".join(ask.keys("role")))
    for role in ask.keys("role")[:4]:
        expand(desk, page, role)
        record = desk.library.roles[role]
        focus_line(page, record)
        for statement in record.responsibilities[:1] if len(ask.keys("role")) == 1 else ():
            page.say(statement.text, *statement.source)
        if not record.focus and (record.duties or record.notes):
            for said in (record.duties or record.notes)[: _MOST_DUTIES if len(ask.keys("role")) == 1 else 1]:
                page.say(said.text, *said.source)
        if not record.focus and record.in_matrix:
            for number, found in record.cells.items():
                if found.text:
                    page.item(f"{desk.names.stage_title(number)}: {found.text}", *found.source)
        if len(ask.keys("role")) == 1 and record.unit:
            page.say(
                phrases.ROLE_UNIT.format(
                    role=desk.names.role(role), unit=desk.names.full(str(record.unit.ids[0]))
                ),
                *record.unit.source,
            )
    return page
