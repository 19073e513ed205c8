"""What a service answered over HTTP, as far as it arrived."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

BROKEN = (aiohttp.ClientError, TimeoutError, OSError)
# Nothing was written yet: no connection came about, or the pool had none free in time.
NO_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_LARGEST_BODY = 256 * 1024  # bytes; the longest answer is a page of members


@dataclass(frozen=True, kw_only=True)
class Response:
    """`retry_after`: seconds, where told. `body` is empty where it did not arrive, or was too large."""

    status: int
    retry_after: float | None
    body: bytes = field(repr=False)

    @property
    def object(self) -> Mapping[str, Any]:
        """The object that was answered, an empty one where there is none to be read."""
        try:
            body = json.loads(self.body) if self.body else None
        except (ValueError, RecursionError):
            return {}
        return body if isinstance(body, dict) else {}


async def read(response: aiohttp.ClientResponse) -> Response:
    retry_after = _seconds(response.headers.get("Retry-After"))
    return Response(status=response.status, retry_after=retry_after, body=await _body(response))


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """The body, or nothing where it does not arrive: the status alone says what became of the call."""
    body = b""
    try:
        async for part in response.content.iter_any():
            body += part
            if len(body) > _LARGEST_BODY:
                return b""
    except BROKEN:
        return b""
    return body


def _seconds(header: str | None) -> float | None:
    """Retry-After in seconds; its date form is not used by Teams and counts as absent."""
    try:
        seconds = float(header) if header else None
    except ValueError:
        return None
    return seconds if seconds is not None and 0 <= seconds < 86_400 else None
