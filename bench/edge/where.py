"""Where the processor's time of a whole ask turn goes."""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import Mapping
from typing import Any

from bench.bots import BenchError
from bench.edge import launch
from bench.edge.ground import Ground
from bench.edge.servers.serve import SAMPLING

_WARM_UP = 1.0
_SECONDS = 8.0


async def measure(ground: Ground) -> Mapping[str, float]:
    """Milliseconds of a turn by part, the largest first."""
    with launch.started(launch.ours("ask", ground.settings())) as server:
        async with ground.talk(server, ground.questions, ground.issuer.endless()) as talk:
            await talk.run(warm_up=0, seconds=_WARM_UP)
            await inside(server, "POST", SAMPLING)
            found = await talk.run(warm_up=0, seconds=_SECONDS)
            seconds: Mapping[str, float] = await inside(server, "GET", SAMPLING)
    parts = sorted(seconds.items(), key=lambda part: -part[1])
    return {name: spent / found.turns * 1_000 for name, spent in parts}


async def inside(server: launch.Running, method: str, path: str) -> Any:
    """What one of our programs says about itself; asked in a thread, so that the channel goes on."""
    return await asyncio.to_thread(_ask, server.port, method, path)


def _ask(port: int, method: str, path: str) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise BenchError(f"{path} answered with status {response.status}")
        return json.loads(response.read())
    finally:
        connection.close()
