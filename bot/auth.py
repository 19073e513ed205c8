"""The inbound check: who may hand the bot an activity. Nothing of the SDK runs before it has passed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import jwt
from jwt.utils import base64url_decode

from bot.errors import ForbiddenError, NotAnActivityError, UnauthorizedError
from bot.keys import SigningKeys
from bot.service_hosts import ServiceHosts
from bot.store.repository import Clock

_LEEWAY = 300  # seconds that the channel's clock and ours may differ
_LONGEST_TOKEN = 16 * 1024
_BEARER = re.compile(r"bearer +([A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+)", re.ASCII | re.IGNORECASE)
_ALGORITHMS = ["RS256"]
_JWS = jwt.PyJWS(algorithms=_ALGORITHMS)


class Refusal(StrEnum):
    """Why a request is not let in; for the log and the metrics, never for the caller."""

    NO_TOKEN = "no single bearer token"  # noqa: S105 - no password
    MALFORMED = "malformed token"
    ALGORITHM = "algorithm or header not allowed"
    UNKNOWN_KEY = "unknown key"
    SIGNATURE = "wrong signature"
    ISSUER = "wrong issuer"
    AUDIENCE = "wrong audience"
    EXPIRED = "expired"
    EARLY = "not yet valid"
    SERVICE_URL = "token for another serviceUrl"
    HOST = "serviceUrl not allowed"
    CHANNEL = "key not endorsed for the channel"
    TENANT = "another tenant"
    INCOMPLETE = "channelId or serviceUrl missing"


@dataclass(frozen=True, kw_only=True)
class Token:
    """What a verified token says: where replies go, and for which channels it speaks."""

    service_url: str
    endorsements: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a token and its activity must name; an empty tenant admits every tenant."""

    app_id: str
    issuer: str
    tenant: str
    hosts: ServiceHosts


class Authenticator(Protocol):
    """Both steps raise RefusedError: the first needs the header alone, the second the body as well."""

    async def authenticate(self, headers: Sequence[str]) -> Token:
        """The token in the Authorization headers, verified; UnauthorizedError where it is not good."""

    def authorize(self, token: Token, body: Mapping[str, Any]) -> None:
        """Pass where this activity may come with this token.

        UnauthorizedError: the token is for another serviceUrl or channel. ForbiddenError: another tenant.
        NotAnActivityError: the activity does not say where it comes from.
        """


class TokenAuthenticator:
    """Admits what the Bot Framework signed for this bot."""

    def __init__(self, rules: Rules, keys: SigningKeys, now: Clock) -> None:
        self._rules = rules
        self._keys = keys
        self._now = now

    async def authenticate(self, headers: Sequence[str]) -> Token:
        token = _bearer(headers)
        keys = await self._keys.find(_key_id(token))
        if not keys:
            raise UnauthorizedError(Refusal.UNKNOWN_KEY)
        for key in keys:
            try:
                payload = _JWS.decode(token, key.public, algorithms=_ALGORITHMS)
            except jwt.PyJWTError:
                continue
            return Token(service_url=self._check(_claims(payload)), endorsements=key.endorsements)
        raise UnauthorizedError(Refusal.SIGNATURE)

    def _check(self, claims: Mapping[str, Any]) -> str:
        """The serviceurl of good claims. PyJWT would coerce types, and has a clock of its own."""
        if claims.get("iss") != self._rules.issuer:
            raise UnauthorizedError(Refusal.ISSUER)
        if claims.get("aud") != self._rules.app_id:
            raise UnauthorizedError(Refusal.AUDIENCE)
        now = self._now().timestamp()
        if _moment(claims.get("exp")) <= now - _LEEWAY:
            raise UnauthorizedError(Refusal.EXPIRED)
        if _moment(claims.get("nbf")) > now + _LEEWAY:
            raise UnauthorizedError(Refusal.EARLY)
        service_url = claims.get("serviceurl")
        if not isinstance(service_url, str) or not service_url:
            raise UnauthorizedError(Refusal.SERVICE_URL)
        return service_url

    def authorize(self, token: Token, body: Mapping[str, Any]) -> None:
        service_url, channel = _text(body, "serviceUrl"), _text(body, "channelId")
        if not self._rules.hosts.allow(service_url):
            raise UnauthorizedError(Refusal.HOST)
        if service_url.removesuffix("/") != token.service_url.removesuffix("/"):
            raise UnauthorizedError(Refusal.SERVICE_URL)
        if channel not in token.endorsements:
            raise UnauthorizedError(Refusal.CHANNEL)
        if self._rules.tenant and _tenants(body) != {self._rules.tenant.casefold()}:
            raise ForbiddenError(Refusal.TENANT)


class LocalAuthenticator:
    """Admits everybody on this machine, in local mode only; replies still go to allowed hosts alone."""

    def __init__(self, hosts: ServiceHosts) -> None:
        self._hosts = hosts

    async def authenticate(self, headers: Sequence[str]) -> Token:
        return Token(service_url="", endorsements=frozenset())

    def authorize(self, token: Token, body: Mapping[str, Any]) -> None:
        if not self._hosts.allow(_text(body, "serviceUrl")):
            raise NotAnActivityError(Refusal.HOST)


def _bearer(headers: Sequence[str]) -> str:
    """The token; of two headers nobody can say which one was meant."""
    found = None
    if len(headers) == 1 and len(headers[0]) <= _LONGEST_TOKEN:
        found = _BEARER.fullmatch(headers[0])
    if found is None:
        raise UnauthorizedError(Refusal.NO_TOKEN)
    return found[1]


def _key_id(token: str) -> str:
    """The id of the key that an acceptable header names.

    A header that must be understood to be checked ("crit") is refused; keys and addresses in it are not read.
    """
    try:
        header = json.loads(base64url_decode(token.partition(".")[0]))
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict):
        raise UnauthorizedError(Refusal.MALFORMED)
    type, id = header.get("typ", "JWT"), header.get("kid")
    if header.get("alg") not in _ALGORITHMS or not isinstance(type, str) or type.upper() != "JWT":
        raise UnauthorizedError(Refusal.ALGORITHM)
    if "crit" in header or "b64" in header:
        raise UnauthorizedError(Refusal.ALGORITHM)
    if not isinstance(id, str) or not id:
        raise UnauthorizedError(Refusal.UNKNOWN_KEY)
    return id


def _claims(payload: bytes) -> Mapping[str, Any]:
    try:
        claims = json.loads(payload)
    except (ValueError, RecursionError):
        claims = None
    if not isinstance(claims, dict):
        raise UnauthorizedError(Refusal.MALFORMED)
    return claims


def _moment(value: object) -> float:
    """Seconds since 1970; NaN and infinity, which Python reads from JSON, are no time."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnauthorizedError(Refusal.MALFORMED)
    try:
        moment = float(value)
    except OverflowError:
        moment = math.inf
    if not math.isfinite(moment):
        raise UnauthorizedError(Refusal.MALFORMED)
    return moment


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise NotAnActivityError(Refusal.INCOMPLETE)
    return value


def _tenants(body: Mapping[str, Any]) -> set[str]:
    """Every tenant that the activity names, in lower case; "" for a name that is none."""
    conversation, channel_data = (_part(body, name) for name in ("conversation", "channelData"))
    named = (conversation.get("tenantId"), _part(channel_data, "tenant").get("id"))
    return {name.casefold() if isinstance(name, str) else "" for name in named if name is not None}


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = whole.get(name)
    return part if isinstance(part, dict) else {}
