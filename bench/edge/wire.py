"""HTTP/1.1 with as little work as possible: what measures must be much faster than what is measured.

Only what the servers under test send is understood (Content-Length, keep-alive); all else is refused loudly.
"""

from __future__ import annotations

import asyncio
from typing import Protocol, cast

from bench.bots import BenchError

_HEAD_END = b"\r\n\r\n"
_PATIENCE = 30.0  # seconds until an answer that does not come is given up


class Answer(Protocol):
    """What a server answers to a request: the whole response for the request line and the body."""

    def __call__(self, line: bytes, body: bytes) -> bytes: ...


class _Frames:
    """Cuts a byte stream into heads and bodies."""

    def __init__(self) -> None:
        self._rest = b""

    def add(self, data: bytes) -> None:
        self._rest += data

    def take(self) -> tuple[bytes, bytes] | None:
        """The next whole head and body, if they have come."""
        end = self._rest.find(_HEAD_END)
        if end < 0:
            return None
        head = self._rest[:end]
        begin = end + len(_HEAD_END)
        stop = begin + _length(head)
        if len(self._rest) < stop:
            return None
        body, self._rest = self._rest[begin:stop], self._rest[stop:]
        return head, body


def _length(head: bytes) -> int:
    fields = head.lower()
    at = fields.find(b"\r\ncontent-length:")
    if at < 0:
        if b"\r\ntransfer-encoding:" in fields:
            raise BenchError("a body in chunks is not understood")
        return 0
    return int(fields[at + 17 :].split(b"\r\n", 1)[0])


class Caller(asyncio.Protocol):
    """One keep-alive connection to a server; one request at a time."""

    def __init__(self) -> None:
        self._frames = _Frames()
        self._waiting: asyncio.Future[int] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._frames.add(data)
        frame = self._frames.take()
        if frame and self._waiting and not self._waiting.done():
            self._waiting.set_result(int(frame[0][9:12]))

    def connection_lost(self, error: Exception | None) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(BenchError("the server closed the connection within a turn"))

    async def call(self, request: bytes) -> int:
        """The status of the answer."""
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        self._waiting = loop.create_future()
        self._transport.write(request)
        late = loop.call_later(_PATIENCE, _give_up, self._waiting)
        try:
            return await self._waiting
        finally:
            late.cancel()

    def close(self) -> None:
        if self._transport:
            self._transport.close()


def _give_up(waiting: asyncio.Future[int]) -> None:
    if not waiting.done():
        waiting.set_exception(BenchError(f"no answer within {_PATIENCE:g} s"))


async def connect(port: int) -> Caller:
    """A connection to a server on this machine."""
    _, caller = await asyncio.get_running_loop().create_connection(Caller, "127.0.0.1", port)
    return caller


class Listener:
    """A server on a free port of this machine, which counts its connections."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.opened = 0
        self.open = 0

    async def start(self) -> int:
        """Listen; the port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Answering(self, self._answer), "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    def close(self) -> None:
        self._server.close()


class _Answering(asyncio.Protocol):
    """One connection of a listener."""

    def __init__(self, listener: Listener, answer: Answer) -> None:
        self._listener, self._answer = listener, answer
        self._frames = _Frames()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._listener.opened += 1
        self._listener.open += 1

    def connection_lost(self, error: Exception | None) -> None:
        self._listener.open -= 1

    def data_received(self, data: bytes) -> None:
        self._frames.add(data)
        while frame := self._frames.take():
            head, body = frame
            self._transport.write(self._answer(head.split(b"\r\n", 1)[0], body))


def response(status: str, body: bytes) -> bytes:
    """A whole JSON response."""
    fields = f"Content-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}"
    return f"HTTP/1.1 {status}\r\n{fields}".encode() + _HEAD_END + body


def request(path: str, body: bytes, headers: str = "") -> bytes:
    """A whole JSON POST; `headers` are whole lines, each with its line end."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=utf-8\r\n"
    return f"{head}{headers}Content-Length: {len(body)}".encode() + _HEAD_END + body
