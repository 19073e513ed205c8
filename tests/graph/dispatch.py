"""The way of a request through the fake: token, contract, permission, limits, and then what it asks for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from tests.graph import events, people, schedules, subscribing
from tests.graph.calls import Asked, Call, GraphError, Told
from tests.graph.contract import ContractError, Operation, contract
from tests.graph.directory import Mailbox
from tests.graph.state import State
from tests.graph.tokens import missing

AT_ONCE = 4  # requests of an app for a mailbox
Handler = Callable[[State, Asked], Awaitable[Told]]
_ROUTES: Mapping[tuple[str, str], Handler] = {
    ("GET", "/users"): people.list_users,
    ("GET", "/users/{user-id}"): people.get_user,
    ("GET", "/me"): people.get_me,
    ("GET", "/me/mailboxSettings"): people.get_settings,
    ("POST", "/me/getSchedule"): schedules.get_schedule,
    ("GET", "/me/events"): events.list_all,
    ("POST", "/me/events"): events.create,
    ("GET", "/me/events/{event-id}"): events.read,
    ("PATCH", "/me/events/{event-id}"): events.update,
    ("DELETE", "/me/events/{event-id}"): events.delete,
    ("POST", "/me/events/{event-id}/cancel"): events.cancel,
    ("GET", "/me/calendarView"): events.view,
    ("GET", "/subscriptions"): subscribing.list_all,
    ("POST", "/subscriptions"): subscribing.create,
    ("GET", "/subscriptions/{subscription-id}"): subscribing.read,
    ("PATCH", "/subscriptions/{subscription-id}"): subscribing.update,
    ("DELETE", "/subscriptions/{subscription-id}"): subscribing.delete,
    ("POST", "/subscriptions/{subscription-id}/reauthorize"): subscribing.reauthorize,
}
_DIRECTORY = ("/me", "/users", "/users/{user-id}")  # what is no part of a mailbox


async def answer(state: State, asked: Asked, handler: Handler | None = None, *, part: bool = False) -> Told:
    """Answer one request, or one part of a $batch, and write it into the log; `handler`: what does it."""
    began = asyncio.get_running_loop().time()
    operation: Operation | None = None
    try:
        asked, operation = _known(state, asked)
        _admit(asked)
        async with _place(state, asked):
            await asyncio.sleep(0.0 if part else state.latency)  # what is asked together waits once
            told = await (handler or _handler(asked.method, asked.template))(state, asked)
    except GraphError as error:
        told = error.told
    told = _held(state, operation, told)
    log(state, asked, told.status, part=part, began=began)
    return told


def log(state: State, asked: Asked, status: int, *, part: bool = False, began: float | None = None) -> None:
    """Write a call into the log; status 0: it got no answer."""
    now = asyncio.get_running_loop().time()
    call = Call(
        method=asked.method,
        path=asked.path,
        mailbox=asked.mailbox.mail if asked.mailbox else "",
        status=status,
        part=part,
        began=now if began is None else began,
        ended=now,
    )
    state.calls.append(call)


def _known(state: State, asked: Asked) -> tuple[Asked, Operation]:
    """The request with its token's grant, its template and mailbox; GraphError."""
    grant = state.tokens.of(asked.headers.get("authorization", ""))
    if grant is None:
        raise GraphError(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.")
    try:
        operation = contract().request(asked.method, asked.path, asked.query, asked.headers)
        contract().body(operation, asked.body, present=asked.body is not None)
    except ContractError as error:
        state.violations.append(str(error))
        raise GraphError(400, "BadRequest", f"The contract does not allow it: {error}") from error
    ids = {name: unquote(value) for name, value in operation.ids.items()}
    asked = replace(asked, grant=grant, template=operation.template, ids=ids)
    return replace(asked, mailbox=_mailbox(state, asked)), operation


def _mailbox(state: State, asked: Asked) -> Mailbox | None:
    """Whose calendar or profile it is about, None where nobody's; GraphError."""
    assert asked.grant is not None
    if asked.template.startswith("/me"):
        if asked.grant.user is None:
            raise GraphError(400, "BadRequest", "/me needs delegated authentication.")
        return asked.grant.user
    if "user-id" not in asked.ids:
        return None
    found = state.directory.find(asked.ids["user-id"])
    if found is None and asked.template in _DIRECTORY:
        raise GraphError(404, "Request_ResourceNotFound", "The resource does not exist.")
    if found is None:
        raise GraphError(404, "ErrorInvalidUser", "The requested user is invalid.")
    return found


def _admit(asked: Asked) -> None:
    """Refuse what the token does not allow, and mailboxes that Graph does not reach; GraphError."""
    grant = asked.grant
    assert grant is not None
    if lacks := missing(asked):
        raise GraphError(403, "ErrorAccessDenied", f"Access is denied. Missing: {lacks}.")
    if asked.mailbox is None or asked.template in _DIRECTORY:
        return
    is_others = grant.user is not None and grant.user is not asked.mailbox
    is_kept_out = grant.policy is not None and asked.mailbox.mail.casefold() not in grant.policy
    if is_others or is_kept_out:
        raise GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    if asked.mailbox.on_premises or not asked.mailbox.mailbox:
        raise GraphError(
            404,
            "MailboxNotEnabledForRESTAPI",
            "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
        )


@asynccontextmanager
async def _place(state: State, asked: Asked) -> AsyncIterator[None]:
    """Be one of the requests under way for a mailbox; GraphError where there are four already."""
    if asked.mailbox is None or asked.template in _DIRECTORY:
        yield
        return
    mail = asked.mailbox.mail
    state.under_way[mail] = state.under_way.get(mail, 0) + 1
    state.most[mail] = max(state.most.get(mail, 0), state.under_way[mail])
    try:
        if state.under_way[mail] > AT_ONCE:
            raise GraphError(
                429,
                "ApplicationThrottled",
                "Application is over its MailboxConcurrency limit.",
                retry_after=1,
            )
        yield
    finally:
        state.under_way[mail] -= 1


def _handler(method: str, template: str) -> Handler:
    """What answers: anybody's calendar is asked like one's own, and the default one like the mailbox."""
    plain = template.replace("/users/{user-id}/", "/me/").replace("/me/calendar/", "/me/")
    found = _ROUTES.get((method, plain))
    if found is None:
        raise GraphError(501, "NotImplemented", "The fake does not do that.")
    return found


def _held(state: State, operation: Operation | None, told: Told) -> Told:
    """The answer, if it keeps to the contract, and else a 500 that says how it does not."""
    if operation is None:
        return told
    try:
        contract().answer(operation, told.status, told.body)
    except ContractError as error:
        state.violations.append(f"our own answer: {error}")
        return GraphError(500, "OwnAnswer", str(error)).told
    return told


def batch_part(asked: Asked, part: Mapping[str, Any]) -> Asked:
    """A part of a $batch as a request of its own."""
    path, _, query = str(part["url"]).partition("?")
    pairs = (each.partition("=") for each in query.split("&") if each)
    headers = {name.casefold(): value for name, value in (part.get("headers") or {}).items()}
    return Asked(
        method=part["method"],
        path=path if path.startswith("/") else f"/{path}",
        base=asked.base,
        query={unquote(name): unquote(value.replace("+", " ")) for name, _, value in pairs},
        headers={**headers, "authorization": asked.headers.get("authorization", "")},
        body=part.get("body"),
    )
