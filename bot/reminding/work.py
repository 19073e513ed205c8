"""The worker of the clock: by itself, so that reminders never hold up replies and notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from bot.allowance import Allowance, Unlimited
from bot.desks import Desks
from bot.kinds import Due, Kind, WorkKind
from bot.leases import Pace
from bot.notices import Channel
from bot.reminding.digests import Digests
from bot.reminding.gathering import Gathering
from bot.reminding.knowledge import Knowledge
from bot.reminding.opening import Opening
from bot.reminding.planning import Planning
from bot.reminding.unreached import Unreached
from bot.scheduling.stage import Stages
from bot.store.planning import PLAN
from bot.store.store import Store

PACE = Pace(concurrency=16)
ASK_HELD = "ask held"  # a kind of earlier Batons
_BEFORE = timedelta(seconds=1)
_UNLIMITED = Unlimited()


@dataclass(frozen=True, kw_only=True)
class Reminding:
    """`wake` tells the workers of jobs that are due."""

    store: Store
    desks: Desks
    stages: Stages
    channel: Channel
    allowance: Allowance = _UNLIMITED
    wake: Callable[[], None] = lambda: None

    @cached_property
    def knowledge(self) -> Knowledge:
        return Knowledge(store=self.store, stages=self.stages, desks=self.desks, wake=self.wake)

    def kinds(self) -> list[Kind]:
        gathering = Gathering(desks=self.desks)
        common: dict[str, Any] = {"store": self.store, "wake": self.wake}
        return [
            Planning(**common, desks=self.desks).kind(),
            Digests(store=self.store, stages=self.stages, gathering=gathering).kind(),
            Opening(**common, channel=self.channel, gathering=gathering, allowance=self.allowance).kind(),
            Unreached(**common, stages=self.stages).kind(),
            self.knowledge.kind(),
            WorkKind(name=ASK_HELD, version=1, run=self._ask_held),
        ]

    async def _ask_held(self, due: Due) -> None:
        """Whether a meeting took place, which an earlier Baton was to ask at that moment, is a reminder."""
        number = due.payload["number"]
        async with self.store.work(due.tenant) as work:
            just_before = due.due - _BEFORE
            await work.jobs.add(
                PLAN, f"{number}:{ASK_HELD}:{due.key}", just_before, {"version": 1, "number": number}
            )
            await work.commit()
        self.wake()
