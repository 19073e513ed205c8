"""The channel that all servers talk to: connector and signing keys on one port of this machine."""

from __future__ import annotations

import json

from bench.edge import wire
from dialogs import texts

KEYS = "/v1/.well-known/keys"
METADATA = "/v1/.well-known/openidconfiguration"
_APOLOGY = json.dumps(texts.APOLOGY.partition("{")[0])[1:-1].encode()


class Channel:
    """Takes what bots send, and counts it."""

    def __init__(self) -> None:
        self.listener = wire.Listener(self._answer)
        self.sent = 0
        self.cited = 0
        self.apologies = 0
        self._pages: dict[bytes, bytes] = {}
        self.url = ""

    async def start(self, key: dict[str, str]) -> None:
        """Listen, and show one signing key."""
        self.url = f"http://127.0.0.1:{await self.listener.start()}/"
        base = self.url.rstrip("/")
        self._show(METADATA, {"issuer": "https://api.botframework.com", "jwks_uri": base + KEYS})
        self._show(KEYS, {"keys": [{**key, "endorsements": ["msteams"]}]})

    def close(self) -> None:
        self.listener.close()

    def _show(self, path: str, page: object) -> None:
        self._pages[f"GET {path} HTTP/1.1".encode()] = wire.response("200 OK", json.dumps(page).encode())

    def _answer(self, line: bytes, body: bytes) -> bytes:
        if line.startswith(b"POST /v3/conversations/"):
            return self._take(body)
        return self._pages.get(line) or wire.response("404 Not Found", b"{}")

    def _take(self, body: bytes) -> bytes:
        self.sent += 1
        self.cited += b'"citation"' in body
        self.apologies += _APOLOGY in body
        return wire.response("201 Created", b'{"id":"1:%012d"}' % self.sent)
