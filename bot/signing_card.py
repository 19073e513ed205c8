"""The card by which a person signs in: where the client can, it does so by itself and shows no card."""

from __future__ import annotations

from typing import Any

from bot import signing
from bot.origin import Origin
from bot.signing import Resource, TokenService
from dialogs.meeting import signing_words as words
from meetings.ports import Organiser

CONTENT = "application/vnd.microsoft.card.oauth"


class SignInCards:
    """Makes them for one person each; for their own chat only."""

    def __init__(self, service: TokenService, app_id: str) -> None:
        self._service, self._app_id = service, app_id

    async def activity(self, organiser: Organiser, conversation: str, origin: Origin) -> dict[str, Any]:
        """The message that holds it, as it is sent; AwayError or RefusedError where there is none."""
        connection = self._service.connection
        state = signing.state_of(organiser, conversation, origin, connection, self._app_id)
        content = activity(await self._service.sign_in_resource(state), connection)
        return origin.addressed(content, conversation)


def activity(resource: Resource, connection: str) -> dict[str, Any]:
    """A message with the card alone, without its address."""
    content: dict[str, Any] = {
        "text": words.CARD,
        "connectionName": connection,
        "buttons": [{"type": "signin", "title": words.BUTTON, "value": resource.link}],
    }
    if resource.uri:
        exchange = {"id": resource.id, "uri": resource.uri, "providerId": resource.provider}
        content["tokenExchangeResource"] = {name: value for name, value in exchange.items() if value}
    return {"type": "message", "attachments": [{"contentType": CONTENT, "content": content}]}
