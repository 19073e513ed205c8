"""Entries of a history in words: persons by name, free texts as they were written or as deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from handoffs import entry_words, moments, words
from handoffs.calendars import show
from handoffs.change import What
from handoffs.history import Recorded
from handoffs.money import Money

Tell = Callable[["_Reading"], str]

_MONEY = frozenset(("amount", "currency"))


def told(
    entry: Recorded, names: Mapping[str, str], shown: Callable[[str], str] = str, zone: tzinfo = UTC
) -> str:
    """What happened, as a clause: "value of milestone 1: 250,000 USD -> 300,000 USD".

    `shown` makes free text safe to show; times are written in `zone`.
    """
    tell = _TOLD.get(entry.what)
    return tell(_Reading(entry, names, shown, zone)) if tell else entry.what


def who(entry: Recorded, names: Mapping[str, str]) -> str:
    """Who brought an entry about; Baton where it was a rule."""
    return names.get(entry.person, words.SOMEONE) if entry.person else words.BATON


def moment(at: datetime) -> str:
    """A time of a record that outlives all time zones: "2026-11-20 10:00 UTC"."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def people_in(history: Sequence[Recorded]) -> frozenset[str]:
    """Everybody whom a history names, also those who are no longer on the handoff."""
    named = {person for entry in history for values in (entry.before, entry.after) for person in _ids(values)}
    return frozenset(named | {entry.person for entry in history if entry.person})


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if set(value) == {"person"} and isinstance(value["person"], str):
            yield value["person"]
        else:
            yield from (person for each in value.values() for person in _ids(each))
    elif isinstance(value, list | tuple):
        yield from (person for each in value for person in _ids(each))


@dataclass(frozen=True)
class _Reading:
    """One entry with the names of the people in it. It may have been changed by others: any value can be."""

    entry: Recorded
    names: Mapping[str, str]
    shown: Callable[[str], str]
    zone: tzinfo = UTC

    def before(self, key: str) -> str:
        return self.said(self.entry.before.get(key))

    def after(self, key: str) -> str:
        return self.said(self.entry.after.get(key))

    def times(self, values: Mapping[str, Any]) -> str:
        """From when to when a meeting is; "" where that is not told."""
        try:
            start, end = (datetime.fromisoformat(str(values[key])) for key in ("start", "end"))
            return moments.span(start, end, self.zone)
        except (KeyError, ValueError, OverflowError):
            return ""

    def step(self, key: str) -> str:
        """From what to what."""
        return arrow(self.before(key), self.after(key))

    def said(self, value: Any) -> str:
        if isinstance(value, Mapping):
            return self._value(value)
        if isinstance(value, list | tuple):
            return entry_words.AND.join(map(self.said, value))
        if isinstance(value, bool):
            return words.YES_NO[value]
        return "" if value is None else _day(str(value))

    def _value(self, value: Mapping[str, Any]) -> str:
        """A person, a free text or money."""
        if set(value) == {"person"}:
            person = str(value["person"])
            return self.names.get(person, words.SOMEONE) if person else ""
        if set(value) == {"text"}:
            text = self.entry.texts.get(str(value["text"]))
            return self.shown(text) if text else words.DELETED
        return Money.from_plain(value).show() if set(value) == _MONEY else ""

    def milestone(self, values: Mapping[str, Any]) -> str:
        """ "Azure migration, 250,000 USD, due Fri 15 Jan 2027"."""
        due = self.said(values.get("due"))
        parts = (self.said(values.get("workload")), self.said(values.get("value")))
        return ", ".join(filter(None, (*parts, entry_words.DUE.format(day=due) if due else "")))


def arrow(before: str, after: str) -> str:
    """ "250,000 USD -> 300,000 USD"; what was not there before needs no arrow."""
    return entry_words.STEP.format(before=before, after=after or entry_words.NOTHING) if before else after


def _day(text: str) -> str:
    try:
        return show(date.fromisoformat(text))
    except ValueError:
        return text


def _clause(clause: str, said: str) -> str:
    return entry_words.SAID.format(clause=clause, said=said) if said else clause


def _just(clause: str) -> Tell:
    return lambda reading: clause


def _step(clause: str, key: str) -> Tell:
    """From what to what, of one value."""
    return lambda reading: _clause(clause, reading.step(key))


def _on_item(template: str, key: str = "") -> Tell:
    """A clause on an item, and what somebody wrote about it."""
    return lambda reading: _clause(template.format(number=reading.before("item")), reading.step(key))


def _on(clause: str) -> Tell:
    """A clause about a day, which may have been another one."""
    return lambda reading: f"{clause} {reading.step('on')}"


def _started(reading: _Reading) -> str:
    return entry_words.STARTED.format(count=reading.after("items"))


def _opportunity(reading: _Reading) -> str:
    steps = (_clause(entry_words.FACTS.get(key, key), reading.step(key)) for key in reading.entry.after)
    return "; ".join(steps)


def _lists(reading: _Reading) -> tuple[list[Mapping[str, Any]], ...]:
    """The milestones before and after."""
    found = (values.get("milestones") for values in (reading.entry.before, reading.entry.after))
    lists = (each if isinstance(each, list | tuple) else () for each in found)
    return tuple([each for each in milestones if isinstance(each, Mapping)] for milestones in lists)


def _milestones(reading: _Reading) -> str:
    """Each fact that is another one now; a milestone that came or went as a whole."""
    before, after = _lists(reading)
    if len(before) != len(after):
        template = entry_words.ADDED if len(after) > len(before) else entry_words.DROPPED
        shorter, longer = sorted((before, after), key=len)
        pairs = enumerate(zip(shorter, longer, strict=False))
        at = next(
            (at for at, (one, other) in pairs if reading.milestone(one) != reading.milestone(other)),
            len(shorter),
        )
        return _clause(template.format(place=at + 1), reading.milestone(longer[at]))
    pairs = enumerate(zip(before, after, strict=True), 1)
    return "; ".join(step for place, (was, now) in pairs for step in _changed(reading, place, was, now))


def _changed(reading: _Reading, place: int, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """By what is said, for a text has another hash each time it is kept."""
    for fact in ("workload", "value", "due"):
        before, after = reading.said(was.get(fact)), reading.said(now.get(fact))
        if before != after:
            yield _clause(entry_words.FACTS[fact].format(place=place), arrow(before, after))


def _agreed(reading: _Reading) -> str:
    milestones = map(reading.milestone, _lists(reading)[1])
    return _clause(entry_words.AGREED, "; ".join(filter(None, milestones)))


def _party(reading: _Reading) -> str:
    side = reading.before("side")
    return _clause(entry_words.PARTIES.get(side, side), reading.step("person"))


def _voided(reading: _Reading) -> str:
    return entry_words.VOIDED.format(sides=reading.before("sides"))


def _meet_by(reading: _Reading) -> str:
    clause = _clause(entry_words.MEET_BY, reading.step("day"))
    suggested = reading.entry.after.get("suggested") is True
    return entry_words.SUGGESTED.format(clause=clause) if suggested else clause


def _deadline(reading: _Reading) -> str:
    """With the sentence that explains the date."""
    of = reading.after("of")
    after = reading.after("text") or reading.after("due")
    return _clause(entry_words.DATES.get(of, of), arrow(reading.before("due"), after))


def _meeting(clause: str, outside: str = "") -> Tell:
    """A clause about a meeting, and when it is; where it was found in Outlook, another one."""

    def tell(reading: _Reading) -> str:
        entry = reading.entry
        found = bool(outside) and entry.after.get("outside") is True
        when = arrow(reading.times(entry.before), reading.times(entry.after))
        return _clause(outside if found else clause, when)

    return tell


def _called_off(reading: _Reading) -> str:
    found = reading.entry.after.get("outside") is True
    clause = entry_words.CALLED_OFF_OUTSIDE if found else entry_words.CALLED_OFF
    told = _clause(clause, reading.times(reading.entry.before))
    reason = reading.after("reason")
    return entry_words.CALLED_OFF_WHY.format(clause=told, reason=reason) if reason else told


def _not_booked(reading: _Reading) -> str:
    return _clause(entry_words.NOT_BOOKED, reading.times(reading.entry.before))


def _answered(reading: _Reading) -> str:
    template = entry_words.ANSWERS.get(reading.after("reply"), entry_words.ANSWERS["none"])
    return template.format(person=reading.before("person") or words.SOMEONE)


def _status(reading: _Reading) -> str:
    known = {status.value: said for status, said in words.STATUS.items()}
    before, after = (known.get(text, text) for text in (reading.before("status"), reading.after("status")))
    return _clause(entry_words.STATUS, arrow(before, after))


def _items(template: str) -> Tell:
    def tell(reading: _Reading) -> str:
        found = {key: reading.entry.after.get(key) for key in ("added", "changed")}
        counts = {key: len(each) if isinstance(each, list | tuple) else 0 for key, each in found.items()}
        return template.format(**counts)

    return tell


_TOLD: dict[str, Tell] = {
    What.DRAFTED: _just(entry_words.DRAFTED),
    What.STARTED: _started,
    What.ITEM_DONE: _on_item(entry_words.DONE, "evidence"),
    What.ITEM_REOPENED: _on_item(entry_words.OPENED),
    What.ITEM_WAIVED: _on_item(entry_words.WAIVED, "reason"),
    What.ITEM_NOT_APPLICABLE: _on_item(entry_words.NOT_APPLICABLE, "reason"),
    What.ITEM_NOTED: _on_item(entry_words.NOTED, "note"),
    What.MILESTONES_CHANGED: _milestones,
    What.OPPORTUNITY_CHANGED: _opportunity,
    What.PARTY_ASSIGNED: _party,
    What.ESCALATION_NAMED: _step(entry_words.ESCALATION, "person"),
    What.AGREED: _agreed,
    What.AGREEMENT_VOIDED: _voided,
    What.DECLINED: _step(entry_words.DECLINED, "comment"),
    What.MEET_BY_SET: _meet_by,
    What.MEETING_WANTED: _meeting(entry_words.WANTED),
    What.MEETING_BOOKED: _meeting(entry_words.BOOKED),
    What.MEETING_NOT_BOOKED: _not_booked,
    What.MEETING_MOVED: _meeting(entry_words.MEETING_MOVED, entry_words.MEETING_MOVED_OUTSIDE),
    What.MEETING_CANCELLED: _called_off,
    What.MEETING_ANSWERED: _answered,
    What.CALENDAR_UNSEEN: _just(entry_words.UNSEEN),
    What.CALENDAR_SEEN: _just(entry_words.SEEN),
    What.HELD: _on(entry_words.HELD),
    What.NOT_HELD: _just(entry_words.NOT_HELD),
    What.MOVED: _on(entry_words.MOVED),
    What.TRANSFERRED: _on(entry_words.TRANSFERRED),
    What.DEADLINE_SET: _deadline,
    What.STATUS_CHANGED: _status,
    What.COUNTRY_SET: _step(entry_words.COUNTRY, "country"),
    What.ITEMS_OFFERED: _items(entry_words.OFFERED),
    What.ITEMS_TAKEN: _items(entry_words.TAKEN),
    What.CLOSED: _just(entry_words.CLOSED),
    What.CANCELLED: _step(entry_words.CANCELLED, "reason"),
    What.REOPENED: _just(entry_words.REOPENED),
}
