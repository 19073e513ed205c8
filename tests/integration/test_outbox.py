"""What a turn has sent to others: cards brought up to date, and messages to somebody's own chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot import card_updates, notices, replies, showing
from bot.errors import BlockedError, UnknownOutcomeError, UnreachableError
from bot.jobs import Worker
from bot.kinds import Kind
from bot.origin import Origin
from bot.outbox import Outbox
from bot.store.reach import UNREACHED
from bot.store.store import Store
from bot.store.tables import job
from dialogs.desk import Shown
from dialogs.message import Person, Reply
from tests.integration.working import PACE, until

_URL = "https://smba.trafficmanager.net/emea/"
_OWNER = "0" * 16
_ORIGIN = Origin(service_url=_URL, channel="msteams", bot="28:baton")


@dataclass
class _Channel:
    """Keeps what it was sent, as (what, where, text); `faults` by the text that they befall."""

    time_limit: float = 0.2
    seen: list[tuple[str, str, str]] = field(default_factory=list)
    faults: dict[str, Exception] = field(default_factory=dict)
    slow: dict[str, asyncio.Event] = field(default_factory=dict)

    async def send(
        self, service_url: str, conversation: str, activity: Mapping[str, Any], *, reply_to: str = ""
    ) -> str:
        await self._take("post", conversation, activity)
        return f"id of {activity['text']}"

    async def update(self, service_url: str, conversation: str, id: str, activity: Mapping[str, Any]) -> None:
        assert activity["id"] == id
        await self._take("put", id, activity)

    async def create_conversation(self, service_url: str, parameters: Mapping[str, Any]) -> str:
        [member] = parameters["members"]
        if fault := self.faults.get(member["id"]):
            raise fault
        self.seen.append(("open", member["id"], parameters["tenantId"]))
        return f"chat of {member['id']}"

    async def _take(self, what: str, where: str, activity: Mapping[str, Any]) -> None:
        if waiting := self.slow.get(activity["text"]):
            await waiting.wait()
        if fault := self.faults.get(activity["text"]):
            raise fault
        self.seen.append((what, where, activity["text"]))


@asynccontextmanager
async def _working(store: Store, channel: _Channel) -> AsyncIterator[None]:
    opening = notices.Opening(store=store, channel=channel).kind()
    kinds: list[Kind] = [replies.kind(), card_updates.kind(store.now), notices.kind(store.now), opening]
    worker = Worker(queue=store.queue, connector=channel, kinds=kinds, pace=PACE)
    worker.start()
    try:
        yield
    finally:
        await worker.stop(grace=2)


@asynccontextmanager
async def _turn(store: Store, owner: str = _OWNER, now: datetime | None = None) -> AsyncIterator[Outbox]:
    async with store.work("t") as work:
        outbox = Outbox(work, "t", _ORIGIN, owner, now or store.now())
        yield outbox
        await outbox.flush()
        await work.commit()


async def _shown(store: Store) -> list[Shown]:
    async with _turn(store) as outbox:
        return list(await outbox.cards(12))


async def _put(store: Store, activity: str, conversation: str = "a:megan") -> Shown:
    """A live card that is there, or with a token on its way."""
    async with store.work("t") as work:
        await work.cards.put(12, conversation, "megan", _URL, 1, activity)
        await work.commit()
    [shown] = await _shown(store)
    return shown


async def _megan(store: Store, **known: str) -> str:
    """Her person id."""
    blank = dict.fromkeys(("object_id", "name", "email", "chat", "service_url"), "")
    async with store.work("t") as work:
        await work.people.introduce(**{"user": "29:megan", **blank, **known})
        actor = await work.people.account(Person(tenant="t", id="29:megan"))
        await work.commit()
    return actor.id


def _card(text: str, revision: int) -> Reply:
    return Reply(text=text, live=12, revision=revision)


async def _states(store: Store) -> list[str]:
    """Of all that is carried out here."""
    states = sa.select(job.c.state).where(job.c.kind != UNREACHED).order_by(job.c.id)
    async with store._engine.connect() as connection:
        return list((await connection.execute(states)).scalars())


async def _unreached(store: Store) -> list[dict[str, Any]]:
    """What is to be told of people who were lost."""
    payloads = sa.select(job.c.payload).where(job.c.kind == UNREACHED)
    async with store._engine.connect() as connection:
        return list((await connection.execute(payloads)).scalars())


async def _idle(store: Store) -> None:
    async def over() -> bool:
        return not {"waiting", "running", "sending"} & set(await _states(store))

    await until(over)


async def test_of_several_contents_the_newest_alone_is_put_into_the_card(store: Store) -> None:
    channel, shown = _Channel(), await _put(store, "1")
    for revision, owner in enumerate("abc", 2):
        async with _turn(store, owner * 16) as outbox:
            await outbox.update(shown, _card(f"v{revision}", revision))

    async with _working(store, channel):
        await _idle(store)

    assert channel.seen == [("put", "1", "v4")]
    [now] = await _shown(store)
    assert (now.revision, now.activity) == (4, "1")


async def test_a_newer_content_does_not_overtake_the_one_that_is_being_sent(store: Store) -> None:
    channel, shown = _Channel(time_limit=5), await _put(store, "1")
    channel.slow["v2"] = asyncio.Event()
    async with _working(store, channel):
        async with _turn(store, "a" * 16) as outbox:
            await outbox.update(shown, _card("v2", 2))
        await until(lambda: _is_in(store, "sending"))
        async with _turn(store, "b" * 16) as outbox:
            await outbox.update(shown, _card("v3", 3))
        await asyncio.sleep(0.1)
        assert channel.seen == []
        channel.slow["v2"].set()
        await _idle(store)

    assert channel.seen == [("put", "1", "v2"), ("put", "1", "v3")]


async def _is_in(store: Store, state: str) -> bool:
    return state in await _states(store)


async def test_a_content_waits_for_a_card_that_is_on_its_way(store: Store) -> None:
    token = showing.token(f"{_OWNER}:12")
    channel, shown = _Channel(), await _put(store, token)
    async with _turn(store) as outbox:
        await outbox.update(shown, _card("v2", 2))

    async with _working(store, channel):
        await asyncio.sleep(0.1)
        assert channel.seen == []
        async with store.work("t") as work:
            await showing.settle(work.connection, "t", "a:megan", token, "7")
            await work.commit()
        await _idle(store)

    assert channel.seen == [("put", "7", "v2")]
    [now] = await _shown(store)
    assert (now.revision, now.activity) == (2, "7")


async def test_a_card_that_nobody_sends_any_more_is_given_up(store: Store) -> None:
    channel, shown = _Channel(), await _put(store, showing.token(f"{_OWNER}:12"))
    async with _turn(store, now=store.now() - timedelta(seconds=61)) as outbox:
        await outbox.update(shown, _card("v2", 2))

    async with _working(store, channel):
        await _idle(store)

    assert channel.seen == []


async def test_a_card_that_was_deleted_in_the_chat_is_no_live_card(store: Store) -> None:
    channel, shown = _Channel(faults={"v2": UnreachableError()}), await _put(store, "1")
    async with _turn(store) as outbox:
        await outbox.update(shown, _card("v2", 2))

    async with _working(store, channel):
        await _idle(store)

    assert await _shown(store) == []


async def test_who_is_told_has_the_live_card_and_the_older_one_ends(store: Store) -> None:
    channel, megan = _Channel(), await _megan(store, chat="a:megan", service_url=_URL)
    shown = await _put(store, "1")
    async with _turn(store) as outbox:
        assert await outbox.tell(megan, _card("your move", 2))
        await outbox.retire(shown, Reply(text="see below"))
    [coming] = await _shown(store)
    assert showing.is_token(coming.activity)

    async with _working(store, channel):
        await _idle(store)

    assert sorted(channel.seen) == [("post", "a:megan", "your move"), ("put", "1", "see below")]
    [now] = await _shown(store)
    assert (now.activity, now.revision, now.person) == ("id of your move", 2, megan)


async def test_what_is_retired_before_it_was_sent_is_not_sent(store: Store) -> None:
    channel, megan = _Channel(), await _megan(store, chat="a:megan", service_url=_URL)
    async with _turn(store, "a" * 16) as outbox:
        await outbox.tell(megan, _card("first", 2))
    [first] = await _shown(store)
    async with _turn(store, "b" * 16) as outbox:
        await outbox.tell(megan, _card("second", 3))
        await outbox.retire(first, Reply(text="see below"))

    async with _working(store, channel):
        await _idle(store)

    assert channel.seen == [("post", "a:megan", "second")]
    [now] = await _shown(store)
    assert now.activity == "id of second"


async def test_who_cannot_be_reached_is_known_to_be_so_until_they_write(store: Store) -> None:
    known = {"chat": "a:megan", "service_url": _URL}
    channel, megan = _Channel(faults={"hello": UnreachableError()}), await _megan(store, **known)
    async with _turn(store) as outbox:
        assert await outbox.tell(megan, _card("hello", 2))
    async with _working(store, channel):
        await _idle(store)

    assert await _states(store) == ["unreachable"]
    assert await _shown(store) == []
    async with _turn(store) as outbox:
        assert not await outbox.tell(megan, Reply(text="hello again"))
    await _megan(store, **known)
    async with _turn(store) as outbox:
        assert await outbox.tell(megan, Reply(text="hello again"))


async def test_whoever_is_lost_is_lost_once_and_nothing_that_waits_is_tried(store: Store) -> None:
    channel = _Channel(faults={"first": UnreachableError()})
    megan = await _megan(store, chat="a:megan", service_url=_URL)
    async with _turn(store) as outbox:
        await outbox.tell(megan, _card("first", 2))
    async with _turn(store, "b" * 16, store.now() + timedelta(seconds=1)) as outbox:
        await outbox.tell(megan, Reply(text="second"))

    async with _working(store, channel):
        await _idle(store)

    assert (channel.seen, await _states(store)) == ([], ["unreachable", "done"])
    assert await _unreached(store) == [{"version": 1, "person": megan}]


async def test_who_blocks_the_update_of_a_card_is_lost_and_a_deleted_message_loses_nobody(
    store: Store,
) -> None:
    megan = await _megan(store, chat="a:megan", service_url=_URL)
    for error, told in ((UnreachableError(), 0), (BlockedError(), 1)):
        async with store.work("t") as work:
            await work.cards.put(12, "a:megan", megan, _URL, 1, "1")
            await work.commit()
        [shown] = await _shown(store)
        async with _turn(store, str(told) * 16) as outbox:
            await outbox.update(shown, _card("v2", 2))

        async with _working(store, _Channel(faults={"v2": error})):
            await _idle(store)

        assert (await _shown(store), len(await _unreached(store))) == ([], told)


async def test_no_chat_is_opened_with_who_was_lost_meanwhile(store: Store) -> None:
    channel, megan = _Channel(), await _megan(store)
    async with _turn(store) as outbox:
        assert await outbox.tell(megan, Reply(text="hello"))
    async with store.work("t") as work:
        assert await work.people.lost(megan)
        assert not await work.people.lost(megan)
        await work.commit()

    async with _working(store, channel):
        await _idle(store)

    assert (channel.seen, await _states(store)) == ([], ["done"])


async def test_a_message_of_unknown_outcome_is_not_sent_again_and_its_card_is_not_live(store: Store) -> None:
    channel = _Channel(faults={"hello": UnknownOutcomeError()})
    megan = await _megan(store, chat="a:megan", service_url=_URL)
    async with _turn(store) as outbox:
        await outbox.tell(megan, _card("hello", 2))

    async with _working(store, channel):
        await _idle(store)

    assert (await _states(store), await _shown(store)) == (["unknown"], [])


async def test_a_chat_is_opened_with_who_has_none(store: Store) -> None:
    channel, megan = _Channel(), await _megan(store)
    async with _turn(store) as outbox:
        assert await outbox.tell(megan, _card("hello", 2))

    async with _working(store, channel):
        await _idle(store)

    assert channel.seen == [("open", "29:megan", "t"), ("post", "chat of 29:megan", "hello")]
    [now] = await _shown(store)
    assert (now.conversation, now.activity) == ("chat of 29:megan", "id of hello")


async def test_who_cannot_be_opened_a_chat_with_is_not_reachable(store: Store) -> None:
    channel, megan = _Channel(faults={"29:megan": UnreachableError()}), await _megan(store)
    async with _turn(store) as outbox:
        await outbox.tell(megan, Reply(text="hello"))

    async with _working(store, channel):
        await _idle(store)

    async with _turn(store) as outbox:
        assert not await outbox.tell(megan, Reply(text="hello"))


async def test_who_is_known_by_an_address_alone_cannot_be_told(store: Store) -> None:
    async with store.work("t") as work:
        megan = await work.people.by_email("megan@contoso.com")
        await work.commit()

    async with _turn(store) as outbox:
        assert not await outbox.tell(megan.id, Reply(text="hello"))


async def test_nothing_is_sent_of_a_turn_that_was_taken_back(store: Store) -> None:
    channel, shown = _Channel(), await _put(store, "1")
    async with store.work("t") as work:
        outbox = Outbox(work, "t", _ORIGIN, _OWNER, store.now())
        await outbox.update(shown, _card("v2", 2))
        await outbox.flush()

    async with _working(store, channel):
        await asyncio.sleep(0.1)

    assert (channel.seen, await _states(store)) == ([], [])
