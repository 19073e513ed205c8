"""Question to answer inside the process: Baton and BM25, with the real facts and with ten times as many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bench import subjects
from bench.figures import Figure, Name
from bench.questions import Conversation
from bench.spread import percentile, ratios

_REPETITIONS = 9


@dataclass(frozen=True, kw_only=True)
class _Subject:
    """Who answers, over which facts, and whether its caches are emptied before each question."""

    kind: str
    folder: Path
    cold: bool = False


_Passes = dict[str, list[subjects.Pass]]


def measure(conversations: Sequence[Conversation], data: Path, many: Path) -> list[Figure]:
    """All figures about answering; `many` is the folder with ten times the facts of `data`."""
    passes = _run(conversations, _subjects(data, many))
    return [*_latencies(passes), *_growth(passes), *_failures(passes)]


def _subjects(data: Path, many: Path) -> dict[str, _Subject]:
    return {
        "warm": _Subject(kind="baton", folder=data),
        "peer": _Subject(kind="bm25", folder=data),
        "cold": _Subject(kind="baton", folder=data, cold=True),
        "many": _Subject(kind="baton", folder=many),
        "many cold": _Subject(kind="baton", folder=many, cold=True),
        "many peer": _Subject(kind="bm25", folder=many),
    }


def _run(conversations: Sequence[Conversation], found: dict[str, _Subject]) -> _Passes:
    """Let all take turns, each repetition in the opposite order, each in a process of its own."""
    passes: _Passes = {name: [] for name in found}
    with ExitStack() as stack:
        ask = {name: _process(stack, subject, conversations) for name, subject in found.items()}
        for each in ask.values():
            each()  # fills the caches of the warm ones; not counted
        for repetition in range(_REPETITIONS):
            for name in list(found)[:: -1 if repetition % 2 else 1]:
                passes[name].append(ask[name]())
    return passes


def _process(
    stack: ExitStack, subject: _Subject, conversations: Sequence[Conversation]
) -> Callable[[], subjects.Pass]:
    pool = stack.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn")))

    def once() -> subjects.Pass:
        return pool.submit(
            subjects.ask_all, subject.kind, subject.folder, conversations, cold=subject.cold
        ).result()

    return once


def _latencies(passes: _Passes) -> list[Figure]:
    return [
        _figure(Name.WARM_P50, passes["warm"], 50),
        _figure(Name.WARM_P50_PEER, passes["peer"], 50),
        _figure(Name.WARM_P99, passes["warm"], 99),
        _figure(Name.WARM_P99_PEER, passes["peer"], 99),
        _processor(Name.WARM_P99_CPU, passes["warm"], 99),
        _figure(Name.COLD_P50, passes["cold"], 50),
        _figure(Name.COLD_P99, passes["cold"], 99),
        _processor(Name.COLD_P99_CPU, passes["cold"], 99),
        _figure(Name.MANY_P50, passes["many"], 50),
        _figure(Name.MANY_P99, passes["many"], 99),
        _processor(Name.MANY_P99_CPU, passes["many"], 99),
        _figure(Name.MANY_P99_PEER, passes["many peer"], 99),
    ]


def _growth(passes: _Passes) -> list[Figure]:
    pairs = {
        Name.MANY_RATIO: ("many", "warm"),
        Name.MANY_RATIO_COLD: ("many cold", "cold"),
        Name.MANY_RATIO_PEER: ("many peer", "peer"),
    }
    return [
        Figure(name=name, unit="times", values=ratios(_slowest(passes[many]), _slowest(passes[few])))
        for name, (many, few) in pairs.items()
    ]


def _failures(passes: _Passes) -> list[Figure]:
    return [
        Figure(name=name, unit="questions", values=tuple(float(p.failed) for p in passes[of]))
        for name, of in {Name.FAILED: "warm", Name.MANY_FAILED: "many"}.items()
    ]


def _figure(name: Name, passes: list[subjects.Pass], percent: int) -> Figure:
    return Figure(name=name, unit="ms", values=tuple(percentile(p.elapsed, percent) for p in passes))


def _processor(name: Name, passes: list[subjects.Pass], percent: int) -> Figure:
    return Figure(name=name, unit="ms", values=tuple(percentile(p.processor, percent) for p in passes))


def _slowest(passes: list[subjects.Pass]) -> tuple[float, ...]:
    return tuple(percentile(p.elapsed, 99) for p in passes)
