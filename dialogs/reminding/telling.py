"""What the clock tells those who give a handoff: whom it cannot reach, and that its checklist has changed."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs import utterance
from dialogs.handoff import live
from dialogs.handoff.view import listed, title
from dialogs.message import Reply
from dialogs.reminding import telling_words as words
from dialogs.turn import Turn
from handoffs.model import Handoff


async def unreached(turn: Turn, person: str, handoffs: Sequence[Handoff]) -> Reply:
    """Say that somebody cannot be reached, who is on these handoffs; their live cards show it from now on."""
    contact = (await turn.desk.people.contacts([person]))[person]
    for handoff in handoffs:
        await live.refresh_all(turn, handoff)
    titles = [words.TITLE.format(title=title(each), number=each.number) for each in handoffs]
    return Reply(text=words.UNREACHED.format(name=utterance.show(contact.name), titles=listed(titles)))


async def items_offered(turn: Turn, handoff: Handoff) -> Reply:
    """Say that the checklist of this kind has changed; the live cards show it from now on."""
    await live.refresh_all(turn, handoff)
    return Reply(text=words.ITEMS_OFFERED.format(title=title(handoff), number=handoff.number))
