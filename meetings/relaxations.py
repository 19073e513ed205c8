"""The smallest changes that would give a time: each is tried before it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from meetings import search, window
from meetings.board import Board
from meetings.model import Ease, Relaxation, Slot, Wishes
from meetings.row import Row

MOST = 4

_STEP = 15  # minutes
_SHORTEST = 15
_HOUR = 60


def relaxations(board: Board, wishes: Wishes) -> tuple[Relaxation, ...]:
    """Find at most one of each kind, and 4 in all; what asks the least of people comes first."""
    found = (ease(board, wishes) for ease in _EASES)
    return tuple(each for each in found if each is not None)[:MOST]


def _wider(board: Board, wishes: Wishes) -> Relaxation | None:
    usual = Wishes()
    asked = {name: getattr(usual, name) for name in _ASKED}
    wider = replace(wishes, **asked)
    return _tried(board, wider, Ease.WIDER) if wider != wishes else None


def _shorter(board: Board, wishes: Wishes) -> Relaxation | None:
    longest = (wishes.minutes - 1) // _STEP * _STEP
    for length in range(longest, _SHORTEST - 1, -_STEP):
        if found := _tried(board, replace(wishes, minutes=length), Ease.SHORTER, minutes=length):
            return found
    return None


def _stretch(board: Board, wishes: Wishes) -> Relaxation | None:
    """One hour outside the hours of the one for whom that gives the soonest time."""

    def stretched(row: Row) -> Relaxation | None:
        most = wishes.stretch.get(row.person, 0) + _HOUR
        changed = replace(wishes, stretch={**wishes.stretch, row.person: most})
        return _tried(board, changed, Ease.STRETCH, person=row.person, minutes=most)

    return _soonest(map(stretched, _waited_for(board, wishes)))


def _without(board: Board, wishes: Wishes) -> Relaxation | None:
    """One person made optional, never the organiser; the one without whom there is the soonest time."""

    def left(row: Row) -> Relaxation | None:
        changed = replace(wishes, optional=wishes.optional | {row.person})
        return _tried(board, changed, Ease.WITHOUT, person=row.person)

    others = (row for row in _waited_for(board, wishes) if row.person != board.organiser)
    return _soonest(map(left, others))


def _later(board: Board, wishes: Wishes) -> Relaxation | None:
    """As few days after the latest date as give a time, as far as anyone has looked."""
    last = window.last_day(board.window, board.zone)
    all_days = (board.known.end.astimezone(board.zone).date() - last).days
    if all_days <= wishes.beyond:
        return None
    slot = _first(board, replace(wishes, beyond=all_days))
    if slot is None:
        return None
    days = (slot.start.astimezone(board.zone).date() - last).days
    for number in range(max(days, wishes.beyond + 1), all_days + 1):
        if found := _tried(board, replace(wishes, beyond=number), Ease.LATER, days=number):
            return found
    return None


def _waited_for(board: Board, wishes: Wishes) -> Iterator[Row]:
    return (row for row, required in board.invited(wishes) if required and row.is_seen)


def _soonest(found: Iterable[Relaxation | None]) -> Relaxation | None:
    return min((each for each in found if each), key=lambda each: each.slot.start, default=None)


def _tried(
    board: Board, wishes: Wishes, ease: Ease, *, person: str = "", minutes: int = 0, days: int = 0
) -> Relaxation | None:
    slot = _first(board, wishes)
    if slot is None:
        return None
    return Relaxation(ease=ease, wishes=wishes, slot=slot, person=person, minutes=minutes, days=days)


def _first(board: Board, wishes: Wishes) -> Slot | None:
    slots = search.find(board, wishes, search.LIMIT).slots
    return slots[0] if slots else None


_ASKED = ("first", "last", "from_time", "to_time", "weekdays", "not_days", "exact")
_EASES: tuple[Callable[[Board, Wishes], Relaxation | None], ...] = (
    _wider,
    _shorter,
    _stretch,
    _later,
    _without,
)
