"""Thousands of people who are all to be reminded at one moment, and how fast messages came."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.allowance import CONVERSATION_LIMITS, TENANT_LIMIT
from bot.origin import Place
from bot.reminding import timers
from bot.reminding.knowledge import CHANGED
from bot.store.jobs import State
from bot.store.reminders import Row
from bot.store.store import Store, Work
from bot.store.tables import job
from bot.store.tables import person as people
from handoffs.model import Discussion, Handoff
from reminders import stairs, standing
from tests.fakes import knowledge
from tests.integration.handoff_rows import made
from tests.teams import BOT, TENANT

LADDER = "discussion"
_KIND = "atu-stu"
_NUMBER = 7_000_000  # of the handoff that all others are copies of
_PERSON = f"p{_NUMBER:015d}"
_COPIES = """
INSERT INTO person (tenant, id, account, user_id, object_id, email, name, chat, service_url, unreachable,
                    changed)
SELECT tenant, 'p' || lpad(n::text, 15, '0'), 'p' || lpad(n::text, 15, '0'), '29:p' || n, 'o-p' || n,
       'ana' || n || '@contoso.com', 'Ana ' || n, 'a:p' || n, service_url, false, changed
FROM person, generate_series(1, {many}) AS n WHERE id = 'p000000007000000';
INSERT INTO handoff (tenant, number, kind, status, revision, body, customer, name, seq, seal, proof, created,
                     changed, changed_by)
SELECT tenant, n, kind, status, revision,
       replace(replace(body::text, '"number": 7000000', '"number": ' || n),
               'p000000007000000', 'p' || lpad(n::text, 15, '0'))::json,
       customer, name, seq, seal, proof, created, changed, changed_by
FROM handoff, generate_series(1, {many}) AS n WHERE number = 7000000;
INSERT INTO handoff_party (tenant, number, person, part, is_open, urgent)
SELECT tenant, n, 'p' || lpad(n::text, 15, '0'), part, is_open, urgent
FROM handoff_party, generate_series(1, {many}) AS n WHERE number = 7000000 AND person = 'p000000007000000';
INSERT INTO reminder (tenant, number, ladder, person, occasion, rung, at, again, job, changed)
SELECT tenant, n, ladder, 'p' || lpad(n::text, 15, '0'), occasion, rung, at, again, job, changed
FROM reminder, generate_series(1, {many}) AS n WHERE number = 7000000;
INSERT INTO job (tenant, kind, key, due, ready, payload, target, state, owner, fence, beat, attempts,
                 refusals, error, activity, created, changed)
SELECT tenant, kind, replace(key, 'p000000007000000', 'p' || lpad(n::text, 15, '0')), due, ready,
       replace(payload::text, 'p000000007000000', 'p' || lpad(n::text, 15, '0'))::json,
       'p' || lpad(n::text, 15, '0'), state, owner, fence, beat, attempts, refusals, error, activity,
       created, changed
FROM job, generate_series(1, {many}) AS n WHERE kind = 'reminders';
INSERT INTO job (tenant, kind, key, due, ready, payload, target, state, owner, fence, beat, attempts,
                 refusals, error, activity, created, changed)
SELECT tenant, kind, replace(key, '7000000', n::text), due, ready, payload, target, 'done', owner, fence,
       beat, attempts, refusals, error, activity, created, changed
FROM job, generate_series(1, {many}) AS n WHERE kind = 'plan reminders';
DELETE FROM job WHERE target = 'p000000007000000' OR payload::text LIKE '%7000000%' AND state <> 'done';
DELETE FROM reminder WHERE number = 7000000;
DELETE FROM handoff_party WHERE number = 7000000;
DELETE FROM handoff WHERE number = 7000000;
DELETE FROM person WHERE id = 'p000000007000000';
ANALYZE
"""


def chat(n: int) -> str:
    return f"a:p{n}"


async def seed(store: Store, service_url: str, opens: datetime, many: int) -> None:
    """As many people, each with a handoff of their own of which they are to be reminded at that moment."""
    async with store.work(TENANT) as work:
        await _first(work, service_url, opens)
        for statement in _COPIES.format(many=many).split(";"):
            await work.connection.execute(sa.text(statement))
        await _know(work, opens)
        await work.commit()


async def _know(work: Work, opens: datetime) -> None:
    """This knowledge is no news: else every handoff would be planned as the instances start."""
    version = knowledge().version
    await work.jobs.add(CHANGED, version, opens, {"version": 1, "knowledge": version})
    await work.connection.execute(sa.update(job).where(job.c.kind == CHANGED).values(state=State.DONE))


async def _first(work: Work, service_url: str, opens: datetime) -> None:
    place = Place(
        conversation="a:any", service_url=service_url, channel="msteams", bot=BOT["id"], bot_name=BOT["name"]
    )
    await work.references.keep(place, "29:any")
    blank = dict.fromkeys(("user_id", "object_id", "email"), "")
    about = {"name": "Ana", "chat": "a:first", "service_url": service_url, "unreachable": False}
    row = {**blank, **about, "tenant": TENANT, "id": _PERSON, "account": _PERSON, "changed": opens}
    await work.connection.execute(sa.insert(people), row)
    handoff = await _handoff(work, opens)
    await work.reminders.put([_reminder(handoff, opens)])
    timer = timers.Timer(kind=timers.REMINDERS, person=_PERSON, at=opens)
    await timers.add(work.jobs, [timer], opens - timedelta(hours=1), "")


async def _handoff(work: Work, opens: datetime) -> Handoff:
    version = knowledge().kinds[_KIND].version
    talk = Discussion(meet_by=(opens + timedelta(days=1)).date())
    change = made(_NUMBER, giver=_PERSON, receiver="p000000000000001", discussion=talk)
    change = replace(change, handoff=replace(change.handoff, version=version, created=opens, changed=opens))
    await work.handoffs.add(change)
    return change.handoff


def _reminder(handoff: Handoff, opens: datetime) -> Row:
    expert = knowledge()
    found = standing.occasions(handoff, expert.kinds[_KIND], expert.ladders, opens)
    occasion = next(each for each in found if each.ladder == LADDER)
    assert stairs.people(expert.ladders[LADDER], occasion) == {_PERSON}
    return Row(number=_NUMBER, ladder=LADDER, person=_PERSON, occasion=occasion.key, at=opens)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A message at the channel; `at`: seconds."""

    at: float
    conversation: str
    reminds: bool


def read(log: Path) -> list[Arrival]:
    return [Arrival(**json.loads(line)) for line in log.read_text("utf-8").splitlines()]


def most(moments: Sequence[float], seconds: float) -> int:
    """The most that came in any stretch of so many seconds."""
    moments, first, found = sorted(moments), 0, 0
    for place, moment in enumerate(moments):
        while moments[first] <= moment - seconds:
            first += 1
        found = max(found, place - first + 1)
    return found


def exceeded(arrivals: Iterable[Arrival]) -> list[str]:
    """Conversations in which more came than Teams takes."""
    chats = defaultdict(list)
    for each in arrivals:
        chats[each.conversation].append(each.at)
    return [
        chat
        for chat, moments in chats.items()
        if any(most(moments, seconds) > limit for limit, seconds in CONVERSATION_LIMITS)
    ]


def fullest(arrivals: Iterable[Arrival]) -> int:
    """The most that came from a tenant in any second."""
    return most([each.at for each in arrivals], TENANT_LIMIT[1])


def reminded(arrivals: Iterable[Arrival]) -> Counter[str]:
    """How many reminders came to each chat."""
    return Counter(each.conversation for each in arrivals if each.reminds)
