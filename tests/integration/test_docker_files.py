"""The Dockerfile, as far as it can be tried without Docker: what it copies runs, and as it says."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_LINES = (_ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
_NO_NETWORK = "name resolution|NewConnectionError|Failed to establish"
_ROOMS = ("bot", "dialogs", "handoffs", "meetings", "reminders", "knowledge")


def _instructions(name: str) -> list[str]:
    return [line.partition(" ")[2].strip() for line in _LINES if line.startswith(name + " ")]


def _copied() -> dict[str, str]:
    return dict(line.split() for line in _instructions("COPY"))


def _command(name: str) -> list[str]:
    """The words of CMD or HEALTHCHECK in its exec form."""
    line = _instructions(name)[-1]
    found: list[str] = json.loads(line[line.index("[") :])
    return found


def test_the_base_is_slim_and_pinned_and_one_that_baton_supports() -> None:
    (base,) = _instructions("FROM")
    version = re.fullmatch(r"python:(3\.1[123])\.\d+-slim-[a-z]+", base)

    assert version
    assert version[1] in (_ROOT / "requirements.txt").read_text("utf-8").splitlines()[0]


def test_it_ends_as_a_user_without_rights_and_needs_no_build_tools() -> None:
    users = _instructions("USER")
    run = " ".join(_instructions("RUN"))

    assert users
    assert users[-1] not in ("root", "0")
    assert f" {users[-1]}" in run
    assert "--only-binary :all:" in run
    assert not re.search(r"apt-get|apk |gcc|build-essential|curl|wget", "\n".join(_LINES))


def test_the_packages_come_before_the_code() -> None:
    order = [line for line in _LINES if line.startswith(("COPY", "RUN"))]

    assert order[0].startswith("COPY requirements.txt")
    assert order[1].startswith("RUN pip install")


def test_what_is_copied_exists_and_is_let_in_and_is_all_that_app_imports() -> None:
    copied = _copied()
    ignored = (_ROOT / ".dockerignore").read_text("utf-8").splitlines()

    assert ignored[ignored.index("*") :][1 : len(copied) + 1] == [f"!{name}" for name in copied]
    assert all((_ROOT / name).exists() for name in copied)
    assert _imported_from("app.py", "bot") - set(copied) == set()


def _imported_from(*places: str) -> set[str]:
    """The rooms that the code of these, and of those, imports."""
    found: set[str] = set()
    waiting = list(places)
    while waiting:
        place = _ROOT / waiting.pop()
        for path in [place] if place.is_file() else place.rglob("*.py"):
            new = {name for name in _imports(path) if name in _ROOMS} - found
            found |= new
            waiting += new
    return found


def _imports(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    names = [
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in tree
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return {str(name).partition(".")[0] for name in names}


@pytest.mark.long
def test_every_package_can_be_had_as_a_wheel() -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps"]
    wanted = ["--only-binary", ":all:", "-r", str(_ROOT / "requirements.txt")]
    ended = subprocess.run([*pip, *wanted], capture_output=True, text=True, timeout=240)
    if re.search(_NO_NETWORK, ended.stderr) and os.environ.get("CI") != "true":
        pytest.skip("no package index can be reached")

    assert ended.returncode == 0, ended.stderr


def test_what_is_copied_runs_is_healthy_and_stops_when_told(tmp_path: Path) -> None:
    _lay_out(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = {"PATH": os.environ["PATH"], "BATON_LOCAL": "1", "PORT": port}
    before = _files(tmp_path)
    command = [sys.executable, "-B", *_command("CMD")[1:]]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as process:
        try:
            healthy = _is_healthy_within(30, tmp_path, environment)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)

    assert healthy
    assert process.returncode == 0
    assert {name.split("/")[0] for name in _files(tmp_path) - before} == {"var"}
    assert not _probe(tmp_path, environment)


def _lay_out(folder: Path) -> None:
    for source, target in _copied().items():
        if (_ROOT / source).is_dir():
            shutil.copytree(_ROOT / source, folder / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(_ROOT / source, folder / target)


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def _is_healthy_within(seconds: float, folder: Path, environment: dict[str, str]) -> bool:
    end = time.monotonic() + seconds
    while not _probe(folder, environment):
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def _probe(folder: Path, environment: dict[str, str]) -> bool:
    """What HEALTHCHECK runs."""
    command = [sys.executable, *_command("HEALTHCHECK")[1:]]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True).returncode == 0
