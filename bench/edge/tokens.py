"""Tokens as the Bot Framework signs them: a real key, one token for each message."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bench.edge.pinning import PROCESSORS, pin

APP = "11111111-2222-3333-4444-555555555555"
ISSUER = "https://api.botframework.com"
_LIFE = 3_600
_KEY_ID = "bench"
_KEY_BITS = 2048
_FIRST_ENDLESS = 10**9  # beyond every stock


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
        """`count` tokens made beforehand, by all processors at once; more when they are needed."""
        workers = len(PROCESSORS)  # not those alone to which this process is pinned
        shares = [range(first, count, workers) for first in range(workers)]
        spawn = get_context("spawn")
        with ProcessPoolExecutor(workers, spawn, initializer=pin, initargs=(PROCESSORS,)) as pool:
            signed = list(pool.map(self.sign, shares))
        return itertools.chain(itertools.chain.from_iterable(signed), self.endless())

    def endless(self) -> Iterator[str]:
        """Tokens without end, each signed when it is needed."""
        return (self.sign([number])[0] for number in itertools.count(_FIRST_ENDLESS))


def new_key() -> bytes:
    """A private key as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, *form)


def public(pem: bytes) -> dict[str, str]:
    """The public half of a key as a JWK."""
    shown: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(_load(pem).public_key()))
    return {**shown, "kid": _KEY_ID, "use": "sig", "alg": "RS256"}


@cache
def _load(pem: bytes) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key
