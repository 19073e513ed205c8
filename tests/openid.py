"""The server that publishes the channel's signing keys, and the tokens that the channel signs with them."""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

APP_ID = "11111111-2222-3333-4444-555555555555"
ISSUER = "https://api.botframework.com"
METADATA = "/v1/.well-known/openidconfiguration"
KEYS = "/v1/.well-known/keys"


def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """A private key, made once a session under each name."""
    return _made(name, bits)


@functools.cache
def _made(name: str, bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def jwk(kid: Any, *, name: str = "", bits: int = 2048, **fields: Any) -> dict[str, Any]:
    """The public half of the key `name` (else: `kid`), as the channel publishes it."""
    public = RSAAlgorithm.to_jwk(rsa_key(name or str(kid), bits).public_key(), as_dict=True)
    numbers = {"kty": "RSA", "n": public["n"], "e": public["e"]}
    return {**numbers, "use": "sig", "kid": kid, "x5t": kid, "endorsements": ["msteams", "webchat"], **fields}


def claims(service_url: str, now: float | None = None, **fields: Any) -> dict[str, Any]:
    """What the channel's token says; a field that is given as None is left out."""
    moment = int(time.time() if now is None else now)
    given = {
        **{"iss": ISSUER, "aud": APP_ID, "serviceurl": service_url, "nbf": moment, "exp": moment + 3600},
        **fields,
    }
    return {name: value for name, value in given.items() if value is not None}


def token(payload: dict[str, Any], *, name: str = "k1", alg: str = "RS256", **headers: Any) -> str:
    """Sign with the key `name`; `headers` replace or add, None leaves the `kid` out."""
    header = {"kid": name, "x5t": name, **headers}
    named = {field: value for field, value in header.items() if value is not None}
    return signed(payload, rsa_key(name), alg, named)


def signed(payload: dict[str, Any], key: Any, alg: str | None, headers: dict[str, Any]) -> str:
    # Without the checks of jwt.encode, so that wrong types can be signed as well.
    encoded = jwt.PyJWT()._encode_payload(payload)
    return jwt.PyJWS().encode(encoded, key, alg, headers)


class Mood(StrEnum):
    """How the server answers."""

    WELL = "well"
    DOWN = "down"
    HTML = "html"
    HANGING = "hanging"
    HUGE = "huge"
    REDIRECTING = "redirecting"
    CUT = "cut"


@dataclass
class OpenIdServer:
    """Counts what it is asked; `delay` in seconds comes before each answer."""

    keys: Any = field(default_factory=lambda: [jwk("k1")])
    mood: Mood = Mood.WELL
    delay: float = 0.0
    jwks_uri: Any = None
    fetches: int = 0
    metadata_fetches: int = 0
    url: str = ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[OpenIdServer]:
        app = web.Application()
        app.router.add_get(METADATA, self._metadata)
        app.router.add_get(KEYS, self._jwks)
        app.router.add_get("/elsewhere", self._elsewhere)
        async with TestServer(app) as server:
            self.url = str(server.make_url("")).rstrip("/")
            yield self

    @property
    def metadata_url(self) -> str:
        return self.url + METADATA

    async def _metadata(self, request: web.Request) -> web.StreamResponse:
        self.metadata_fetches += 1
        address = self.url + KEYS if self.jwks_uri is None else self.jwks_uri
        return await self._answer(request, {"issuer": ISSUER, "jwks_uri": address})

    async def _jwks(self, request: web.Request) -> web.StreamResponse:
        self.fetches += 1
        return await self._answer(request, {"keys": self.keys})

    async def _elsewhere(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"jwks_uri": self.url + KEYS, "keys": self.keys})

    async def _answer(self, request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
        await asyncio.sleep(30 if self.mood is Mood.HANGING else self.delay)
        match self.mood:
            case Mood.DOWN:
                return web.Response(status=503)
            case Mood.HTML:
                return web.Response(text="<html>Sign in</html>", content_type="text/html")
            case Mood.HUGE:
                return web.json_response({**body, "padding": "x" * 2_000_000})
            case Mood.REDIRECTING:
                return web.Response(status=302, headers={"Location": self.url + "/elsewhere"})
            case Mood.CUT:
                return await _cut(request)
        return web.json_response(body)


async def _cut(request: web.Request) -> web.StreamResponse:
    """Hang up in the middle of the answer."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"keys": [')
    if request.transport:
        request.transport.abort()
    return response
