"""How a reminder reads, for every kind of handoff."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from handoffs.steps import Step
from knowledge import load
from knowledge.reminders import Dated
from reminders import words
from reminders.model import Occasion

_LIBRARY = load.read()
_DAY = date(2026, 12, 7)
_NAMES = {"ana": "Ana", "megan": "Megan", "alex": "Alex"}


def _say(
    ladder: str,
    rung: str,
    what: str,
    today: date,
    movers: tuple[str, ...] = ("ana",),
    at: datetime | None = None,
) -> str:
    each = Occasion(
        number=12, ladder=ladder, key="k", day=_DAY, step=Step.NONE, what=what, movers=movers, at=at
    )
    return words.sentence(_LIBRARY.reminders[ladder], rung, each, today, _NAMES)


_OWNS = "The STU takes ownership of the uncommitted milestones from the ATU in MSX"


@pytest.mark.parametrize(
    ("rung", "today", "expected"),
    [
        ("three-days-before", date(2026, 12, 2), f"Due in 5 days, on Mon 7 Dec 2026. {_OWNS}."),
        ("day-before", date(2026, 12, 6), f"Due tomorrow, Mon 7 Dec 2026. {_OWNS}."),
        ("on-the-day", date(2026, 12, 7), f"Due today, Mon 7 Dec 2026. {_OWNS}."),
        (
            "day-after",
            date(2026, 12, 8),
            f"This was due yesterday, Mon 7 Dec 2026, and is still open. {_OWNS}.",
        ),
        (
            "escalated-three-days-after",
            date(2026, 12, 10),
            f"This was due 3 days ago, on Mon 7 Dec 2026, and is still open. {_OWNS}. "
            "Next to act: Ana and Megan.",
        ),
    ],
)
def test_a_deadline(rung: str, today: date, expected: str) -> None:
    kind = _LIBRARY.handoffs["atu-stu"]
    assert kind.deadline
    assert _say("deadline", rung, kind.deadline.text, today, ("ana", "megan")) == expected


def test_a_discussion() -> None:
    what = _LIBRARY.handoffs["poc-scoping"].discussion.name
    assert _say("discussion", "day-before", what, date(2026, 12, 6)) == (
        "The latest day for the PoC Scoping session is tomorrow, Mon 7 Dec 2026, and it is not booked yet."
    )
    assert _say("discussion", "escalated-a-week-after", what, date(2026, 12, 14)) == (
        "The latest day for the PoC Scoping session was 7 days ago, on Mon 7 Dec 2026, and it is not booked "
        "yet. Next to act: Ana."
    )
    assert _say("not-booked", "two-days-after", what, _DAY) == (
        "Everything before the PoC Scoping session is settled, and it is not booked yet."
    )


def test_a_meeting() -> None:
    what, at = _LIBRARY.handoffs["design-kickoff"].discussion.name, datetime(2026, 12, 7, 12, tzinfo=UTC)
    assert _say("held", "as-it-ends", what, _DAY, at=at) == (
        "Did the Design Kickoff meeting take place today, Mon 7 Dec 2026?"
    )
    assert _say("held", "morning-after", what, date(2026, 12, 8), at=at) == (
        "Did the Design Kickoff meeting take place yesterday, Mon 7 Dec 2026?"
    )
    # It is Monday at the organiser's, and still Sunday here.
    assert "today, Sun 6 Dec 2026" in _say("held", "as-it-ends", what, date(2026, 12, 6), at=at)


def test_every_rung_can_be_said_of_every_kind() -> None:
    for key, ladder in _LIBRARY.reminders.items():
        for kind in _LIBRARY.handoffs.values():
            what = (
                kind.deadline.text if ladder.of is Dated.DEADLINE and kind.deadline else kind.discussion.name
            )
            for rung in ladder.rungs:
                text = _say(key, rung, what, _DAY)
                assert not set(text) & set("{}!"), text
                assert ".." not in text
                assert "  " not in text


def test_people_without_a_name_are_someone() -> None:
    text = _say("deadline", "escalated-a-week-after", "It is owned", _DAY, ("x", "y", "ana"))
    assert text.endswith("It is owned. Next to act: someone and Ana.")


@pytest.mark.parametrize(
    ("names", "expected"),
    [((), ""), (("Ana",), "Ana"), (("Ana", "Megan"), "Ana and Megan"),
     (("Ana", "Megan", "Alex"), "Ana, Megan and Alex")],
)  # fmt: skip
def test_names_are_listed(names: tuple[str, ...], expected: str) -> None:
    assert words.listed(names) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 30), "in 7 days, on Mon 7 Dec 2026"),
        (date(2026, 12, 6), "tomorrow, Mon 7 Dec 2026"),
        (_DAY, "today, Mon 7 Dec 2026"),
        (date(2026, 12, 8), "yesterday, Mon 7 Dec 2026"),
        (date(2026, 12, 9), "2 days ago, on Mon 7 Dec 2026"),
    ],
)
def test_a_day_is_named_as_seen_from_another(today: date, expected: str) -> None:
    assert words.when(_DAY, today) == expected
