"""What each frame answers: one function a frame, registered under its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge import phrases
from knowledge.ask import Ask
from knowledge.compose import Names, Page, by_about, listing
from knowledge.facts import Fact, Sort, refs_text
from knowledge.library import Library
from knowledge.model import Role, Stage, Statement

Reply = Callable[["Desk", Ask], Page]
REPLIES: dict[str, Reply] = {}


def reply(name: str) -> Callable[[Reply], Reply]:
    """Register the answer of a frame."""

    def register(function: Reply) -> Reply:
        REPLIES[name] = function
        return function

    return register


@dataclass
class Desk:
    """What an answer is made from: the library, its facts, and the names of things."""

    library: Library
    facts: Mapping[str, Fact]
    names: Names = field(init=False)
    about: Mapping[str, tuple[str, ...]] = field(init=False)
    stages: Mapping[int, Stage] = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names(self.library)
        self.about = by_about(self.library)
        self.stages = {stage.number: stage for stage in self.library.stages.values()}

    def can(self, frame: str, ask: Ask) -> bool:
        """Whether a frame that fits by its words has something to say."""
        if frame == "cell":
            return any(self.library.roles[role].in_matrix for role in ask.keys("role")) and not self._unknown_stage(ask)
        return self._unknown_stage(ask) == (frame == "stage.no_such")

    def _unknown_stage(self, ask: Ask) -> bool:
        return any(number not in self.stages for number in ask.stages)

    def page(self, identity: str) -> Page:
        return Page(self.library, identity)

    def differ(self, page: Page, about: str) -> None:
        """Say where the documents disagree with what was just answered: the sides that are not leading."""
        for key in self.about.get(about, ()):
            conflict = self.library.conflicts[key]
            sides = [side for n, side in enumerate(conflict.sides) if n != conflict.lead]
            words = "; ".join(
                f"{self.document(side.source)}: “{side.text}”{page.marks(side.source, side.text)}" for side in sides
            )
            page.lines.append(phrases.DIFFER_SHORT.format(sides=words) + ".")

    def document(self, source: Sequence[str]) -> str:
        return self.library.documents[source[0].partition("/")[0]].short

    def says(self, page: Page, template: str, statements: Sequence[Statement], **words: str) -> None:
        """One line for the leading statement."""
        page.say(template.format(text=statements[0].text, **words), *statements[0].source)


def _listed(page: Page, heading: str, statements: Sequence[Statement], most: int = 9) -> None:
    page.lines.append(heading)
    for statement in statements[:most]:
        page.item(statement.text, *statement.source)


# Roles


@reply("cell")
def cell(desk: Desk, ask: Ask) -> Page:
    """One cell, or several as a list."""
    pairs = [(role, stage) for stage in ask.stages for role in ask.keys("role")][:12]
    page = desk.page("cell:" + ",".join(f"{role}.{stage}" for role, stage in pairs))
    if len(pairs) == 1:
        _one_cell(desk, page, *pairs[0])
        if ask.yes_no:
            page.lead(phrases.YES if _text(desk, *pairs[0]) else phrases.NO)
        return page
    for role, stage in pairs:
        _cell_item(desk, page, role, stage)
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
        page.say(phrases.CELL.format(role=names.role(role), stage=names.stage(number), text=found.text), *found.source)
    else:
        page.say(phrases.EMPTY.format(role=names.role(role), stage=names.stage(number)), *found.source)
        _listed_there(desk, page, role, number)
    if found.named:
        other = desk.library.roles[found.named[0]].cells[number]
        page.say(phrases.ROW_NAMES.format(roles=names.roles(found.named), text=other.text), *other.source)
    elif found.note:
        page.say(found.note, *found.source[1:2])
    desk.differ(page, f"role.{role}.cells.{number}")


def _listed_there(desk: Desk, page: Page, role: str, number: int) -> None:
    stage = desk.stages[number]
    if role in refs_text(stage.supporting):
        page.say(phrases.SUPPORTING.format(role=desk.names.role(role)), *stage.supporting.source)
    elif role in refs_text(stage.lead):
        page.say(phrases.LEADING_TOO.format(role=desk.names.role(role)), *stage.lead.source)


def _no_row(desk: Desk, page: Page, role: str, number: int) -> None:
    names, stage = desk.names, desk.stages[number]
    if role in refs_text(stage.supporting):
        page.say(phrases.SUPPORTING_TOO.format(role=names.role(role)), *stage.supporting.source)
    page.lines.append(phrases.NO_ROW.format(role=names.role(role)))
    _duties(desk, page, role)


def _cell_item(desk: Desk, page: Page, role: str, number: int) -> None:
    record, names = desk.library.roles[role], desk.names
    if not record.in_matrix:
        page.lines.append("- " + phrases.NO_ROW.format(role=names.role(role)))
        return
    found = record.cells[number]
    template = phrases.CELL_ITEM if found.text else phrases.EMPTY_ITEM
    page.item(template.format(role=f"**{names.role(role)}**", stage=names.stage(number), text=found.text), *found.source)


@reply("role.all_cells")
def all_cells(desk: Desk, ask: Ask) -> Page:
    page = desk.page("cells:" + ",".join(ask.keys("role")))
    if ask.yes_no:
        cells = [c for role in ask.keys("role") for c in desk.library.roles[role].cells.values()]
        page.lines.append(phrases.YES if cells and all(c.text for c in cells) else phrases.NO)
    for role in ask.keys("role")[:3]:
        for number in desk.stages:
            _cell_item(desk, page, role, number)
    return page


@reply("role.lead_stages")
def lead_stages(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.stages:" + ",".join(ask.keys("role")))
    both = ask.asks("lead") == ask.asks("support")
    for role in ask.keys("role")[:4]:
        if ask.asks("lead") or both:
            _lead_line(desk, page, role, negated=ask.negated)
        if ask.asks("support") or both:
            _support_line(desk, page, role)
    return page


def _lead_line(desk: Desk, page: Page, role: str, *, negated: bool = False) -> None:
    found = [s for s in desk.stages.values() if role in refs_text(s.lead)]
    name = desk.names.role(role)
    if negated:
        others = desk.names.stages(s.number for s in desk.stages.values() if s not in found)
        page.say(phrases.LEADS_NOT.format(role=name, stages=others), *desk.stages[1].lead.source)
    if found:
        page.say(phrases.LEADS_STAGES.format(role=name, stages=desk.names.stages(s.number for s in found)), *found[0].lead.source)
    else:
        page.say(phrases.LEADS_NONE.format(role=name), *desk.stages[1].lead.source)


def _support_line(desk: Desk, page: Page, role: str) -> None:
    found = [s for s in desk.stages.values() if role in refs_text(s.supporting)]
    name = desk.names.role(role)
    if found:
        stages = desk.names.stages(s.number for s in found)
        page.say(phrases.SUPPORTS_STAGES.format(role=name, stages=stages), *found[0].supporting.source)
    else:
        page.say(phrases.SUPPORTS_NONE.format(role=name), *desk.stages[1].supporting.source)


@reply("role.empty_stages")
def empty_stages(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.empty:" + ",".join(ask.keys("role")))
    for role in ask.keys("role")[:3]:
        record, name = desk.library.roles[role], desk.names.role(role)
        empty = [n for n, found in record.cells.items() if not found.text]
        if not record.in_matrix:
            page.lines.append(phrases.NO_ROW.format(role=name))
        elif empty:
            page.say(phrases.EMPTY_STAGES.format(role=name, stages=desk.names.stages(empty)), *record.cells[empty[0]].source)
            _support_line(desk, page, role)
        else:
            page.say(phrases.EMPTY_NONE.format(role=name), *record.cells[1].source)
    return page


@reply("role.active_stages")
def active_stages(desk: Desk, ask: Ask) -> Page:
    return all_cells(desk, ask)


@reply("role.expansion")
def role_expansion(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.names:" + ",".join(ask.keys("role")))
    for role in ask.keys("role"):
        _expand(desk, page, role)
    _expand_rest(desk, page, ask)
    return page


def _expand(desk: Desk, page: Page, role: str) -> None:
    record = desk.library.roles[role]
    template = phrases.STANDS_FOR if record.abbreviation else "**{long}**"
    page.say(template.format(short=record.abbreviation, long=record.name), *record.names[0].source)
    desk.differ(page, f"role.{role}.names")


def _expand_rest(desk: Desk, page: Page, ask: Ask) -> None:
    for key in ask.keys("unit"):
        _expand_unit(desk, page, key)
    for key in ask.keys("term"):
        _expand_term(desk, page, key)


def _expand_unit(desk: Desk, page: Page, key: str) -> None:
    unit = desk.library.units[key]
    page.say(phrases.STANDS_FOR.format(short=unit.abbreviation, long=unit.name), *unit.names[0].source)
    desk.differ(page, f"unit.{key}.names")


def _expand_term(desk: Desk, page: Page, key: str) -> None:
    term = desk.library.terms[key]
    if term.meaning:
        page.say(phrases.STANDS_FOR.format(short=term.term, long=term.meaning[0].text), *term.meaning[0].source)
        desk.differ(page, f"term.{key}")
    else:
        page.say(phrases.MEANS_NOT_SAID.format(short=term.term), *term.used)
    if term.note:
        page.lines.append(term.note)


@reply("role.focus")
def role_focus(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.focus:" + ",".join(ask.keys("role")))
    for role in ask.keys("role")[:3]:
        record = desk.library.roles[role]
        said = record.focus or record.responsibilities or record.duties
        if len(ask.keys("role")) == 1:
            page.say(f"**{desk.names.full(role)}**: {said[0].text}", *said[0].source)
        else:
            page.item(f"**{desk.names.full(role)}**: {said[0].text}", *said[0].source)
        for statement in record.responsibilities[-1:] if role == "se" else ():
            page.say(statement.text, *statement.source)
    return page


@reply("role.mcem_focus")
def role_mcem_focus(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.mcem_focus:" + ",".join(ask.keys("role")))
    for role in ask.keys("role")[:3]:
        record = desk.library.roles[role]
        if not record.mcem_focus:
            page.lines.append(phrases.UNKNOWN_ABOUT.format(words=f"MCEM focus of the {desk.names.role(role)}"))
            _focus_line(page, record)
            continue
        desk.says(page, phrases.MCEM_FOCUS, record.mcem_focus, role=desk.names.role(role))
        desk.differ(page, f"role.{role}.mcem_focus")
    return page


def _focus_line(page: Page, record: Role) -> None:
    if record.focus:
        page.say(phrases.FOCUS.format(text=record.focus[0].text), *record.focus[0].source)


@reply("role.responsibilities")
def role_responsibilities(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.responsibilities:" + ",".join(ask.keys("role")))
    for role in ask.keys("role")[:3]:
        _duties(desk, page, role, named=_other_name(desk, role, ask))
    return page


def _other_name(desk: Desk, role: str, ask: Ask) -> str:
    """The name that only another document gives the role, where the question uses it."""
    record = desk.library.roles[role]
    names = [statement.text.partition(" (")[0] for statement in record.names[1:]]
    return next((name for name in names if record.duties and name != record.name and ask.says(name.lower())), "")


def _duties(desk: Desk, page: Page, role: str, *, named: str = "") -> None:
    record = desk.library.roles[role]
    if named:
        page.lines.append(f"**{named}**:")
        for statement in record.duties:
            page.item(statement.text, *statement.source)
        desk.differ(page, f"role.{role}.names")
        return
    page.lines.append(phrases.RESPONSIBILITIES.format(role=desk.names.full(role)))
    for statement in (*record.focus[:1], *record.responsibilities, *(() if record.responsibilities else record.duties))[:7]:
        page.item(statement.text, *statement.source)
    for number, found in record.cells.items():
        if not record.responsibilities and found.text:
            page.item(f"{desk.names.stage(number).capitalize()}: {found.text}", *found.source)
    for statement in () if record.focus or record.responsibilities or record.duties else record.notes[:2]:
        page.item(statement.text, *statement.source)


@reply("role.unit")
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
            page.say(phrases.ROLE_NO_UNIT.format(role=desk.names.role(role)), *source)
    return page


@reply("role.in_unit")
def role_in_unit(desk: Desk, ask: Ask) -> Page:
    role, unit = ask.keys("role")[0], ask.keys("unit")[0]
    page = desk.page(f"role.in_unit:{role}.{unit}")
    record, name = desk.library.roles[role], desk.names.role(role)
    own = str(record.unit.ids[0]) if record.unit else ""
    if own == unit and record.unit:
        page.say(f"{phrases.YES} {phrases.IN_UNIT.format(role=name, unit=desk.names.full(unit))}", *record.unit.source)
    elif record.unit:
        words = phrases.NOT_IN_UNIT.format(role=name, unit=desk.names.full(own), other=desk.names.full(unit))
        page.say(f"{phrases.NO} {words}", *record.unit.source)
    else:
        words = phrases.NO_UNIT_AT_ALL.format(role=name, other=desk.names.full(unit))
        page.say(f"{phrases.NO} {words}", *desk.library.units[unit].roles.source)
    return page


@reply("role.pair")
def role_pair(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.pair:" + ",".join(ask.keys("role")))
    roles = set(ask.keys("role"))
    pairs = [f for f in desk.facts.values() if f.topic == "collaboration" and f.sort is Sort.STATEMENT]
    found = [f for f in pairs if roles <= set(f.owners)] or [f for f in pairs if roles & set(f.owners)]
    for fact in found[:2] or pairs[-1:]:
        page.say(f"**{desk.names.owners(fact).replace('/', ' + ')}**: {_without_label(fact.text)}", *fact.source)
    return page


def _without_label(text: str) -> str:
    label, _, rest = text.partition(": ")
    return rest if rest and len(label) < 16 else text


@reply("role.overview")
def role_overview(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role:" + ",".join(ask.keys("role")))
    for role in ask.keys("role")[:4]:
        _expand(desk, page, role)
        record = desk.library.roles[role]
        _focus_line(page, record)
        for statement in record.responsibilities[:1] if len(ask.keys("role")) == 1 else ():
            page.say(statement.text, *statement.source)
        if not record.focus and (record.duties or record.notes):
            said = (record.duties or record.notes)[0]
            page.say(said.text, *said.source)
        if not record.focus and record.in_matrix:
            for number, found in record.cells.items():
                if found.text:
                    page.item(f"{desk.names.stage(number).capitalize()}: {found.text}", *found.source)
        if len(ask.keys("role")) == 1 and record.unit:
            page.say(phrases.ROLE_UNIT.format(role=desk.names.role(role), unit=desk.names.full(str(record.unit.ids[0]))), *record.unit.source)
    return page


@reply("role.in_stage.lead")
def is_lead(desk: Desk, ask: Ask) -> Page:
    return _check(desk, ask, "lead")


@reply("role.in_stage.support")
def is_support(desk: Desk, ask: Ask) -> Page:
    return _check(desk, ask, "support")


def _check(desk: Desk, ask: Ask, what: str) -> Page:
    """Yes or no, with who it is instead."""
    role, stage = ask.keys("role")[0], desk.stages[ask.stages[0]]
    page = desk.page(f"role.is_{what}:{role}.{stage.number}")
    refs = stage.lead if what == "lead" else stage.supporting
    name, words = desk.names.role(role), {"stage": desk.names.stage(stage.number)}
    roles = listing([desk.names.full(key) if what == "lead" else desk.names.role(key) for key in refs_text(refs)])
    if role in refs_text(refs):
        template = phrases.IS_LEAD if what == "lead" else phrases.IS_SUPPORT
        page.say(f"{phrases.YES} {template.format(role=name, **words)}", *refs.source)
        _cell_item(desk, page, role, stage.number)
        return page
    template = phrases.IS_NOT_LEAD if what == "lead" else phrases.IS_NOT_SUPPORT
    said = template.format(role=name, leads=roles, roles=roles, **words)
    page.say(f"{phrases.NO} {said[:1].upper()}{said[1:]}", *refs.source)
    if what == "lead":
        _listed_there(desk, page, role, stage.number)
    elif role in refs_text(stage.lead):
        page.say(phrases.LEADING_TOO.format(role=name), *stage.lead.source)
    return page
