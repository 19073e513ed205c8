"""Measure how long it takes to find the times of a meeting, and how often Graph is waited for.

python -m bench.meetings
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from statistics import median
from typing import Any

from bench import report, round_trips
from bench.bots import BenchError
from bench.spread import ratios, spread
from meetings import hours, slots, window, zones
from meetings.model import (
    BLOCKING,
    Availability,
    Busy,
    FreeBusy,
    Invitee,
    Proposal,
    Span,
    Window,
    Wishes,
)

PEOPLE = 20
MOST = 50.0  # ms
ROUNDS, TIMES = 9, 5

_SEED = 5
_NOW = datetime(2026, 11, 27, 8, 3, tzinfo=UTC)
_LATEST = date(2026, 12, 17)  # 15 working days, the first of them begun
_NEAR = ("Europe/Oslo", "Europe/London", "Europe/Athens")
_FAR = ("Europe/Oslo", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Asia/Tokyo")
_COUNTRIES = ("NO", "US", "GB", "")
_QUARTER = timedelta(minutes=15)
_MARK = "meetings"
_HEAD = (
    f"| {PEOPLE} people, 15 working days | who | ms: minimum | median | maximum | median at most |\n"
    "| --- | --- | ---: | ---: | ---: | ---: |"
)
_RATIOS = "| the peer / Baton | minimum | median | maximum |\n| --- | ---: | ---: | ---: |"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A search: how full calendars are (meetings in each), and where people are."""

    name: str
    zones: tuple[str, ...]
    meetings: int
    is_possible: bool

    def people(self) -> list[Availability]:
        random = Random(_SEED)
        return [_person(number, self, random) for number in range(PEOPLE)]


CASES = (
    Case(name="times are found", zones=_NEAR, meetings=8, is_possible=True),
    Case(
        name="none: full calendars, with reasons and ways out", zones=_NEAR, meetings=120, is_possible=False
    ),
    Case(name="none: around the world, with reasons", zones=_FAR, meetings=30, is_possible=False),
)
Found = Mapping[tuple[str, str], Sequence[float]]  # by case and by who; ms


def _person(number: int, case: Case, random: Random) -> Availability:
    where = case.zones[number % len(case.zones)]
    country = random.choice(_COUNTRIES)
    return Availability(
        invitee=Invitee(person=str(number), name=str(number), country=country, required=number % 5 != 4),
        week=hours.usual(where),
        busy=tuple(_meeting(random) for _ in range(case.meetings)),
    )


def _meeting(random: Random) -> Busy:
    start = _NOW + 2 * _QUARTER * random.randrange(30 * 48)
    length = 2 * _QUARTER * random.randint(1, 3)
    return Busy(start=start, end=start + length, status=random.choice((FreeBusy.BUSY, FreeBusy.TENTATIVE)))


def peer(people: Sequence[Availability], within: Window, wishes: Wishes) -> list[datetime]:
    """What one writes first: each quarter of an hour against each list of spans. Starts only, no reasons."""
    required = [each for each in people if each.invitee.required]
    working = {each.invitee.person: hours.spans(each.week, within) for each in required}
    found, start = [], within.start
    while start + wishes.length <= within.end:
        slot = Span(start=start, end=start + wishes.length)
        if all(_can(each, slot, working[each.invitee.person]) for each in required):
            found.append(start)
        start += _QUARTER
    return found


def _can(each: Availability, slot: Span, working: Sequence[Span]) -> bool:
    if not any(span.start <= slot.start and slot.end <= span.end for span in working):
        return False
    if each.calendar.holiday(slot.start.astimezone(each.zone).date()):
        return False
    return not any(busy.status in BLOCKING and busy.overlaps(slot) for busy in each.busy)


def measure() -> Found:
    """Both in turns, each in the opposite order of the last; the first round only warms up."""
    within = window.window(_NOW, _LATEST, zones.zone(_NEAR[0]) or UTC)
    wishes = Wishes()
    found: dict[tuple[str, str], list[float]] = {(case.name, who): [] for case in CASES for who in _WHO}
    for case in CASES:
        people = case.people()
        _agree(case, slots.propose(people, within, wishes), peer(people, within, wishes))
        runs: dict[str, Callable[[], object]] = {
            _OURS: partial(slots.propose, people, within, wishes),
            _PEER: partial(peer, people, within, wishes),
        }
        for number in range(ROUNDS + 1):
            for who in _WHO if number % 2 else reversed(_WHO):
                milliseconds = _round(runs[who])
                if number:
                    found[case.name, who].append(milliseconds)
    return found


_OURS, _PEER = "Baton", "peer: each quarter of an hour, starts only"
_WHO = (_OURS, _PEER)


def _agree(case: Case, proposal: Proposal, starts: Sequence[datetime]) -> None:
    """What is measured is the same search, with the result that it is measured for."""
    found = [slot.start for slot in proposal.slots]
    if not set(found) <= set(starts) or bool(found) != bool(starts) or bool(found) != case.is_possible:
        raise RuntimeError(f"{case.name}: {len(found)} times beside {len(starts)}")
    if not found and not proposal.why:
        raise RuntimeError(f"{case.name}: no reasons")


def _round(run: Callable[[], object]) -> float:
    """Each search as the first of its kind: nothing is known of these people and days from the last one."""
    taken, caches = [], _caches()
    for _ in range(TIMES):
        for cache in caches:
            cache.cache_clear()
        began = time.perf_counter()
        run()
        taken.append((time.perf_counter() - began) * 1_000)
    return median(taken)


def _caches() -> list[Any]:
    """What searches remember; not the tables of zones, which are read once a process."""
    modules = [module for name, module in sys.modules.items() if name.startswith("meetings.")]
    found = [each for module in modules for each in vars(module).values() if hasattr(each, "cache_clear")]
    return [each for each in found if each.cache_parameters()["maxsize"] != 1]


def table(found: Found) -> str:
    """One line a case and who, then one a ratio."""
    rows = [
        f"| {case} | {who} | {report.cells(spread(values))} | {f'{MOST:g}' if who == _OURS else ''} |"
        for (case, who), values in found.items()
    ]
    times = [
        f"| {case.name} | {report.cells(spread(ratios(found[case.name, _PEER], found[case.name, _OURS])))} |"
        for case in CASES
    ]
    return "\n".join([_HEAD, *rows, "", _RATIOS, *times])


def missed(found: Found) -> list[str]:
    """A sentence for each case that takes too long."""
    medians = {case: spread(values).middle for (case, who), values in found.items() if who == _OURS}
    return [f"{case}: {value:.1f} ms, at most {MOST:g}" for case, value in medians.items() if value > MOST]


def main() -> int:
    """Exit 1 where a bound is missed, 2 where something could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.meetings", description=__doc__)
    written = f"put the table into docs/{report.DOCUMENT.name}"
    parser.add_argument("--write", action="store_true", help=written)
    options, where = parser.parse_args(), report.machine()
    try:
        found, trips = measure(), round_trips.measure()
    except BenchError as error:
        print(f"Not measured: {error}", file=sys.stderr)
        return 2
    tables = f"{table(found)}\n\n{round_trips.table(trips)}"
    print(f"{where}\n\n{tables}")
    if options.write:
        report.write(where, tables, mark=_MARK)
    faults = [*missed(found), *round_trips.missed(trips)]
    for fault in faults:
        print(f"Bound missed: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
