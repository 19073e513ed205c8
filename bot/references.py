"""The chats that Baton can write to: kept with every activity, and given up when Baton is removed."""

from __future__ import annotations

from bot.origin import Place
from bot.store.store import Work


async def renew(work: Work, place: Place, own: str) -> None:
    """Keep a chat as it is now; `own` is the Teams user whose own chat it is, "" for a group."""
    await work.references.keep(place, own)
    if own:
        await work.people.reached(own, place.conversation, place.service_url)


async def leave(work: Work, place: Place, own: str) -> None:
    """Baton was removed from a chat: nothing is sent there any more, not even what waits."""
    await work.references.drop(place.conversation)
    await work.cards.leave(place.conversation)
    await work.jobs.withdraw(place.conversation)
    if own:
        await work.people.left(own)
