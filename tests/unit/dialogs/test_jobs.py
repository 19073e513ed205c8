"""What knowledge owners are told of jobs."""

from __future__ import annotations

from datetime import UTC, datetime

from dialogs import jobs, texts
from dialogs.overview import Overview, Stuck

_AT = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


def _stuck(number: int, state: str = "failed", kind: str = "reply") -> Stuck:
    return Stuck(number=number, kind=kind, state=state, error="x", attempts=3, due=_AT, changed=_AT)


def test_where_there_is_nothing_it_says_so() -> None:
    assert jobs.describe(Overview(counts={"done": 9}, oldest=None, stuck=())) == texts.JOBS_NONE


def test_what_waits_is_counted_with_the_oldest() -> None:
    said = jobs.describe(Overview(counts={"waiting": 3, "sending": 1}, oldest=_AT, stuck=()))

    assert said == (
        "Waiting: 3, the oldest since 2026-11-20 14:05 UTC.\n\nUnder way: 1.\n\nNothing is stuck."
    )


def test_what_is_not_due_yet_does_not_wait() -> None:
    said = jobs.describe(Overview(counts={"waiting": 2}, oldest=None, stuck=(), later=2))
    assert said == "Planned for later: 2.\n\nNothing is stuck."


def test_what_is_stuck_is_listed_in_words() -> None:
    found = Overview(
        counts={"unknown": 1, "unreachable": 1},
        oldest=None,
        stuck=(_stuck(17, "unknown"), _stuck(4, "unreachable", "made up")),
    )

    assert jobs.describe(found).splitlines() == [
        "Stuck:",
        "- **17** · a reply · may or may not have arrived · 2026-11-20 14:05 UTC · tries: 3",
        "- **4** · made up · the person could not be reached · 2026-11-20 14:05 UTC · tries: 3",
    ]


def test_of_many_only_the_newest_are_listed() -> None:
    said = jobs.describe(Overview(counts={}, oldest=None, stuck=tuple(map(_stuck, range(10)))))

    assert said.startswith("Stuck, the newest first:")
