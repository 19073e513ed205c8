"""A person in Teams: posts the activities that Teams posts, and reads what comes back."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp.test_utils import TestClient

from tests import contracts
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
        return await self._execute({"type": "Action.Execute", "verb": verb, "data": data})

    async def press_on(self, card: dict[str, Any], button: str, **inputs: Any) -> dict[str, Any]:
        """Press the button of that title or verb as it stands in the card; the body of the response.

        `inputs`: what was filled in, by the id of the input.
        """
        action = find_button(card, button)
        status, body = await self._execute({**action, "data": {**action.get("data", {}), **inputs}})
        assert status == 200, status
        contracts.check_action_response(body)
        return dict(body)

    async def refresh(self, card: dict[str, Any]) -> dict[str, Any]:
        """See a card: the client asks for its present state; the card as this person then sees it."""
        status, body = await self._execute(card["refresh"]["action"], "automatic")
        assert status == 200, status
        return dict(body["value"]) if body["statusCode"] == 200 else card

    async def _execute(self, action: dict[str, Any], trigger: str = "manual") -> tuple[int, Any]:
        return await self.invoke("adaptiveCard/action", {"action": action, "trigger": trigger})

    @property
    def cards(self) -> list[dict[str, Any]]:
        """The cards in this chat as they are now, the oldest first."""
        return list(self.connector.cards(str(self.conversation["id"])).values())

    @property
    def heard(self) -> list[str]:
        """All texts that the bot wrote in this chat, the oldest first."""
        return self.connector.said(str(self.conversation["id"]))

    async def until(self, condition: Callable[[], bool], seconds: float = 10) -> None:
        """Wait for what the bot sends by itself."""
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - the connector has no event to wait for
                await asyncio.sleep(0.01)

    async def install(self) -> list[dict[str, Any]]:
        """Add the bot: Teams reports it twice."""
        added = {"type": "conversationUpdate", "membersAdded": [BOT, {"id": self.person["id"]}]}
        return await self.do(**added) + await self.do(type="installationUpdate", action="add")

    def colleague(self, name: str) -> Teams:
        """Someone else, in a personal chat of their own; with an address in the roster."""
        person = {"id": f"29:{name}", "name": name.title(), "aadObjectId": f"{name}-object"}
        there = self._elsewhere(
            person, {"id": f"a:{name}", "conversationType": "personal", "tenantId": TENANT}
        )
        there.is_listed()
        return there

    @property
    def email(self) -> str:
        return f"{self.person['name'].casefold()}@contoso.com"

    def is_listed(self, **fields: str) -> None:
        """Have this person stand in the roster of this chat; `fields` replace or add."""
        listed = {**self.person, "email": self.email, "userPrincipalName": self.email, **fields}
        self.connector.introduce(str(self.conversation["id"]), listed)

    def in_group(self, kind: str = "groupChat") -> Teams:
        """The same person in a group chat or channel."""
        group = {"id": "19:group@thread.v2", "conversationType": kind, "isGroup": True, "tenantId": TENANT}
        there = self._elsewhere(self.person, group)
        there.is_listed()
        return there

    async def mention(self, text: str, *others: Teams) -> list[dict[str, Any]]:
        """Write to the bot in a group; "{}" in the text stands for each of the others, in order."""
        return await self.say_to(f"<at>Baton</at> {text}", *others, entities=[MENTION])

    async def say_to(
        self, text: str, *others: Teams, entities: Sequence[dict[str, Any]] = ()
    ) -> list[dict[str, Any]]:
        """Type a message that mentions others, where "{}" stands for each of them, in order."""
        names = [f"<at>{other.person['name']}</at>" for other in others]
        theirs = [
            {"type": "mention", "text": name, "mentioned": other.person}
            for name, other in zip(names, others, strict=True)
        ]
        written = text.format(*names) if others else text
        return await self.say(written, entities=[*entities, *theirs])

    def _elsewhere(self, person: dict[str, Any], conversation: dict[str, Any]) -> Teams:
        return Teams(self.client, self.connector, self.service_url, person, conversation, self._ids)


def find_button(card: dict[str, Any], button: str) -> dict[str, Any]:
    """The Action.Execute of that title or verb, wherever in the card it stands."""
    found = [each for each in _buttons(card) if button in (each.get("title"), each.get("verb"))]
    titles = [each.get("title") for each in _buttons(card)]
    assert found, f"no button {button!r} among {titles}"
    return found[0]


def _buttons(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if part.get("type") == "Action.Execute":
            yield part
        for name, inner in part.items():
            if name != "refresh":
                yield from _buttons(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _buttons(inner)
