"""The Bot Framework's token service, which keeps people's tokens: none is kept, logged or shown here."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import Any

import jwt

from bot import responses
from bot.addresses import is_https, is_on_this_machine
from bot.connector import Session, Token
from bot.errors import NotSentError
from bot.origin import Origin
from bot.responses import Response
from meetings.errors import AwayError, RefusedError, SignInError
from meetings.ports import Organiser

logger = logging.getLogger(__name__)

_LONGEST = 5.0  # seconds for one call, Baton's own token included: a client waits for some of them
_CODE = re.compile(r"[A-Za-z0-9_.\-]{1,64}")
# What the service answers where there is no token, or the one it was given is not taken.
_NONE = frozenset((HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND))
_NOT_TAKEN = _NONE | {HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED}
_LATER = frozenset((HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS))


class Taken(Enum):
    """What became of a sign-in."""

    YES = auto()
    NO = auto()
    SOMEBODY_ELSE = auto()  # signed in with another account than theirs in Teams; the service forgot it again


@dataclass(frozen=True, kw_only=True)
class Resource:
    """How one person can sign in: `link` by a page, the rest by the client itself, "" where it cannot."""

    link: str
    id: str = ""
    uri: str = ""
    provider: str = ""


class TokenService:
    """Of one OAuth connection. Errors are those of `meetings.errors`; every call ends within 5 seconds."""

    def __init__(
        self, session: Session, token: Token, *, address: str, connection: str, longest: float = _LONGEST
    ) -> None:
        self._session, self._token, self._longest = session, token, longest
        self._address, self.connection = address.rstrip("/"), connection

    async def token(self, organiser: Organiser) -> str:
        """The person's token for Graph; SignInError where they are not signed in."""
        answer = await self._ask("GET", "usertoken/GetToken", self._whose(organiser))
        token = answer.object.get("token") if answer.status == HTTPStatus.OK else ""
        if answer.status not in _NONE:
            _judge(answer)
        if not isinstance(token, str) or not token or not may_be_of(token, organiser.object_id):
            raise SignInError
        return token

    async def has_token(self, organiser: Organiser) -> bool:
        try:
            return bool(await self.token(organiser))
        except SignInError:
            return False

    async def exchange(self, organiser: Organiser, token: str) -> Taken:
        """Have the service keep what the client's token is worth."""
        body = {"token": token}
        answer = await self._ask("POST", "usertoken/exchange", self._whose(organiser), body)
        return await self._taken(organiser, answer)

    async def by_code(self, organiser: Organiser, code: str) -> Taken:
        """End a sign-in by its page with the code that the page gave."""
        answer = await self._ask("GET", "usertoken/GetToken", {**self._whose(organiser), "code": code})
        return await self._taken(organiser, answer)

    async def sign_out(self, organiser: Organiser) -> None:
        """Have the person's token dropped; that there is none is no error."""
        answer = await self._ask("DELETE", "usertoken/SignOut", self._whose(organiser))
        if answer.status not in _NONE:
            _judge(answer)

    async def sign_in_resource(self, state: str) -> Resource:
        """How to sign in, for `state` as `state_of` makes it."""
        answer = await self._ask("GET", "botsignin/GetSignInResource", {"state": state})
        _judge(answer)
        resource = _resource(answer.object)
        if not is_https(resource.link) and not is_on_this_machine(resource.link):
            raise RefusedError("NoSignInLink")
        return resource

    async def _taken(self, organiser: Organiser, answer: Response) -> Taken:
        if answer.status in _NOT_TAKEN:
            logger.info("The token service took no sign-in: %s %s", answer.status, _code(answer))
            return Taken.NO
        _judge(answer)
        token = _text(answer.object.get("token"))
        if token and not may_be_of(token, organiser.object_id):
            logger.warning("Somebody signed in with another account than theirs in Teams")
            await self.sign_out(organiser)
            return Taken.SOMEBODY_ELSE
        return Taken.YES if token else Taken.NO

    def _whose(self, organiser: Organiser) -> dict[str, str]:
        whose = {"userId": organiser.user, "channelId": organiser.channel}
        return {**whose, "connectionName": self.connection}

    async def _ask(
        self, method: str, path: str, query: Mapping[str, str], body: Mapping[str, str] | None = None
    ) -> Response:
        url = f"{self._address}/api/{path}"
        try:
            async with asyncio.timeout(self._longest):
                headers = await self._headers()
                async with self._session().request(
                    method, url, params=query, json=body, headers=headers, allow_redirects=False
                ) as response:
                    return await responses.read(response)
        except NotSentError as error:
            raise AwayError(error.retry_after) from error
        except responses.BROKEN as error:
            raise AwayError from error

    async def _headers(self) -> dict[str, str]:
        token = await self._token()
        return {"Accept": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}


def is_code(code: object) -> bool:
    """Whether something may be the code of a sign-in page."""
    return isinstance(code, str) and bool(_CODE.fullmatch(code))


def may_be_of(token: str, object_id: str) -> bool:
    """Whether a token may be this person's, whose id is known from the channel.

    Whether it is good is for the service and for Graph to say; so is what becomes of one that is unreadable.
    """
    try:
        owner = jwt.decode(token, options={"verify_signature": False}).get("oid")
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        return True
    return not object_id or not isinstance(owner, str) or owner.casefold() == object_id.casefold()


def state_of(organiser: Organiser, conversation: str, origin: Origin, connection: str, app_id: str) -> str:
    """Who signs in to what, and where Baton is told of it, as the token service reads it."""
    where = {
        "user": {"id": organiser.user, "name": organiser.name},
        "bot": {"id": origin.bot, "name": origin.bot_name},
        "conversation": {"id": conversation, "conversationType": "personal", "tenantId": organiser.tenant},
        "channelId": organiser.channel,
        "serviceUrl": origin.service_url,
    }
    state = {"connectionName": connection, "msAppId": app_id, "conversation": where}
    return base64.b64encode(json.dumps(state).encode()).decode()


def _resource(answered: Mapping[str, Any]) -> Resource:
    exchange = answered.get("tokenExchangeResource")
    whole = {**(exchange if isinstance(exchange, dict) else {}), "link": answered.get("signInLink")}
    names = {"link": "link", "id": "id", "uri": "uri", "provider": "providerId"}
    return Resource(**{name: _text(whole.get(key)) for name, key in names.items()})


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _judge(answer: Response) -> None:
    """Nothing where it is a success, else what it means."""
    if answer.status < 300:
        return
    logger.warning("The token service answers %s %s", answer.status, _code(answer))
    if answer.status in _LATER or answer.status >= 500:
        raise AwayError(answer.retry_after)
    raise RefusedError(_code(answer))


def _code(answer: Response) -> str:
    """The service's own name for what is wrong; the words beside it may hold anything."""
    error = answer.object.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and re.fullmatch(r"[A-Za-z]{1,64}", code) else ""
