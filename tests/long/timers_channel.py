"""A channel of its own process: slow and failing at times, with an append-only log of all that arrived.

python -m tests.long.timers_channel PORT LOG SEED. SIGUSR1: refuse connections for a moment; SIGUSR2: no
more faults. A line of the log is {"said": [numbers], "arrived": bool, "fault": name}; the last number is
the timer whose message it is, those before it are carried.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
from pathlib import Path
from typing import Any

from aiohttp import web

_REFUSING = 1.5  # seconds
_HANGING = 10.0  # seconds: longer than any worker waits


class Channel:
    def __init__(self, port: int, log: Path, seed: int) -> None:
        self._port, self._random = port, random.Random(seed)
        self._log = log.open("a", encoding="utf-8")
        self._faults = True
        self._count = 0
        self._app = web.Application()
        self._app.router.add_post("/v3/conversations/{conversation}/activities", self._take)

    async def serve(self) -> None:
        runner = web.AppRunner(self._app, shutdown_timeout=0.1)
        await runner.setup()
        refuse, loop = asyncio.Event(), asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, refuse.set)
        loop.add_signal_handler(signal.SIGUSR2, self._behave)
        while True:
            site = web.TCPSite(runner, "127.0.0.1", self._port)
            await site.start()
            await refuse.wait()
            refuse.clear()
            await site.stop()
            await asyncio.sleep(_REFUSING)

    def _behave(self) -> None:
        self._faults = False

    async def _take(self, request: web.Request) -> web.StreamResponse:
        said = (await request.json())["value"]
        fault = self._pick()
        if fault == "busy":
            self._note(said, fault, arrived=False)
            return _closing(web.Response(status=429, headers={"Retry-After": "1"}))
        self._note(said, fault, arrived=fault != "lost")
        await asyncio.sleep(self._pause(fault))
        if fault in ("reset", "lost") and request.transport:
            request.transport.abort()
        if fault == "gateway":
            return _closing(web.Response(status=502))
        self._count += 1
        return _closing(web.json_response({"id": f"activity-{self._count}"}))

    def _pause(self, fault: str) -> float:
        """Mostly quick, at times slow, and now and then longer than anybody waits."""
        if fault == "hang":
            return _HANGING
        slow = self._random.random() < 0.01
        return self._random.uniform(0.2, 0.6) if slow else self._random.uniform(0.002, 0.012)

    def _pick(self) -> str:
        if not self._faults:
            return ""
        dice = self._random.random()
        for share, fault in ((0.03, "busy"), (0.003, "reset"), (0.003, "lost"), (0.002, "gateway")):
            if dice < share:
                return fault
            dice -= share
        return "hang" if dice < 0.001 else ""

    def _note(self, said: list[int], fault: str, *, arrived: bool) -> None:
        line: dict[str, Any] = {"said": said, "arrived": arrived, "fault": fault}
        self._log.write(json.dumps(line) + "\n")
        self._log.flush()


def _closing(response: web.Response) -> web.Response:
    """Each message comes over a connection of its own, so that a refusal is seen at once."""
    response.force_close()
    return response


if __name__ == "__main__":
    asyncio.run(Channel(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])).serve())
