"""A connector on a bare socket that misbehaves on command, and keeps a log of what it really received."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any
from urllib.parse import unquote

_FOR_EVER = 3600.0
_DRIP = 0.05  # seconds between two bytes of a trickle
_CHUNK = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"


class Act(StrEnum):
    """What becomes of one request."""

    ANSWER = auto()
    HANG_UNREAD = auto()  # the request is never read
    HANG = auto()  # it is read, and never answered
    RESET_UNREAD = auto()
    RESET = auto()
    TRICKLE_HEAD = auto()
    TRICKLE_BODY = auto()
    CUT_BODY = auto()  # the answer ends in its middle
    ENDLESS_BODY = auto()
    GARBAGE = auto()  # the answer is no HTTP
    CLOSE = auto()  # answered, and then closed without a word about it


_LONGEST_END = 12.0  # seconds; who is slow on command is so to the end


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One answer. `taken`: whether the message shows in the chat, whatever the bot is told."""

    act: Act = Act.ANSWER
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None  # None: the id, as the real one answers
    taken: bool = False
    delay: float = 0.0  # seconds


WELL = Fault(taken=True)


def busy(retry_after: str | None = None) -> Fault:
    return Fault(status=429, headers={} if retry_after is None else {"Retry-After": retry_after})


@dataclass(frozen=True, kw_only=True)
class Received:
    """A request that arrived whole; `connection` is the number of its connection."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    connection: int
    taken: bool
    status: int
    at: float

    @property
    def is_message(self) -> bool:
        return isinstance(self.body, dict) and self.body.get("type") == "message"

    @property
    def conversation(self) -> str:
        return unquote(self.path.split("/")[3])


class FaultyConnector:
    """Takes its answers from `plan`, one a request, and then from `choose`.

    `roster`: what answers every question about members instead, so that a plan is about messages alone.
    """

    def __init__(self) -> None:
        self.log: list[Received] = []
        self.plan: list[Fault] = []
        self.roster: Fault | None = None
        self.choose: Callable[[Received], Fault] = lambda received: WELL
        self.unread = 0  # requests that came and were not read
        self.open = self.most_open = self.connections = 0
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def texts(self, conversation: str | None = None) -> list[str]:
        """The texts that show in a chat, in order."""
        taken = (one for one in self.log if one.taken and one.method == "POST" and one.is_message)
        return [
            str(one.body.get("text"))
            for one in taken
            if conversation is None or one.conversation == conversation
        ]

    def tried(self, method: str = "POST") -> int:
        """How many requests arrived, typing indicators aside."""
        kept = (one for one in self.log if one.method == method)
        return sum(not (isinstance(one.body, dict) and one.body.get("type") == "typing") for one in kept)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[FaultyConnector]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        await self.come_back()
        try:
            yield self
        finally:
            await self.go_away()

    async def come_back(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def go_away(self) -> None:
        """Refuse every connection, and end those that are open."""
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        async with asyncio.timeout(_LONGEST_END):
            while self._writers:  # noqa: ASYNC110 - they end in their own time
                await asyncio.sleep(0.01)
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        self._writers.add(writer)
        number = self.connections
        try:
            while await self._exchange(reader, writer, number):
                pass
        except (OSError, EOFError):
            pass
        finally:
            self.open -= 1
            self._writers.discard(writer)
            writer.transport.abort()

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int
    ) -> bool:
        """One request and what becomes of it; whether the connection goes on."""
        line = await reader.readuntil(b"\r\n")
        aside = self.roster if line.startswith(b"GET ") else None
        if not aside and self.plan and self.plan[0].act in (Act.HANG_UNREAD, Act.RESET_UNREAD):
            self.unread += 1
            if self.plan.pop(0).act is Act.HANG_UNREAD:
                await _wait_for_end(reader)
            return False
        arrived = await _read(reader, line)
        planned = aside or (self.plan.pop(0) if self.plan else None)
        moment = asyncio.get_running_loop().time()
        probe = Received(**arrived, connection=number, taken=False, status=0, at=moment)
        fault = planned or self.choose(probe)
        self.log.append(Received(**{**vars(probe), "taken": fault.taken, "status": fault.status}))
        await asyncio.sleep(fault.delay)
        return await self._act(fault, reader, writer)

    async def _act(self, fault: Fault, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head, body = self._answer(fault)
        match fault.act:
            case Act.RESET:
                return False
            case Act.HANG:
                await _wait_for_end(reader)
                return False
            case Act.GARBAGE:
                writer.write(b"\x00\xff not http\r\n\r\n")
            case Act.TRICKLE_HEAD:
                await _trickle(writer, head + body)
            case Act.TRICKLE_BODY:
                writer.write(head)
                await _trickle(writer, body)
            case Act.CUT_BODY:
                writer.write(head + body[: len(body) // 2])
            case Act.ENDLESS_BODY:
                await _endless(writer)
            case _:
                writer.write(head + body)
        await writer.drain()
        if fault.act is Act.ANSWER:
            return True
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return False

    def _answer(self, fault: Fault) -> tuple[bytes, bytes]:
        id = json.dumps({"id": f"reply-{len(self.log)}"}).encode()
        body = id if fault.body is None else fault.body
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **fault.headers}
        lines = [f"HTTP/1.1 {fault.status} Said", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode(), body


async def _read(reader: asyncio.StreamReader, line: bytes) -> dict[str, Any]:
    method, path, _ = line.decode().split(" ")
    headers = {}
    while (header := await reader.readuntil(b"\r\n")) != b"\r\n":
        name, _, value = header.decode().partition(":")
        headers[name.strip().lower()] = value.strip()
    raw = await reader.readexactly(int(headers.get("content-length", "0")))
    return {"method": method, "path": path, "headers": headers, "body": json.loads(raw) if raw else None}


async def _wait_for_end(reader: asyncio.StreamReader) -> None:
    """Until the other side gives up."""
    async with asyncio.timeout(_FOR_EVER):
        while await reader.read(65536):
            pass


async def _trickle(writer: asyncio.StreamWriter, data: bytes) -> None:
    for place in range(len(data)):
        writer.write(data[place : place + 1])
        await writer.drain()
        await asyncio.sleep(_DRIP)


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(_CHUNK)
        await writer.drain()
