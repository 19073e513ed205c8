"""A plain client of the fake, for its own tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession

from tests.graph.server import FakeGraph

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
TAG = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Meeting"


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> str:
        return str(self.body["error"]["code"])


@dataclass
class Asker:
    """Asks with one token."""

    graph: FakeGraph
    session: ClientSession
    token: str

    async def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """Ask; `headers` with `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent["Authorization"] = f"Bearer {self.token}"
        async with self.session.request(method, self.graph.url + path, json=body, headers=sent) as reply:
            is_json = reply.content_type == "application/json"
            return Reply(reply.status, await reply.json() if is_json else await reply.text(), reply.headers)


def span(start: datetime, minutes: int = 30) -> dict[str, Any]:
    return {
        name: {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
        for name, at in (("start", start), ("end", start + timedelta(minutes=minutes)))
    }


def meeting(*mails: str, key: str = "key-1", start: datetime = NOW + timedelta(days=1)) -> dict[str, Any]:
    """What is posted to book one."""
    people = [{"address": mail, "name": mail} for mail in mails]
    return {
        "subject": "Transition discussion",
        "body": {"contentType": "html", "content": "<p>Agenda</p>"},
        **span(start),
        "attendees": [{"type": "required", "emailAddress": person} for person in people],
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        "transactionId": key,
        "singleValueExtendedProperties": [{"id": TAG, "value": key}],
    }


def tagged(key: str) -> str:
    """The query that finds a meeting by its key."""
    test = f"ep/id eq '{TAG}' and ep/value eq '{key}'"
    return f"/me/events?$filter=singleValueExtendedProperties/Any(ep: {test})"


def schedule(*mails: str, hours: int = 10) -> dict[str, Any]:
    """What is posted to getSchedule, for the day after NOW."""
    first = span(NOW + timedelta(days=1), hours * 60)
    return {"schedules": list(mails), "startTime": first["start"], "endTime": first["end"]}
