"""Ten people act on one handoff at once, over two processes.

An offline checker holds what each of them was answered against the history and the row: what was accepted
is in the history exactly once, what was refused is not in it, and the row is what the history adds up to.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession, TCPConnector
from aiohttp.test_utils import TestClient, TestServer

from bot import secret_key
from bot.store.store import Store
from bot.store.tables import job, turn
from handoffs.change import What
from handoffs.history import Check, Recorded, check
from handoffs.model import Handoff, State
from tests.fakes import FakeConnector
from tests.integration.handoff_rows import made
from tests.long.handoff_room import MOST_SECONDS, Action, Came, Room, Verb
from tests.program import running
from tests.teams import TENANT, Teams

_SECRET = "a secret key for tests alone, long enough for it"
_PEOPLE = ("ana", "megan", "alex", "bo", "cleo", "dan", "eve", "finn", "gus", "hal")
_ACTIONS = 200
_ITEMS = (2, 3)  # what giver and others alike may tick
_SHARED = (1, *_ITEMS)
_MARKER = re.compile(r"marker-\d+")

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.mark.engines("postgresql")
async def test_two_processes_on_postgresql(database_url: str, tmp_path: Path) -> None:
    await _prove(database_url, tmp_path, processes=2)


@pytest.mark.engines("sqlite")
async def test_one_process_on_sqlite(database_url: str, tmp_path: Path) -> None:
    await _prove(database_url, tmp_path, processes=1)


async def _prove(url: str, folder: Path, processes: int) -> None:
    seed = time.time_ns() % 100_000
    async with _room(url, folder, processes) as room:
        await _begin(room)
        base = (await _kept(url))[0].revision
        began = time.monotonic()
        acts = _plan(random.Random(seed))
        await asyncio.gather(*(room.act(action, n % processes) for n, action in enumerate(acts)))
        seconds = time.monotonic() - began
        await _quiet(url)
        report = await room.doors[-1]["ana"].ask("report 1")
        assert "The history is unbroken" in report, report
    handoff, recorded, found = await _kept(url)
    actions = room.settle()
    _check(actions, handoff, recorded, found, base)
    came = Counter(f"{action.verb} {action.came}" for action in actions)
    sys.stdout.write(f"seed {seed}, {seconds:.1f} s, {len(recorded)} entries: {dict(sorted(came.items()))}\n")


@asynccontextmanager
async def _room(url: str, folder: Path, processes: int) -> AsyncIterator[Room]:
    fake, settings = FakeConnector(), {"DATABASE_URL": url, "BATON_SECRET_KEY": _SECRET}
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(TestServer(fake.app))
        doors: list[dict[str, Teams]] = []
        for _ in range(processes):
            program, _ = await stack.enter_async_context(running(folder, BATON_RATE_LIMIT="0", **settings))
            many = TCPConnector(limit=_ACTIONS)
            client = await stack.enter_async_context(ClientSession(program.url, connector=many))
            doors.append(_people(client, fake, str(server.make_url("/")), len(doors)))
        yield Room(connector=fake, doors=doors)


def _people(client: ClientSession, fake: FakeConnector, url: str, door: int) -> dict[str, Teams]:
    """Everybody through one process; no two activities have the same id."""
    ids = itertools.count(door * 10_000)
    ana = Teams(cast(TestClient[Any, Any], client), fake, url, _ids=ids)
    ana.is_listed()
    return {"ana": ana, **{name: ana.colleague(name) for name in _PEOPLE[1:]}}


async def _begin(room: Room) -> None:
    """A handoff from Ana to Megan, with all the others on it, each with a live card."""
    people = room.doors[0]
    for name in _PEOPLE[1:]:
        await people[name].say("hello")
    await people["ana"].say("new handoff poc-scoping for Contoso, PoC, to megan@contoso.com")
    await people["ana"].say("yes")
    for name in _PEOPLE[2:]:
        await people["ana"].say(f"add {name}@contoso.com")
    for person in people.values():
        await person.until(lambda chat=person: bool(chat.cards), 20)  # type: ignore[misc]


def _plan(dice: random.Random) -> list[Action]:
    """As many of everybody, in any order."""
    who = list(_PEOPLE) * (_ACTIONS // len(_PEOPLE))
    dice.shuffle(who)
    verbs = [Verb.NOTE] * 8 + [Verb.DONE] * 5 + [Verb.UNDO] * 3 + [Verb.PRESS] * 4
    return [
        # The receiver and the others tick other items than the giver, and each may note what they may tick.
        Action(
            person=person,
            verb=dice.choice(verbs),
            item=1 if person == "megan" else dice.choice(_ITEMS),
            marker=f"marker-{n}",
        )
        for n, person in enumerate(who)
    ]


async def _quiet(url: str) -> None:
    """Until nothing is left to be sent, and no turn runs."""
    store = Store(url)
    await store.open()
    try:
        async with asyncio.timeout(MOST_SECONDS):
            while True:
                async with store.work("") as work:
                    open_ = sa.select(sa.func.count()).where(
                        job.c.state.in_(("waiting", "running", "sending")),
                        job.c.ready < datetime.now(UTC) + timedelta(hours=1),  # reminders come days later
                    )
                    runs = sa.select(sa.func.count()).where(turn.c.state == "running")
                    left = [(await work.connection.execute(query)).scalar_one() for query in (open_, runs)]
                if not any(left):
                    return
                await asyncio.sleep(0.2)
    finally:
        await store.close()


async def _kept(url: str) -> tuple[Handoff, Sequence[Recorded], Check]:
    """The row, its history, and what a look at every seal finds."""
    seal = secret_key.derive(_SECRET.encode(), "history")
    store = Store(url, seal=seal)
    await store.open()
    try:
        async with store.work(TENANT) as work:
            handoff, recorded = await work.handoffs.find(1), await work.handoffs.history(1)
            head = await work.handoffs.head(1)
    finally:
        await store.close()
    assert handoff
    return handoff, recorded, check(seal, TENANT, 1, recorded, head)


def _check(
    actions: Sequence[Action], handoff: Handoff, recorded: Sequence[Recorded], found: Check, base: int
) -> None:
    """The offline checker."""
    assert len(actions) == _ACTIONS
    accepted = [action for action in actions if action.came is Came.ACCEPTED]
    marked = [action for action in accepted if action.verb is not Verb.UNDO]
    written = Counter(marker for entry in recorded for marker in _markers(entry))

    assert found.sound, found
    assert {marker for marker, times in written.items() if times > 1} == set()
    assert [action for action in marked if action.marker not in written] == []  # lost
    assert set(written) - {action.marker for action in marked} == set()  # refused, and there all the same
    whose = {marker: entry.person for entry in recorded for marker in _markers(entry)}
    ids = {action.person: whose[action.marker] for action in marked}
    assert len(set(ids.values())) == len(ids)  # each action is its own person's
    assert [action for action in marked if whose[action.marker] != ids[action.person]] == []
    undone = Counter(action.person for action in accepted if action.verb is Verb.UNDO)
    reopened = Counter(entry.person for entry in recorded if entry.what == What.ITEM_REOPENED)
    assert undone.total() == reopened.total()
    assert all(reopened[ids[person]] == times for person, times in undone.items() if person in ids)
    assert handoff.revision == base + len(accepted)  # each made one change
    assert {item.number: (item.state, item.note) for item in handoff.items if item.number in _SHARED} == (
        _folded(recorded)
    )


def _markers(entry: Recorded) -> list[str]:
    """What was written with it; an entry that only says what stood there before has none."""
    new = {value["text"] for value in entry.after.values() if isinstance(value, dict) and "text" in value}
    return [text for digest, text in entry.texts.items() if digest in new and text and _MARKER.match(text)]


def _folded(recorded: Sequence[Recorded]) -> dict[int, tuple[State, str]]:
    """The items as the history has them in the end."""
    items = dict.fromkeys(_SHARED, (State.OPEN, ""))
    for entry in recorded:
        number = entry.before.get("item")
        if number not in items:
            continue
        state, note = items[number]
        if entry.what == What.ITEM_NOTED:
            note = next(iter(_markers(entry)))
        else:
            state = State(entry.after["state"])
        items[number] = (state, note)
    return items


def _entry(seq: int, person: str, item: int, marker: str) -> Recorded:
    return Recorded(
        seq=seq,
        what=What.ITEM_NOTED,
        person=person,
        at=datetime.now(UTC),
        before={"item": item},
        after={"note": {"text": "hash"}},
        why="",
        seal="",
        texts={"hash": marker},
    )


_ALL = [Action(person="ana", verb=Verb.NOTE, item=2, marker=f"marker-{n}") for n in range(_ACTIONS)]


@pytest.mark.parametrize(
    ("accepted", "written", "revision"),
    [
        ([1, 2], [1], 2),  # one is lost
        ([1], [1, 2], 1),  # refused, and there all the same
        ([1, 2], [1, 2, 2], 2),  # twice
        ([1, 2], [1, 2], 3),  # a change that nobody made
    ],
)
def test_the_checker_notices(accepted: list[int], written: list[int], revision: int) -> None:
    actions = [
        replace(action, came=Came.ACCEPTED if n in accepted else Came.REFUSED)
        for n, action in enumerate(_ALL)
    ]
    recorded = [_entry(seq, "p", 2, f"marker-{n}") for seq, n in enumerate(written, 1)]
    items = tuple(
        replace(made(1).handoff.items[0], number=number, note=f"marker-{written[-1]}" if number == 2 else "")
        for number in _SHARED
    )
    handoff = replace(made(1).handoff, items=items, revision=revision)
    sound = Check(sound=True, count=len(recorded), head="")

    with pytest.raises(AssertionError):
        _check(actions, handoff, recorded, sound, base=0)
