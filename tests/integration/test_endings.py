"""Turns are ended together: once the database is back, and without one that cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa

from bot.ending import Endings
from bot.errors import UnavailableError
from bot.store.store import Store
from bot.store.tables import turn as table
from bot.store.turns import Answer, Delivery
from bot.turn import Turn
from dialogs.desk import Desk


@dataclass
class _Trouble:
    """Lets nothing be written while the database is `away`, and never what is of a `bad` conversation."""

    away: bool = False
    bad: str = ""
    tries: list[int] = field(default_factory=list)  # how many turns were to be ended with each

    def before(self, ended: Sequence[Any]) -> None:
        self.tries.append(len(ended))
        if self.away or any(turn.delivery.conversation == self.bad for turn, *_ in ended):
            raise UnavailableError


@pytest.fixture
def trouble(monkeypatch: pytest.MonkeyPatch) -> _Trouble:
    found, write = _Trouble(), Endings._write

    async def try_to_write(self: Endings, tenant: str, ended: Sequence[Any]) -> None:
        found.before(ended)
        await write(self, tenant, ended)

    monkeypatch.setattr(Endings, "_write", try_to_write)
    return found


def _no_desk(work: object, outbox: object) -> Desk:
    raise AssertionError("everything is decided")


async def _begun(store: Store, conversation: str) -> Turn:
    delivery = Delivery(tenant="t", conversation=conversation, activity="a", person="ana", content="c")
    turn = Turn(delivery=delivery, arrived=store.now(), store=store, desk=_no_desk, begun=True)
    async with store.work("t") as work:
        assert await work.begin(delivery, turn.owner, turn.arrived)
        await work.commit()
    return turn


async def _running(store: Store) -> set[str]:
    """The conversations that are not free."""
    async with store._engine.connect() as connection:
        rows = await connection.execute(sa.select(table.c.conversation).where(table.c.state == "running"))
        return set(rows.scalars())


async def test_what_ends_while_the_database_is_away_ends_together_once_it_is_back(
    store: Store, trouble: _Trouble
) -> None:
    endings, turns = Endings(store, "v"), [await _begun(store, f"c{number}") for number in range(50)]
    trouble.away = True

    ending = [asyncio.create_task(endings.end(turn, Answer(status=201))) for turn in turns]
    await asyncio.sleep(0.1)
    trouble.away = False
    async with asyncio.timeout(10):
        await asyncio.gather(*ending)

    assert set(trouble.tries) == {50}
    assert await _running(store) == set()


async def test_one_that_cannot_be_ended_does_not_keep_the_others(
    store: Store, trouble: _Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ending._PAUSES", (0.01, 0.01))
    endings, turns = Endings(store, "v"), [await _begun(store, name) for name in ("a", "bad", "c")]
    trouble.bad = "bad"

    async with asyncio.timeout(10):
        await asyncio.gather(*(endings.end(turn, Answer(status=201)) for turn in turns))

    assert trouble.tries == [3, 3, 1, 1, 1]
    assert await _running(store) == {"bad"}
