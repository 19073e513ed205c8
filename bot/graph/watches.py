"""Subscriptions to changes of one calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from msgraph.generated.models.subscription import Subscription

from bot.graph.client import asking
from bot.graph.failures import Aim, Permission, Way
from bot.graph.mailbox import Mailbox
from meetings.errors import EventGoneError, RefusedError
from meetings.ports import Watch

_MAKE = Aim(permission=Permission.CALENDARS, way=Way.ONCE)
_CHANGE = Aim(permission=Permission.CALENDARS, gone=True, way=Way.AGAIN)
_LONGEST = timedelta(minutes=4200)  # a little less than every page of Microsoft's allows


async def watch(mailbox: Mailbox, address: str, secret: str, now: datetime) -> Watch:
    """Have Graph send what changes; a subscription whose making was in doubt runs out by itself."""
    wanted = Subscription(
        change_type="created,updated,deleted",
        resource=f"{mailbox.path}/events",
        notification_url=address,
        lifecycle_notification_url=address,
        client_state=secret,
        expiration_date_time=now + _LONGEST,
    )
    return _read(await mailbox.ask(lambda: mailbox.client.sdk.subscriptions.post(wanted, asking()), _MAKE))


async def renew(mailbox: Mailbox, id: str, now: datetime) -> Watch:
    """Have it last longer, which also counts as authorising it anew."""
    longer = Subscription(expiration_date_time=now + _LONGEST)
    item = mailbox.client.sdk.subscriptions.by_subscription_id(id)
    return _read(await mailbox.ask(lambda: item.patch(longer, asking()), _CHANGE))


async def unwatch(mailbox: Mailbox, id: str) -> None:
    item = mailbox.client.sdk.subscriptions.by_subscription_id(id)
    try:
        await mailbox.ask(lambda: item.delete(asking()), _CHANGE)
    except EventGoneError:
        return


def _read(told: Any) -> Watch:
    if told is None or not told.id or told.expiration_date_time is None:
        raise RefusedError("UnreadableSubscription")
    expires: datetime = told.expiration_date_time
    return Watch(id=told.id, expires=expires if expires.tzinfo else expires.replace(tzinfo=UTC))
