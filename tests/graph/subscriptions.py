"""Subscriptions to changes, and the notifications that leave for them; they get lost when told to."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.graph.calendars import Meeting
from tests.graph.calls import GraphError
from tests.graph.directory import Directory, Mailbox
from tests.graph.zones import stamp

LONGEST = timedelta(minutes=10_080)
LONGEST_STATE = 128
_RESOURCE = re.compile(r"/?(me|users/([^/]+))/(?:calendar/)?events/?", re.IGNORECASE)


@dataclass(kw_only=True)
class Subscription:
    """Who is told what, until when; `owner` None: the app's."""

    id: str
    mailbox: Mailbox
    owner: Mailbox | None
    asked: dict[str, Any]
    expires: datetime
    immutable: bool = False
    reauthorized: int = 0

    @property
    def url(self) -> str:
        return str(self.asked["notificationUrl"])

    @property
    def lifecycle_url(self) -> str:
        return str(self.asked.get("lifecycleNotificationUrl") or "")

    def body(self) -> dict[str, Any]:
        """It as Graph gives it; the secret is not told again."""
        kept = {name: value for name, value in self.asked.items() if name != "clientState"}
        owner = self.owner.object_id if self.owner else "app"
        return {**kept, "id": self.id, "creatorId": owner, "expirationDateTime": stamp(self.expires)}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notification on its way."""

    url: str
    body: Mapping[str, Any]


@dataclass
class Subscriptions:
    """`post`: what delivers. `lose`, `repeat`: how many of the next get lost, or are sent twice.

    `held`: they wait until released, which turns their order around.
    """

    all: dict[str, Subscription] = field(default_factory=dict)
    post: Callable[[Notice], None] = lambda notice: None
    waiting: list[Notice] = field(default_factory=list)
    lose: int = 0
    repeat: int = 0
    held: bool = False
    _count: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def release(self) -> None:
        """Send what was held, the last first."""
        self.held = False
        while self.waiting:
            self.post(self.waiting.pop())

    def add(self, mailbox: Mailbox, owner: Mailbox | None, asked: Mapping[str, Any], expires: datetime,
            *, immutable: bool) -> Subscription:  # fmt: skip
        id = f"subscription-{next(self._count)}"
        made = Subscription(
            id=id, mailbox=mailbox, owner=owner, asked=dict(asked), expires=expires, immutable=immutable
        )
        self.all[id] = made
        return made

    def named(self, id: str, owner: Mailbox | None, now: datetime) -> Subscription:
        """The one of that id; GraphError where it has ended or is somebody else's."""
        found = self.all.get(id)
        if found is None or found.expires <= now or found.owner is not owner:
            raise GraphError(404, "ResourceNotFound", "The object was not found.")
        return found

    def tell(
        self, directory: Directory, mailbox: Mailbox, meeting: Meeting, change: str, now: datetime
    ) -> None:
        """Put on its way what the subscriptions of a calendar hear of a change."""
        if mailbox.mail.casefold() not in meeting.ids:
            return
        for each in self.all.values():
            wanted = str(each.asked["changeType"]).split(",")
            if each.mailbox is mailbox and each.expires > now and change in wanted:
                self._send(each.url, self._change(directory, each, meeting, change))

    def lifecycle(self, directory: Directory, id: str, event: str) -> None:
        """Tell reauthorizationRequired, missed, or subscriptionRemoved, which ends it."""
        each = self.all.pop(id) if event == "subscriptionRemoved" else self.all[id]
        if each.lifecycle_url:
            self._send(each.lifecycle_url, {**self._head(directory, each), "lifecycleEvent": event})

    def _send(self, url: str, entry: Mapping[str, Any]) -> None:
        if self.lose:
            self.lose -= 1
            return
        times = 2 if self.repeat else 1
        self.repeat -= times - 1
        for _ in range(times):
            notice = Notice(url=url, body={"value": [entry]})
            if self.held:
                self.waiting.append(notice)
            else:
                self.post(notice)

    @staticmethod
    def _head(directory: Directory, each: Subscription) -> dict[str, Any]:
        return {
            "subscriptionId": each.id,
            "subscriptionExpirationDateTime": stamp(each.expires),
            "tenantId": directory.tenant,
            "clientState": each.asked.get("clientState"),
        }

    def _change(
        self, directory: Directory, each: Subscription, meeting: Meeting, change: str
    ) -> dict[str, Any]:
        id = meeting.id_of(each.mailbox, immutable=each.immutable)
        resource = f"Users/{each.mailbox.object_id}/Events/{id}"
        data = {
            "@odata.type": "#Microsoft.Graph.Event",
            "@odata.id": resource,
            "@odata.etag": f'W/"{meeting.version}"',
            "id": id,
        }
        return {
            **self._head(directory, each),
            "changeType": change,
            "resource": resource,
            "resourceData": data,
        }


def subscribed(resource: str) -> str | None:
    """Whose events a resource is about: "" for one's own, None where it is about something else."""
    found = _RESOURCE.fullmatch(resource)
    return None if found is None else found[2] or ""
