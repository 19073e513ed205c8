"""Servers as processes of their own, each on the first processor; the load comes from the last."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from bench.bots import BenchError, free_port, stop
from bench.edge.pinning import SERVERS, pin
from bench.questions import ROOT

PEERS = ROOT / ".venv-peers" / "bin" / "python"
OURS = Path(sys.executable)
_SERVERS = ROOT / "bench" / "edge" / "servers"
_FOREIGN = ("BATON_", "Microsoft", "Bot", "HOST", "PORT", "DATABASE_URL", "PYTHONPATH", "OTEL_", "BENCH_")
_LONGEST_START = 30.0
_LONGEST_STOP = 15.0
_PAUSE = 0.02
_SHOWN = 2_000  # characters of a server's log that are shown when it fails


@dataclass(frozen=True, kw_only=True)
class Program:
    """What is started, and the settings that it gets."""

    python: Path
    arguments: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Running:
    """A server that listens."""

    port: int
    process: psutil.Process
    log: Path

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text("utf-8", "replace")[-_SHOWN:]


def peer(name: str, python: Path = PEERS) -> Program:
    """A server that imports nothing of ours."""
    if not python.exists():
        raise BenchError("the peers are not installed: make bench-edge does it")
    return Program(python=python, arguments=(str(_SERVERS / f"{name}.py"),))


def ours(name: str, settings: Mapping[str, str]) -> Program:
    arguments = ("-m", f"bench.edge.servers.{name}")
    return Program(python=OURS, arguments=arguments, settings={"PYTHONPATH": str(ROOT), **settings})


@contextmanager
def started(program: Program) -> Iterator[Running]:
    """Start a server in an empty folder; stop it at the end."""
    with TemporaryDirectory() as place:
        port, log = free_port(), Path(place) / "log"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
        with log.open("wb") as out:
            process = subprocess.Popen(
                [str(program.python), *program.arguments],
                cwd=place,  # where no .env of a developer is found
                env={**kept, **program.settings, "PORT": str(port)},
                stdout=out,
                stderr=out,
                preexec_fn=lambda: pin(SERVERS),
            )
        try:
            _wait(process, port, log)
            yield Running(port=port, process=psutil.Process(process.pid), log=log)
        finally:
            stop(process, _LONGEST_STOP)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _LONGEST_START
    while time.monotonic() < end:
        if process.poll() is not None:
            raise BenchError(f"a server ended by itself:\n{log.read_text('utf-8', 'replace')[-_SHOWN:]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(_PAUSE)
    raise BenchError(f"a server did not listen within {_LONGEST_START:g} s")
