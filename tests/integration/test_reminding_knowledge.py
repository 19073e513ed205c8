"""A knowledge that has changed reaches running handoffs once: items on offer, reminders by its rules."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.store.store import Store
from handoffs.model import Status
from knowledge.handoffs import HandoffKind
from knowledge.reminders import LadderRule
from tests.fakes import FakeExpert, knowledge
from tests.integration.handoff_rows import made
from tests.integration.reminding_ground import START, TENANT, Ground, Time


@dataclass
class Newer(FakeExpert):
    """Of a later version, in which every kind has changed."""

    version: str = "fake-2"

    @property
    def kinds(self) -> Mapping[str, HandoffKind]:
        return {id: kind.model_copy(update={"version": "2"}) for id, kind in knowledge().kinds.items()}

    @property
    def ladders(self) -> Mapping[str, LadderRule]:
        deadline = knowledge().ladders["deadline"]
        rungs = {key: rung for key, rung in deadline.rungs.items() if key != "three-days-before"}
        return {"deadline": deadline.model_copy(update={"rungs": rungs})}


@pytest.fixture
async def ground(database_url: str) -> AsyncIterator[Ground]:
    time = Time()
    store = Store(database_url, time.now, b"seal")
    await store.open()
    found = Ground(store, time)
    await found.meet("ana")
    await found.meet("megan")
    await found.start(1)
    await found.add(made(2, giver=found.ids["ana"], status=Status.CLOSED))
    await found.add(made(3, giver=found.ids["ana"], status=Status.DRAFT))
    await found.work()
    yield found
    await store.close()


async def _renew(ground: Ground, expert: FakeExpert) -> None:
    """A process with this knowledge starts, and works for a while."""
    await ground.reminding(expert).knowledge.announce()
    await ground.work(expert)


async def _told(ground: Ground) -> list[Any]:
    return [each["payload"]["activity"]["text"] for each in await ground.jobs("notice")]


async def test_the_owner_is_told_once_and_reminders_follow_the_new_rules(ground: Ground) -> None:
    assert (await ground.row()).at == START.replace(day=26, hour=8)
    for _ in range(2):
        await _renew(ground, Newer())

    [text] = await _told(ground)
    assert "(1)" in text
    assert "The checklist of this kind of handoff has changed" in text
    assert (await ground.jobs("notice"))[0]["target"] == "a:ana"
    async with ground.store.work(TENANT) as work:
        handoff = await work.handoffs.find(1)
        closed = await work.handoffs.find(2)
    assert handoff
    assert closed
    assert (handoff.offered, closed.offered) == ("2", "")
    assert (await ground.row()).at == START.replace(day=30, hour=8)


async def _started_with(ground: Ground, expert: FakeExpert) -> None:
    """The handoff has the items of that knowledge."""
    async with ground.store.work(TENANT) as work:
        present = await work.handoffs.find(1)
        assert present
        change, version = made(1), expert.kinds["atu-stu"].version
        await work.handoffs.save(replace(change, handoff=replace(present, version=version, revision=2)))
        await work.commit()


async def test_what_changes_no_item_is_not_told(ground: Ground) -> None:
    same = FakeExpert()
    await _started_with(ground, same)
    await _renew(ground, same)

    assert await _told(ground) == []


async def test_what_another_baton_knows_is_left_to_it_for_a_day(ground: Ground) -> None:
    await _started_with(ground, FakeExpert())
    await ground.reminding(Newer()).knowledge.announce()
    async with ground.working():
        await ground.time_passes(0.3)
    [job] = await ground.jobs("knowledge changed")
    assert (job["state"], job["attempts"]) == ("waiting", 0)

    ground.time.to(START + timedelta(days=1, minutes=1))
    await ground.work()
    assert {job["state"] for job in await ground.jobs("knowledge changed")} == {"done"}
    assert await _told(ground) == []

    await _renew(ground, Newer())  # it comes again, and stays
    assert len(await _told(ground)) == 1


async def test_a_knowledge_that_was_there_before_counts_again(ground: Ground) -> None:
    await _started_with(ground, FakeExpert())
    for expert in (FakeExpert(), Newer(), FakeExpert()):
        await _renew(ground, expert)

    assert (await ground.row()).at == START.replace(day=26, hour=8)
    for _ in range(2):
        await _renew(ground, FakeExpert())
    assert len(await ground.jobs("knowledge changed")) == 3
    await _renew(ground, Newer())
    assert (await ground.row()).at == START.replace(day=30, hour=8)
    assert len(await _told(ground)) == 1
