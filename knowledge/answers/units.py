"""What the frames about units and motions answer."""

from __future__ import annotations

from knowledge.answers import phrases
from knowledge.answers.compose import Page, listing, spelled
from knowledge.answers.desk import Desk, Replies
from knowledge.answers.terms import expand_rest
from knowledge.understand import grammar
from knowledge.understand.ask import Ask

REPLIES = Replies()


@REPLIES.to("unit.roles")
def unit_roles(desk: Desk, ask: Ask) -> Page:
    page = desk.page("unit.roles:" + ",".join(ask.keys("unit")))
    for key in ask.keys("unit"):
        unit = desk.library.units[key]
        roles = listing([desk.names.full(str(role)) for role in unit.roles.ids])
        page.say(phrases.UNIT_ROLES.format(unit=desk.names.full(key), roles=roles), *unit.roles.source)
        page.count = len(unit.roles.ids)
    return page


@REPLIES.to("unit.stages")
def unit_stages(desk: Desk, ask: Ask) -> Page:
    page = desk.page("unit.stages:" + ",".join(ask.keys("unit")))
    for key in ask.keys("unit"):
        if ask.negated:
            unit = desk.library.units[key]
            others = desk.names.stages(n for n in desk.stages if n not in unit.stages.ids)
            page.say(phrases.UNIT_NOT.format(unit=desk.names.role(key), stages=others), *unit.stages.source)
        unit_stages_line(desk, page, key)
    if ask.yes_no and page.count and ask.says("of the stages", "stages"):
        page.lead(phrases.YES if grammar.holds(ask.text, page.count) else phrases.NO)
    return page


def unit_stages_line(desk: Desk, page: Page, key: str) -> None:
    unit = desk.library.units[key]
    stages = desk.names.stages(int(n) for n in unit.stages.ids)
    page.count = len(unit.stages.ids)
    page.say(phrases.UNIT_STAGES.format(unit=desk.names.role(key), stages=stages), *unit.stages.source)
    for statement in unit.accountable:
        page.say(phrases.UNIT_ALSO.format(text=statement.text), *statement.source)


@REPLIES.to("unit.overview")
def unit_overview(desk: Desk, ask: Ask) -> Page:
    page = desk.page("unit:" + ",".join(ask.keys("unit")))
    expand_rest(desk, page, ask)
    brief = ask.asks("expansion") or ask.choice or ask.doubt or len(ask.keys("unit")) > 1
    for key in () if brief else ask.keys("unit"):
        unit = desk.library.units[key]
        page.say(
            phrases.UNIT_ROLES.format(
                unit=desk.names.role(key),
                roles=listing([desk.names.full(str(key)) for key in unit.roles.ids]),
            ),
            *unit.roles.source,
        )
        unit_stages_line(desk, page, key)
    return page


@REPLIES.to("units.list")
def unit_list(desk: Desk, ask: Ask) -> Page:
    page = desk.page("units")
    page.count = len(desk.library.units)
    page.lines.append(phrases.UNITS.format(count=spelled(page.count)))
    for key, unit in desk.library.units.items():
        page.item(
            f"**{desk.names.full(key)}**: {desk.names.stages(int(n) for n in unit.stages.ids)}",
            *unit.stages.source,
        )
    if ask.yes_no and not ask.choice:
        page.lead(phrases.YES if grammar.holds(ask.text, page.count) else phrases.NO)
    return page


@REPLIES.to("roles.list")
def role_list(desk: Desk, ask: Ask) -> Page:
    page = desk.page("roles")
    page.lines.append(phrases.ROLES_BY_UNIT)
    page.count = sum(role.in_matrix for role in desk.library.roles.values())
    for key, unit in desk.library.units.items():
        page.item(
            f"**{desk.names.role(key)}**: {listing([desk.names.full(str(key)) for key in unit.roles.ids])}",
            *unit.roles.source,
        )
    others = [key for key, role in desk.library.roles.items() if not role.unit and role.in_matrix]
    page.lines.append(phrases.ROLES_OTHER.format(roles=desk.names.roles(others)))
    return page


@REPLIES.to("motion.overview")
def motion_overview(desk: Desk, ask: Ask) -> Page:
    page = desk.page("motion:" + ",".join(ask.keys("motion")))
    for key in ask.keys("motion"):
        motion = desk.library.motions[key]
        desk.says(page, phrases.MOTION_PURPOSE, motion.purpose, motion=motion.name)
        page.say(
            phrases.MOTION_ROLES.format(motion=motion.name)
            + " "
            + listing([desk.names.role(role) for role in motion.roles]),
            *next(iter(motion.roles.values())).source,
        )
    if ask.says("stages"):
        desk.differ(page, "mcem.stages")
    return page


@REPLIES.to("motion.roles")
def motion_roles(desk: Desk, ask: Ask) -> Page:
    page = desk.page("motion.roles:" + ",".join(ask.keys("motion")))
    for key in ask.keys("motion"):
        motion = desk.library.motions[key]
        page.lines.append(phrases.MOTION_ROLES.format(motion=motion.name))
        for role, statement in motion.roles.items():
            page.item(f"**{desk.names.full(role)}**: {statement.text}", *statement.source)
            page.count = len(motion.roles)
    return page


@REPLIES.to("motion.role")
def motion_role(desk: Desk, ask: Ask) -> Page:
    page = desk.page("motion.role:" + ",".join((*ask.keys("motion"), *ask.keys("role"))))
    for key in ask.keys("motion"):
        motion = desk.library.motions[key]
        for role in ask.keys("role"):
            name = desk.names.role(role)
            if role in motion.roles:
                said = motion.roles[role]
                page.say(
                    phrases.MOTION_ROLE.format(role=name, motion=motion.name, text=said.text), *said.source
                )
            else:
                line = phrases.MOTION_NO_ROLE.format(
                    role=name, motion=motion.name, roles=desk.names.roles(motion.roles)
                )
                page.say(line, *motion.purpose[0].source)
    if ask.yes_no:
        page.lead(
            phrases.YES
            if any(role in desk.library.motions[ask.keys("motion")[0]].roles for role in ask.keys("role"))
            else phrases.NO
        )
    return page
