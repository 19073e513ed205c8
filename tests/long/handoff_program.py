"""Baton as processes that kill themselves at a chosen await.

The program loads everything once and then forks: so one start takes a moment, and hundreds can be killed. It
reads one line of JSON for each start (the environment) and answers with the new process's id. A request with
the header `kill-at: 17` kills its process with SIGKILL when, from there on, one of Baton's own tasks is about
to go on after an await for the 17th time; a line in the file of the environment's KILLED says where that was.
With KILL_AT in its environment a process is killed likewise, counted from its start.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any
from unittest.mock import patch

from aiohttp import web

from bot import card_updates, compose, edge, jobs, turn
from bot.config import Settings
from bot.connector import Limits
from bot.leases import Pace
from dialogs.handoff import live
from knowledge.expert import Expert

Build = Callable[[Mapping[str, str], Expert], web.Application]
KILL_AT = "kill-at"
PASSED = "passed"  # the file beside KILLED that holds all places which a process went through
LEASE = 1.0  # seconds, as are all of these
LIMITS = Limits(total=1.0, connect=0.5, patience=0.5, pause=0.1)
_ROOM = str(Path(compose.__file__).parent)
_IDLE = frozenset(("Worker._sweep", "Worker._until_stirred"))  # they send nothing and commit no decision


class Meter:
    """Counts the steps of Baton's own tasks once it is armed, and notes where they were."""

    def __init__(self, killed: Path) -> None:
        self._killed, self._passed = killed, killed.with_name(PASSED)
        self._left, self._place = 0, ""
        self._seen: set[str] = set()

    def arm(self, at: str) -> None:
        """Kill at that step, a number, or at the first step at that place."""
        self._left, self._place = (int(at), "") if at.isdecimal() else (-1, at)
        self._seen.clear()

    def step(self, coroutine: Any) -> None:
        if not self._left:
            return
        names = list(_places(coroutine))
        if not names or _IDLE.intersection(names):
            return
        where = " > ".join(names)
        self._left -= 1
        if not self._left or where == self._place:
            _note(self._killed, where)
            os.kill(os.getpid(), signal.SIGKILL)
        if where not in self._seen:
            self._seen.add(where)
            _note(self._passed, where)


def _note(log: Path, line: str) -> None:
    """Write it at once: the process has no later."""
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, f"{line}\n".encode())
    os.close(file)


def _places(coroutine: Any) -> Iterator[str]:
    """The functions of Baton's edge that wait within one another, the innermost last."""
    while coroutine is not None:
        code = getattr(coroutine, "cr_code", None)
        if isinstance(code, CodeType) and code.co_filename.startswith(_ROOM):
            yield code.co_qualname
        coroutine = getattr(coroutine, "cr_await", None)


class _Counted(Coroutine[Any, Any, Any]):
    """A task's coroutine, each step of which is counted before it is made."""

    def __init__(self, meter: Meter, coroutine: Coroutine[Any, Any, Any]) -> None:
        self._meter, self._inner = meter, coroutine

    def send(self, value: Any) -> Any:
        self._meter.step(self._inner)
        return self._inner.send(value)

    def throw(self, *error: Any) -> Any:
        return self._inner.throw(*error)

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()


def _counting(
    meter: Meter, loop: asyncio.AbstractEventLoop, coroutine: Any, **more: Any
) -> asyncio.Task[Any]:
    return asyncio.Task(_Counted(meter, coroutine), loop=loop, **more)


def _arming(meter: Meter) -> Any:
    @web.middleware
    async def arming(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if at := request.headers.get(KILL_AT):
            meter.arm(at)
        return await handler(request)

    return arming


def _hurried() -> ExitStack:
    """Leases that end soon; and every typed action sends the card again, so that its id is kept each time."""
    pace = partial(Pace, lease=LEASE, poll=0.1, first_delay=0.1, longest_delay=0.5)
    stack = ExitStack()
    for module, name, new in (
        (jobs, "Pace", pace),
        (turn, "_LEASE", timedelta(seconds=LEASE)),
        (card_updates, "_LOST", 2.0),
        (edge, "Limits", lambda: LIMITS),
        (live, "MOST_SINCE", -1),
    ):
        stack.enter_context(patch.object(module, name, new))
    return stack


async def _serve(environment: dict[str, str], expert: Expert, build: Build) -> None:
    meter = Meter(Path(environment["KILLED"]))
    asyncio.get_running_loop().set_task_factory(partial(_counting, meter))
    if at := environment.get("KILL_AT"):
        meter.arm(at)
    app = build(environment, expert)
    app.middlewares.append(_arming(meter))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(environment["PORT"])).start()
    await asyncio.Event().wait()


def settings_of(environment: Mapping[str, str]) -> Settings:
    given: dict[str, Any] = {name: environment[name] for name in _SETTINGS if name in environment}
    return Settings(_env_file=None, BATON_LOCAL=True, **given)


def _build(environment: Mapping[str, str], expert: Expert) -> web.Application:
    return compose.build_app(settings_of(environment), expert=expert)


APP = ("MicrosoftAppId", "MicrosoftAppTenantId", "MicrosoftAppPassword")
_SETTINGS = (
    *APP,
    *("DATABASE_URL", "BATON_SECRET_KEY", "BATON_RATE_LIMIT"),
    *("PORT", "GRAPH_BASE_URL", "GRAPH_APP_ONLY"),
)


def main(build: Build = _build) -> None:
    """Fork a process for each line until there are no more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever is killed is gone at once
    expert = Expert.load()
    for line in sys.stdin:
        if id := os.fork():
            sys.stdout.write(f"{id}\n")
            sys.stdout.flush()
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with _hurried():
            asyncio.run(_serve(json.loads(line), expert, build))
        os._exit(1)


if __name__ == "__main__":
    main()
