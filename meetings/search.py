"""The search itself: where everyone required can, and which of those times are the best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from meetings import minutes
from meetings.board import Board
from meetings.model import Slot, Wishes
from meetings.row import Row

LIMIT = 3  # times that are proposed at once


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Minutes at which a time may begin. `sure`: also within the assumed hours of those nobody can look at.

    `welcome`: for each one who is not waited for, where they can come too.
    """

    possible: int
    sure: int
    welcome: tuple[tuple[Row, int], ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """The best times, the soonest first; `more`: others are left."""

    slots: tuple[Slot, ...]
    more: bool


def fit(board: Board, wishes: Wishes) -> Fit:
    """Lay everybody's minutes over each other."""
    can = board.asked(wishes)
    assumed, others = can, []
    for row, required in board.invited(wishes):
        free = row.free(wishes.stretch.get(row.person, 0))
        if required and row.is_seen:
            can &= free
        else:
            others.append((row, minutes.holding(free, wishes.minutes)))
        if required:
            assumed &= free
    starts = board.starts(wishes)
    return Fit(
        possible=minutes.holding(can, wishes.minutes) & starts,
        sure=minutes.holding(assumed & can, wishes.minutes) & starts,
        welcome=tuple(others),
    )


def find(board: Board, wishes: Wishes, limit: int) -> Found:
    """Choose the best times: one on each day, the soonest first; then more on the same days."""
    found = fit(board, wishes)
    chosen = sorted(_choose(board, wishes, found, limit))
    return Found(
        slots=tuple(_slot(board, wishes, found, start) for start in chosen),
        more=found.possible.bit_count() > len(chosen),
    )


def _choose(board: Board, wishes: Wishes, found: Fit, limit: int) -> list[int]:
    days = list(islice(_days(board, found), limit))
    chosen = [day[0] for day in days]
    rest = [start for day in days for start in day[1:]]
    rest.sort(key=lambda start: not board.halves >> start & 1)  # otherwise as it is: by day, the best first
    for apart in (wishes.minutes, 1):
        for start in rest:
            if len(chosen) < limit and all(abs(start - other) >= apart for other in chosen):
                chosen.append(start)
    return chosen


def _days(board: Board, found: Fit) -> Iterator[list[int]]:
    """The times of each of the organiser's days that has any, the best of a day first.

    Full and half hours come before quarters, then who else can come counts, then what is sooner.
    """
    pool = found.sure or found.possible
    for _, low, high in board.days:
        starts = minutes.each(pool & minutes.between(low, high))
        day = sorted(starts, key=lambda start: (not board.halves >> start & 1, _lacking(found, start), start))
        if day:
            yield day


def _lacking(found: Fit, start: int) -> int:
    return sum(not can >> start & 1 for _, can in found.welcome)


def _slot(board: Board, wishes: Wishes, found: Fit, start: int) -> Slot:
    missing = (row.person for row, can in found.welcome if row.is_seen and not can >> start & 1)
    unsure = (row.person for row, _ in board.invited(wishes) if row.availability.blind is not None)
    return Slot(
        start=board.moment(start),
        end=board.moment(start + wishes.minutes),
        missing=tuple(missing),
        unsure=tuple(unsure),
    )
