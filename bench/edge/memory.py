"""Resident memory over 20,000 whole ask turns."""

from __future__ import annotations

from collections.abc import Mapping

from bench.edge import launch
from bench.edge.ground import Ground
from bench.edge.load import resident

MARKS = (5_000, 10_000, 15_000, 20_000)  # turns


async def measure(ground: Ground) -> Mapping[int, float]:
    """MB (2**20 bytes) after so many turns."""
    found: dict[int, float] = {}
    with launch.started(launch.ours("ask", ground.settings())) as server:
        async with ground.talk(server, ground.questions, ground.issuer.endless()) as talk:
            done = 0
            for mark in MARKS:
                await talk.count(mark - done)
                done = mark
                talk.check()
                found[mark] = resident(server.process)
    return found


def growth(found: Mapping[int, float]) -> float:
    """Percent from the first mark to the last."""
    return (found[MARKS[-1]] / found[MARKS[0]] - 1) * 100
