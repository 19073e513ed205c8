"""The reminders of one person for one date: which rungs are theirs, and at which moments they come.

A rung before the date or on it comes at the latest on the last working day until its day; one after the date
on the first working day from its day on; both as work begins. One `on` a moment (the end of a meeting) comes
then, or when they work next. Where several fall on one morning, the last of them alone is said: it stands for
the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from knowledge.handoffs import Unit
from knowledge.reminders import Dated, LadderRule, RungRule, To, When
from reminders.diary import Diary
from reminders.model import Occasion, Stair


def people(rule: LadderRule, occasion: Occasion) -> frozenset[str]:
    """Whom any of the rungs is for, by person id."""
    return frozenset(person for rung in rule.rungs.values() for person in recipients(rung, occasion))


def recipients(rung: RungRule, occasion: Occasion) -> tuple[str, ...]:
    """Whom one rung is for."""
    if rung.to is To.ESCALATION:
        named: Iterable[str] = (occasion.escalation,)
    elif rung.to is To.ORGANISER and occasion.organiser:
        named = (occasion.organiser,)
    else:
        named = occasion.movers
    return tuple(person for person in named if person)


def stairs(rule: LadderRule, occasion: Occasion, person: str, diary: Diary) -> tuple[Stair, ...]:
    """Give the reminders of one person, in the order of their moments."""
    found = [
        Stair(rung=key, at=_moment(rule.of, rung, occasion, diary))
        for key, rung in rule.rungs.items()
        if person in recipients(rung, occasion)
    ]
    by_moment = {stair.at: stair for stair in found}  # the last of one morning stays
    return tuple(by_moment[at] for at in sorted(by_moment))


def present(steps: Sequence[Stair], now: datetime) -> Stair | None:
    """Find the one that is to be said now, if it was not: the last whose moment has come."""
    return next((stair for stair in reversed(steps) if stair.at <= now), None)


def ahead(
    steps: Sequence[Stair], now: datetime, said: str = "", quiet: datetime | None = None
) -> Stair | None:
    """Find the next one after the rung that was `said` last ("": none); None where nothing is to come.

    `quiet`: until when the person wants to hear nothing. Then comes what was due by then, also if it was said
    before: who puts a reminder off wants to hear it again.
    """
    if quiet is not None and quiet > now and (due := present(steps, quiet)):
        return Stair(rung=due.rung, at=quiet)
    names = [stair.rung for stair in steps]
    later = steps[names.index(said) + 1 :] if said in names else steps
    return next((stair for stair in later if stair.at > now), None)


def _moment(of: Dated, rung: RungRule, occasion: Occasion, diary: Diary) -> datetime:
    at = occasion.at
    if at is None:
        return diary.opens(_day(rung, occasion.day, diary))
    first = diary.next_open(at)
    if rung.when is When.ON:
        return first
    # A question that waits for the morning is asked again the morning after; what was settled on a Saturday
    # was settled on that day.
    start = diary.working_day(first) if of is Dated.MEETING else diary.today(at)
    return diary.opens(_day(rung, start, diary))


def _day(rung: RungRule, day: date, diary: Diary) -> date:
    if rung.when is When.ON:
        return diary.on_or_before(day)
    days = rung.days if rung.when is When.AFTER else -rung.days
    reached = diary.shift(day, days) if rung.unit is Unit.BUSINESS else day + timedelta(days=days)
    return diary.on_or_after(reached) if rung.when is When.AFTER else diary.on_or_before(reached)
