"""Bearer tokens: whose they are and what they allow, checked against Microsoft's table of permissions."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from tests.graph.directory import Mailbox

LEAST = ("User.Read", "User.ReadBasic.All", "Calendars.ReadWrite", "MailboxSettings.Read")
APP = ("User.ReadBasic.All", "Calendars.ReadWrite", "MailboxSettings.Read")


@dataclass(kw_only=True)
class Grant:
    """What a token stands for. `user` None: the app itself. `policy`: mailboxes an app may reach (None: all)."""

    token: str
    user: Mailbox | None
    scopes: frozenset[str]
    expired: bool = False
    policy: frozenset[str] | None = None


@dataclass
class Tokens:
    """All tokens that were handed out."""

    grants: dict[str, Grant] = field(default_factory=dict)
    _count: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def issue(self, user: Mailbox | None, scopes: tuple[str, ...], token: str = "") -> Grant:
        token = token or f"token-{next(self._count)}"
        self.grants[token] = Grant(token=token, user=user, scopes=frozenset(scopes))
        return self.grants[token]
