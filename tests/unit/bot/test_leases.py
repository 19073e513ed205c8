"""Leases by observation, and what becomes of a job that did not end well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NotSentError, UnknownOutcomeError
from bot.leases import Lease, Pace, Verdict, Watch, boot_time
from bot.store.jobs import State
from bot.store.queue import Job, Sighting

_NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
_SEEN = Sighting(
    id=1,
    tenant="t",
    kind="note",
    target="c",
    state="running",
    owner="w",
    fence=1,
    beat=0,
    attempts=1,
    activity="",
)
_JOB = Job(
    id=1,
    tenant="t",
    kind="note",
    key="k",
    target="c",
    due=_NOW,
    payload={"version": 1},
    state="running",
    owner="w",
    fence=1,
    attempts=1,
    refusals=0,
)
_PACE = Pace(attempts=3, refusals=3, first_delay=2, longest_delay=10, longest_wait=60)


def _watch() -> Watch:
    return Watch(lease=10, time_limit=5, gap=5)


def _abandoned(watch: Watch, seen: Sighting, *moments: float) -> list[bool]:
    return [bool(watch.judge([seen], moment)) for moment in moments]


def test_a_lease_ends_by_the_owners_own_clock_and_can_be_renewed() -> None:
    time = [100.0]
    lease = Lease(seconds=10, began=100, clock=lambda: time[0])
    time[0] = 104
    assert lease.left == 6
    lease.renewed(103)
    assert lease.left == 9


def test_the_clock_of_leases_only_goes_on() -> None:
    first = boot_time()
    assert boot_time() >= first


def test_what_stays_the_same_for_a_lease_is_abandoned_and_not_before() -> None:
    assert _abandoned(_watch(), _SEEN, 0, 4, 8, 10, 10.2) == [False, False, False, False, True]


def test_what_is_being_sent_is_given_the_connectors_time_on_top() -> None:
    sending = replace(_SEEN, state="sending")

    assert _abandoned(_watch(), sending, 0, 4, 8, 12, 15, 15.2) == [False] * 5 + [True]


@pytest.mark.parametrize("sign", [{"beat": 1}, {"fence": 2}, {"state": "sending"}, {"owner": "v"}])
def test_any_sign_of_life_begins_the_count_anew(sign: dict[str, object]) -> None:
    watch = _watch()
    assert _abandoned(watch, _SEEN, 0, 4, 8) == [False] * 3
    changed = replace(_SEEN, **sign)  # type: ignore[arg-type]

    assert _abandoned(watch, changed, 9, 13, 17) == [False] * 3


def test_a_judge_that_was_away_begins_to_count_anew() -> None:
    watch = _watch()
    assert _abandoned(watch, _SEEN, 0, 4) == [False] * 2
    assert _abandoned(watch, _SEEN, 100, 104, 108) == [False] * 3
    watch.forget()
    assert _abandoned(watch, _SEEN, 112, 116, 120, 124) == [False, False, False, True]


def test_a_job_that_comes_back_is_new() -> None:
    watch = _watch()
    assert _abandoned(watch, _SEEN, 0, 4) == [False] * 2
    assert watch.judge([], 8) == []

    assert _abandoned(watch, _SEEN, 12) == [False]


def _delays(jitter: float, *attempts: int) -> list[float]:
    verdict = Verdict(pace=replace(_PACE, attempts=99), jitter=lambda low, high: low + (high - low) * jitter)
    ends = [verdict.failed(replace(_JOB, attempts=n), KeyError(), _NOW) for n in attempts]
    return [(end.ready - _NOW).total_seconds() for end in ends if end.ready]


def test_back_off_doubles_up_to_its_cap_with_full_jitter() -> None:
    assert _delays(1, 1, 2, 3, 4, 90) == [2, 4, 8, 10, 10]
    assert _delays(0, 1, 2, 3, 4, 90) == [0, 0, 0, 0, 0]


def test_tried_often_enough_it_is_a_dead_letter() -> None:
    verdict = Verdict(pace=_PACE, jitter=lambda low, high: high)

    assert verdict.failed(replace(_JOB, attempts=2), KeyError(), _NOW).state == State.WAITING
    assert verdict.failed(replace(_JOB, attempts=3), KeyError(), _NOW).state == State.FAILED
    assert verdict.failed(replace(_JOB, refusals=2), NotSentError(), _NOW).state == State.FAILED
    assert verdict.failed(replace(_JOB, attempts=9), NotSentError(), _NOW).state == State.WAITING
    assert verdict.abandoned(replace(_SEEN, attempts=3), _NOW).state == State.FAILED


@pytest.mark.parametrize(("asked", "waited"), [(0, 2), (7, 9), (4000, 62)])
def test_the_channels_wish_is_kept_within_reason(asked: float, waited: float) -> None:
    end = Verdict(pace=_PACE, jitter=lambda low, high: high).failed(_JOB, NotSentError(asked), _NOW)

    assert end.ready == _NOW + timedelta(seconds=waited)


def test_only_a_new_message_becomes_unknown() -> None:
    verdict = Verdict(pace=_PACE, jitter=lambda low, high: high)
    sending = replace(_SEEN, state="sending")

    assert verdict.failed(_JOB, UnknownOutcomeError(), _NOW, sent=True).state == State.UNKNOWN
    assert verdict.failed(_JOB, UnknownOutcomeError(), _NOW).state == State.WAITING
    assert verdict.abandoned(sending, _NOW).state == State.UNKNOWN
    assert verdict.abandoned(replace(sending, activity="a"), _NOW).state == State.WAITING
    assert verdict.abandoned(_SEEN, _NOW).state == State.WAITING
