"""Measure Baton's edge beside its peers: python -m bench.edge (make bench-edge)."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bench import report
from bench.bots import BenchError
from bench.edge import figures, ground, memory, speed, tables, where
from bench.edge.ground import Ground

_MARK = "edge"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one part found: its tables, and a sentence for each bound that is missed."""

    shown: str
    missed: tuple[str, ...] = ()


async def _speed(prepared: Ground) -> Found:
    rounds = await speed.measure(prepared)
    return Found(shown=tables.speed(rounds), missed=tuple(figures.missed_speed(rounds)))


async def _where(prepared: Ground) -> Found:
    return Found(shown=tables.where(await where.measure(prepared)))


async def _memory(prepared: Ground) -> Found:
    found = await memory.measure(prepared)
    return Found(shown=tables.memory_table(found), missed=tuple(figures.missed_memory(found)))


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A part that can be measured by itself, and how many tokens it takes about."""

    measure: Callable[[Ground], Awaitable[Found]]
    signed: int


_PARTS: Mapping[str, _Part] = {
    "speed": _Part(measure=_speed, signed=50_000),
    "where": _Part(measure=_where, signed=10_000),
    "memory": _Part(measure=_memory, signed=memory.MARKS[-1]),
}


def main() -> int:
    """Exit 1 where a bound is missed, 2 where something could not be measured."""
    options = _parser().parse_args()
    place = report.machine()
    try:
        found = asyncio.run(_measure(options.only or list(_PARTS)))
    except BenchError as error:
        print(f"Not measured: {error}", file=sys.stderr)
        return 2
    shown = "\n\n".join(each.shown for each in found)
    print(f"{place}\n\n{shown}")
    if options.write:
        report.write(place, shown, mark=_MARK)
    missed = [sentence for each in found for sentence in each.missed]
    for sentence in missed:
        print(f"Bound missed: {sentence}", file=sys.stderr)
    return 1 if missed and not options.no_bounds else 0


async def _measure(names: list[str]) -> list[Found]:
    async with ground.prepared(sum(_PARTS[name].signed for name in names)) as prepared:
        return [await _PARTS[name].measure(prepared) for name in names]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.edge", description=__doc__)
    add = parser.add_argument
    add("--write", action="store_true", help=f"put the tables into docs/{report.DOCUMENT.name}")
    add("--no-bounds", action="store_true", help="only print; a missed bound is no error")
    add("--only", action="append", choices=list(_PARTS), help="measure this part (repeatable)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
