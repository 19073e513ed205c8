"""Where the processor's time goes: the stack is looked at after each few milliseconds of work.

Unlike a tracing profiler this costs next to nothing, so that it does not show its own work instead.
"""

from __future__ import annotations

import signal
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import FrameType

_EVERY = 0.002  # seconds of processor time; the kernel may round it up to its own tick

# A stack belongs to the innermost of its modules that is named here; the loop gets only what is left.
PARTS: Mapping[str, tuple[str, ...]] = {
    "auth: the token, and that it fits": ("bot.auth", "bot.keys", "jwt.", "cryptography."),
    "answer: the knowledge": ("knowledge.",),
    "dialog": ("dialogs.",),
    "state: store and de-duplication": ("bot.store.", "bot.turns", "sqlalchemy.", "aiosqlite.", "asyncpg."),
    "send: connector": ("bot.connector", "bot.tokens", "aiohttp.client", "aiohttp.connector"),
    "activity: read, turn, build": ("bot.", "botbuilder.", "botframework.", "msrest."),
    "HTTP in": ("aiohttp.web",),
}
LOOP = "event loop and sockets"
OTHER_THREADS = "other threads (SQLite's own)"


class Sampler:
    """Counts seconds of processor time for each part of a turn."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._main = self._all = 0.0

    def start(self) -> None:
        self._seconds.clear()
        self._main, self._all = time.thread_time(), time.process_time()
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)

    def stop(self) -> dict[str, float]:
        """Seconds by part since the start."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        return dict(self._seconds)

    def _look(self, number: int, frame: FrameType | None) -> None:
        main, all = time.thread_time(), time.process_time()
        self._seconds[_part(frame)] += main - self._main
        self._seconds[OTHER_THREADS] += max(0.0, (all - self._all) - (main - self._main))
        self._main, self._all = main, all


def _part(frame: FrameType | None) -> str:
    for module in _modules(frame):
        for part, beginnings in PARTS.items():
            if module.startswith(beginnings):
                return part
    return LOOP


def _modules(frame: FrameType | None) -> Iterator[str]:
    """The modules of a stack, the innermost first, up to the event loop that runs it all."""
    while frame and frame.f_code.co_name != "_run_once":
        yield str(frame.f_globals.get("__name__"))
        frame = frame.f_back
