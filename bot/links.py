"""Signed links that expire: whoever has one may fetch what it names, and nobody can make one."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

_REPORT_HOLDS = timedelta(hours=24)
_INVITE_HOLDS = timedelta(days=30)
_DIGEST = 32  # bytes
_LONGEST = 2000  # characters
FORMS = frozenset(("md", "csv"))


@dataclass(frozen=True, kw_only=True)
class ReportLink:
    """A handoff's report, in one form, for one person of a tenant."""

    tenant: str
    number: int
    person: str
    form: str


@dataclass(frozen=True, kw_only=True)
class InviteLink:
    """The invitation file of a tenant's meeting (by handoff and key) as it was at one change of it."""

    tenant: str
    number: int
    key: str
    sequence: int


_REPORT, _INVITE = b"", b"invite:"  # what is sealed before the body, so that none passes for the other


class Signer:
    """Makes and reads the tokens of links; `key` is for nothing else."""

    def __init__(self, key: bytes, now: Callable[[], datetime]) -> None:
        self._key, self._now = key, now

    def sign(self, link: ReportLink) -> str:
        return self._write(_REPORT, _REPORT_HOLDS, link.tenant, link.number, link.person, link.form)

    def read(self, token: str) -> ReportLink | None:
        """What a token was made for; None where it is no report's, or has expired."""
        if (found := self._read(_REPORT, token)) is None:
            return None
        tenant, number, person, form = found
        return ReportLink(tenant=tenant, number=number, person=person, form=form)

    def sign_invite(self, link: InviteLink) -> str:
        return self._write(_INVITE, _INVITE_HOLDS, link.tenant, link.number, link.key, link.sequence)

    def read_invite(self, token: str) -> InviteLink | None:
        """What a token was made for; None where it is no invitation's, or has expired."""
        if (found := self._read(_INVITE, token)) is None:
            return None
        tenant, number, key, sequence = found
        return InviteLink(tenant=tenant, number=number, key=key, sequence=sequence)

    def _write(self, purpose: bytes, holds: timedelta, *values: str | int) -> str:
        body = json.dumps([*values, int((self._now() + holds).timestamp())]).encode()
        return base64.urlsafe_b64encode(self._seal(purpose, body) + body).rstrip(b"=").decode()

    def _read(self, purpose: bytes, token: str) -> list[Any] | None:
        try:
            whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)) if _is_plain(token) else b""
        except (ValueError, binascii.Error):
            return None
        seal, body = whole[:_DIGEST], whole[_DIGEST:]
        if not body or not hmac.compare_digest(seal, self._seal(purpose, body)):
            return None
        *values, expires = json.loads(body)
        return None if self._now().timestamp() >= expires else values

    def _seal(self, purpose: bytes, body: bytes) -> bytes:
        return hmac.digest(self._key, purpose + body, hashlib.sha256)


def _is_plain(token: str) -> bool:
    """In the one way of writing it; the decoder itself passes over what is none of its characters."""
    return len(token) <= _LONGEST and token.isascii() and token.replace("-", "a").replace("_", "a").isalnum()


@dataclass(frozen=True, kw_only=True)
class Links:
    """Implements the port of the same name for one tenant."""

    signer: Signer
    address: str
    tenant: str

    def report(self, number: int, person: str, form: str) -> str:
        if form not in FORMS:
            raise ValueError("a report is md or csv")
        link = ReportLink(tenant=self.tenant, number=number, person=person, form=form)
        return f"{self.address}/reports/{self.signer.sign(link)}"

    def invite(self, number: int, key: str, sequence: int) -> str:
        link = InviteLink(tenant=self.tenant, number=number, key=key, sequence=sequence)
        return f"{self.address}/invites/{self.signer.sign_invite(link)}.ics"
