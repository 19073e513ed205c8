"""The keys that sign the channel's tokens: fetched when they are needed, kept while their server is down."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import ClientError, ClientResponse, ClientSession
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm
from yarl import URL

from bot.errors import KeysUnavailableError
from bot.service_hosts import is_loopback

logger = logging.getLogger(__name__)

TIME_LIMIT = 5.0  # seconds for both documents together
_REFETCH_PACE = 300.0  # seconds between two fetches, however many unknown ids are asked for
# Without any key nobody can be let in, so that the wait for the first ones is shorter.
_FIRST_PACE = 10.0
_DAY = 86_400.0
_LARGEST = 1024 * 1024
_LONGEST_MODULUS = 2048  # characters, 12 KiB of bits and more than anybody signs with
_SMALLEST_KEY = 2048  # bits, the least that RFC 7518 allows for RS256


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A key, and the channels whose activities it may sign for."""

    id: str
    public: RSAPublicKey
    endorsements: frozenset[str]


class Fetch(Protocol):
    async def __call__(self, url: str) -> Mapping[str, Any]:
        """The JSON object at `url`; KeysUnavailableError where there is none."""


class SigningKeys:
    """The keys in force, by id. One fetch at a time; a failed one leaves the last good keys in place."""

    def __init__(
        self,
        metadata_url: str,
        fetch: Fetch,
        *,
        clock: Callable[[], float] = time.monotonic,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        self._metadata_url = metadata_url
        self._fetch = fetch
        self._clock = clock
        self._time_limit = time_limit
        self._keys: Mapping[str, tuple[SigningKey, ...]] = {}
        self._task: asyncio.Task[None] | None = None
        self._began = self._fetched = self._not_before = float("-inf")

    async def find(self, id: str) -> tuple[SigningKey, ...]:
        """The keys of that id, mostly one. An unknown id waits for a fetch, an old key never does."""
        if id not in self._keys:
            await self._look_again(id)
        elif self._clock() - self._fetched >= _DAY:
            self._begin_if_due()
        return self._keys.get(id, ())

    async def close(self) -> None:
        """Give up the fetch under way."""
        if self._task:
            self._task.cancel()
            await asyncio.wait((self._task,))

    async def _look_again(self, id: str) -> None:
        self._begin_if_due()
        if self._task is None:
            return
        # Not awaited itself: a request that goes away must not take the others' fetch with it.
        await asyncio.wait((self._task,))
        if self._keys and id not in self._keys:
            # The first fetch is no refetch, unless it was for an id that nobody has.
            self._not_before = max(self._not_before, self._began + _REFETCH_PACE)

    def _begin_if_due(self) -> None:
        now = self._clock()
        if self._task is None and now >= self._not_before:
            self._began = now
            self._not_before = now + (_REFETCH_PACE if self._keys else _FIRST_PACE)
            self._task = asyncio.create_task(self._renew())

    async def _renew(self) -> None:
        try:
            async with asyncio.timeout(self._time_limit):
                keys = await self._load()
        except (KeysUnavailableError, TimeoutError) as error:
            logger.warning("The signing keys could not be fetched: %s", str(error) or "time limit reached")
        else:
            if not self._keys:
                self._not_before = self._began
            self._keys, self._fetched = keys, self._clock()
        finally:
            self._task = None

    async def _load(self) -> Mapping[str, tuple[SigningKey, ...]]:
        address = (await self._fetch(self._metadata_url)).get("jwks_uri")
        if not isinstance(address, str) or not self._is_safe(address):
            raise KeysUnavailableError("the metadata name no safe address of keys")
        return _by_id((await self._fetch(address)).get("keys"))

    def _is_safe(self, address: str) -> bool:
        """https; plain http only on this machine, where the setting itself says http."""
        try:
            url = URL(address)
        except ValueError:
            return False
        plain = self._metadata_url.startswith("http://") and is_loopback(url.host or "")
        return url.scheme == "https" or (plain and url.scheme == "http")


def _by_id(entries: object) -> Mapping[str, tuple[SigningKey, ...]]:
    """The usable keys; two under one id are both tried, as RFC 7517 does not forbid them."""
    found: dict[str, tuple[SigningKey, ...]] = {}
    for entry in entries if isinstance(entries, list) else ():
        key = _key(entry) if isinstance(entry, dict) else None
        if key:
            found[key.id] = (*found.get(key.id, ()), key)
    if not found:
        raise KeysUnavailableError("no usable key among them")
    return found


def _key(entry: Mapping[str, Any]) -> SigningKey | None:
    id, endorsements = entry.get("kid"), entry.get("endorsements", [])
    public = _public_key(entry) if _is_for_us(entry) else None
    if not isinstance(id, str) or not id or not _are_names(endorsements) or public is None:
        return None
    return SigningKey(id=id, public=public, endorsements=frozenset(endorsements))


def _is_for_us(entry: Mapping[str, Any]) -> bool:
    """An RSA key that may check RS256 signatures, by all that it says of itself."""
    operations = entry.get("key_ops", ["verify"])
    return (
        entry.get("kty") == "RSA"
        and entry.get("use", "sig") == "sig"
        and entry.get("alg", "RS256") == "RS256"
        and isinstance(operations, list)
        and "verify" in operations
    )


def _public_key(entry: Mapping[str, Any]) -> RSAPublicKey | None:
    modulus, exponent = entry.get("n"), entry.get("e")
    if not isinstance(modulus, str) or not isinstance(exponent, str) or len(modulus) > _LONGEST_MODULUS:
        return None
    try:
        # The public parts only: whatever else is given, no private key is built.
        key = RSAAlgorithm.from_jwk({"kty": "RSA", "n": modulus, "e": exponent})
    except (PyJWTError, ValueError):
        return None
    return key if isinstance(key, RSAPublicKey) and key.key_size >= _SMALLEST_KEY else None


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def over_http(session: Callable[[], ClientSession]) -> Fetch:
    """Fetch JSON through the application's session, which need not exist yet."""

    async def fetch(url: str) -> Mapping[str, Any]:
        try:
            async with session().get(url, allow_redirects=False) as response:
                return _object(await _body(response))
        except (ClientError, OSError) as error:
            # By its kind alone: words of a library may hold anything.
            raise KeysUnavailableError(type(error).__name__) from error

    return fetch


async def _body(response: ClientResponse) -> bytes:
    if response.status != 200:
        raise KeysUnavailableError(f"status {response.status}")
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > _LARGEST:
            raise KeysUnavailableError("too large an answer")
    return bytes(body)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise KeysUnavailableError("no JSON object")
    return found
