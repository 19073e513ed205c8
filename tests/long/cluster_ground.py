"""Handoffs with reminders, a channel that is slow and fails at times, and what arrived there by its log."""

from __future__ import annotations

import asyncio
import random
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.origin import Place
from bot.store.store import Work
from dialogs.message import Person
from dialogs.reminding import words
from handoffs.calendars import Calendar
from handoffs.model import Discussion, Handoff, Meeting
from meetings import hours
from meetings.model import WorkingWeek
from reminders import stairs, standing
from reminders.diary import Diary
from tests.fakes import Call, FakeConnector, knowledge
from tests.integration.handoff_rows import made
from tests.teams import BOT, TENANT

PEOPLE = 150
SPREAD = 40.0  # seconds over which meetings end
KIND = "atu-stu"
OPENS = datetime(2026, 11, 23, 10, tzinfo=UTC)  # when everybody's work begins, on a Monday
_HOURS = "mon-fri 10:00-20:00"
_NUMBER = re.compile(r"\((\d+)\)$")
_SLOW = (0.1, 1.2)  # seconds
_FAULTS = 0.02

Said = tuple[str, int, str, str]  # chat, handoff, ladder, rung


class SlowConnector(FakeConnector):
    """Takes its time, and while `faulty` now and then breaks off: before it took a message, or after."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.dice, self.faulty, self.faults = dice, True, 0

    async def _take(self, request: web.Request) -> web.Response:
        await self._wait(request)
        answer = await super()._take(request)
        await self._wait(request)
        return answer

    async def _wait(self, request: web.Request) -> None:
        await asyncio.sleep(self.dice.uniform(*_SLOW) / 2)
        if self.faulty and self.dice.random() < _FAULTS:
            self.faults += 1
            assert request.transport
            request.transport.abort()
            raise web.HTTPInternalServerError


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """One thing on a card that arrived; `again`: the card says that it may have come before."""

    said: Said
    again: bool


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user can reach, too; pytest's own cannot be, where tests run as root."""
    made = Path(tempfile.mkdtemp(prefix="baton-cluster-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def chat(person: int) -> str:
    return f"a:p{person}"


async def people(work: Work, service_url: str) -> list[str]:
    """Everybody in their own chat; their ids."""
    ids = []
    for n in range(PEOPLE):
        user, object_id, mail = f"29:p{n}", f"o-p{n}", f"ana{n}@contoso.com"
        await work.people.introduce(user, object_id, f"Ana {n}", mail, chat(n), service_url)
        await work.profiles.keep(user, object_id, time_zone="UTC", hours=_HOURS)
        ids.append((await work.people.account(Person(tenant=TENANT, id=user))).id)
    place = Place(
        conversation=chat(0), service_url=service_url, channel="msteams", bot=BOT["id"], bot_name=BOT["name"]
    )
    await work.references.keep(place, "29:p0")
    return ids


async def handoffs(work: Work, ids: list[str], dice: random.Random) -> list[Handoff]:
    """Two for each person: of a hundred the meeting ends soon, a hundred are due for a word as work begins,
    and a hundred on the next morning."""
    talks = [
        *(_meeting(n, ids[n], OPENS + timedelta(seconds=dice.uniform(1, SPREAD))) for n in range(100)),
        *(Discussion(meet_by=_after(3)) for _ in range(100)),
        *(Discussion(meet_by=_after(4)) for _ in range(100)),
    ]
    givers = [*range(100), *range(50, 150), *range(100)]
    found = []
    now, version = work.handoffs.now(), knowledge().kinds[KIND].version
    for n, (giver, talk) in enumerate(zip(givers, talks, strict=True), 1):
        change = made(n, giver=ids[giver], receiver=ids[(giver + 1) % PEOPLE], discussion=talk)
        handoff = replace(change.handoff, version=version, created=now, changed=now)
        await work.handoffs.add(replace(change, handoff=handoff))
        found.append(handoff)
    return found


def _meeting(n: int, organiser: str, end: datetime) -> Discussion:
    start = end - timedelta(minutes=30)
    return Discussion(meeting=Meeting(key=f"key-{n}", organiser=organiser, booked=True, start=start, end=end))


def _after(days: int) -> date:
    return (OPENS + timedelta(days=days)).date()


def planned(
    handoffs: Iterable[Handoff], chats: Mapping[str, str], since: datetime, until: datetime
) -> frozenset[Said]:
    """What is to be said between two moments, worked out without the clock's own code; `chats` by person."""
    told = hours.read(_HOURS)
    assert told
    diary = Diary(week=WorkingWeek(zone=UTC, hours=told), calendar=Calendar(country=""))
    expert = knowledge()
    return frozenset(
        (chats[person], handoff.number, occasion.ladder, stair.rung)
        for handoff in handoffs
        for occasion in standing.occasions(handoff, expert.kinds[KIND], expert.ladders, since)
        for person in stairs.people(expert.ladders[occasion.ladder], occasion)
        for stair in stairs.stairs(expert.ladders[occasion.ladder], occasion, person, diary)
        if since < stair.at <= until
    )


def arrived(calls: Iterable[Call]) -> Counter[Arrived]:
    """What the cards said that were posted, by the channel's own log."""
    return Counter(
        each
        for call in calls
        if call.method == "POST" and call.conversation
        for attachment in call.body.get("attachments") or ()
        for each in _on(call.conversation, attachment["content"])
    )


def _on(conversation: str, card: dict[str, Any]) -> Iterator[Arrived]:
    keys = {tuple(key) for data in _data(card) for key in data.get("items", ())}
    again = {number for number, texts in _parts(card) if words.AGAIN in texts}
    for number, ladder, rung, _ in keys:
        yield Arrived(said=(conversation, number, ladder, rung), again=number in again)


def _parts(card: dict[str, Any]) -> Iterator[tuple[int, list[str]]]:
    """The texts about each handoff, by its number."""
    for part in card["body"]:
        texts = [str(item.get("text")) for item in part.get("items", ()) if item["type"] == "TextBlock"]
        if texts and (number := _NUMBER.search(texts[0])):
            yield int(number[1]), texts


def _data(part: Any) -> Iterator[dict[str, Any]]:
    """The data of every button."""
    if isinstance(part, dict):
        if isinstance(part.get("data"), dict):
            yield part["data"]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _data(each)
