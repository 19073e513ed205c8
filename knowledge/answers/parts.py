"""What the frames about a part of a process or document answer."""

from __future__ import annotations

from knowledge.answers.compose import Page
from knowledge.answers.desk import Desk, Replies
from knowledge.answers.found import show
from knowledge.understand.ask import Ask

REPLIES = Replies()
_MOST = 2
_QUALIFIED = "topic.atu-stu.qualification-criteria"


@REPLIES.to("part.people")
def people(desk: Desk, ask: Ask) -> Page:
    """Who takes part in a meeting: all that is said of it, since no list of attendees is given."""
    page = desk.page("part.people:" + ",".join(ask.keys("part")))
    for key in ask.keys("part")[:_MOST]:
        show(desk, page, desk.facts["topic." + key.replace("/", ".")])
    return page


@REPLIES.to("qualification")
def qualification(desk: Desk, _: Ask) -> Page:
    """What makes an opportunity qualified."""
    page = desk.page(f"fact:{_QUALIFIED}")
    show(desk, page, desk.facts[_QUALIFIED])
    return page
