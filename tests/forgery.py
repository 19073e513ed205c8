"""Tokens that no library would write."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from tests.openid import rsa_key


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def head(**fields: Any) -> str:
    return b64(json.dumps(fields).encode())


def under(header: str, payload: dict[str, Any], name: str = "k1", bits: int = 2048) -> str:
    """Signed well, by the key `name`, under any header."""
    signing_input = f"{header}.{b64(json.dumps(payload).encode())}"
    return f"{signing_input}.{_signature(signing_input, rsa_key(name, bits))}"


def unencoded(payload: dict[str, Any]) -> str:
    """With a payload that the token itself leaves out (RFC 7797)."""
    header = head(alg="RS256", kid="k1", b64=False, crit=["b64"])
    return f"{header}..{_signature(f'{header}.{json.dumps(payload)}', rsa_key('k1'))}"


def by_secret(payload: dict[str, Any], secret: bytes) -> str:
    """Signed with what everybody may know, as if that were a secret."""
    signing_input = f"{head(alg='HS256', kid='k1', typ='JWT')}.{b64(json.dumps(payload).encode())}"
    return f"{signing_input}.{b64(hmac.digest(secret, signing_input.encode(), hashlib.sha256))}"


def _signature(signing_input: str, key: RSAPrivateKey) -> str:
    return b64(key.sign(signing_input.encode(), padding.PKCS1v15(), hashes.SHA256()))
