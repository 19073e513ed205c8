"""The SDK's client on Baton's own pool of connections, for many people at a time."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

import httpx
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.headers_collection import HeadersCollection
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from kiota_http.middleware.options import RedirectHandlerOption, RetryHandlerOption
from kiota_http.observability_options import ObservabilityOptions
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.entity import Entity
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.graph_request_adapter import options as sdk_options
from msgraph_core import GraphClientFactory

from bot.service_hosts import is_loopback

# What it notes of each request holds the addresses that are looked up.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)

_CONNECT = 5.0  # seconds
_CONNECTIONS = 64
_ERRORS = {"XXX": ODataError}  # the SDK's own key for any status that is an error
UTC_TIMES = 'outlook.timezone="UTC"'
IMMUTABLE = 'IdType="ImmutableId"'


class Client:
    """Microsoft's client, opened inside the event loop: `sdk` is its root of builders.

    Whose request it is stands in the context: `signed_as`.
    """

    def __init__(self, base_url: str, attempt: float) -> None:
        self._http = _open(base_url, attempt)
        # The SDK wraps these and closes none of them.
        self._pools = [pool for pool in (self._http._transport, *self._http._mounts.values()) if pool]
        settings = {
            **sdk_options,
            RetryHandlerOption.get_key(): RetryHandlerOption(should_retry=False),
            RedirectHandlerOption.get_key(): RedirectHandlerOption(should_redirect=False),
        }
        http = GraphClientFactory.create_with_default_middleware(client=self._http, options=settings)
        self._adapter = GraphRequestAdapter(_Bearer(), client=http)
        self._adapter.base_url = base_url.rstrip("/")
        # Addresses stand in the query of a look-up, and traces are no place for them.
        self._adapter.observability_options = ObservabilityOptions(include_euii_attributes=False)
        self.sdk = GraphServiceClient(request_adapter=self._adapter)

    async def close(self) -> None:
        await self._http.aclose()
        for pool in self._pools:
            await pool.aclose()

    def mailbox(self, object_id: str) -> Any:
        """The builder of a user's requests; "" is who the token is of."""
        return self.sdk.users.by_user_id(object_id) if object_id else self.sdk.me

    async def batch(self, requests: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """Send a $batch by hand, for the SDK's own is broken in six ways."""
        info = RequestInformation()
        info.http_method = Method.POST
        info.url = f"{self._adapter.base_url}/$batch"
        info.headers.try_add("Accept", "application/json")
        body = json.dumps({"requests": list(requests)}, separators=(",", ":")).encode()
        info.set_stream_content(body, "application/json")
        answer = json.loads(await self._adapter.send_primitive_async(info, "bytes", _ERRORS))
        if not isinstance(answer, dict):
            raise ValueError("no object")
        return answer


def asking(*prefer: str, query: Any = None, **headers: str) -> RequestConfiguration[Any]:
    """How a request is made: with these preferences, headers and parameters of its query."""
    collection = HeadersCollection()
    for name, value in headers.items():
        collection.add(name, value)
    if prefer:
        collection.add("Prefer", ", ".join(prefer))
    return RequestConfiguration(headers=collection, query_parameters=query)


def load_models() -> None:
    """Import what the SDK would import at its first answer of a user or event, while everybody waits.

    Any entity may be any other, so that is more than a thousand modules: a second and more.
    """
    Entity().get_field_deserializers()


_token: ContextVar[str] = ContextVar("graph_token")


@contextmanager
def signed_as(token: str) -> Iterator[None]:
    """Make the requests within with this token."""
    before = _token.set(token)
    try:
        yield
    finally:
        _token.reset(before)


class _Bearer:
    """The SDK's authentication provider."""

    async def authenticate_request(
        self, request: Any, additional_authentication_context: Mapping[str, Any] | None = None
    ) -> None:
        request.headers.remove("Authorization")
        request.headers.try_add("Authorization", f"Bearer {_token.get()}")


def _open(base_url: str, attempt: float) -> httpx.AsyncClient:
    """A pool that is shared by all; a proxy of the environment is for what is not on this machine."""
    here = is_loopback(urlsplit(base_url).hostname or "")
    return httpx.AsyncClient(
        timeout=httpx.Timeout(attempt, connect=min(_CONNECT, attempt)),
        limits=httpx.Limits(max_connections=_CONNECTIONS, keepalive_expiry=30.0),
        http2=not here,
        trust_env=not here,
        follow_redirects=False,
    )
