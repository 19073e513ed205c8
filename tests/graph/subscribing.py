"""What is asked of subscriptions over HTTP; the address of notifications is tried before one is made."""

from __future__ import annotations

import secrets
from datetime import datetime
from urllib.parse import urlsplit

from tests.graph.calls import Asked, GraphError, Told
from tests.graph.directory import Mailbox
from tests.graph.state import State
from tests.graph.subscriptions import LONGEST, LONGEST_STATE, Subscription, subscribed
from tests.graph.zones import at

_CHANGES = frozenset(("created", "updated", "deleted"))
_LOOPBACK = ("127.0.0.1", "localhost")


async def create(state: State, asked: Asked) -> Told:
    body = asked.body
    mailbox = _mailbox(state, asked, str(body.get("resource") or ""))
    expires = _expiry(state, str(body.get("expirationDateTime") or ""))
    if not set(str(body.get("changeType") or "-").split(",")) <= _CHANGES:
        raise GraphError(400, "InvalidRequest", "The change type is not one.")
    if len(str(body.get("clientState") or "")) > LONGEST_STATE:
        raise GraphError(400, "InvalidRequest", "clientState is longer than 128 characters.")
    for name in ("notificationUrl", "lifecycleNotificationUrl"):
        if name == "notificationUrl" or body.get(name):
            await _validate(state, str(body.get(name) or ""))
    made = state.subscriptions.add(mailbox, _owner(asked), body, expires, immutable=asked.immutable)
    return Told(status=201, body=made.body())


async def list_all(state: State, asked: Asked) -> Told:
    mine = (each for each in state.subscriptions.all.values() if each.owner is _owner(asked))
    return Told(body={"value": [each.body() for each in mine if each.expires > state.now()]})


async def read(state: State, asked: Asked) -> Told:
    return Told(body=_named(state, asked).body())


async def update(state: State, asked: Asked) -> Told:
    found = _named(state, asked)
    if set(asked.body) - {"expirationDateTime", "notificationUrl"}:
        raise GraphError(400, "InvalidRequest", "Only the expiration can be changed.")
    if "expirationDateTime" in asked.body:
        found.expires = _expiry(state, str(asked.body["expirationDateTime"]))
    return Told(body=found.body())


async def delete(state: State, asked: Asked) -> Told:
    del state.subscriptions.all[_named(state, asked).id]
    return Told(status=204)


async def reauthorize(state: State, asked: Asked) -> Told:
    _named(state, asked).reauthorized += 1
    return Told(status=204)


def _owner(asked: Asked) -> Mailbox | None:
    assert asked.grant is not None
    return asked.grant.user


def _named(state: State, asked: Asked) -> Subscription:
    return state.subscriptions.named(asked.ids["subscription-id"], _owner(asked), state.now())


def _mailbox(state: State, asked: Asked, resource: str) -> Mailbox:
    """Whose events are meant; a user's token is good for their own only."""
    key, owner = subscribed(resource), _owner(asked)
    if key is None:
        raise GraphError(400, "InvalidRequest", "The resource is not one.")
    found = owner if key == "" else state.directory.find(key)
    if found is None:
        raise GraphError(404, "ResourceNotFound", "The resource was not found.")
    if owner is not None and found is not owner:
        raise GraphError(403, "ExtensionError", "Operation: Create; Exception: Access is denied.")
    return found


def _expiry(state: State, text: str) -> datetime:
    expires, now = at(text), state.now()
    if not now < expires <= now + LONGEST:
        raise GraphError(
            400, "InvalidRequest", "Subscription expiration can only be 10080 minutes in the future."
        )
    return expires


async def _validate(state: State, url: str) -> None:
    """Have the address send a token back, as text, and within ten seconds."""
    where = urlsplit(url)
    if where.scheme != "https" and where.hostname not in _LOOPBACK:
        raise GraphError(400, "InvalidRequest", "The notification URL needs https.")
    token = f"Validation: {secrets.token_hex(8)} &+"
    status, kind, text = await state.ask_back(url, token)
    if (status, kind, text) != (200, "text/plain", token):
        raise GraphError(400, "ValidationError", "Subscription validation request failed.")
