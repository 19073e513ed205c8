"""A poll with a million timers waiting keeps its bound."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_MOST_SECONDS = 150


@pytest.mark.long
def test_a_poll_costs_with_a_million_waiting_what_it_costs_with_a_thousand() -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "bench.jobs"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=_MOST_SECONDS,
        check=False,
    )

    assert finished.returncode == 0, f"{finished.stdout}\n{finished.stderr}"
