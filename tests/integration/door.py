"""The running bot outside local mode, as the channel and everybody else sees it."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp.test_utils import TestClient
from azure.core.credentials import AccessToken

from tests.fakes import FakeConnector, FakeExpert
from tests.openid import APP_ID, OpenIdServer, claims, token
from tests.teams import TENANT, Teams

NOW = int(time.time())


def outbound() -> dict[str, Any]:
    """What the bot's own token to the channel says."""
    issuer = f"https://sts.windows.net/{TENANT}/"
    said = {"aud": "https://api.botframework.com", "iss": issuer, "appid": APP_ID, "tid": TENANT}
    return {**said, "nbf": NOW, "exp": NOW + 3600}


@dataclass
class Credential:
    """The bot's own identity; its token is what the bot sends to the channel."""

    token: str = field(default_factory=lambda: token(outbound(), name="directory"))

    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        return AccessToken(self.token, NOW + 3600)

    async def close(self) -> None: ...

    async def __aenter__(self) -> Credential:
        return self

    async def __aexit__(self, *error: object) -> None: ...


@dataclass
class Door:
    """The running bot, seen from the street."""

    client: TestClient[Any, Any]
    expert: FakeExpert
    connector: FakeConnector
    teams: Teams
    openid: OpenIdServer
    credential: Credential
    _texts: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def url(self) -> str:
        return self.teams.service_url

    def activity(self, **fields: Any) -> dict[str, Any]:
        """A message that nobody has written before; a field given as None is left out."""
        body = self.teams.activity(text=f"question {next(self._texts)}", **fields)
        return {name: value for name, value in body.items() if value is not None}

    def good(self, **fields: Any) -> str:
        return "Bearer " + token(claims(self.url, NOW, **fields))

    def by(self, name: str, **headers: Any) -> str:
        return "Bearer " + token(claims(self.url, NOW), name=name, **headers)

    async def post(self, *authorization: str, terse: bool = True, **options: Any) -> int:
        """Knock; the status. A `terse` refusal says no more than its status."""
        headers = [("Authorization", header) for header in authorization]
        if "data" not in options:
            options = {"json": self.activity(), **options}
        headers += [("Content-Type", options.pop("type"))] if "type" in options else []
        method = options.pop("method", "POST")
        async with self.client.request(method, "/api/messages", headers=headers, **options) as response:
            text = await response.text()
            assert not terse or response.status < 400 or len(text) < 60, text
            return response.status
