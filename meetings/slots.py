"""Times for a meeting: the best that suit everyone, or why there are none and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from meetings import board, reasons, relaxations, search
from meetings.model import Availability, Blind, Proposal, Span, Window, Wishes


def propose(
    availabilities: Sequence[Availability],
    window: Window,
    wishes: Wishes,
    *,
    limit: int = search.LIMIT,
    organiser: str = "",
    zone: tzinfo | None = None,
    known: Span | None = None,
) -> Proposal:
    """Propose up to `limit` times, the soonest first and spread over days.

    Everyone required is free then, within their working hours and not on their public holiday; `missing`
    and `unsure` name others. Full and half hours of the organiser's clock are preferred to quarters.

    `window`: the discussion's, as `window.window` makes it; `wishes` narrow it here. `known`: the time that
    calendars were looked at for; no time outside of it is ever proposed. Without it, that is taken to be
    `window.reach` of the window. `organiser`: person id, by default the first one's. `zone`: of the clock
    that `wishes` and the window's days are told by, by default the organiser's.
    """
    laid = board.lay(availabilities, window, organiser=organiser, zone=zone, known=known)
    found = search.find(laid, wishes, limit)
    return Proposal(
        wishes=wishes,
        window=window,
        slots=found.slots,
        more=found.more,
        why=reasons.unfound(laid, wishes) if found.slots else reasons.why(laid, wishes),
        relaxations=() if found.slots else relaxations.relaxations(laid, wishes),
        checked=any(each.blind is not Blind.NOT_CHECKED for each in availabilities),
    )


def suits(slot: Span, availabilities: Sequence[Availability], wishes: Wishes) -> bool:
    """Tell whether everyone required can still come to the whole of a slot."""
    whole = Window(start=slot.start, end=slot.end)
    laid = board.lay(availabilities, whole, known=whole)
    rows = (row for row, required in laid.invited(wishes) if required and row.is_seen)
    return all(row.free(wishes.stretch.get(row.person, 0)).bit_count() == laid.size for row in rows)
