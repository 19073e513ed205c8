"""How a reminder says when something is due; what it says stands with the rules, in the knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from handoffs.calendars import show
from handoffs.words import SOMEONE
from knowledge.reminders import LadderRule
from reminders.model import Occasion

TODAY = "today, {day}"
TOMORROW = "tomorrow, {day}"
AHEAD = "in {count} days, on {day}"
YESTERDAY = "yesterday, {day}"
PAST = "{count} days ago, on {day}"
AND = " and "


def sentence(rule: LadderRule, rung: str, occasion: Occasion, today: date, names: Mapping[str, str]) -> str:
    """Say one reminder on that day; `names` by person id."""
    who = listed(dict.fromkeys(names.get(person) or SOMEONE for person in occasion.movers))
    # What has happened was not tomorrow, also where it is still the day before.
    day = occasion.day if occasion.at is None else min(occasion.day, today)
    about = {"what": occasion.what.rstrip("."), "day": show(day), "who": who}
    return rule.rungs[rung].text.format(when=when(day, today), **about)


def when(day: date, today: date) -> str:
    """Name a day as seen from another: "tomorrow, Mon 7 Dec 2026"."""
    days = (day - today).days
    template = {0: TODAY, 1: TOMORROW, -1: YESTERDAY}.get(days, AHEAD if days > 0 else PAST)
    return template.format(day=show(day), count=abs(days))


def listed(names: Iterable[str]) -> str:
    """ "Ana, Megan and Alex"."""
    told = tuple(names)
    return AND.join(filter(None, (", ".join(told[:-1]), *told[-1:])))
