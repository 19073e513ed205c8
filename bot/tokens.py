"""The bearer token for what Baton sends: fetched once, kept until shortly before it expires."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Protocol

from azure.core.credentials import AccessToken
from azure.core.exceptions import AzureError

from bot.config import AppType, Settings
from bot.errors import NotSentError, SettingsError
from bot.store.repository import Clock

logger = logging.getLogger(__name__)

_ENTRA = re.compile(r"AADSTS\d{4,9}")
SCOPE = "https://api.botframework.com/.default"
_BOT_FRAMEWORK_TENANT = "botframework.com"  # where a multi-tenant bot gets its tokens
_MARGIN = 300  # seconds before its expiry a token is renewed
_LONGEST = 8.0  # seconds for one fetch
_BRIEFLY = 1.0  # seconds that a message waits for it while the token from before still holds
_BAD_CERTIFICATE = (
    "MicrosoftAppCertificatePath is no certificate with its private key (PEM or PKCS12), "
    "or MicrosoftAppPassword is not its password."
)
_BAD_TENANT = "MicrosoftAppTenantId is no tenant id."


class Credential(Protocol):
    """Any AsyncTokenCredential of azure.core."""

    async def get_token(self, *scopes: str) -> AccessToken: ...
    async def close(self) -> None: ...


class Tokens:
    """One fetch at a time, however many wait for it; a waiter that gives up does not stop the others."""

    def __init__(self, credential: Credential, now: Clock, scope: str = SCOPE) -> None:
        self._credential, self._now, self._scope = credential, now, scope
        self._kept: AccessToken | None = None
        self._fetch: asyncio.Task[AccessToken] | None = None

    async def get(self) -> str:
        """The token; NotSentError where none can be had."""
        kept = self._kept
        left = kept.expires_on - self._now().timestamp() if kept else 0.0
        if kept and left > _MARGIN:
            return kept.token
        if self._fetch is None or self._fetch.done():
            self._fetch = asyncio.create_task(self._renew())
        elif kept and left > 0:
            return kept.token  # one waits for the next token; who comes meanwhile need not
        try:
            async with asyncio.timeout(_BRIEFLY if left > 0 else None):
                return (await asyncio.shield(self._fetch)).token
        except (AzureError, TimeoutError, OSError) as error:
            logger.warning("No token for %s: %s %s", self._scope, type(error).__name__, _code(error))
            if kept and left > 0:
                return kept.token  # it holds for some minutes yet
            raise NotSentError from error

    async def close(self) -> None:
        if self._fetch:
            self._fetch.cancel()
        await self._credential.close()

    async def _renew(self) -> AccessToken:
        async with asyncio.timeout(_LONGEST):
            self._kept = await self._credential.get_token(self._scope)
        return self._kept


def _code(error: BaseException) -> str:
    """Entra's own number for what is wrong; the words around it hold names."""
    found = _ENTRA.search(str(error))
    return found.group() if found else ""


async def no_token() -> str:
    """In local mode nobody asks for one."""
    return ""


def credential_of(settings: Settings) -> Credential:
    """The credential that the settings describe; SettingsError where they make none."""
    try:
        return _credential_of(settings)
    except ValueError:  # the library's words may hold a value
        raise SettingsError([_BAD_CERTIFICATE if settings.certificate_path else _BAD_TENANT]) from None


def _credential_of(settings: Settings) -> Credential:
    # azure.identity weighs something, and local mode needs none of it.
    from azure.identity import aio as identity

    tenant = settings.app_tenant
    if settings.app_type is AppType.MULTI_TENANT:
        tenant = tenant or _BOT_FRAMEWORK_TENANT
    if settings.app_type is AppType.MANAGED_IDENTITY:
        return identity.ManagedIdentityCredential(client_id=settings.app_id)
    if settings.certificate_path:
        return identity.CertificateCredential(
            tenant,
            settings.app_id,
            settings.certificate_path,
            password=settings.app_password.get_secret_value() or None,
        )
    if settings.federated_token_file:
        return identity.WorkloadIdentityCredential(
            tenant_id=tenant, client_id=settings.app_id, token_file_path=settings.federated_token_file
        )
    return identity.ClientSecretCredential(tenant, settings.app_id, settings.app_password.get_secret_value())
