"""SIGKILL at each await between a decision about a handoff and the kept id of the last message about it.

One process after the other is killed a step later than the one before, each in the middle of an action of its
own two people; then one process is left alone, every action is delivered once more, as Teams does, and an
offline checker looks: card and row agree, and each message was sent once or is marked unknown.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import ClientError, ClientSession
from aiohttp.test_utils import TestClient

from bot.showing import NOTICE, is_token
from bot.store.tables import handoff_card, job, turn
from bot.store.turns import REPLY
from dialogs import texts, verbs
from handoffs import history
from handoffs.change import What
from handoffs.model import Status
from tests.long.handoff_ground import LONG, SEAL, Ground, Pair, laid, until
from tests.long.handoff_program import KILL_AT
from tests.teams import TENANT, Teams, find_button

_MOST_KILLS = 250

pytestmark = [
    pytest.mark.long,
    pytest.mark.engines("sqlite", "postgresql"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
async def ground(database_url: str, tmp_path: Path) -> AsyncIterator[Ground]:
    async with laid(database_url, tmp_path) as made:
        yield made


def _typed(person: Teams) -> dict[str, Any]:
    return person.activity(text="decline because the budget is gone", textFormat="plain")


def _pressed(person: Teams) -> dict[str, Any]:
    action = find_button(person.cards[-1], verbs.HANDOFF_DECLINE)
    filled = {**action, "data": {**action["data"], "comment": "the budget is gone"}}
    value = {"action": filled, "trigger": "manual"}
    return person.activity(type="invoke", name="adaptiveCard/action", value=value)


@pytest.mark.parametrize("act", [_pressed, _typed])
async def test_killed_at_each_await(ground: Ground, act: Callable[[Teams], dict[str, Any]]) -> None:
    began = time.monotonic()
    for steps in range(1, _MOST_KILLS):
        if not await _killed(ground, act, str(steps)):
            break
    else:
        raise AssertionError("there is no end of awaits")
    # Steps do not come in the same order each time: where none was killed by its number, one is by its place.
    for place in ground.passed:
        await _killed(ground, act, place)
    async with ground.process() as (_, client):
        found = await asyncio.gather(*(_look(ground, pair, client) for pair in ground.pairs))
    killed, missed = ground.killed_at, ground.passed
    assert len(missed) <= _RARE, missed
    for place in _PLACES:
        assert any(place in where for where in killed), place
    seconds = time.monotonic() - began
    sys.stdout.write(f"{len(killed)} kills at {len(set(killed))} places in {seconds:.0f} s: {_sum(found)}\n")


_RARE = 5  # places that are not passed each time, and so may be missed
_NOTICES = 1  # the giver is told
_PLACES = ("Turn._once", "Unit.commit", "Worker._claim", "Sender._announce", "Sender._send", "Worker._write")


def _sum(found: list[list[str]]) -> dict[str, int]:
    return dict(sorted(Counter(each for some in found for each in some).items()))


async def _prepare(
    ground: Ground, client: ClientSession, n: int, act: Callable[[Teams], dict[str, Any]]
) -> Pair:
    """A handoff that is under way, with a live card in both chats, and no word of it left to be sent."""
    ana = Teams(cast(TestClient[Any, Any], client), ground.fake, ground.service_url)
    other, actor = ana.colleague(f"giver{n}"), ana.colleague(f"receiver{n}")
    await actor.say("hello")
    said = f'new handoff atu-stu for Contoso, "Azure", value 250000, due 2027-01-15, to {actor.email}'
    await other.say(said)
    await other.say("yes")
    pair = Pair(actor=actor, other=other, number=n, activity={}, last_job=0, sent_before=0)
    await until(lambda: ground.is_over(pair))
    assert actor.cards
    newest = await ground.rows(job, job.c.target.in_(pair.chats))
    return replace(
        pair,
        activity=act(actor),
        last_job=max(row.id for row in newest),
        sent_before=len(_posts(ground, pair.chats[1])),
    )


def _posts(ground: Ground, chat: str) -> list[dict[str, Any]]:
    """The messages that came in a chat."""
    return [
        call.body
        for call in ground.fake.calls
        if (call.method, call.conversation) == ("POST", chat) and call.body.get("type") == "message"
    ]


async def _killed(ground: Ground, act: Callable[[Teams], dict[str, Any]], at: str) -> bool:
    """Have a process of its own be killed there; False: it got through."""
    async with ground.process() as (id, client):
        pair = await _prepare(ground, client, len(ground.pairs) + 1, act)
        ground.pairs.append(pair)
        return await _is_killed(ground, pair, client, id, at)


async def _is_killed(ground: Ground, pair: Pair, client: ClientSession, id: int, at: str) -> bool:
    """Act, and see whether the process dies of it; False: all was done before."""
    with suppress(ClientError):
        async with client.post("/api/messages", json=pair.activity, headers={KILL_AT: at}):
            pass

    async def either() -> bool:
        return not _lives(id) or await ground.is_over(pair)

    await until(either)
    return not _lives(id)


def _lives(id: int) -> bool:
    try:
        os.kill(id, 0)
    except ProcessLookupError:
        return False
    return True


async def _look(ground: Ground, pair: Pair, client: ClientSession) -> list[str]:
    """Deliver it once more, let all that is left be sent, and hold everything against everything."""
    known = cast(TestClient[Any, Any], client)
    pair.actor.client = pair.other.client = known
    status, _ = await pair.actor.post(pair.activity)
    assert status in (200, 201, 202), status
    await until(lambda: ground.is_over(pair), 4 * LONG)
    handoff = await _check_history(ground, pair)
    found = [*await _check_words(ground, pair), *await _check_notice(ground, pair)]
    await _check_cards(ground, pair, handoff.revision, lost=bool(found))
    return found or ["all arrived"]


async def _check_history(ground: Ground, pair: Pair) -> Any:
    """The decision was made once, and the seals hold."""
    async with ground.store.work(TENANT) as work:
        handoff = await work.handoffs.find(pair.number)
        recorded = await work.handoffs.history(pair.number)
        head = await work.handoffs.head(pair.number)
    assert history.check(SEAL, TENANT, pair.number, recorded, head).sound
    assert [entry.what for entry in recorded].count(What.DECLINED) == 1
    assert handoff
    assert handoff.status is Status.DECLINED
    return handoff


async def _check_words(ground: Ground, pair: Pair) -> list[str]:
    """What answers it came once; where that is not known, the next answer says so."""
    id = pair.activity["id"]
    came = [sent for sent in _posts(ground, pair.chats[0]) if sent.get("replyToId") == id]
    expected = 0 if pair.activity["type"] == "invoke" else 2  # a line and the card
    keys = [sent.get("text") or "card" for sent in came]
    assert len(set(keys)) == len(keys), keys  # none twice
    [row] = await ground.rows(turn, turn.c.conversation == pair.chats[0], turn.c.activity == id)
    if row.state == "done":
        assert len(came) == expected, keys
        return []
    assert row.state == "unknown", row.state
    await pair.actor.say(f"history {pair.number}")
    assert texts.MISSED in pair.actor.heard[-1]
    return [f"words unknown, {len(came)} of {expected} came"]


async def _check_notice(ground: Ground, pair: Pair) -> list[str]:
    """The other was told once, or it is not known whether they were."""
    came = len(_posts(ground, pair.chats[1])) - pair.sent_before
    mine = (job.c.target.in_(pair.chats), job.c.id > pair.last_job)
    jobs = await ground.rows(job, *mine)
    assert {row.state for row in jobs} <= {"done", "unknown"}, [(row.kind, row.state) for row in jobs]
    # An update can be repeated, and so its outcome comes to be known.
    assert {row.kind for row in jobs if row.state == "unknown"} <= {NOTICE, REPLY}
    notices = [row for row in jobs if row.kind == NOTICE]
    assert len(notices) == _NOTICES
    assert came <= _NOTICES
    if all(row.state == "done" for row in notices):
        assert came == _NOTICES
        return []
    return [f"notice unknown, {came} came"]


async def _check_cards(ground: Ground, pair: Pair, revision: int, *, lost: bool) -> None:
    """Every live card is as the row, where it is known and where it is looked at."""
    rows = await ground.rows(handoff_card, handoff_card.c.number == pair.number)
    assert lost or len(rows) == 2
    for row in rows:
        assert not is_token(row.activity)
        card = ground.fake.cards(row.conversation)[row.activity]
        assert set(_revisions(card)) == {revision}, (row.conversation, pair.activity["type"])
    for person in (pair.actor, pair.other):
        for card in person.cards:
            if "refresh" in card:
                assert set(_revisions(await person.refresh(card))) <= {revision}


def _revisions(part: Any) -> Iterator[int]:
    """Of which revision a card's buttons are."""
    if isinstance(part, dict):
        if "revision" in part:
            yield int(part["revision"])
        for inner in part.values():
            yield from _revisions(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _revisions(inner)
