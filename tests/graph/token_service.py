"""The fake of the Bot Framework's token service: keeps people's tokens, and hands them to the bot.

    async with FakeTokenService(graph) as service:
        service.sign_in("29:ana", "ana@contoso.com")
        ...  # BotTokenServiceUrl=service.url, OAuthConnectionName="graph"

Every request and answer is held to Microsoft's contract. The tokens are those of the fake Graph.
"""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from aiohttp import web

from tests.graph.contract import TOKENS, ContractError, Operation, contract
from tests.graph.faults import Fault, hit
from tests.graph.state import State
from tests.graph.tokens import LEAST

CONNECTION = "graph"
CHANNEL = "msteams"
_LASTS = timedelta(hours=1)
_RESOURCE = {"id": "exchange-1", "uri": "api://botid-baton", "providerId": "provider-1"}
_SIGN_IN = "https://token.botframework.com/api/oauth/signin"
_Told = tuple[int, Any]


@dataclass(kw_only=True)
class Person:
    """What the service knows of a user in a channel. `token`: "" signed out.

    `consented` False: an exchange fails until they have consented. `code`: what they were shown, to be typed.
    """

    mail: str
    token: str = ""
    consented: bool = True
    code: str = ""
    scopes: tuple[str, ...] = LEAST


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the log keeps of a request: no token."""

    method: str
    path: str
    user: str
    status: int


@dataclass
class FakeTokenService:
    """`people`: by user id ("29:..."). `calls`, `violations`, `faults`: as with the fake Graph.

    `credentials`: the Authorization that is taken (None: any, and none).
    """

    graph: State
    people: dict[str, Person] = field(default_factory=dict)
    connection: str = CONNECTION
    credentials: str | None = None
    calls: list[Request] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    port: int = 0
    _codes: itertools.count[int] = field(default_factory=lambda: itertools.count(100_001))

    def __post_init__(self) -> None:
        self.app = web.Application()
        for (method, path), handler in self._routes().items():
            self.app.router.add_route(method, path, self._serve(handler))
        self._runner = web.AppRunner(self.app, shutdown_timeout=0.1, access_log=None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        contract(TOKENS)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, kind: object, *error: object) -> None:
        await self._runner.cleanup()
        if kind is None:
            assert self.violations == []

    # --- what people do in their browser

    def know(
        self, user: str, mail: str, *, consented: bool = True, scopes: tuple[str, ...] = LEAST
    ) -> Person:
        """Somebody who has not signed in."""
        self.people[user] = Person(mail=mail, consented=consented, scopes=scopes)
        return self.people[user]

    def sign_in(self, user: str, mail: str, *, scopes: tuple[str, ...] = LEAST) -> str:
        """Somebody who has signed in; the token that Graph will take."""
        person = self.know(user, mail, scopes=scopes)
        return self._issue(person)

    def show_code(self, user: str) -> str:
        """Have them sign in on the page of the sign-in link, which shows a code to type."""
        person = self.people[user]
        person.code = str(next(self._codes))
        return person.code

    def withdraw(self, user: str) -> None:
        """Have their consent withdrawn: Graph takes the token no more, and the service has none."""
        person = self.people[user]
        if person.token:
            self.graph.expire(person.token)
        person.token, person.consented = "", False

    def sso_token(self, user: str) -> str:
        """What Teams sends in signin/tokenExchange."""
        return f"sso-{user}"

    # --- what the bot asks

    def _routes(self) -> dict[tuple[str, str], Callable[[web.Request, Any], _Told]]:
        return {
            ("GET", "/api/usertoken/GetToken"): self._get_token,
            ("POST", "/api/usertoken/exchange"): self._exchange,
            ("DELETE", "/api/usertoken/SignOut"): self._sign_out,
            ("GET", "/api/usertoken/GetTokenStatus"): self._status,
            ("GET", "/api/botsignin/GetSignInUrl"): self._sign_in_url,
            ("GET", "/api/botsignin/GetSignInResource"): self._sign_in_resource,
        }

    def _serve(
        self, handler: Callable[[web.Request, Any], _Told]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            status, body = await self._answer(request, handler)
            user = request.query.get("userId", "")
            self.calls.append(Request(method=request.method, path=request.path, user=user, status=status))
            if body is None:
                return web.Response(status=status)
            return web.json_response(body, status=status)

        return serve

    async def _answer(self, request: web.Request, handler: Callable[[web.Request, Any], _Told]) -> _Told:
        if (fault := hit(self.faults, request.method, request.path)) is not None:
            return fault.status, _error("ServiceError", "The fake was told to.")
        if self.credentials not in (None, request.headers.get("Authorization")):
            return 401, _error("Unauthorized", "Authorization has been denied for this request.")
        try:
            operation = contract(TOKENS).request(request.method, request.path, dict(request.query), {})
            body = await request.json() if request.can_read_body else None
            contract(TOKENS).body(operation, body, present=body is not None)
        except (ContractError, ValueError) as error:
            self.violations.append(str(error))
            return 400, _error("BadArgument", str(error))
        return self._held(operation, handler(request, body))

    def _held(self, operation: Operation, told: _Told) -> _Told:
        try:
            contract(TOKENS).answer(operation, *told)
        except ContractError as error:
            self.violations.append(f"our own answer: {error}")
            return 500, _error("OwnAnswer", str(error))
        return told

    def _get_token(self, request: web.Request, body: Any) -> _Told:
        person = self._person(request)
        if person is None:
            return 404, {}
        if code := request.query.get("code"):
            if code != person.code:
                return 404, {}
            person.code, person.consented = "", True
            self._issue(person)
        return (200, self._token(person)) if person.token else (404, {})

    def _exchange(self, request: web.Request, body: Any) -> _Told:
        """A token for the one that Teams sent; without consent there is none."""
        person, given = self._person(request), (body or {}).get("token")
        if person is None or given != self.sso_token(request.query["userId"]):
            return 404, {}
        if not person.consented:
            return 400, _error("ConsentRequired", "The user has not consented to the use of the application.")
        self._issue(person)
        return 200, self._token(person)

    def _sign_out(self, request: web.Request, body: Any) -> _Told:
        if (person := self.people.get(request.query["userId"])) is not None and person.token:
            self.graph.expire(person.token)
            person.token = ""
        return 204, None

    def _status(self, request: web.Request, body: Any) -> _Told:
        person = self.people.get(request.query["userId"])
        row = {
            "channelId": request.query.get("channelId", CHANNEL),
            "connectionName": self.connection,
            "hasToken": bool(person and person.token),
            "serviceProviderDisplayName": "Azure Active Directory v2",
        }
        return 200, [row]

    def _sign_in_url(self, request: web.Request, body: Any) -> _Told:
        return (200, self._link(request)) if self._state(request) else (400, _bad_state())

    def _sign_in_resource(self, request: web.Request, body: Any) -> _Told:
        if not self._state(request):
            return 400, _bad_state()
        return 200, {"signInLink": self._link(request), "tokenExchangeResource": _RESOURCE}

    def _link(self, request: web.Request) -> str:
        return f"{_SIGN_IN}?{urlencode({'signin': request.query['state'][:16]})}"

    def _state(self, request: web.Request) -> bool:
        """Tell whether the state is what it must be: JSON in base64, with this connection in it."""
        try:
            state = json.loads(base64.b64decode(request.query["state"], validate=True))
        except ValueError:
            return False
        names = {name[:1].lower() + name[1:]: value for name, value in state.items()}
        return names.get("connectionName") == self.connection and bool(names.get("conversation"))

    def _person(self, request: web.Request) -> Person | None:
        if request.query["connectionName"] != self.connection:
            return None
        return self.people.get(request.query["userId"])

    def _issue(self, person: Person) -> str:
        mailbox = self.graph.directory.named(person.mail)
        person.token = self.graph.tokens.issue(mailbox, person.scopes).token
        return person.token

    def _token(self, person: Person) -> dict[str, str]:
        return {
            "channelId": CHANNEL,
            "connectionName": self.connection,
            "token": person.token,
            "expiration": (datetime.now(UTC) + _LASTS).isoformat(),
        }


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}


def _bad_state() -> dict[str, Any]:
    return _error("BadArgument", "The state is not one.")
