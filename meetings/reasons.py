"""Why no time was found: for each person what ruled times out, counted over the organiser's working hours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from meetings import minutes
from meetings.board import Board
from meetings.model import Blind, Cause, Span, Why, Wishes
from meetings.row import Row

_FEW = 3  # spans that are still named

_BLIND = {
    Blind.NOT_FOUND: Cause.NOT_FOUND,
    Blind.NOT_VISIBLE: Cause.NOT_VISIBLE,
    Blind.EXTERNAL: Cause.NOT_VISIBLE,
}


def why(board: Board, wishes: Wishes) -> tuple[Why, ...]:
    """Say for each one required what ruled out how many possible starts, the most frequent cause first.

    Possible are those of the organiser's working hours within what was asked for, or where there are none of
    these, all that was asked for. Each start counts once for a person: as a holiday, else as outside their
    hours, else as out of office, else as busy. Who cannot be looked at is named, and rules nothing out.
    """
    starts = _possible(board, wishes)
    found: list[Why] = []
    for row, required in board.invited(wishes):
        if required and row.is_seen:
            causes = _causes(board, row, starts, wishes)
            found += sorted(causes, key=lambda each: -each.ruled_out)
        if required and row.availability.blind in _BLIND:
            found.append(Why(person=row.person, cause=_BLIND[row.availability.blind]))
    return tuple(found)


def unfound(board: Board, wishes: Wishes) -> tuple[Why, ...]:
    """Name those who have no mailbox, which is to be said also where there are times."""
    rows = (row for row, required in board.invited(wishes) if required)
    return tuple(
        Why(person=row.person, cause=Cause.NOT_FOUND)
        for row in rows
        if row.availability.blind is Blind.NOT_FOUND
    )


def _possible(board: Board, wishes: Wishes) -> int:
    asked, starts = board.asked(wishes), board.starts(wishes)
    rows = (row for row, _ in board.invited(wishes) if row.person == board.organiser)
    working = next((row.working(wishes.stretch.get(row.person, 0)) for row in rows), 0)
    return (
        minutes.holding(asked & working, wishes.minutes) & starts
        or minutes.holding(asked, wishes.minutes) & starts
    )


def _causes(board: Board, row: Row, starts: int, wishes: Wishes) -> Iterator[Why]:
    left, within = starts, minutes.spread(starts, wishes.minutes)
    for holiday in row.holidays:
        if hit := left & minutes.touching(holiday.minutes, wishes.minutes):
            yield Why(
                person=row.person,
                cause=Cause.HOLIDAY,
                ruled_out=hit.bit_count(),
                spans=_spans(board, holiday.minutes & within),
                day=holiday.day,
                name=holiday.name,
            )
        left &= ~hit
    working = row.working(wishes.stretch.get(row.person, 0))
    outside = minutes.full(board.size) & ~working
    for cause, blocked in (
        (Cause.OUTSIDE_HOURS, outside),
        (Cause.OUT_OF_OFFICE, row.away),
        (Cause.BUSY, row.busy),
    ):
        if hit := left & minutes.touching(blocked, wishes.minutes):
            yield Why(
                person=row.person,
                cause=cause,
                ruled_out=hit.bit_count(),
                spans=_spans(board, blocked & within),
                works=_next(board, working, within) if cause is Cause.OUTSIDE_HOURS else None,
            )
        left &= ~hit


def _next(board: Board, working: int, within: int) -> Span | None:
    """The first hours of work from what was asked for on; not those that had begun before anyone looked."""
    first = next((low for low, _ in minutes.runs(within)), 0)
    found = ((low, high) for low, high in minutes.runs(working) if low and high > first)
    low, high = next(found, (0, 0))
    return Span(start=board.moment(low), end=board.moment(high)) if high else None


def _spans(board: Board, blocked: int) -> tuple[Span, ...]:
    """When it is, where that is few enough to be named."""
    found = tuple(islice(minutes.runs(blocked), _FEW + 1))
    few = found if len(found) <= _FEW else ()
    return tuple(Span(start=board.moment(low), end=board.moment(high)) for low, high in few)
