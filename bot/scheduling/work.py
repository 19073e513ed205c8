"""The worker of scheduling: by itself, for what asks the network is slow and must not hold up messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.kinds import Kind
from bot.leases import Pace
from bot.scheduling.following import Following
from bot.scheduling.network import Backend
from bot.scheduling.results import Results
from bot.scheduling.running import Running
from bot.scheduling.stage import Stages
from bot.scheduling.talk import Talk
from bot.store.store import Store

PACE = Pace(concurrency=64)  # most of them wait: for Graph, or for their turn in a mailbox


@dataclass(frozen=True, kw_only=True)
class Scheduling:
    """`address`: where notifications of calendars are sent, "" where none can come."""

    store: Store
    stages: Stages
    backend: Backend
    address: str = ""
    results: Results = field(default_factory=Results)
    talk: Talk = field(default_factory=Talk)

    def kinds(self, wake: Callable[[], None]) -> list[Kind]:
        """All that asks the network; `wake` tells the workers of jobs that are due."""
        common: dict[str, Any] = {"store": self.store, "stages": self.stages, "talk": self.talk}
        running = Running(**common, backend=self.backend, results=self.results, wake=wake)
        calendars = self.backend.calendars
        following = Following(**common, calendars=calendars, address=self.address, wake=wake)
        return [running.kind(), following.kind()]
