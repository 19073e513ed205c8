"""A unit of work that is decided again where somebody else changed the same rows first."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.errors import ConflictError

_Value = TypeVar("_Value")
_TRIES = 8
_LONGEST_PAUSE = 0.3  # seconds


async def decided(decide: Callable[[], Awaitable[_Value]]) -> _Value:
    """What `decide` gives; ConflictError where others are first again and again."""
    for tries in range(1, _TRIES):
        try:
            return await decide()
        except ConflictError:
            await asyncio.sleep(random.uniform(0, _LONGEST_PAUSE * tries / _TRIES))  # noqa: S311 - spreads load
    return await decide()
