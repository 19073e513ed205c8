"""Another process holds SQLite's write lock: turns wait for a while, then say so; nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from dialogs import texts
from tests.teams import Teams

_HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
"""
_APOLOGY = texts.APOLOGY.split("{id}")[0]
_ANSWER = "The SSP leads"
_BUSY = 5.0  # seconds that a statement waits for the lock
_TEAMS_WAITS = 15.0  # seconds

pytestmark = pytest.mark.long


@asynccontextmanager
async def _locked(database_url: str, seconds: float) -> AsyncIterator[None]:
    """While another process holds the write lock; in the end it has let it go."""
    command = [sys.executable, "-c", _HOLD, make_url(database_url).database or "", str(seconds)]
    holder = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert holder.stdout
        assert await holder.stdout.readline() == b"held\n"
        yield
        async with asyncio.timeout(20):
            assert await holder.wait() == 0
    finally:
        if holder.returncode is None:
            holder.kill()
            await holder.wait()


def _people(teams: Teams, many: int) -> list[Teams]:
    return [teams.colleague(f"person-{n}") for n in range(many)]


def _heard(teams: Teams, person: Teams) -> list[str]:
    """The answers and apologies that a person was sent."""
    calls = [call for call in teams.connector.calls if call.conversation == person.conversation["id"]]
    said = [str(call.body.get("text")) for call in calls]
    return [text for text in said if text.startswith((_ANSWER, _APOLOGY))]


async def _timed(person: Teams, **fields: Any) -> float:
    """Post a message; the seconds until the HTTP response."""
    began = time.monotonic()
    status, _ = await person.post(person.activity(**fields))
    assert status in (200, 201, 202)
    return time.monotonic() - began


async def test_for_three_seconds_turns_wait_and_succeed(teams: Teams, database_url: str) -> None:
    people = _people(teams, 5)

    async with _locked(database_url, 3):
        waited = await asyncio.gather(*(_timed(each, text="who leads stage 3") for each in people))

    assert all(2 < seconds < _BUSY + 2 for seconds in waited)
    for person in people:
        assert [text.startswith(_ANSWER) for text in _heard(teams, person)] == [True]


async def test_for_eight_seconds_a_turn_apologises_and_its_flow_goes_on(
    teams: Teams, database_url: str
) -> None:
    assert await teams.ask("change my role") == texts.ROLE_ASK
    missed = teams.activity(text="csam")

    async with _locked(database_url, 8):
        began = time.monotonic()
        assert (await teams.post(missed))[0] in (200, 201, 202)
        took = time.monotonic() - began

    assert _BUSY - 1 < took < _TEAMS_WAITS
    assert _heard(teams, teams)[-1].startswith(_APOLOGY)
    before = list(teams.connector.calls)
    assert (await teams.post(missed))[0] in (200, 201, 202)  # Teams delivers it once more
    assert teams.connector.calls == before
    assert (await teams.ask("csam")).startswith("Noted: your role is CSAM")


async def test_for_eight_seconds_everybody_hears_something_once(teams: Teams, database_url: str) -> None:
    people = _people(teams, 5)

    async with _locked(database_url, 8):
        waited = await asyncio.gather(*(_timed(each, text="who leads stage 3") for each in people))

    assert max(waited) < _TEAMS_WAITS
    await _until_all_is_said(database_url)
    heard = [_heard(teams, person) for person in people]
    assert [len(said) for said in heard] == [1] * len(people)
    assert any(said[0].startswith(_APOLOGY) for said in heard)
    for person in people:
        assert (await person.ask("who leads stage 3")).startswith(_ANSWER)
    assert [len(_heard(teams, person)) for person in people] == [2] * len(people)


async def _until_all_is_said(database_url: str) -> None:
    """Wait for the jobs that say what came too late for its own turn."""
    with closing(sqlite3.connect(make_url(database_url).database or "")) as connection:
        for _ in range(150):
            jobs = connection.execute("SELECT DISTINCT state FROM job").fetchall()
            turns = connection.execute("SELECT DISTINCT state FROM turn").fetchall()
            if set(jobs) <= {("done",)} and set(turns) <= {("done",)}:
                return
            await asyncio.sleep(0.1)
    pytest.fail(f"jobs {jobs}, turns {turns}")
