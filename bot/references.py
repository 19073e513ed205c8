"""The chats that Baton can write to: kept with every activity, and given up when Baton is removed."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.origin import Place
from bot.store.jobs import Jobs
from bot.store.people import People
from bot.store.profiles import Profiles
from bot.store.reminders import Reminders
from bot.store.repository import Clock
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


def people(connection: AsyncConnection, tenant: str, now: Clock) -> People:
    """The people of a tenant, within the transaction of a job."""
    rows = (connection, tenant, now)
    return People(*rows, Profiles(*rows, Jobs(*rows), Reminders(*rows)))
