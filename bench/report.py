"""What was measured, as a table for people."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from bench.figures import BOUNDS, Figure
from bench.questions import ROOT
from bench.spread import Spread

DOCUMENT = ROOT / "docs" / "benchmarks.md"

_MARK = "measured"
_HEAD = "| what | unit | minimum | median | maximum | median at most |"
_RULE = "| --- | --- | ---: | ---: | ---: | ---: |"


def machine() -> str:
    """Processor cores, Python, system, and how busy it was before."""
    cores = os.cpu_count()
    busy = f", load {os.getloadavg()[0]:.1f} before the run" if hasattr(os, "getloadavg") else ""
    system = f"{platform.system()} {platform.machine()}"
    return f"{cores} cores, Python {platform.python_version()}, {system}{busy}"


def table(figures: Sequence[Figure]) -> str:
    """A markdown table, one line a figure."""
    return "\n".join([_HEAD, _RULE, *map(_line, figures)])


def _line(figure: Figure) -> str:
    found = figure.spread
    most = f"{BOUNDS[figure.name]:g}" if figure.name in BOUNDS else ""
    return f"| {figure.name} | {figure.unit} | {cells(found)} | {most} |"


def cells(found: Spread) -> str:
    """Minimum, median and maximum, as three cells of a table."""
    return " | ".join(f"{value:.2f}" for value in (found.low, found.middle, found.high))


def write(where: str, measured: str, document: Path = DOCUMENT, *, mark: str = _MARK) -> None:
    """Put the machine and what was measured between the marks of the document that have this name."""
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    before, _, rest = document.read_text("utf-8").partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{document.name} lacks the marks between which the table belongs")
    document.write_text(f"{before}{begin}\n{where}\n\n{measured}\n{end}{after}", "utf-8")
