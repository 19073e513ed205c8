"""What came of operations, while those who asked still wait: their turn says it at once."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Protocol, Self

from dialogs.message import Reply
from dialogs.operation import WORKING, Operation
from dialogs.turn import Outcome

PATIENCE = 3.0  # seconds that a turn waits at most; the channel is to have its answer within five
_MOST = 256  # that are kept for turns which have not asked yet


@dataclass(frozen=True, kw_only=True)
class Result:
    """An operation as it was saved, and what its message shows from now on."""

    operation: Operation
    reply: Reply


@dataclass
class Results:
    """Those of this process; another process puts them into the message itself."""

    patience: float = PATIENCE
    _kept: OrderedDict[str, Result] = field(default_factory=OrderedDict)
    _changed: dict[str, asyncio.Event] = field(default_factory=dict)

    @classmethod
    def none(cls) -> Self:
        """Nobody waits."""
        return cls(patience=0.0)

    def add(self, result: Result) -> None:
        id = result.operation.id
        self._kept[id] = result
        self._kept.move_to_end(id)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        if id in self._changed:
            self._changed[id].set()

    async def after(self, operation: Operation, seconds: float) -> Result | None:
        """What came of it since, as soon as it waits for the person; else the newest, None for nothing."""
        changed = self._changed.setdefault(operation.id, asyncio.Event())
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                while not self._has_come(operation):
                    changed.clear()
                    await changed.wait()
        except TimeoutError:
            pass
        finally:
            self._changed.pop(operation.id, None)
        return self._newer(operation)

    def _has_come(self, operation: Operation) -> bool:
        found = self._newer(operation)
        return found is not None and found.operation.stage not in WORKING

    def _newer(self, operation: Operation) -> Result | None:
        found = self._kept.get(operation.id)
        return found if found and found.operation.revision > operation.revision else None


class Waiting(Protocol):
    """What waiting needs of `bot.turn.Turn`."""

    results: Results
    operations: dict[str, Operation]
    answered: dict[str, str]


async def of(turn: Waiting, outcome: Outcome, left: float) -> Outcome:
    """The outcome with what came of its operations, in the place of their progress.

    `left`: seconds of the time for an answer, of which what the turn has waited for before is gone.
    """
    until = time.monotonic() + min(turn.results.patience, left)
    for token, operation in list(turn.operations.items()):
        if operation.stage not in WORKING:
            continue
        result = await turn.results.after(operation, until - time.monotonic())
        new = _with(outcome, result.reply, pressed=token in turn.answered) if result else outcome
        if result and new != outcome:
            turn.operations[token], outcome = result.operation, new
    return outcome


def _with(outcome: Outcome, result: Reply, *, pressed: bool) -> Outcome:
    """A pressed card can be answered by a card alone; a text then takes its place a moment later."""
    if pressed:
        return replace(outcome, card=result.card) if result.card else outcome
    said = (result if reply.operation == result.operation else reply for reply in outcome.replies)
    return replace(outcome, replies=tuple(said))
