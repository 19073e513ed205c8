"""Measure Baton beside its peers: python -m bench."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import answering, figures, larger, memory, questions, report, starting
from bench.bots import BenchError
from bench.figures import Figure
from knowledge.load import DATA


def main() -> int:
    """Exit 1 where a bound is missed, 2 where something could not be measured."""
    options = _parser().parse_args()
    where = report.machine()
    try:
        measured = [figure for part in options.only or _PARTS for figure in _PARTS[part]()]
    except BenchError as error:
        print(f"Not measured: {error}", file=sys.stderr)
        return 2
    table = report.table(measured)
    print(f"{where}\n\n{table}")
    if options.write:
        report.write(where, table)
    return 0 if options.no_bounds else _judge(measured, options.only)


def _judge(measured: Sequence[Figure], only: Sequence[str] | None) -> int:
    names = {figure.name for figure in measured}
    bounds = {name: most for name, most in figures.BOUNDS.items() if not only or name in names}
    faults = figures.missed(measured, bounds)
    for fault in faults:
        print(f"Bound missed: {fault}", file=sys.stderr)
    return 1 if faults else 0


def _answering() -> list[Figure]:
    with TemporaryDirectory() as folder:
        many = Path(folder)
        larger.write(DATA, many)
        return answering.measure(questions.conversations(), DATA, many)


def _memory() -> list[Figure]:
    return memory.measure(questions.conversations())


_PARTS: Mapping[str, Callable[[], list[Figure]]] = {
    "answering": _answering,
    "starting": starting.measure,
    "memory": _memory,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("--write", action="store_true", help=f"put the table into docs/{report.DOCUMENT.name}")
    add("--no-bounds", action="store_true", help="only print; a missed bound is no error")
    add("--only", action="append", choices=list(_PARTS), help="measure this part (repeatable)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
