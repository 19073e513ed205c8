"""What stands between Baton and the network: the pool of connections, the door and the connector."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web

from bot import keys, tokens
from bot.auth import Authenticator, LocalAuthenticator, Rules, TokenAuthenticator
from bot.config import AppType, Settings
from bot.connector import Connector, Limits, open_session
from bot.service_hosts import ServiceHosts
from bot.signing import TokenService
from bot.store.repository import Clock
from bot.telemetry import Telemetry


class Edge:
    """Built from settings, opened inside the event loop. `credential` replaces the settings' own."""

    def __init__(
        self, settings: Settings, now: Clock, measured: Telemetry, credential: tokens.Credential | None = None
    ) -> None:
        self._limits = Limits()
        self._keys: keys.SigningKeys | None = None
        self._tokens: tokens.Tokens | None = None
        if credential or not settings.local:
            self._tokens = tokens.Tokens(credential or tokens.credential_of(settings), now)
        self.authenticator = self._authenticator(settings, now)
        token = self._tokens.get if self._tokens else tokens.no_token
        self.connector = Connector(self._session, token, self._limits, measured)
        self.token_service: TokenService | None = None
        if settings.oauth_connection:
            address, connection = settings.token_service_url, settings.oauth_connection
            self.token_service = TokenService(self._session, token, address=address, connection=connection)

    async def opened(self, app: web.Application) -> AsyncIterator[None]:
        """One session for the channel and one for its keys, which must come when the channel hangs."""
        self._open, self._for_keys = open_session(self._limits), open_session(self._limits)
        yield
        if self._keys:
            await self._keys.close()
        if self._tokens:
            await self._tokens.close()
        await self._open.close()
        await self._for_keys.close()

    def _session(self) -> aiohttp.ClientSession:
        return self._open

    def _authenticator(self, settings: Settings, now: Clock) -> Authenticator:
        hosts = ServiceHosts(settings.service_hosts, local=settings.local)
        if settings.local:
            return LocalAuthenticator(hosts)
        multi = settings.app_type is AppType.MULTI_TENANT
        rules = Rules(
            app_id=settings.app_id,
            issuer=settings.token_issuer,
            tenant="" if multi else settings.app_tenant,
            hosts=hosts,
        )
        self._keys = keys.SigningKeys(settings.open_id_metadata, keys.over_http(lambda: self._for_keys))
        return TokenAuthenticator(rules, self._keys, now)
