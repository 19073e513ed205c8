"""An instance of Baton whose time of day is ahead: python -m tests.long.limits_program

CLOCK_AHEAD in its environment: by how many seconds.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

from bot import compose, config, logs, serving
from bot.store.store import utc_now

AHEAD = "CLOCK_AHEAD"


def main() -> int:
    ahead, settings = timedelta(seconds=float(os.environ[AHEAD])), config.read()
    logs.begin(config.LogFormat.TEXT, ())
    app = compose.build_app(settings, now=lambda: utc_now() + ahead)
    serving.run(app, host=settings.host, port=settings.port, announce=lambda: None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
