"""After somebody has signed in."""

from __future__ import annotations

from dialogs.desk import Desk
from dialogs.message import Message
from dialogs.turn import Outcome


async def signed_in(message: Message, desk: Desk) -> Outcome:
    """What waited for the person to sign in goes on; nothing is said where nothing waits."""
    raise NotImplementedError
