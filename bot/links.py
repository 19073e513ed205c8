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

_HOLDS = timedelta(hours=24)
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


class Signer:
    """Makes and reads the tokens of links; `key` is for nothing else."""

    def __init__(self, key: bytes, now: Callable[[], datetime]) -> None:
        self._key, self._now = key, now

    def sign(self, link: ReportLink) -> str:
        expires = int((self._now() + _HOLDS).timestamp())
        body = json.dumps([link.tenant, link.number, link.person, link.form, expires]).encode()
        return base64.urlsafe_b64encode(self._seal(body) + body).rstrip(b"=").decode()

    def read(self, token: str) -> ReportLink | None:
        """What a token was made for; None where it is not one of ours, or has expired."""
        try:
            whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)) if _is_plain(token) else b""
        except (ValueError, binascii.Error):
            return None
        seal, body = whole[:_DIGEST], whole[_DIGEST:]
        if not body or not hmac.compare_digest(seal, self._seal(body)):
            return None
        tenant, number, person, form, expires = json.loads(body)
        if self._now().timestamp() >= expires:
            return None
        return ReportLink(tenant=tenant, number=number, person=person, form=form)

    def _seal(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, hashlib.sha256)


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
