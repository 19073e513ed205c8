"""What is typed to start a handoff, and the card that it brings."""

from __future__ import annotations

from dialogs.message import Card
from tests.office import Colleague

WHOLE = (
    'new handoff atu-stu for Contoso, "Azure migration", value 250000, due 2027-01-15, to megan@contoso.com'
)
SIX = (
    "atu-stu",
    "stu-csu",
    "design-kickoff",
    "poc-scoping",
    "deployment-readiness",
    "optimization-planning",
)


async def card_of(person: Colleague, text: str) -> Card:
    replies = (await person.do(text=text)).replies
    return next(reply.card for reply in replies if reply.card)
