"""The benchmarks keep their bounds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.long
@pytest.mark.parametrize(
    ("module", "most_seconds"), [("bench", 240), ("bench.jobs", 150), ("bench.meetings", 120)]
)
def test_every_bound_is_kept(module: str, most_seconds: float) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", module],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=most_seconds,
        check=False,
    )

    assert finished.returncode == 0, f"{finished.stdout}\n{finished.stderr}"
