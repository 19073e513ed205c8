"""The whole bot and a channel that misbehaves: nothing said twice, nothing lost that never arrived."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot import compose
from bot.connector import Limits
from bot.leases import Pace
from bot.store.jobs import State
from bot.store.queue import End
from bot.store.store import Store
from bot.store.tables import job, turn
from bot.store.turns import REPLY, Answer, Delivery, Ending
from dialogs import texts
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, FakeExpert
from tests.faulty import WELL, Act, Fault, FaultyConnector, Received, busy
from tests.teams import Teams

# What the database is asked here is proved on both elsewhere; those that lean on it most say so.
pytestmark = pytest.mark.engines("sqlite")
_BOTH = pytest.mark.engines("sqlite", "postgresql")
_LIMITS = Limits(connect=0.3, total=0.7, patience=0.3, pause=0.05, connections=8)
_PACE = Pace(poll=0.1, first_delay=0.3)
_QUIET = 0.4  # seconds in which what is still on its way would come
_PROMPT = 3.0  # seconds in which every answer comes with these limits, on a busy machine too
_ONE = "become a pirate"  # is answered by one message
_ONE_SAID = "I can't do that."
_TWO = "who leads stage 3"  # is answered by two: an answer and what could be asked next
_TWO_SAID = [
    "The SSP leads. [1]\n\nSource: Roles guide, stage 3",
    texts.NEXT.format(question="who leads stage 4"),
]
_UNREAD = (Act.HANG_UNREAD, Act.RESET_UNREAD)
_NEVER_HEARD = [
    *(
        Fault(act=act, taken=taken)
        for act in (Act.HANG, Act.RESET, Act.TRICKLE_HEAD)
        for taken in (True, False)
    ),
    *(Fault(act=act) for act in _UNREAD),
    *(Fault(status=status) for status in (408, 412, 500, 503, 504)),
    Fault(status=502, taken=True),
]
_BLOCKED = 0.05  # seconds


@pytest.fixture
async def faulty() -> AsyncIterator[FaultyConnector]:
    async with FaultyConnector().running() as running:
        yield running


@pytest.fixture
async def ana(
    make_settings: MakeSettings,
    expert: FakeExpert,
    faulty: FaultyConnector,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Teams]:
    """Ana, and a bot that is as patient as it is elsewhere, but quicker."""
    monkeypatch.setattr("bot.edge.Limits", lambda: _LIMITS)
    monkeypatch.setattr("bot.adapter._PATIENCE", _LIMITS.patience)
    monkeypatch.setattr("bot.jobs.Pace", lambda: _PACE)
    monkeypatch.setattr("bot.postponing._SOON", 0.3)
    monkeypatch.setattr("bot.errors.TooEarlyError.__init__.__defaults__", (0.1,))
    faulty.roster = Fault(status=404)
    app = compose.build_app(make_settings(), expert=expert)
    async with TestClient(TestServer(app)) as client:
        teams = Teams(client, FakeConnector(), faulty.url)
        await teams.post(teams.activity(text="hello"))  # loads what is loaded on first use
        await _until(lambda: bool(faulty.texts()))
        faulty.log.clear()
        yield teams


async def _say(teams: Teams, text: str) -> int:
    """Type it; the HTTP status, which never lets wait."""
    began = time.monotonic()
    status, _ = await teams.post(teams.activity(text=text))
    assert time.monotonic() - began < _PROMPT
    return status


async def _until(condition: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - the channel's log has no event
            await asyncio.sleep(0.02)


async def _heard(faulty: FaultyConnector, *expected: str) -> None:
    """Wait until just these texts have come, in this order, and nothing comes after them."""
    await _until(lambda: len(faulty.texts()) >= len(expected))
    await asyncio.sleep(_QUIET)
    assert faulty.texts() == list(expected)


async def test_a_channel_that_is_busy_for_a_moment_gets_the_reply_within_the_turn(
    ana: Teams, faulty: FaultyConnector
) -> None:
    faulty.plan = [busy("0.1")]

    assert await _say(ana, _ONE) == 201

    assert faulty.texts() == [_ONE_SAID]


@_BOTH
@pytest.mark.parametrize(
    "plan",
    [
        [busy("0.6")],
        [busy("0.6"), busy("0"), busy("0.6"), busy("0")],
        [busy("0.6"), busy("2")],
        [WELL, busy("0.6"), busy("0.6")],
        [busy("later")] * 12,
    ],
    ids=["once", "again and again", "again for longer", "the second message", "without a time"],
)
async def test_what_a_busy_channel_did_not_take_comes_later_in_order_and_once(
    ana: Teams, faulty: FaultyConnector, plan: list[Fault]
) -> None:
    faulty.plan = list(plan)

    assert await _say(ana, _TWO) == 201

    await _heard(faulty, *_TWO_SAID)
    assert faulty.tried() == len(plan) - plan.count(WELL) + 2


async def test_what_could_not_be_sent_for_want_of_a_connection_comes_later_in_order_and_once(
    ana: Teams, faulty: FaultyConnector
) -> None:
    await faulty.go_away()
    assert await _say(ana, _TWO) == 201
    await asyncio.sleep(1)
    await faulty.come_back()

    await _heard(faulty, *_TWO_SAID)
    assert faulty.tried() == 2


@pytest.mark.parametrize("fault", _NEVER_HEARD, ids=lambda fault: f"{fault.act} {fault.status} {fault.taken}")
async def test_what_may_have_arrived_is_not_repeated_and_the_next_reply_says_so_once(
    ana: Teams, faulty: FaultyConnector, fault: Fault
) -> None:
    faulty.plan = [fault]

    statuses = [await _say(ana, _ONE) for _ in range(3)]
    await asyncio.sleep(_QUIET)

    heard = [_ONE_SAID] if fault.taken else []
    assert statuses == [201, 201, 201]
    assert faulty.texts() == [*heard, f"{_ONE_SAID}\n\n{texts.MISSED}", _ONE_SAID]
    assert faulty.tried() + faulty.unread == 3


async def test_what_the_channel_never_got_after_an_unknown_reply_still_comes(
    ana: Teams, faulty: FaultyConnector
) -> None:
    faulty.plan = [Fault(status=502)]

    assert await _say(ana, _TWO) == 201
    await _heard(faulty, _TWO_SAID[1])
    await _say(ana, _ONE)

    assert faulty.texts() == [_TWO_SAID[1], f"{_ONE_SAID}\n\n{texts.MISSED}"]


@_BOTH
async def test_what_says_that_one_was_missed_may_be_missed_as_well(
    ana: Teams, faulty: FaultyConnector
) -> None:
    faulty.plan = [Fault(status=502), Fault(status=502), WELL, WELL]

    for _ in range(4):
        await _say(ana, _ONE)

    assert faulty.texts() == [f"{_ONE_SAID}\n\n{texts.MISSED}", _ONE_SAID]


@pytest.mark.parametrize("status", [400, 403])
async def test_what_says_that_one_was_missed_and_is_refused_has_not_said_it(
    ana: Teams, faulty: FaultyConnector, status: int
) -> None:
    faulty.plan = [Fault(status=502), Fault(status=status)]

    for _ in range(3):
        await _say(ana, _ONE)

    assert faulty.texts()[-1] == f"{_ONE_SAID}\n\n{texts.MISSED}"


async def test_what_says_that_one_was_missed_may_itself_come_later(
    ana: Teams, faulty: FaultyConnector
) -> None:
    faulty.plan = [Fault(status=502), busy("1")]

    await _say(ana, _ONE)
    await _say(ana, _ONE)
    await _heard(faulty, f"{_ONE_SAID}\n\n{texts.MISSED}")
    await _say(ana, _ONE)

    assert faulty.texts()[1:] == [_ONE_SAID]


@_BOTH
async def test_a_reply_that_was_missed_when_it_came_later_is_told_of(
    ana: Teams, faulty: FaultyConnector
) -> None:
    faulty.plan = [busy("1"), Fault(status=502)]

    await _say(ana, _ONE)
    await _until(lambda: faulty.tried() == 2)
    await asyncio.sleep(0.3)
    for _ in range(2):
        await _say(ana, _ONE)

    assert faulty.texts() == [f"{_ONE_SAID}\n\n{texts.MISSED}", _ONE_SAID]


@_BOTH
async def test_a_reply_whose_process_died_while_it_was_sent_is_told_of(store: Store) -> None:
    ran = Delivery(tenant="t", conversation="c", activity="a", person="ana", content="x")
    done = Ending(delivery=ran, owner="turn", answer=Answer(status=201), until=store.now())
    async with store.work("t") as work:
        assert await work.turns.begin(ran, "turn", store.now())
        await work.turns.finish([done])
        await work.jobs.add(REPLY, "turn:0", store.now(), {"version": 1}, target="c")
        await work.commit()
    async with store.queue() as queue:
        (held,) = await queue.claim("dead", [REPLY], 1, store.now())
        assert await queue.begin_sending(held, store.now())
        (seen,) = await queue.held()
        assert await queue.take_away(seen, End(state=State.UNKNOWN, error="abandoned"), store.now())
        await queue.commit()

    async with store.queue() as queue:
        row = (await queue.connection.execute(sa.select(turn.c.state, turn.c.person))).one()
    assert tuple(row) == ("unknown", "ana")


@pytest.mark.parametrize("status", [307, 400])
async def test_a_reply_that_is_refused_for_good_is_not_tried_again_and_baton_owns_up(
    ana: Teams, faulty: FaultyConnector, status: int
) -> None:
    faulty.plan = [Fault(status=status)]

    assert await _say(ana, _TWO) == 201
    await asyncio.sleep(_QUIET)

    (said,) = faulty.texts()
    assert said.startswith(texts.APOLOGY.split("{id}")[0])


async def test_an_apology_that_the_channel_does_not_take_now_comes_later(
    ana: Teams, faulty: FaultyConnector
) -> None:
    faulty.plan = [Fault(status=400), busy("30")]

    await _say(ana, _ONE)

    await _say(ana, "jobs")

    assert faulty.texts()[-1].startswith("Waiting: 1, ")


@pytest.mark.parametrize("status", [403, 404])
async def test_who_cannot_be_reached_is_not_tried_again(
    ana: Teams, faulty: FaultyConnector, status: int
) -> None:
    faulty.plan = [Fault(status=status)]

    assert await _say(ana, _TWO) == 201
    await asyncio.sleep(_QUIET)
    assert faulty.tried() == 1
    await _say(ana, _ONE)

    assert faulty.texts() == [_ONE_SAID]


async def test_a_second_delivery_after_a_fault_sends_nothing(ana: Teams, faulty: FaultyConnector) -> None:
    for fault in (Fault(status=502), Fault(status=403), busy("1"), Fault(act=Act.RESET)):
        faulty.plan = [fault]
        activity = ana.activity(text=_ONE)
        first = await ana.post(activity)
        tried = faulty.tried()

        assert await ana.post(activity) == first == (201, None)
        assert faulty.tried() == tried


async def test_a_pressed_button_shows_its_card_whatever_the_channel_does(
    ana: Teams, faulty: FaultyConnector
) -> None:
    await faulty.go_away()

    status, body = await ana.press("pick_role", role="csam")

    assert (status, body["statusCode"]) == (200, 200)
    assert body["type"] == "application/vnd.microsoft.card.adaptive"
    await faulty.come_back()
    await _until(lambda: faulty.texts() != [])
    assert faulty.texts() == [texts.ROLE_SAMPLES.format(role="CSAM (Customer Success Account Manager)")]


async def test_a_turn_that_is_late_answers_teams_at_once_and_the_person_soon_after(
    ana: Teams, faulty: FaultyConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapter._LATE", -1.0)

    assert await _say(ana, _TWO) == 201
    assert faulty.tried() == 0

    await _heard(faulty, *_TWO_SAID)


async def test_replies_that_are_expected_in_the_response_are_there_however_late(
    ana: Teams, faulty: FaultyConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapter._LATE", -1.0)

    _, body = await ana.post(ana.activity(text=_ONE, deliveryMode="expectReplies"))

    assert [reply["text"] for reply in body["activities"]] == [_ONE_SAID]
    assert faulty.tried() == 0


def _someone(ana: Teams, number: int) -> Teams:
    return ana.colleague(f"person-{number}")


def _weather(seed: int) -> Callable[[Received], Fault]:
    """What a channel on its worst day does."""
    dice = random.Random(seed)
    kinds = [
        *([WELL] * 10),
        *(busy("0"), busy("1"), busy(None), busy("soon")),
        *(Fault(status=502, taken=dice.random() < 0.5), Fault(status=503), Fault(status=500)),
        *(Fault(act=Act.HANG, taken=True), Fault(act=Act.RESET), Fault(act=Act.TRICKLE_HEAD, taken=True)),
        *(Fault(act=Act.TRICKLE_BODY, taken=True), Fault(act=Act.ENDLESS_BODY, taken=True)),
        *(Fault(act=Act.CLOSE, taken=True), Fault(body=b"x" * 1_000_000, taken=True), Fault(act=Act.GARBAGE)),
        *(Fault(body=b"<html>" * 100, taken=True), Fault(taken=True, delay=0.2)),
    ]
    return lambda received: dice.choice(kinds)


async def _longest_gap(work: Awaitable[None]) -> float:
    """Seconds that the event loop was away for at most, while that was done."""
    longest, doing = 0.0, asyncio.ensure_future(work)
    while not doing.done():
        before = time.monotonic()
        await asyncio.sleep(0.002)
        longest = max(longest, time.monotonic() - before - 0.002)
    await doing
    return longest


async def _storm(ana: Teams, faulty: FaultyConnector, people: int, turns: int, first: int) -> None:
    async def talk(number: int) -> None:
        person = _someone(ana, number)
        for _ in range(turns):
            status, _body = await person.post(person.activity(text=_ONE))
            assert status == 201

    await asyncio.gather(*(talk(number) for number in range(first, first + people)))


@_BOTH
async def test_in_a_storm_each_reply_is_tried_until_it_may_have_arrived_and_never_after(
    ana: Teams, faulty: FaultyConnector, store: Store
) -> None:
    people, turns, gaps = 24, 3, []
    for run in itertools.count():
        faulty.choose = _weather(run)
        # Another program on this machine can hold the loop up as well: one quiet run of three is asked for.
        gaps.append(await _longest_gap(_storm(ana, faulty, people, turns, first=run * people)))
        if gaps[-1] < _BLOCKED or run == 2:
            break
    faulty.choose = lambda received: WELL
    await _no_jobs_left(store)

    came, said, unknown = _came(faulty), _said(faulty), await _unknown(store)
    chats = [f"a:person-{number}" for number in range(people * len(gaps))]
    assert min(gaps) < _BLOCKED, gaps
    assert [chat for chat in chats if came[chat] > turns] == []  # nothing twice
    assert [chat for chat in chats if said[chat] + unknown[chat] < turns] == []  # nothing lost in silence


def _came(faulty: FaultyConnector) -> Counter[str]:
    """For each conversation how many messages came that were not turned away."""
    return Counter(one.conversation for one in faulty.log if one.is_message and one.status != 429)


def _said(faulty: FaultyConnector) -> Counter[str]:
    """For each conversation how many messages the bot knows to have arrived, or could."""
    well = (one for one in faulty.log if one.is_message and one.status == 200 and one.taken)
    return Counter(one.conversation for one in well)


async def _unknown(store: Store) -> Counter[str]:
    """For each conversation how many turns said something that may not have arrived."""
    async with store.queue() as queue:
        kept = sa.select(turn.c.conversation).where(turn.c.state.in_(("unknown", "told")))
        return Counter((await queue.connection.execute(kept)).scalars())


async def _no_jobs_left(store: Store) -> None:
    async def count() -> int:
        async with store.queue() as queue:
            open_ = sa.select(sa.func.count()).where(job.c.state.in_(("waiting", "running", "sending")))
            return int((await queue.connection.execute(open_)).scalar_one())

    async with asyncio.timeout(40):
        while await count():  # noqa: ASYNC110 - a database has no event to wait for
            await asyncio.sleep(0.2)
