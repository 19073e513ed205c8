"""Measure what a poll for due timers costs where few wait and where a million do: python -m bench.jobs."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

import sqlalchemy as sa

from bench import report
from bench.bots import BenchError
from bench.edge import postgres
from bench.spread import Spread, ratios, spread
from bot.store.jobs import State
from bot.store.queue import End, Job
from bot.store.store import Store

FEW, MANY = 1_000, 1_000_000
MOST = 2.0  # times what a poll costs with few
ROUNDS, POLLS, BATCH = 9, 100, 4

_MARK = "jobs"
_HEAD = (
    "| a poll that finds | timers waiting | ms: minimum | median | maximum |\n"
    "| --- | ---: | ---: | ---: | ---: |"
)
_RATIOS = (
    f"| {MANY:,} waiting / {FEW:,} waiting | minimum | median | maximum | median at most |\n"
    "| --- | ---: | ---: | ---: | ---: |"
)
# Due from tomorrow on for a year, in no order; half of them with a target of their own.
_FILL = """
INSERT INTO job (tenant, kind, key, due, ready, payload, target, state, owner, fence, beat, attempts,
                 refusals, error, activity, created, changed)
SELECT 'tenant', 'reminder', n::text, due, due, '{"version": 1, "text": "Agree on the next step"}',
       (n % 500000)::text, 'waiting', '', 0, 0, 0, 0, '', '', now(), now()
FROM (SELECT n, now() + interval '1 day' + (hashint8(n)::bigint + 2147483648) % 31536000
             * interval '1 second' AS due
      FROM generate_series(1, :many) AS n) AS timers
"""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A situation that a poll meets: `added` timers are due now, or by the clock it is `later`."""

    name: str
    added: int = 0
    later: timedelta = timedelta()


CASES = (
    Case(name="nothing due"),
    Case(name=f"{BATCH} due", added=BATCH),
    Case(name="all of them due", later=timedelta(days=500)),
)
Found = Mapping[Case, Mapping[int, tuple[float, ...]]]  # ms, the median of each round


async def measure(few: Store, many: Store) -> Found:
    """Rounds on both in turns, each in the opposite order of the last."""
    found: dict[Case, dict[int, list[float]]] = {case: {FEW: [], MANY: []} for case in CASES}
    for number in range(ROUNDS + 1):
        for case in CASES:
            pair = [(FEW, few), (MANY, many)]
            for size, store in pair if number % 2 else reversed(pair):
                milliseconds = await _round(store, case)
                if number:  # the first one only warms up
                    found[case][size].append(milliseconds)
    return {case: {size: tuple(values) for size, values in sizes.items()} for case, sizes in found.items()}


async def _round(store: Store, case: Case) -> float:
    taken = []
    for _ in range(POLLS):
        await _add(store, case.added)
        began = time.perf_counter()
        jobs = await _poll(store, datetime.now(UTC) + case.later)
        taken.append((time.perf_counter() - began) * 1_000)
        if len(jobs) != (BATCH if case.later else case.added):
            raise BenchError(f"a poll took {len(jobs)} timers")
        await _put_back(store, jobs, case)
    return median(taken)


async def _poll(store: Store, now: datetime) -> list[Job]:
    async with store.queue() as queue:
        jobs = await queue.claim("bench", ["reminder"], BATCH, now)
        await queue.commit()
    return jobs


async def _add(store: Store, many: int) -> None:
    now = datetime.now(UTC)
    async with store.work("tenant") as work:
        for n in range(many):
            await work.jobs.add("reminder", f"now {n} {now}", now, {"version": 1}, target="now")
        await work.commit()


async def _put_back(store: Store, jobs: list[Job], case: Case) -> None:
    """What was added is done; what only a later time made due waits again."""
    state = State.WAITING if case.later else State.DONE
    async with store.queue() as queue:
        for job in jobs:
            await queue.finish(job, End(state=state, untried=True), datetime.now(UTC))
        await queue.commit()


@asynccontextmanager
async def _filled(url: str, many: int) -> AsyncIterator[Store]:
    store = Store(url)
    await store.open()
    try:
        async with store.queue() as queue:
            await queue.connection.execute(sa.text(_FILL), {"many": many})
            await queue.commit()
        async with store.queue() as queue:
            alone = await queue.connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(sa.text("VACUUM ANALYZE job"))
            await alone.execute(sa.text("CHECKPOINT"))
        yield store
    finally:
        await store.close()


async def _measured(few_url: str, many_url: str) -> Found:
    async with _filled(few_url, FEW) as few, _filled(many_url, MANY) as many:
        return await measure(few, many)


def compare(found: Found) -> dict[Case, Spread]:
    """How many times as much a poll costs with many, within each round."""
    return {case: spread(ratios(sizes[MANY], sizes[FEW])) for case, sizes in found.items()}


def table(found: Found) -> str:
    """One line a case and size, then one a ratio."""
    lines = [_HEAD]
    for case, sizes in found.items():
        lines += [
            f"| {case.name} | {size:,} | {report.cells(spread(values))} |" for size, values in sizes.items()
        ]
    ratio = [f"| {case.name} | {report.cells(each)} | {MOST:g} |" for case, each in compare(found).items()]
    return "\n".join([*lines, "", _RATIOS, *ratio])


def missed(found: Found) -> list[str]:
    """A sentence for each case in which a poll costs too much with many."""
    return [
        f"a poll that finds {case.name}: {ratio.middle:.2f} times, at most {MOST:g}"
        for case, ratio in compare(found).items()
        if ratio.middle > MOST
    ]


def main() -> int:
    """Exit 1 where the bound is missed, 2 where it could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.jobs", description=__doc__)
    written = f"put the table into docs/{report.DOCUMENT.name}"
    parser.add_argument("--write", action="store_true", help=written)
    options, where = parser.parse_args(), report.machine()
    try:
        with postgres.database() as few, postgres.database() as many:
            found = asyncio.run(_measured(few, many))
    except BenchError as error:
        print(f"Not measured: {error}", file=sys.stderr)
        return 2
    print(f"{where}\n\n{table(found)}")
    if options.write:
        report.write(where, table(found), mark=_MARK)
    for fault in missed(found):
        print(f"Bound missed: {fault}", file=sys.stderr)
    return 1 if missed(found) else 0


if __name__ == "__main__":
    sys.exit(main())
