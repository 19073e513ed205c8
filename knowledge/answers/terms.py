"""What names and abbreviations stand for."""

from __future__ import annotations

from knowledge.answers import phrases
from knowledge.answers.compose import Page
from knowledge.answers.desk import Desk, Replies
from knowledge.understand.ask import Ask

REPLIES = Replies()


def expand(desk: Desk, page: Page, role: str, *, why: bool = False) -> None:
    record = desk.library.roles[role]
    template = phrases.STANDS_FOR if record.abbreviation else "**{long}**"
    page.say(template.format(short=record.abbreviation, long=record.name), *record.names[0].source)
    desk.differ(page, f"role.{role}.names", why=why)


def expand_rest(desk: Desk, page: Page, ask: Ask) -> None:
    for key in ask.keys("unit"):
        expand_unit(desk, page, key, why=_asks_which(ask))
    for key in ask.keys("term"):
        expand_term(desk, page, key, why=_asks_which(ask))


def expand_unit(desk: Desk, page: Page, key: str, *, why: bool) -> None:
    unit = desk.library.units[key]
    page.say(phrases.STANDS_FOR.format(short=unit.abbreviation, long=unit.name), *unit.names[0].source)
    desk.differ(page, f"unit.{key}.names", why=why)


def expand_term(desk: Desk, page: Page, key: str, *, why: bool) -> None:
    term = desk.library.terms[key]
    if term.meaning:
        page.say(
            phrases.STANDS_FOR.format(short=term.term, long=term.meaning[0].text), *term.meaning[0].source
        )
        desk.differ(page, f"term.{key}", why=why)
    else:
        page.say(phrases.MEANS_NOT_SAID.format(short=term.term), *term.used)
    if term.note:
        page.lines.append(term.note)


@REPLIES.to("term")
def term(desk: Desk, ask: Ask) -> Page:
    page = desk.page("term:" + ",".join(ask.keys("term")))
    expand_rest(desk, page, ask)
    return page


def _asks_which(ask: Ask) -> bool:
    """Whether the question is which of two sayings is right."""
    return ask.choice or ask.doubt
