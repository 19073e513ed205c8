"""Which way to calendars there is: the person's own token, Baton's, a pasted one, or none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from aiohttp import web

from bot.addresses import is_https, is_on_this_machine
from bot.config import AppType, Settings
from bot.edge import Edge
from bot.graph import access, build
from bot.graph.access import TokenOf
from bot.scheduling.network import Backend
from bot.scheduling.offline import OfflineCalendars
from bot.signing_card import SignInCards
from bot.store.repository import Clock
from bot.tokens import Credential, Tokens
from meetings.ports import Calendars

if TYPE_CHECKING:
    from bot.graph.calendars import GraphCalendars

NOTIFICATIONS = "/graph/notifications"


class Chosen:
    """The way that the settings name, opened inside the event loop. `credential` stands in for their own."""

    def __init__(
        self, settings: Settings, edge: Edge, now: Clock, credential: Credential | None = None
    ) -> None:
        self._settings, self._edge, self._now = settings, edge, now
        self._tokens: Tokens | None = None
        self._graph = self._open_graph(credential)

    @property
    def backend(self) -> Backend:
        calendars: Calendars = self._graph or OfflineCalendars()
        service = self._edge.token_service
        if service is None:
            return Backend(calendars=calendars)
        cards = SignInCards(service, self._settings.app_id)
        return Backend(calendars=calendars, sign_in=service, cards=cards)

    @property
    def address(self) -> str:
        """Where Graph sends notifications, "" where it could not reach Baton."""
        settings = self._settings
        reachable = is_https(settings.address) or is_on_this_machine(settings.graph_url)
        return f"{settings.address}{NOTIFICATIONS}" if reachable else ""

    async def opened(self, app: web.Application) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if self._tokens:
                stack.push_async_callback(self._tokens.close)
            if self._graph:
                await stack.enter_async_context(self._graph.open())
            yield

    def _open_graph(self, credential: Credential | None) -> GraphCalendars | None:
        token = self._token(credential)
        if token is None:
            return None
        return build.calendars(self._settings, token, app_only=self._settings.graph_app_only, now=self._now)

    def _token(self, credential: Credential | None) -> TokenOf | None:
        settings = self._settings
        if settings.graph_app_only:
            self._tokens = access.app_tokens(settings, self._now, credential)
            is_for_many = settings.app_type is AppType.MULTI_TENANT  # others are told apart at the door
            return access.by_app(self._tokens, settings.app_tenant if is_for_many else "")
        if settings.graph_token.get_secret_value():
            return access.pasted(settings.graph_token)
        return self._edge.token_service.token if self._edge.token_service else None
