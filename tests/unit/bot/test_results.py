"""How long a turn waits for what came of its operations."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace

import pytest

from bot.scheduling import results
from bot.scheduling.results import Result, Results
from dialogs.message import Reply
from dialogs.operation import Operation, Purpose, Stage
from dialogs.turn import Outcome

_LOOKING = Operation(id="op", number=1, person="ana", purpose=Purpose.BOOK, stage=Stage.LOOKING)
_FOUND = Result(
    operation=replace(_LOOKING, stage=Stage.OFFERED, revision=2),
    reply=Reply(text="Found", operation="op", revision=2),
)
_PROGRESS = Outcome(replies=(Reply(text="Looking", operation="op", revision=1),))


@dataclass
class _Turn:
    results: Results = field(default_factory=Results)
    operations: dict[str, Operation] = field(default_factory=lambda: {"token": _LOOKING})
    answered: dict[str, str] = field(default_factory=dict)


@pytest.mark.parametrize("left", [0.05, 0.0, -2.0])
async def test_a_turn_waits_no_longer_than_its_answer_has_time(left: float) -> None:
    turn, began = _Turn(), time.monotonic()

    assert await results.of(turn, _PROGRESS, left) == _PROGRESS
    assert time.monotonic() - began < 1.0


async def test_what_has_come_by_then_is_said_even_so() -> None:
    turn = _Turn()
    turn.results.add(_FOUND)

    outcome = await results.of(turn, _PROGRESS, -2.0)

    assert [reply.text for reply in outcome.replies] == ["Found"]
    assert turn.operations["token"].revision == 2


async def test_several_operations_share_the_time() -> None:
    turn = _Turn(operations={str(n): replace(_LOOKING, id=f"op-{n}") for n in range(5)})

    async with asyncio.timeout(1.0):
        await results.of(turn, _PROGRESS, 0.1)
