"""The benchmark keeps its bounds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_MOST_SECONDS = 240


@pytest.mark.long
def test_every_bound_is_kept() -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "bench"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=_MOST_SECONDS,
        check=False,
    )

    assert finished.returncode == 0, f"{finished.stdout}\n{finished.stderr}"
