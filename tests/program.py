"""Baton as a process of its own: what it says on stderr, and how it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession

import app

_ROOT = Path(app.__file__).parent
_LONGEST_START = 40.0  # seconds
_LONGEST_STOP = 25.0


@dataclass
class Program:
    """The process, and all lines that it has written so far."""

    process: asyncio.subprocess.Process
    url: str
    lines: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def tell(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(number)

    async def ended(self) -> tuple[int, float]:
        """Its exit code, and how many seconds it took until it ended."""
        began = time.monotonic()
        async with asyncio.timeout(_LONGEST_STOP):
            code = await self.process.wait()
        return code, time.monotonic() - began

    async def read(self) -> None:
        assert self.process.stderr
        async for line in self.process.stderr:
            self.lines.append(line.decode())

    async def until(self, text: str) -> None:
        """Wait until it has said that."""
        async with asyncio.timeout(_LONGEST_START):
            while text not in self.said:
                assert self.process.returncode is None, self.said
                await asyncio.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(folder: Path, **environment: str) -> AbstractAsyncContextManager[Program]:
    """Baton in local mode (unless `environment` says otherwise) and in that folder, from its first moment."""
    return started_from(_ROOT, folder, **environment)


@asynccontextmanager
async def started_from(tree: Path, folder: Path, **environment: str) -> AsyncIterator[Program]:
    """The same of the version whose code is in `tree`."""
    port = str(free_port())
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tree), "HOST": "127.0.0.1", "PORT": port}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(tree / "app.py"),
        cwd=folder,
        env={**known, "BATON_LOCAL": "1", **environment},
        stderr=asyncio.subprocess.PIPE,
    )
    program = Program(process=process, url=f"http://127.0.0.1:{port}")
    reading = asyncio.create_task(program.read())
    try:
        yield program
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


def running(folder: Path, **environment: str) -> AbstractAsyncContextManager[tuple[Program, ClientSession]]:
    """The same once it is ready, and a client for it."""
    return running_from(_ROOT, folder, **environment)


@asynccontextmanager
async def running_from(
    tree: Path, folder: Path, **environment: str
) -> AsyncIterator[tuple[Program, ClientSession]]:
    """The same of the version whose code is in `tree`."""
    async with started_from(tree, folder, **environment) as program:
        await program.until("is ready at")
        async with ClientSession(program.url) as client:
            yield program, client
