"""`make run`, as the program it starts."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts import run

ROOT = Path(run.__file__).resolve().parents[1]
LONGEST_START = 60
LONGEST_STOP = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@contextmanager
def started(tmp_path: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Baton alone: where nothing is on the PATH, there is no Node."""
    database = f"sqlite+aiosqlite:///{tmp_path}/baton.db"
    ports = {"PLAYGROUND_PORT": str(free_port())}  # the usual one may be anybody's at this moment
    environment = {**os.environ, "PATH": "", "DATABASE_URL": database, **ports, **settings}
    command = [sys.executable, "-m", "scripts.run"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        yield process
        if process.poll() is None:
            process.kill()


def read_until(process: subprocess.Popen[str], last: str) -> str:
    assert process.stdout
    read = ""
    while last not in read and (line := process.stdout.readline()):
        read += line
    return read


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_says_where_and_ends_without_a_trace(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    with started(tmp_path, PORT=str(port)) as process:
        said = read_until(process, "Ctrl-C")
        assert f"Baton runs at http://127.0.0.1:{port}" in said
        assert "There is no chat window: Node.js was not found" in said
        process.send_signal(number)
        _, errors = process.communicate(timeout=LONGEST_STOP)
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert is_free(port)


def test_when_baton_dies_it_ends_and_says_so(tmp_path: Path) -> None:
    with started(tmp_path, PORT=str(free_port())) as process:
        read_until(process, "Ctrl-C")
        os.kill(child_of(process.pid), signal.SIGKILL)
        _, errors = process.communicate(timeout=LONGEST_STOP)
    assert process.returncode == 1
    assert "Baton has ended" in errors


def test_what_keeps_baton_from_starting_is_shown(tmp_path: Path) -> None:
    with started(tmp_path, PORT=str(free_port()), BATON_TIMEZONE="Nowhere") as process:
        _, errors = process.communicate(timeout=LONGEST_START)
    assert process.returncode == 1
    assert re.search(r"BATON_TIMEZONE .*\n+Baton did not start\.", errors)


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with started(tmp_path, PORT=str(port)) as process:
            _, errors = process.communicate(timeout=LONGEST_START)
    assert process.returncode == 1
    assert f"Port {port} is taken by another program." in errors


@pytest.mark.parametrize("value", ["abc", "0", "65536", "-1", "²"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, value: str) -> None:
    with started(tmp_path, PORT=value) as process:
        _, errors = process.communicate(timeout=LONGEST_START)
    assert process.returncode == 1
    assert errors == f"PORT must be a port number from 1 to 65535, and is {value!r}.\n"


def child_of(parent: int) -> int:
    return int(Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0])
