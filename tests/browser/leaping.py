"""Baton with a clock that leaps when a test says so: python -m tests.browser.leaping

LEAP in its environment: the file that holds by how many seconds the clock is ahead of the machine's.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import compose, config, logs, serving
from bot.leases import boot_time
from bot.store.store import utc_now

LEAP = "LEAP"
_PATIENCE = 30.0  # seconds for all that is due to be done
_LOOK = 0.1
_PENDING = "SELECT count(*) FROM job WHERE state IN ('running', 'sending') OR state = 'waiting' AND due <= ?"


@dataclass(frozen=True)
class Leap:
    """By how much the clock is ahead, as both sides of it see: the bot reads, the test writes."""

    file: Path

    def seconds(self) -> float:
        return float(self.file.read_text())

    def now(self) -> datetime:
        return utc_now() + timedelta(seconds=self.seconds())

    def monotonic(self) -> float:
        """It leaps along, for timers trust no time of day that leaps by itself."""
        return boot_time() + self.seconds()

    def to(self, moment: datetime) -> None:
        """Be at that moment now."""
        new = self.file.with_suffix(".new")
        new.write_text(str((moment - utc_now()).total_seconds()))
        new.replace(self.file)


async def quiet(database: Path, leap: Leap) -> None:
    """Wait until everything that is due by now is done."""
    async with asyncio.timeout(_PATIENCE):
        while _pending(database, leap.now()):  # noqa: ASYNC110 - it is another process that gets it done
            await asyncio.sleep(_LOOK)


def _pending(database: Path, now: datetime) -> int:
    at = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")  # as SQLite keeps it
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        return int(connection.execute(_PENDING, [at]).fetchone()[0])


def main() -> int:
    leap, settings = Leap(Path(os.environ[LEAP])), config.read()
    logs.begin(config.LogFormat.TEXT, ())
    app = compose.build_app(settings, now=leap.now, monotonic=leap.monotonic)
    serving.run(app, host=settings.host, port=settings.port, announce=lambda: None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
