"""What is old is deleted: deliveries and operations always, the rest where a time to keep it was set."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.errors import UnavailableError
from bot.tidying import Tidying
from tests.clock import Clock


@dataclass
class _Store:
    """Has a little to delete of each, in steps."""

    now: Clock = field(default_factory=Clock)
    asked: list[tuple[str, timedelta]] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)
    planned: list[timedelta] = field(default_factory=list)
    away: bool = False

    async def prune_turns(self, before: datetime) -> bool:
        return self._prune("turns", before)

    async def prune_operations(self, before: datetime) -> bool:
        return self._prune("operations", before)

    async def plan_missed(self, since: datetime) -> int:
        self.planned.append(self.now() - since)
        return 0

    async def prune_handoffs(self, before: datetime) -> bool:
        return self._prune("handoffs", before)

    async def prune_said(self, before: datetime) -> bool:
        return self._prune("said", before)

    def _prune(self, name: str, before: datetime) -> bool:
        if self.away:
            raise UnavailableError
        self.asked.append((name, self.now() - before))
        self.left[name] = self.left.get(name, 0) - 1
        return self.left[name] > 0


_ALWAYS = [
    ("turns", timedelta(days=30)),
    ("operations", timedelta(days=7)),
]


async def _run(store: Any, retention: timedelta | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """For as long as there is more to delete."""
    monkeypatch.setattr("bot.tidying._BREATH", 0.0)
    tidying = Tidying(store, retention).opened(web.Application())
    await anext(tidying)
    for _ in range(20):
        await asyncio.sleep(0)
    with pytest.raises(StopAsyncIteration):
        await anext(tidying)


async def test_without_a_word_what_was_said_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = _Store()

    await _run(store, None, monkeypatch)

    assert store.asked == _ALWAYS


async def test_what_is_over_is_deleted_after_the_time_that_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    store, year = _Store(left={"handoffs": 2}), timedelta(days=365)

    await _run(store, year, monkeypatch)

    once = [*_ALWAYS, ("handoffs", year), ("said", year)]
    assert store.asked == once * 2  # until there is no more
    assert store.planned == [timedelta(days=2)]


async def test_a_database_that_is_away_does_not_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    store = _Store(away=True)

    await _run(store, None, monkeypatch)

    assert store.asked == []
