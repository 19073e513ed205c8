"""Which addresses a serviceUrl may name: the bot's replies, with its token, go nowhere else."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

_LABEL = r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?"
# Stricter than a URL may be: no user, no query, no fragment, no backslash, nothing beyond ASCII. So there is
# one way only to read the host, and the client that later connects cannot read it in another.
_URL = re.compile(
    r"(?P<scheme>https?)://"
    rf"(?P<host>(?:{_LABEL}\.)*{_LABEL}|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?:/[a-z0-9\-._~%!$&'()*+,;=:@/]*)?",
    re.ASCII | re.IGNORECASE,
)
_LONGEST = 2048
_PORTS = {"https": "443", "http": "80"}


class ServiceHosts:
    """The allowed hosts, each a "host", "host:port" or "*.suffix"; local mode adds this machine."""

    def __init__(self, patterns: Iterable[str], *, local: bool = False) -> None:
        lower = [pattern.lower() for pattern in patterns]
        self._exact = frozenset(pattern for pattern in lower if not pattern.startswith("*."))
        self._suffixes = tuple(pattern[1:] for pattern in lower if pattern.startswith("*."))
        self._local = local

    def allow(self, url: str) -> bool:
        """Whether a reply may go to `url`: https to an allowed host, http to one on this machine only."""
        parts = _URL.fullmatch(url) if len(url) <= _LONGEST else None
        if parts is None:
            return False
        scheme, host = parts["scheme"].lower(), parts["host"].lower()
        address = f"{host}:{parts['port'] or _PORTS[scheme]}"
        if is_loopback(host.strip("[]")):
            return self._local or not self._exact.isdisjoint((host, address))
        names = (address, host) if address.endswith(":443") else (address,)
        return scheme == "https" and any(map(self._lists, names))

    def _lists(self, host: str) -> bool:
        return host in self._exact or host.endswith(self._suffixes)


def is_loopback(host: str) -> bool:
    """Whether `host`, without brackets, is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
