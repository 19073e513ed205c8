"""What a turn asks of the database stays cheap, however long the conversation is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.feedback import Remembered
from bot.store.store import Store
from bot.store.turns import Answer, Delivery, Ending
from dialogs.message import Given
from dialogs.state import State

_DELIVERY = Delivery(tenant="t", conversation="a:1", activity="1", person="29:ana", content="digest")


@contextlib.contextmanager
def _statements(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """What the database is asked from here on, each with its values."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, sql: str, values: Any, *_more: object) -> None:
        asked.append((sql, values[0] if isinstance(values, list) else values))

    sa.event.listen(store._engine.sync_engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(store._engine.sync_engine, "before_cursor_execute", note)


async def _turn(store: Store) -> None:
    """One whole turn: begun, decided, ended, its answer remembered."""
    given = Given(question="who?", answer="a")
    async with store.work("t") as work:
        assert await work.begin(_DELIVERY, "owner", store.now())
        await work.conversations.save("a:1", "29:ana", State(options=("x",)))
        await work.commit()
    async with store.work("t") as work:
        answer, until = Answer(status=201), store.now() + timedelta(minutes=1)
        await work.turns.finish([Ending(delivery=_DELIVERY, owner="owner", answer=answer, until=until)])
        await work.feedback.remember_all(
            [Remembered(given=given, person="29:ana", conversation="a:1", message="m")], "v"
        )
        await work.commit()


@pytest.mark.engines("sqlite")
async def test_no_statement_of_a_turn_looks_through_a_table(store: Store) -> None:
    with _statements(store) as asked:
        await _turn(store)

    plans = []
    async with store._engine.connect() as connection:
        for sql, values in asked:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
            plans += [str(row.detail) for row in plan]
    assert [step for step in plans if step.startswith("SCAN") and "CONSTANT" not in step] == []


@pytest.mark.engines("sqlite")
async def test_what_may_be_lost_is_found_without_reading_the_conversations_earlier_turns(
    store: Store,
) -> None:
    with _statements(store) as asked:
        await _turn(store)

    begin, values = asked[0]
    async with store._engine.connect() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {begin}", values)
        assert any("turn_unknown" in row.detail for row in plan)


async def test_a_turn_asks_four_times(store: Store) -> None:
    with _statements(store) as asked:
        await _turn(store)

    assert len(asked) == 4
