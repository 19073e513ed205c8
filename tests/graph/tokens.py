"""Bearer tokens: whose they are and what they allow, checked against Microsoft's table of permissions."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.graph.directory import Mailbox
from tests.shared import shared

if TYPE_CHECKING:
    from tests.graph.calls import Asked

LEAST = ("User.Read", "User.ReadBasic.All", "Calendars.ReadWrite", "MailboxSettings.Read")
APP = ("User.ReadBasic.All", "Calendars.ReadWrite", "MailboxSettings.Read")

_READ_CALENDAR = ("Calendars.Read", "Calendars.ReadWrite")
# What the table does not list (facts/graph_teams.md): subscriptions read events, and calendars are theirs.
_UNLISTED: Mapping[str, tuple[str, ...]] = {
    "/subscriptions": _READ_CALENDAR,
    "/subscriptions/{id}": _READ_CALENDAR,
    "/subscriptions/{id}/reauthorize": _READ_CALENDAR,
    "/me/calendar": ("Calendars.ReadBasic", *_READ_CALENDAR),
    "/$batch": (),
}
_BATCH = "/$batch"
# What a permission is for includes the weaker ones, also where the table names them for other methods only.
_INCLUDES: Mapping[str, tuple[str, ...]] = {
    "Calendars.ReadWrite": ("Calendars.Read", "Calendars.ReadBasic"),
    "Calendars.Read": ("Calendars.ReadBasic",),
    "MailboxSettings.ReadWrite": ("MailboxSettings.Read",),
    "User.ReadWrite.All": ("User.Read.All", "User.ReadBasic.All"),
    "User.Read.All": ("User.ReadBasic.All",),
}


@dataclass(kw_only=True)
class Grant:
    """What a token stands for. `user` None: the app itself.

    `policy`: addresses, in small letters, that the app may reach (None: all).
    """

    token: str
    user: Mailbox | None
    scopes: frozenset[str]
    expired: bool = False
    policy: frozenset[str] | None = None

    @property
    def allows(self) -> frozenset[str]:
        weaker = (name for scope in self.scopes for name in _INCLUDES.get(scope, ()))
        return self.scopes | frozenset(weaker)

    def is_only(self, *scopes: str) -> bool:
        """Tell whether of these, the first is all that it has."""
        return scopes[0] in self.scopes and not self.scopes & set(scopes[1:])


@dataclass
class Tokens:
    """All tokens that were handed out."""

    grants: dict[str, Grant] = field(default_factory=dict)
    _count: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def issue(self, user: Mailbox | None, scopes: Iterable[str], token: str = "") -> Grant:
        token = token or f"token-{next(self._count)}"
        self.grants[token] = Grant(token=token, user=user, scopes=frozenset(scopes))
        return self.grants[token]

    def of(self, authorization: str) -> Grant | None:
        """The grant of an Authorization header; None where it is missing, unknown or expired."""
        scheme, _, token = authorization.partition(" ")
        grant = self.grants.get(token) if scheme.casefold() == "bearer" else None
        return None if grant is None or grant.expired else grant


def missing(asked: Asked) -> str:
    """The least permission that a call lacks, "" where it may be made."""
    assert asked.grant is not None
    if asked.template == _BATCH:
        return ""
    allowing = _allowing(asked.template, asked.method, "DelegatedWork" if asked.grant.user else "Application")
    if asked.grant.allows & set(allowing):
        return ""
    return allowing[0] if allowing else "(none: not for this kind of token)"


def _allowing(template: str, method: str, scheme: str) -> tuple[str, ...]:
    path = re.sub(r"\{[^}]*\}", "{id}", template)
    if (unlisted := _UNLISTED.get(path.replace("/users/{id}", "/me"))) is not None:
        return unlisted
    for known in _spellings(path.casefold()):
        if found := _table().get(known, {}).get(method):
            return _names(found.get(scheme) or {})
    raise AssertionError(f"no permissions are known of {method} {template}")


def _spellings(path: str) -> Iterable[str]:
    """A path as the table may have it: under /me or /users, with the calendar named or not."""
    theirs = re.sub(r"^/me(?=/|$)", "/users/{id}", path)
    yield from (path, theirs, path.replace("/calendar/", "/"), theirs.replace("/calendar/", "/"))


def _names(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return (*entry.get("least", ()), *entry.get("higher", ()))


@cache
def _table() -> Mapping[str, Any]:
    text = shared("contracts/graph-permissions.extract.json").read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)["paths"]
    return found
