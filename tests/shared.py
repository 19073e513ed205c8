"""Find the material that lies beside the checkout, in `../shared`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(path: str) -> Path:
    """The file or folder of that name; without it the test is skipped, or fails where CI=true."""
    found = _SHARED / path
    if not found.exists():
        reason = f"../shared/{path} is missing"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found
