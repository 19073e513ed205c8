"""What was said in the simulated year beside what had to be, in the very words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dialogs.meeting import words as meeting_words
from handoffs import moments
from handoffs.calendars import show
from tests.fakes import knowledge
from tests.long.year_ground import Heard, Line
from tests.long.year_oracle import Said, Year


def differences(year: Year, expected: Sequence[Said], heard: Sequence[Heard]) -> Iterator[str]:
    """What should have been said and was not, what was said though it should not, and cards in pieces."""
    due: dict[tuple[datetime, str], list[Said]] = {}
    for each in expected:
        due.setdefault((each.at, each.person), []).append(each)
    came: dict[tuple[datetime, str], list[Line]] = {}
    cards: Counter[tuple[datetime, str]] = Counter()
    for card in heard:
        came.setdefault((card.at, card.person), []).extend(card.lines)
        cards[card.at, card.person] += 1
    for key in sorted({*due, *came}):
        lines, who = list(came.get(key, ())), year.people[key[1]]
        where = f"{key[0]:%a %Y-%m-%d %H:%M:%S} {who.name}"
        if cards[key] > 1:
            yield f"{where}: {cards[key]} cards"
        for said in due.get(key, ()):
            texts = _texts(year, said)
            if found := next(
                (line for line in lines if line.number == said.number and line.text in texts), None
            ):
                lines.remove(found)
            else:
                yield f"{where}: not said: {said.number} {said.ladder} {said.rung} {texts[0]}"
        for line in lines:
            yield f"{where}: said: {line}"


def _texts(year: Year, said: Said) -> list[str]:
    """How a reminder may read; the only one on its card asks in its own way whether it was held."""
    handoff = next(h for at, h in reversed(year.pasts[said.number]) if at < said.at)
    kind, person = year.kinds[handoff.kind], year.people[said.person]
    habits = next(habits for since, habits in reversed(person.told) if since < said.at)
    today = habits.today(said.at)
    what = kind.deadline.text if said.ladder == "deadline" and kind.deadline else kind.discussion.name
    who = " and ".join(year.people[mover].name.title() for mover in said.movers)
    text = knowledge().ladders[said.ladder].rungs[said.rung].text
    day = min(said.day, today) if said.day and said.ladder == "held" else said.day
    when = _when(day, today) if day else ""
    texts = [text.format(what=what.rstrip("."), who=who, when=when, day=when)]
    meeting = handoff.discussion.meeting
    if said.ladder == "held" and meeting:
        span = moments.span(meeting.start, meeting.end, ZoneInfo(habits.zone))
        texts.append(meeting_words.ASK_HELD.format(when=span))
    return texts


def _when(day: date, today: date) -> str:
    days = (day - today).days
    near = {0: "today, {}", 1: "tomorrow, {}", -1: "yesterday, {}"}
    far = f"in {days} days, on {{}}" if days > 0 else f"{-days} days ago, on {{}}"
    return near.get(days, far).format(show(day))
