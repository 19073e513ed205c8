"""Measure Baton's edge beside its peers: python -m bench.edge (make bench-edge)."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bench import report
from bench.bots import BenchError
from bench.edge import figures, ground, memory, soak, speed, tables, where
from bench.edge.ground import Ground


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


async def _soak(prepared: Ground) -> Found:
    found = await soak.run(prepared)
    return Found(shown=tables.soak(found), missed=tuple(found.missed()))


_PARTS: Mapping[str, Callable[[Ground], Awaitable[Found]]] = {
    "speed": _speed,
    "where": _where,
    "memory": _memory,
    "soak": _soak,
}
_BY_ITSELF = ("speed", "where", "memory")  # the soak takes three minutes, and is one of the long proofs


def main() -> int:
    """Exit 1 where a bound is missed, 2 where something could not be measured."""
    options = _parser().parse_args()
    place = report.machine()
    try:
        found = asyncio.run(_measure(options.only or _BY_ITSELF))
    except BenchError as error:
        print(f"Not measured: {error}", file=sys.stderr)
        return 2
    print("\n\n".join([place, *(each.shown for each in found.values())]))
    if options.write:
        for name, each in found.items():
            report.write(place, each.shown, mark=f"edge {name}")
    missed = [sentence for each in found.values() for sentence in each.missed]
    for sentence in missed:
        print(f"Bound missed: {sentence}", file=sys.stderr)
    return 1 if missed and not options.no_bounds else 0


async def _measure(names: Sequence[str]) -> dict[str, Found]:
    async with ground.prepared() as prepared:
        return {name: await _PARTS[name](prepared) for name in names}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.edge", description=__doc__)
    add = parser.add_argument
    add("--write", action="store_true", help=f"put the tables into docs/{report.DOCUMENT.name}")
    add("--no-bounds", action="store_true", help="only print; a missed bound is no error")
    add("--only", action="append", choices=list(_PARTS), help="measure this part (repeatable)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
