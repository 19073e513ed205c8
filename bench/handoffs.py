"""Measure a list and a tick with few handoffs stored and with many, and what a tick costs beside a question.

python -m bench.handoffs
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from bench import report, turns_cost
from bench.bots import BenchError
from bench.edge import postgres
from bench.spread import Spread, ratios, spread
from bot.store.store import Store, Work, create_engine
from dialogs.message import Person
from handoffs import facts, items, starting
from handoffs.change import Actor, Change, Setting
from handoffs.model import Handoff
from handoffs.money import Money
from knowledge import load
from knowledge.handoffs import HandoffKind

FEW, MANY = 100, 100_000
MOST = 2.0  # times what it costs with few
ROUNDS, TIMES = 9, 30

_OWN = 20  # handoffs of the one who asks; the others are other people's
_PAGE = 10
_MODEL = 0  # the number of the handoff that the others are copies of
_ANA = Person(tenant="tenant", id="29:ana")
_MARK = "handoffs"
_HEAD = "| on | what | handoffs | ms: minimum | median | maximum |\n| --- | --- | ---: | ---: | ---: | ---: |"
_RATIOS = (
    f"| on | {MANY:,} stored / {FEW:,} stored | minimum | median | maximum | median at most |\n"
    "| --- | --- | ---: | ---: | ---: | ---: |"
)
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)"
_COPIED = "kind, status, revision, customer, name, seq, seal, proof, created, changed, changed_by"
_EVENT = "seq, what, person, at, before, after, why, seal"
_RENUMBERED = """replace(CAST(body AS TEXT), '"number": 0,', '"number": ' || i || ',')"""
_CARD = "conversation, person, service_url, activity, revision, posted, changed"
_BODY = {"sqlite": _RENUMBERED, "postgresql": f"CAST({_RENUMBERED} AS JSON)"}
_FILL = (
    f"INSERT INTO handoff (tenant, number, body, {_COPIED}) {_NUMBERS} "
    f"SELECT tenant, i, {{body}}, {_COPIED} FROM handoff, n WHERE number = {_MODEL}",
    f"INSERT INTO handoff_party (tenant, number, person, part, is_open, urgent) {_NUMBERS} "
    f"SELECT tenant, i, CASE WHEN i < {_OWN} THEN person ELSE substr(person, 1, 4) || (i % 5000) END, "
    f"part, is_open, urgent FROM handoff_party, n WHERE number = {_MODEL}",
    f"INSERT INTO handoff_event (tenant, number, {_EVENT}) {_NUMBERS} "
    f"SELECT tenant, i, {_EVENT} FROM handoff_event, n WHERE number = {_MODEL}",
    f"INSERT INTO handoff_card (tenant, number, {_CARD}) {_NUMBERS} "
    f"SELECT tenant, i, {_CARD} FROM handoff_card, n WHERE number = {_MODEL}",
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """Something that a person asks for, as one transaction."""

    name: str
    run: Callable[[Work, Actor], Awaitable[None]]


async def _list(work: Work, actor: Actor) -> None:
    found = await work.handoffs.open_of(actor.ids, limit=_PAGE)
    count = await work.handoffs.count_open_of(actor.ids)
    await work.people.contacts({person for each in found for person in each.parties.all()})
    if (len(found), count) != (_PAGE, _OWN):
        raise BenchError(f"{count} handoffs were listed")


async def _tick(work: Work, actor: Actor) -> None:
    found = await work.handoffs.find(1)
    if found is None:
        raise BenchError("the handoff is not there")
    await work.handoffs.save(_ticked(found, _setting(found.kind, actor)))
    await work.people.contacts(found.parties.all())
    await work.cards.all_of(1)


async def _named(work: Work, actor: Actor) -> None:
    if not await work.handoffs.named(actor.ids, "Contoso"):
        raise BenchError("the handoff was not found by its name")


CASES = (
    Case(name="my handoffs", run=_list),
    Case(name="one tick", run=_tick),
    Case(name="open Contoso", run=_named),
)
Found = Mapping[tuple[str, str], Mapping[int, tuple[float, ...]]]  # by engine and case, by size; ms


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, HandoffKind]:
    return load.read().handoffs


def _setting(kind: str, actor: Actor) -> Setting:
    now = datetime.now(UTC)
    return Setting(kind=_kinds()[kind], actor=actor, now=now, today=now.date())


def _ticked(handoff: Handoff, setting: Setting) -> Change:
    """The first item done, or if it was, open again."""
    number = next(item.number for item in handoff.items if item.by and not item.gate)
    is_open = handoff.items[number - 1].mark is None
    return (items.done if is_open else items.undo)(handoff, [number], setting)


async def measure(engine: str, few: Store, many: Store) -> Found:
    """Rounds on both in turns, each in the opposite order of the last."""
    found: dict[tuple[str, str], dict[int, list[float]]] = {
        (engine, case.name): {FEW: [], MANY: []} for case in CASES
    }
    for number in range(ROUNDS + 1):
        for case in CASES:
            pair = [(FEW, few), (MANY, many)]
            for size, store in pair if number % 2 else reversed(pair):
                milliseconds = await _round(store, case)
                if number:  # the first one only warms up
                    found[engine, case.name][size].append(milliseconds)
    return {key: {size: tuple(values) for size, values in sizes.items()} for key, sizes in found.items()}


async def _round(store: Store, case: Case) -> float:
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        async with store.work(_ANA.tenant) as work:
            await case.run(work, await work.people.account(_ANA))
            await work.commit()
        taken.append((time.perf_counter() - began) * 1_000)
    return median(taken)


@asynccontextmanager
async def _filled(url: str, many: int) -> AsyncIterator[Store]:
    store = Store(url, seal=b"bench")
    await store.open()
    engine = create_engine(make_url(url), patience=None)
    try:
        await _add_model(store)
        await _copy(engine, many)
        yield store
    finally:
        await engine.dispose()
        await store.close()


async def _add_model(store: Store) -> None:
    """One handoff of Ana's to Megan, under way and with its card."""
    async with store.work(_ANA.tenant) as work:
        await work.people.introduce("29:ana", "o", "Ana", "ana@contoso.com", "a:ana", "https://x/")
        actor, megan = await work.people.account(_ANA), await work.people.by_email("megan@contoso.com")
        setting = _setting("atu-stu", actor)
        change = starting.draft(_MODEL, "atu-stu", setting, receiver=megan.id)
        await work.handoffs.add(change)
        for step in _STEPS:
            change = step(change.handoff, setting)
            await work.handoffs.save(change)
        await work.cards.put(_MODEL, "a:ana", actor.id, "https://x/", 1, "activity")
        await work.commit()


_STEPS: tuple[Callable[[Handoff, Setting], Change], ...] = (
    lambda handoff, setting: facts.opportunity(
        handoff, setting, name="Azure migration", customer="Contoso", unified=True
    ),
    lambda handoff, setting: facts.workload(handoff, 1, "Azure", setting),
    lambda handoff, setting: facts.value(handoff, 1, Money(amount=Decimal(250_000), currency="USD"), setting),
    lambda handoff, setting: facts.due(handoff, 1, setting.today + timedelta(days=60), setting),
    starting.begin,
)


async def _copy(engine: AsyncEngine, many: int) -> None:
    async with engine.begin() as connection:
        for statement in _FILL:
            filled = statement.format(body=_BODY[engine.dialect.name])
            await connection.execute(sa.text(filled), {"many": many})
    async with engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await alone.execute(sa.text("ANALYZE"))
        if engine.dialect.name == "postgresql":
            await alone.execute(sa.text("CHECKPOINT"))


async def _measured(engine: str, few_url: str, many_url: str) -> Found:
    async with _filled(few_url, FEW) as few, _filled(many_url, MANY) as many:
        return await measure(engine, few, many)


@contextmanager
def _files() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory(prefix="baton-bench-") as folder:
        few, many = (f"sqlite+aiosqlite:///{Path(folder) / name}.db" for name in ("few", "many"))
        yield few, many


def compare(found: Found) -> dict[tuple[str, str], Spread]:
    """How many times as much it costs with many, within each round."""
    return {key: spread(ratios(sizes[MANY], sizes[FEW])) for key, sizes in found.items()}


def table(found: Found) -> str:
    """One line a case and size, then one a ratio."""
    lines = [_HEAD]
    for (engine, case), sizes in found.items():
        lines += [f"| {engine} | {case} | {size:,} | {report.cells(spread(sizes[size]))} |" for size in sizes]
    rows = [
        f"| {engine} | {case} | {report.cells(each)} | {MOST:g} |"
        for (engine, case), each in compare(found).items()
    ]
    return "\n".join([*lines, "", _RATIOS, *rows])


def missed(found: Found) -> list[str]:
    """A sentence for each case that costs too much with many."""
    return [
        f"{case} on {engine}: {ratio.middle:.2f} times, at most {MOST:g}"
        for (engine, case), ratio in compare(found).items()
        if ratio.middle > MOST
    ]


def main() -> int:
    """Exit 1 where the bound is missed, 2 where it could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.handoffs", description=__doc__)
    written = f"put the table into docs/{report.DOCUMENT.name}"
    parser.add_argument("--write", action="store_true", help=written)
    options, where = parser.parse_args(), report.machine()
    try:
        costs = asyncio.run(turns_cost.measure())  # first, before the disk is busy with all that is stored
        with _files() as (few, many):
            found = asyncio.run(_measured("SQLite", few, many))
        with postgres.database() as few, postgres.database() as many:
            found = {**found, **asyncio.run(_measured("PostgreSQL", few, many))}
    except BenchError as error:
        print(f"Not measured: {error}", file=sys.stderr)
        return 2
    tables = f"{table(found)}\n\n{turns_cost.table(costs)}".rstrip()
    faults = [*missed(found), *turns_cost.missed(costs)]
    print(f"{where}\n\n{tables}")
    if options.write:
        report.write(where, tables, mark=_MARK)
    for fault in faults:
        print(f"Bound missed: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
