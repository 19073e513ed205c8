"""Find the programs that the browser tests need."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

HERE = Path(__file__).parent


def chromium() -> str:
    """Debian's Chromium; without it the test is skipped, or fails where CI=true."""
    return _program("chromium", "install Debian's package chromium")


def node() -> str:
    return _program("node", "install Node.js")


def package(path: str) -> Path:
    """A file of an npm package that package.json pins."""
    found = HERE / "node_modules" / path
    return found if found.exists() else _missing(path, "run npm ci in tests/browser")


def _program(name: str, remedy: str) -> str:
    return shutil.which(name) or _missing(name, remedy)


def _missing(name: str, remedy: str) -> NoReturn:
    reason = f"{name} is missing: {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
