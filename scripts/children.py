"""The programs that one command starts, and ends together."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

HEAD_START = 1.0  # seconds
LONGEST_GOODBYE = 18.0  # seconds; Baton finishes the turns under way
BETWEEN_LOOKS = 0.2


@dataclass(frozen=True, kw_only=True)
class Child:
    name: str
    process: asyncio.subprocess.Process

    @property
    def has_ended(self) -> bool:
        return self.process.returncode is not None

    async def stop(self) -> None:
        """Have it end: by itself, when asked, or by force."""
        # A Ctrl-C in a terminal has reached it already, and a second signal would spoil its goodbye.
        if await self._ends_within(HEAD_START):
            return
        self.process.terminate()
        if not await self._ends_within(LONGEST_GOODBYE):
            self.process.kill()
            await self.process.wait()

    async def _ends_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self.process.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def answers(self, port: int, path: str, seconds: float) -> bool:
        """Wait until it answers 200 there; False when it ends first or the time is over."""
        clock = asyncio.get_running_loop()
        end = clock.time() + seconds
        while not self.has_ended and clock.time() < end:
            if await _is_ok(port, path):
                return True
            await asyncio.sleep(BETWEEN_LOOKS)
        return False


class Children:
    """`async with Children()`: what was started inside has ended outside."""

    def __init__(self) -> None:
        self._all: list[Child] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(child.stop() for child in self._all))

    async def start(
        self, name: str, command: Sequence[str], settings: Mapping[str, str], *, quiet: bool = False
    ) -> Child:
        """Start a program with these settings added to the environment."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL if quiet else sys.stderr,
            env={**os.environ, **settings},
        )
        self._all.append(Child(name=name, process=process))
        return self._all[-1]

    async def first_to_end(self) -> Child:
        while True:
            for child in self._all:
                if child.has_ended:
                    return child
            await asyncio.sleep(BETWEEN_LOOKS)


async def _is_ok(port: int, path: str) -> bool:
    try:
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            status = await reader.readline()
            writer.close()
    except OSError:  # TimeoutError is one too
        return False
    return b" 200 " in status
