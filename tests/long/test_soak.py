"""Three minutes at half the top rate: the whole bot holds no more at the end than at the beginning."""

from __future__ import annotations

import pytest

from bench.edge import ground, soak, tables


@pytest.mark.long
async def test_nothing_piles_up() -> None:
    async with ground.prepared() as prepared:
        found = await soak.run(prepared)

    assert list(found.missed()) == [], tables.soak(found)
