"""What is done for many at once goes on between turns, and after a while beside them."""

from __future__ import annotations

import asyncio
import time
from unittest.mock import ANY

import pytest

from bot.courtesy import Courtesy, give_way

_TURN = 0.02  # seconds


async def _work(courtesy: Courtesy, said: list[str]) -> None:
    with courtesy.behind():
        for n in range(3):
            await give_way()
            said.append(f"statement {n}")
            await asyncio.sleep(0)


async def _turn(courtesy: Courtesy, said: list[str], seconds: float = _TURN) -> None:
    with courtesy.turn():
        await asyncio.sleep(seconds)
        said.append("answer")


async def test_what_is_behind_waits_for_the_turns_under_way() -> None:
    courtesy, said = Courtesy(), list[str]()
    turns = [asyncio.create_task(_turn(courtesy, said, seconds)) for seconds in (_TURN / 2, _TURN)]
    await asyncio.sleep(0)
    await asyncio.gather(*turns, _work(courtesy, said))
    assert said == ["answer", "answer", "statement 0", "statement 1", "statement 2"]


async def test_a_turn_that_fails_is_over_as_well() -> None:
    courtesy, said = Courtesy(), list[str]()
    with pytest.raises(ZeroDivisionError), courtesy.turn():
        raise ZeroDivisionError
    began = time.monotonic()
    await _work(courtesy, said)
    assert time.monotonic() - began < _TURN


async def test_nobody_gives_way_for_long() -> None:
    courtesy, said = Courtesy(), list[str]()
    turn = asyncio.create_task(_turn(courtesy, said, 10.0))
    await asyncio.sleep(0)
    began = time.monotonic()
    await _work(courtesy, said)
    assert said == [ANY] * 3
    assert 0.04 < time.monotonic() - began < 1.0
    turn.cancel()


async def test_what_somebody_waits_for_gives_way_to_nobody() -> None:
    courtesy, said = Courtesy(), list[str]()
    turn = asyncio.create_task(_turn(courtesy, said, 10.0))
    await asyncio.sleep(0)
    began = time.monotonic()
    await give_way()
    assert time.monotonic() - began < _TURN
    turn.cancel()
