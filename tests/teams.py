"""A person in Teams: posts the activities that Teams posts, and reads what comes back."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from aiohttp.test_utils import TestClient

from tests.fakes import FakeConnector

TENANT = "00000000-0000-0000-0000-0000000000aa"
BOT = {"id": "28:baton", "name": "Baton"}
MENTION = {"type": "mention", "text": "<at>Baton</at>", "mentioned": BOT}


@dataclass
class Teams:
    """One person in one chat with the bot."""

    client: TestClient[Any, Any]
    connector: FakeConnector
    service_url: str
    person: dict[str, Any] = field(
        default_factory=lambda: {"id": "29:ana", "name": "Ana", "aadObjectId": "ana-object"}
    )
    conversation: dict[str, Any] = field(
        default_factory=lambda: {"id": "a:chat", "conversationType": "personal", "tenantId": TENANT}
    )
    _ids: itertools.count[int] = field(default_factory=itertools.count)

    def activity(self, **fields: Any) -> dict[str, Any]:
        """A message as Teams sends it; `fields` replace or add."""
        return {
            "type": "message",
            "id": f"m{next(self._ids)}",
            "timestamp": "2026-11-20T10:00:00.123Z",
            "localTimezone": "Europe/Oslo",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": self.person,
            "recipient": BOT,
            "conversation": self.conversation,
            "channelData": {"tenant": {"id": TENANT}},
            "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"}],
            **fields,
        }

    async def post(self, body: dict[str, Any]) -> tuple[int, Any]:
        """Post an activity; the status and the JSON of the response, None where there is none."""
        async with self.client.post("/api/messages", json=body) as response:
            is_json = response.content_type == "application/json"
            return response.status, await response.json() if is_json else None

    async def say(self, text: str, **fields: Any) -> list[dict[str, Any]]:
        """Type a message; what the bot sent in return."""
        return await self.do(text=text, textFormat="plain", **fields)

    async def do(self, **fields: Any) -> list[dict[str, Any]]:
        before = len(self.connector.sent)
        status, _ = await self.post(self.activity(**fields))
        assert status in (200, 201, 202), status
        return self.connector.sent[before:]

    async def ask(self, text: str) -> str:
        """Type a message; the text of the bot's first reply."""
        return str((await self.say(text))[0].get("text"))

    async def invoke(self, name: str, value: Any, **fields: Any) -> tuple[int, Any]:
        return await self.post(self.activity(type="invoke", name=name, value=value, **fields))

    async def press(self, verb: str, **data: Any) -> tuple[int, Any]:
        """Press an Action.Execute button."""
        action = {"type": "Action.Execute", "verb": verb, "data": data}
        return await self.invoke("adaptiveCard/action", {"action": action, "trigger": "manual"})

    async def install(self) -> list[dict[str, Any]]:
        """Add the bot: Teams reports it twice."""
        added = {"type": "conversationUpdate", "membersAdded": [BOT, {"id": self.person["id"]}]}
        return await self.do(**added) + await self.do(type="installationUpdate", action="add")

    def colleague(self, name: str) -> Teams:
        """Someone else, in a personal chat of their own."""
        person = {"id": f"29:{name}", "name": name.title(), "aadObjectId": f"{name}-object"}
        return self._elsewhere(
            person, {"id": f"a:{name}", "conversationType": "personal", "tenantId": TENANT}
        )

    def in_group(self, kind: str = "groupChat") -> Teams:
        """The same person in a group chat or channel."""
        group = {"id": "19:group@thread.v2", "conversationType": kind, "isGroup": True, "tenantId": TENANT}
        return self._elsewhere(self.person, group)

    async def mention(self, text: str) -> list[dict[str, Any]]:
        return await self.say(f"<at>Baton</at> {text}", entities=[MENTION])

    def _elsewhere(self, person: dict[str, Any], conversation: dict[str, Any]) -> Teams:
        return Teams(self.client, self.connector, self.service_url, person, conversation, self._ids)
