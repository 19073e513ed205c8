"""Tokens as the Bot Framework signs them: a real key, one token for each message."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

APP = "11111111-2222-3333-4444-555555555555"
ISSUER = "https://api.botframework.com"
_LIFE = 3_600
_KEY_ID = "bench"
_KEY_BITS = 2048


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Signs for one serviceUrl."""

    pem: bytes
    service_url: str

    def sign(self, numbers: Sequence[int]) -> list[str]:
        """One token for each number, no two alike."""
        key = _load(self.pem)
        now = int(time.time())
        claims = {
            "aud": APP,
            "iss": ISSUER,
            "nbf": now - 60,
            "exp": now + _LIFE,
            "serviceurl": self.service_url,
        }
        head = {"kid": _KEY_ID}
        return [jwt.encode({**claims, "jti": f"{each:012d}"}, key, "RS256", headers=head) for each in numbers]

    def stock(self, count: int) -> Iterator[str]:
        """`count` tokens, made by all processors at once."""
        processors = os.cpu_count() or 1
        shares = [range(first, count, processors) for first in range(processors)]
        with ProcessPoolExecutor(processors, mp_context=get_context("spawn")) as pool:
            return (token for share in list(pool.map(self.sign, shares)) for token in share)

    def endless(self, batch: int = 50) -> Iterator[str]:
        """Tokens without end, signed when they are needed."""
        first = 10**9
        while True:
            yield from self.sign(range(first, first + batch))
            first += batch


def new_key() -> bytes:
    """A private key as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, *form)


def public(pem: bytes) -> dict[str, str]:
    """The public half of a key as a JWK."""
    shown: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(_load(pem).public_key()))
    return {**shown, "kid": _KEY_ID, "use": "sig", "alg": "RS256"}


def _load(pem: bytes) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key
