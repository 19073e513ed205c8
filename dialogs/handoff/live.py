"""The live card of a handoff: shown, kept up to date, and the people told whose move it is."""

from __future__ import annotations

from dialogs.turn import Outcome, Turn
from handoffs.change import Change
from handoffs.model import Handoff


async def changed(turn: Turn, change: Change, *, say: str = "") -> Outcome:
    """Bring all live cards up to date after a change that was saved, tell the others, and answer this turn.

    `say` is what answers a typed action; without it the answer is made from the change.
    """
    raise NotImplementedError


async def opened(turn: Turn, handoff: Handoff, lead: str = "") -> Outcome:
    """Show the live card in this chat, after a line that leads up to it."""
    raise NotImplementedError
