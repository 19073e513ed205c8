"""An instance of a cluster whose clock is set and whose leases end soon: python -m tests.long.cluster_program

CLOCK_AHEAD in its environment: by how many seconds its time of day is ahead. AT_ONCE: how many reminders.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

from bot import compose, config, edge, jobs, logs, serving, turn
from bot.connector import Limits
from bot.leases import Pace
from bot.reminding.work import PACE
from bot.scheduling import work as scheduling
from bot.store.store import utc_now

AHEAD, AT_ONCE = "CLOCK_AHEAD", "AT_ONCE"
LEASE = 3.0  # seconds, as are all of these
LIMITS = Limits(total=3.0, connect=0.5, patience=1.0, pause=0.2)
_QUICK: dict[str, Any] = {"lease": LEASE, "poll": 0.2, "first_delay": 0.3, "longest_delay": 1.0}


def _hurried(at_once: int) -> ExitStack:
    stack = ExitStack()
    for module, name, new in (
        (jobs, "Pace", partial(Pace, **_QUICK)),
        (scheduling, "PACE", replace(scheduling.PACE, **_QUICK)),
        (compose, "PACE", replace(PACE, **_QUICK, concurrency=at_once)),
        (turn, "_LEASE", timedelta(seconds=LEASE)),
        (edge, "Limits", lambda: LIMITS),
    ):
        stack.enter_context(patch.object(module, name, new))
    return stack


def main() -> int:
    ahead, settings = timedelta(seconds=float(os.environ[AHEAD])), config.read()
    logs.begin(config.LogFormat.TEXT, ())
    with _hurried(int(os.environ[AT_ONCE])):
        app = compose.build_app(settings, now=lambda: utc_now() + ahead)
        serving.run(app, host=settings.host, port=settings.port, announce=lambda: None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
