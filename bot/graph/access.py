"""By which right Graph is asked: the person's own, Baton's, or a token that was pasted in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.config import Settings
from bot.errors import NotSentError
from bot.store.repository import Clock
from bot.tokens import Credential, Tokens, credential_of
from meetings.errors import AwayError, NotAllowedError
from meetings.ports import Organiser

TokenOf = Callable[[Organiser], Awaitable[str]]  # SignInError or AwayError where there is none


def pasted(token: SecretStr) -> TokenOf:
    """The token of one person, for everybody: local mode only."""

    async def token_of(organiser: Organiser) -> str:
        return token.get_secret_value()

    return token_of


def by_app(tokens: Tokens, tenant: str = "") -> TokenOf:
    """Baton's own token, whoever asks; of `tenant` alone, where that is named.

    NotAllowedError for others: a bot that many tenants use must not open the directory of its own to them.
    """

    async def token_of(organiser: Organiser) -> str:
        if tenant and organiser.tenant.casefold() != tenant.casefold():
            raise NotAllowedError
        try:
            return await tokens.get()
        except NotSentError as error:
            raise AwayError(error.retry_after) from error

    return token_of


def app_tokens(settings: Settings, now: Clock, credential: Credential | None = None) -> Tokens:
    """Baton's own tokens for Graph, to be closed at the end; SettingsError where there can be none."""
    address = urlsplit(settings.graph_url)
    scope = f"{address.scheme}://{address.netloc}/.default"
    return Tokens(credential or credential_of(settings), now, scope)
