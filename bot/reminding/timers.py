"""The jobs by which reminders come: one for each person and moment, whatever it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.store import accounts
from bot.store.jobs import Jobs
from bot.store.jobs import Row as JobRow
from bot.store.reminders import Row
from bot.store.store import Work

REMINDERS = "reminders"  # the kind of job whose message says them
OPENING = "open for reminders"  # opens a chat with somebody first
_VERSION = 1
_AT_ONCE = timedelta(minutes=1)  # a message for a moment this near may be on its way already
_MOST_AHEAD = timedelta(days=1)  # by which a clock is wrong


@dataclass(frozen=True, kw_only=True)
class Timer:
    """When somebody, by account, is to be reminded; `kind` of the job."""

    kind: str
    person: str
    at: datetime


async def set_for(work: Work, tenant: str, rows: Sequence[Row], now: datetime, cause: str) -> bool:
    """Have each row said at its moment; whether any of that is now. `cause` tells late jobs apart."""
    ahead = [(row.person, row.at) for row in rows if row.at is not None]
    if not ahead:
        return False
    people = {person for person, _ in ahead}
    owners = await accounts.of(work.reminders, tenant, people)
    reachable = await _reachable(work, people)
    timers = {
        Timer(kind=REMINDERS if person in reachable else OPENING, person=owners[person], at=at)
        for person, at in ahead
    }
    await add(work.jobs, timers, now, cause)
    return any(timer.at <= now for timer in timers)


async def _reachable(work: Work, people: Collection[str]) -> frozenset[str]:
    contacts = await work.people.contacts(people)
    return frozenset(id for id, contact in contacts.items() if contact.reachable)


async def add(jobs: Jobs, timers: Iterable[Timer], now: datetime, cause: str) -> None:
    """Add their jobs; where one is there already it says all that is due by then."""
    for (kind, at), some in _grouped(timers).items():
        keys = {person: _key(person, at) for person in some}
        used = set(keys.values()) if at <= now + _AT_ONCE else await _used(jobs, kind, at, now, keys.values())
        rows = [_job(person, f"{key}:{cause}" if key in used else key) for person, key in keys.items()]
        await jobs.add_all(kind, at, rows)


async def _used(jobs: Jobs, kind: str, at: datetime, now: datetime, keys: Collection[str]) -> Collection[str]:
    """Those of which the job was carried out already, by a clock that was ahead of this one."""
    if at > now + _MOST_AHEAD:
        return ()
    return await jobs.over(kind, keys)


def _grouped(timers: Iterable[Timer]) -> Mapping[tuple[str, datetime], Sequence[str]]:
    found: dict[tuple[str, datetime], list[str]] = {}
    for timer in sorted(timers, key=lambda timer: (timer.at, timer.kind, timer.person)):
        found.setdefault((timer.kind, timer.at), []).append(timer.person)
    return found


def _key(person: str, at: datetime) -> str:
    return f"{person}:{int(at.astimezone(UTC).timestamp())}"


def _job(person: str, key: str) -> JobRow:
    return key, payload(person, key), person


def payload(person: str, key: str) -> dict[str, object]:
    return {"version": _VERSION, "person": person, "key": key}
