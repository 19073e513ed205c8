"""A bot in a process of its own, and a person who talks to it over HTTP."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.questions import ROOT

_PATIENCE = 60.0  # seconds until a bot that does not answer is given up
_PAUSE = 0.01  # seconds between two tries to reach a bot that starts
_SETTINGS = ("BATON_", "Microsoft", "HOST", "PORT", "DATABASE_URL", "PYTHONPATH")
_TENANT = "00000000-0000-0000-0000-0000000000aa"


class BenchError(Exception):
    """A bot did not start or did not answer."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """How a bot is started; the folder is empty or holds what the last start left in it."""

    arguments: tuple[str, ...]
    folder: Path

    def environment(self, port: int) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
        database = f"sqlite+aiosqlite:///{self.folder / 'baton.db'}"
        return {**kept, "BATON_LOCAL": "1", "PORT": str(port), "DATABASE_URL": database}


Make = Callable[[Path], Command]


def baton(folder: Path) -> Command:
    return Command(arguments=(str(ROOT / "app.py"),), folder=folder)


def echo(folder: Path) -> Command:
    return Command(arguments=(str(ROOT / "bench" / "echo.py"),), folder=folder)


@dataclass(frozen=True, kw_only=True)
class Bot:
    """A bot that has been started."""

    process: subprocess.Popen[bytes]
    port: int
    began: float
    _ids: Iterator[int] = field(default_factory=itertools.count)

    def first_answer(self, question: str, expected: str) -> float:
        """Ask until there is an answer, which must hold `expected`; seconds since the start."""
        while time.perf_counter() - self.began < _PATIENCE:
            if self.process.poll() is not None:
                raise BenchError(f"{self.process.args!r} ended by itself")
            try:
                said = self.ask(question, "first")
            except OSError:  # it does not listen yet
                time.sleep(_PAUSE)
                continue
            seconds = time.perf_counter() - self.began
            if expected not in said:
                raise BenchError(f"{self.process.args!r} gave another answer than expected")
            return seconds
        raise BenchError(f"{self.process.args!r} did not answer within {_PATIENCE:g} s")

    def ask(self, question: str, person: str) -> str:
        """What the bot says to a question of a person in a personal chat."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            body = json.dumps(_activity(question, person, next(self._ids)))
            connection.request("POST", "/api/messages", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            return _said(response.status, response.read())
        finally:
            connection.close()

    def resident(self) -> float:
        """Resident memory in MB (2**20 bytes), as Linux tells it."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii", "replace")
        kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]
        return int(kilobytes) / 1024


@contextmanager
def started(command: Command) -> Iterator[Bot]:
    """Start a bot on a free port of this machine; stop it at the end."""
    port = free_port()
    with (command.folder / "log").open("ab") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *command.arguments],
            cwd=command.folder,  # where no .env of a developer is found
            env=command.environment(port),
            stdout=log,
            stderr=log,
        )
        try:
            yield Bot(process=process, port=port, began=began)
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes], patience: float = 10.0) -> None:
    """Ask a process to end, and end it after `patience` seconds."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _activity(text: str, person: str, number: int) -> Mapping[str, Any]:
    return {
        "type": "message",
        "id": f"bench-{number}",
        "timestamp": "2026-11-20T10:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": "http://127.0.0.1:9/",  # nothing is sent there: all replies are expected at once
        "deliveryMode": "expectReplies",
        "from": {"id": f"29:{person}", "name": "Ana", "aadObjectId": person},
        "recipient": {"id": "28:baton", "name": "Baton"},
        "conversation": {"id": f"a:{person}", "conversationType": "personal", "tenantId": _TENANT},
        "channelData": {"tenant": {"id": _TENANT}},
        "text": text,
        "textFormat": "plain",
    }


def _said(status: int, body: bytes) -> str:
    if status != http.client.OK:
        raise BenchError(f"the bot answered with status {status}")
    said = [activity.get("text") or "" for activity in json.loads(body)["activities"]]
    if not said:
        raise BenchError("the bot said nothing")
    return "\n".join(said)
