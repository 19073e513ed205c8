"""Fifty people schedule at once while Graph has too much to do: nobody is lost, nothing is booked twice."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from bench.spread import percentile
from dialogs.meeting import words
from tests.graph.faults import Fault
from tests.long.storm_ground import MANY, Room, all_on_one, each_with_a_handoff, opened

pytestmark = pytest.mark.long

_LATENCY = 0.05  # seconds, so that requests overlap
_AT_ONCE = 4  # requests that Exchange takes for one mailbox
_TEAMS = 15.0  # seconds after which Teams gives up and delivers again
_SLOWER = 3.0  # seconds: fifty turns came first, with one writer on a machine of two processors
_AWAY = words.AWAY.partition(".")[0]
_BOOKED, _ROUNDS = "Booked: ", 6


async def test_by_their_own_tokens(tmp_path: Path) -> None:
    async with opened(tmp_path) as room:
        await each_with_a_handoff(room)
        idle = percentile(await room.idle(), 99)
        room.graph.latency = _LATENCY

        await _refused(
            room,
            "schedule the discussion for handoff {number}",
            Fault(status=429, retry_after=300, times=None),
        )
        await _refused(room, "try again", Fault(status=429, times=None))
        await _offered(room, "try again", *_storm())
        await _all_book(room, *_storm())

        _check(room, idle)
        assert Counter(meeting.organiser.mail for meeting in room.meetings()) == dict.fromkeys(room.people, 1)


async def test_through_one_mailbox(tmp_path: Path) -> None:
    """A pasted token is one person's, whoever asks."""
    async with opened(tmp_path, pasted=True) as room:
        await each_with_a_handoff(room)
        idle = percentile(await room.idle(), 99)
        room.graph.latency = _LATENCY

        await _offered(room, "schedule the discussion for handoff {number}", *_storm())
        await _all_book(room)

        _check(room, idle)
        assert room.most_at_once() == _AT_ONCE
        assert len(room.meetings()) == MANY


async def test_all_invited_to_one(tmp_path: Path) -> None:
    """The two whose handoff it is book it at the same moment: one of them does."""
    async with opened(tmp_path) as room:
        await all_on_one(room)
        idle = percentile(await room.idle(), 99)
        room.graph.latency = _LATENCY
        both = list(room.people)[:2]

        for text, shown in (("schedule", words.OFFER), ("1", words.SHALL_BOOK)):
            found = await room.wave(dict.fromkeys(both, text))
            assert all(shown in each for each in found.values()), found
        said = await room.wave(dict.fromkeys(both, "yes"))

        _check(room, idle)
        assert sum(_BOOKED in text for text in said.values()) == 1, said
        [meeting] = room.meetings()
        invited = {mail for mail, _ in meeting.attendees()}
        assert invited == set(room.people) - {meeting.organiser.mail}


def _storm() -> list[Fault]:
    """Eighty refusals, half of them without a word of when to come back."""
    return [Fault(status=429, retry_after=1, times=40), Fault(status=429, times=40)]


async def _refused(room: Room, text: str, fault: Fault) -> None:
    """Each gets one plain sentence, and may try again."""
    found = await room.wave(_said(room, text), fault)
    assert all(_AWAY in each and words.TYPED_AGAIN in each for each in found.values()), found


async def _offered(room: Room, text: str, *faults: Fault) -> None:
    """Each gets three times."""
    found = await room.wave(_said(room, text), *faults)
    assert all(words.OFFER in each for each in found.values()), found


async def _all_book(room: Room, *faults: Fault) -> None:
    """Each picks the first time and says yes, until they have one: everybody is in two meetings."""
    left = set(room.people)
    for _ in range(_ROUNDS):
        found = await room.wave(dict.fromkeys(left, "1"))
        assert all(words.SHALL_BOOK in each for each in found.values()), found
        found = await room.wave(dict.fromkeys(left, "yes"), *faults)
        left = {mail for mail, text in found.items() if _BOOKED not in text}
        assert all(words.OFFER in found[mail] for mail in left), found
        if not left:
            return
    raise AssertionError(f"{len(left)} have no meeting")


def _said(room: Room, text: str) -> dict[str, str]:
    return {mail: text.format(number=number) for mail, number in room.numbers.items()}


def _check(room: Room, idle: float) -> None:
    p99, longest = percentile(room.waits, 99), max(room.waits)
    sys.stdout.write(
        f"a question: p99 {idle:.3f} s at rest, {p99:.3f} s in the storm, at most {longest:.3f} s\n"
    )
    assert set(room.statuses) <= {200, 201, 202}
    assert room.most_at_once() <= _AT_ONCE
    assert p99 <= idle + _SLOWER
    assert longest < _TEAMS
    keys = Counter(next(iter(meeting.extended.values())) for meeting in room.meetings())
    assert max(keys.values()) == 1
