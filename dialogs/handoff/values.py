"""Values as people type them on a running handoff: read, or said in words why not, with an example."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dialogs import utterance
from dialogs.handoff import choices, words
from dialogs.handoff.access import Case
from dialogs.handoff.typed.asked import Asked
from dialogs.reading import amounts, dates, moment
from dialogs.turn import Outcome, Turn
from handoffs.calendars import Calendar, show
from handoffs.model import Handoff
from handoffs.money import Money

_QUOTED = re.compile(r'"([^"]*)"')
_LOOSE = re.compile(  # "Data 80k 15 Mar": a name, what can only be an amount, a day
    r"(?P<name>[^\d,;]+?),? (?P<amount>(?:[€$£] ?)?(?:\d[\d.]*\s?(?:k|m|mio|bn)\b|\d{4,}|\d{1,3}(?:,\d{3})+)"
    r"(?: (?:usd|eur|gbp|nok|sek|dkk|chf)\b)?)(?:,? (?P<due>\S[^,;]*))?",
    re.I,
)
_SPLIT = re.compile(r",\s+|;\s*")
_LEAD = re.compile(r"^(?:value|worth|due(?: date)?|by|workload|milestone|named|called)\b[ :=]*", re.I)


class UnreadableError(Exception):
    """What was typed is no such value (`options` empty), or could mean several.

    `options` are pairs of what a button says and the typed words that it stands for.
    """

    def __init__(self, text: str, options: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__("unreadable")
        self.text = text
        self._options = tuple(options)

    def outcome(self, turn: Turn, number: int) -> Outcome:
        if not self._options:
            return turn.say(self.text)
        return choices.readings(turn, self.text, number, self._options)


def own_words(text: str) -> str:
    """A reason, note or comment on one line, without addresses; the domain says how long it may be."""
    return " ".join(utterance.without_addresses(utterance.clean(text)).split())


def name(text: str) -> str:
    """A name without markup."""
    return utterance.show(text.strip().strip('"'), utterance.LONGEST)


def currency(handoff: Handoff, default: str) -> str:
    """The one of the milestones that there are, else the default."""
    known = [milestone.value.currency for milestone in handoff.milestones if milestone.value]
    return known[0] if known else default


def amount(text: str, default: str) -> Money:
    """Read an amount; UnreadableError says why it is none."""
    found = amounts.read(text, default)
    if isinstance(found, Money):
        return found
    raise UnreadableError(words.AMOUNTS[found])


def place_and_amount(asked: Asked, count: int, default: str) -> tuple[int, str]:
    """For which milestone, and how much: "2 300000" names the second, "300 000" is one amount."""
    whole = asked.whole and isinstance(amounts.read(asked.whole, default), Money)
    if not whole or not asked.place or asked.whole == asked.text:
        return asked.place or 1, asked.text
    if asked.place > count or count == 1:
        return 1, asked.whole
    alone, other = amount(asked.whole, default), amount(asked.text, default)
    raise UnreadableError(
        words.WHICH_AMOUNT,
        (
            (words.AMOUNT_OF.format(place=asked.place, value=other.show()), _value(asked.place, other)),
            (words.AMOUNT_OF.format(place=1, value=alone.show()), _value(1, alone)),
        ),
    )


def _value(place: int, money: Money) -> str:
    plain = money.plain()
    return words.TYPED_VALUE.format(place=place, amount=plain["amount"], currency=plain["currency"])


def future_day(case: Case, text: str, typed: str) -> date:
    """Read a day from today on; `typed` are the words that a button for one of two readings stands for."""
    return _day(case, text, typed, future=True)


def past_day(case: Case, text: str, typed: str) -> date:
    """Read a day up to today; none typed is today."""
    return _day(case, text, typed, past=True) if text.strip() else case.today


def is_day(case: Case, text: str) -> bool:
    """Whether a text is a day and nothing else; a bare "May" or "Sun" can be a name."""
    if text.isalpha() and text.casefold() not in ("today", "tomorrow"):
        return False
    found = dates.read(text, today=case.today, calendar=Calendar(), future=True)
    return found is not moment.Problem.NOT_A_DATE


def _day(case: Case, text: str, typed: str, *, future: bool = False, past: bool = False) -> date:
    country = case.turn.profile.country or case.desk.defaults.country
    found = dates.read(text, today=case.today, calendar=Calendar(country=country), future=future, past=past)
    if isinstance(found, moment.Choice):
        options = [(show(day), f"{typed} {day.isoformat()}".strip()) for day in found.readings]
        raise UnreadableError(words.WHICH_DAY.format(text=utterance.show(text)), options)
    if isinstance(found, moment.Problem):
        raise UnreadableError((words.PAST_DAYS if past else words.DAYS)[found])
    return found


def milestone_parts(text: str) -> tuple[str, str, str]:
    """Name, amount and date of a milestone, as typed, in any order: `"Data", 80000, 15 Mar`."""
    quoted = _QUOTED.search(text)
    rest = _QUOTED.sub(" ", text, count=1) if quoted else text
    if loose := None if quoted else _LOOSE.fullmatch(rest.strip()):
        rest = ", ".join(filter(None, loose.group("name", "amount", "due")))
    parts = [_LEAD.sub("", part.strip()) for part in _SPLIT.split(rest) if part.strip(" ,;")]
    found = {"workload": quoted[1] if quoted else "", "amount": "", "due": ""}
    for part in parts:
        key = next((key for key in _order(part) if not found[key]), "")
        if key:
            found[key] = part
    return name(found["workload"]), found["amount"], found["due"]


def _order(part: str) -> tuple[str, ...]:
    """What a part can be, the likeliest first."""
    today = date(2000, 1, 1)  # any: whether it is a date at all
    if isinstance(amounts.read(part, "USD"), Money) and not part.strip().isdecimal():
        return ("amount", "due", "workload")
    if part.strip().isdecimal():
        return ("amount",)
    dated = dates.read(part, today=today, calendar=Calendar())
    if dated not in (moment.Problem.NOT_A_DATE,):
        return ("due", "workload")
    return ("workload",) if any(map(str.isalpha, part)) else ("amount", "due")
