"""Validate all knowledge: `python -m knowledge.check [--data DIR] [--coverage DIR | --passages DIR]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge.checking import coverage
from knowledge.checking.faults import report
from knowledge.checking.passages import Passage, cut
from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.load import DATA, read

_COUNTED = (
    *("documents", "stages", "roles", "units", "motions", "topics"),
    *("terms", "conflicts", "gaps", "handoffs"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line when all is well, or every fault; return the exit code."""
    options = _options(arguments)
    try:
        if options.passages:
            return _print_passages(_cut(options.passages))
        library = read(options.data)
        covered = _check_coverage(options.data, library, options.coverage) if options.coverage else ""
    except KnowledgeError as error:
        print(error)
        print(f"{len(error.errors)} fault{'s' if len(error.errors) > 1 else ''} found.")
        return 1
    print(f"The knowledge is sound: {_counts(library)}{covered}.")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m knowledge.check", description="Validate the knowledge files."
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=DATA, help="folder of the knowledge files"
    )
    parser.add_argument("--coverage", type=Path, metavar="DIR", help="also compare with the documents in DIR")
    parser.add_argument(
        "--passages", type=Path, metavar="DIR", help="only print the passages of DIR with their ids"
    )
    return parser.parse_args(arguments)


def _cut(folder: Path) -> list[Passage]:
    passages = cut(folder)
    if not passages:
        raise KnowledgeError([f"{folder}: holds no documents (*.txt)"])
    return passages


def _print_passages(passages: list[Passage]) -> int:
    for passage in passages:
        print(f"{passage.id} {passage.text}")
    return 0


def _check_coverage(data: Path, library: Library, documents: Path) -> str:
    passages = _cut(documents)
    errors = report(data, coverage.faults(library, passages))
    for passage in coverage.uncovered(passages, coverage.facts(library), library.left_out):
        errors.append(f"{passage.id}: no fact names it and left_out.yaml does not list it: {passage.text}")
    if errors:
        raise KnowledgeError(errors)
    left_out = sum(len(entry.passages) for entry in library.left_out)
    return f"; {len(passages)} passages, {left_out} of them left out on purpose"


def _counts(library: Library) -> str:
    counts = [f"{len(getattr(library, kind))} {kind}" for kind in _COUNTED]
    return ", ".join([*counts, f"{len(library.reminders)} ladders of reminders"])


if __name__ == "__main__":
    sys.exit(main())
