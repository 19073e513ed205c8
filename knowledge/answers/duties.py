"""What the frames about a role's focus and duties answer."""

from __future__ import annotations

from knowledge.answer import Kind
from knowledge.answers import phrases
from knowledge.answers.compose import Page
from knowledge.answers.desk import Desk, Replies
from knowledge.model import Role
from knowledge.understand.ask import Ask

REPLIES = Replies()


@REPLIES.to("role.focus")
def role_focus(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.focus:" + ",".join(ask.keys("role")))
    for role in ask.keys("role")[:3]:
        record = desk.library.roles[role]
        said = record.focus or record.responsibilities or record.duties
        if not said:
            page.lines.append(phrases.UNKNOWN_ABOUT.format(words=f"focus of the {desk.names.role(role)}"))
            page.kind = Kind.UNKNOWN
            continue
        if len(ask.keys("role")) == 1:
            page.say(f"**{desk.names.full(role)}**: {said[0].text}", *said[0].source)
        else:
            page.item(f"**{desk.names.full(role)}**: {said[0].text}", *said[0].source)
        for statement in record.responsibilities[-1:] if role == "se" else ():
            page.say(statement.text, *statement.source)
    return page


@REPLIES.to("role.mcem_focus")
def role_mcem_focus(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.mcem_focus:" + ",".join(ask.keys("role")))
    for role in ask.keys("role")[:3]:
        record = desk.library.roles[role]
        if not record.mcem_focus:
            page.lines.append(
                phrases.UNKNOWN_ABOUT.format(words=f"MCEM focus of the {desk.names.role(role)}")
            )
            page.kind = Kind.UNKNOWN
            focus_line(page, record)
            continue
        desk.says(page, phrases.MCEM_FOCUS, record.mcem_focus, role=desk.names.role(role))
        desk.differ(page, f"role.{role}.mcem_focus")
    return page


def focus_line(page: Page, record: Role) -> None:
    if record.focus:
        page.say(phrases.FOCUS.format(text=record.focus[0].text), *record.focus[0].source)


@REPLIES.to("role.responsibilities")
def role_responsibilities(desk: Desk, ask: Ask) -> Page:
    page = desk.page("role.responsibilities:" + ",".join(ask.keys("role")))
    for role in ask.keys("role")[:3]:
        tell_duties(desk, page, role, named=_other_name(desk, role, ask))
    return page


def _other_name(desk: Desk, role: str, ask: Ask) -> str:
    """The name that only another document gives the role, where the question uses it."""
    record = desk.library.roles[role]
    names = [statement.text.partition(" (")[0] for statement in record.names[1:]]
    return next(
        (name for name in names if record.duties and name != record.name and ask.says(name.lower())), ""
    )


def tell_duties(desk: Desk, page: Page, role: str, *, named: str = "") -> None:
    record = desk.library.roles[role]
    if named:
        page.lines.append(f"**{named}**:")
        for statement in record.duties:
            page.item(statement.text, *statement.source)
        desk.differ(page, f"role.{role}.names")
        return
    page.lines.append(phrases.RESPONSIBILITIES.format(role=desk.names.full(role)))
    for statement in (
        *record.focus[:1],
        *record.responsibilities,
        *(() if record.responsibilities else record.duties),
    )[:7]:
        page.item(statement.text, *statement.source)
    for number, found in record.cells.items():
        if not record.responsibilities and found.text:
            page.item(f"{desk.names.stage_title(number)}: {found.text}", *found.source)
    for statement in () if record.focus or record.responsibilities or record.duties else record.notes[:2]:
        page.item(statement.text, *statement.source)


@REPLIES.to("role.duties")
def role_duties(desk: Desk, ask: Ask) -> Page:
    """What document 003's reference says of a role; what the other documents say where it is silent."""
    page = desk.page("role.duties:" + ",".join(ask.keys("role")))
    for role in ask.keys("role")[:3]:
        has = desk.library.roles[role].duties
        tell_duties(desk, page, role, named=desk.names.full(role) if has else "")
    return page
