"""What becomes of the rows of reminders: decided from what stands, without asking anybody.

A row is one person on one ladder of one handoff. It holds the rung that was said last and the moment of the
next one. A plan moves that moment; a message says what the ladder has reached by now, and steps on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.store.reminders import Row
from dialogs.quiet import Hushed
from dialogs.reminding import coming
from knowledge.reminders import LadderRule
from reminders import stairs
from reminders.diary import Diary
from reminders.model import Occasion, Stair
from reminders.standing import Ladders

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Listener:
    """Somebody who may be reminded. `unreachable`: the channel refused when they were last written to."""

    diary: Diary
    hushed: Hushed = field(default_factory=dict)
    unreachable: bool = False

    def hears(self, number: int) -> bool:
        return not self.unreachable and not coming.is_muted(self.hushed, number)

    def quiet(self, number: int) -> datetime | None:
        """Until when they want to hear nothing of a handoff, be it over by now."""
        day = coming.until(self.hushed, number)
        return self.diary.opens(self.diary.on_or_after(day)) if day else None


@dataclass(frozen=True, kw_only=True)
class Told:
    """A row as it is from now on; `rung`: what is said of it now, "" for nothing."""

    row: Row
    rung: str = ""
    again: bool = False


def planned(
    occasions: Iterable[Occasion],
    ladders: Ladders,
    rows: Sequence[Row],
    listeners: Mapping[str, Listener],
    since: datetime,
) -> list[Row]:
    """Work out the reminders of one handoff that come after that moment; only what differs from the rows.

    What was due before, and is still to be said, stays. `listeners` has everybody whom a ladder is for; the
    rows of all others stay without a moment, so that nothing is said twice should their turn come again.
    """
    known = {(row.ladder, row.person): row for row in rows}
    found: dict[tuple[str, str], Row] = {}
    for each in occasions:
        rule = ladders[each.ladder]
        for person in stairs.people(rule, each):
            row = _row(each, person, known.get((each.ladder, person)))
            found[each.ladder, person] = replace(row, at=_next(row, rule, each, listeners[person], since))
    silent = {key: replace(row, at=None, again=False) for key, row in known.items() if key not in found}
    both = {**silent, **found}
    return [row for key, row in sorted(both.items()) if row != known.get(key, _blank(row))]


def said(
    row: Row, occasion: Occasion | None, rule: LadderRule | None, listener: Listener, now: datetime, job: str
) -> Told:
    """Decide what the message of this key says of a row that is due, and where the row stands then.

    The row may be one that it says already: the channel took nothing when it was sent before.
    """
    if occasion is None or rule is None or occasion.key != row.occasion or not listener.hears(row.number):
        return Told(row=_put_down(row, job, None))
    steps = stairs.stairs(rule, occasion, row.person, listener.diary)
    quiet, step = listener.quiet(row.number), stairs.present(steps, now)
    if step is None or (quiet and quiet > now) or not _is_wanted(row, step, rule, quiet, now, job):
        later = stairs.ahead(steps, now, row.rung, quiet)
        return Told(row=_put_down(row, job, later.at if later else None))
    repeated = step.rung == row.rung and (row.again or (row.job == job and row.again_at is None))
    later = stairs.ahead(steps, now, step.rung)
    new = replace(
        row,
        rung=step.rung,
        at=later.at if later else None,
        again=False,
        job=job,
        again_at=None if repeated else listener.diary.next_morning(now),
    )
    return Told(row=new, rung=step.rung, again=repeated)


def _is_wanted(
    row: Row, step: Stair, rule: LadderRule, quiet: datetime | None, now: datetime, job: str
) -> bool:
    """Whether a rung is said for the first time, once more, or because a person put it off until now."""
    order = list(rule.rungs)
    if row.again or row.job == job or row.rung not in order:
        return True
    return order.index(step.rung) > order.index(row.rung) or (quiet is not None and step.at < quiet <= now)


def _row(occasion: Occasion, person: str, row: Row | None) -> Row:
    """The row as it is, or a new one for another date."""
    if row is not None and row.occasion == occasion.key:
        return row
    return Row(number=occasion.number, ladder=occasion.ladder, person=person, occasion=occasion.key)


def _blank(row: Row) -> Row:
    """What a row that is not kept yet says: nothing is to come."""
    return replace(row, at=None)


def _next(
    row: Row, rule: LadderRule, occasion: Occasion, listener: Listener, since: datetime
) -> datetime | None:
    if not listener.hears(row.number):
        return None
    steps = stairs.stairs(rule, occasion, row.person, listener.diary)
    if row.at is not None and row.at <= since:  # its message is about to go out
        since = row.at - _INSTANT
    quiet = listener.quiet(row.number)
    step = stairs.ahead(steps, since, row.rung, quiet)
    at = step.at if step else None
    if row.again and row.at is not None and not (quiet and quiet > since):
        return min(filter(None, (row.at, at)))
    return at


def _put_down(row: Row, job: str, at: datetime | None) -> Row:
    """Nothing is said of it by this message."""
    mine = row.job == job
    return replace(
        row, at=at, again=False, job="" if mine else row.job, again_at=None if mine else row.again_at
    )
