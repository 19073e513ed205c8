"""A meeting that stands in a calendar is looked at by the hour, on notice, and when its card is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.store.meetings import Followed
from dialogs.operation import Operation, Purpose, Stage
from handoffs.model import Discussion, Status
from meetings.errors import AwayError, MeetingError, RefusedError, SignInError
from meetings.model import Event
from tests.integration.follow_ground import KEY, PLACE, TENANT, Ground
from tests.integration.small_talk import END, START


async def test_what_stands_in_the_calendar_is_told_and_looked_at_again_in_an_hour(
    ground: Ground, now: datetime
) -> None:
    await ground.run()

    assert ground.talk.followed == [(ground.calendars.events[KEY], None)]
    assert [row["due"] - now for row in await ground.jobs()] == [timedelta(hours=1)]
    kept = await ground.followed()
    assert kept
    assert kept.checked == now
    assert ground.calendars.asked_by[0].user == "29:ana"
    assert ground.calendars.asked_by[0].object_id == "o-ana"


async def test_two_looks_within_the_hour_have_one_to_follow(ground: Ground) -> None:
    await ground.run()
    await ground.run()

    assert len(await ground.jobs()) == 1


async def test_what_was_deleted_is_told(ground: Ground) -> None:
    ground.calendars.events.clear()

    await ground.run()

    assert ground.talk.followed == [(None, None)]
    assert "watch" not in ground.calendars.calls


@pytest.mark.parametrize("error", [SignInError(), AwayError(60)])
async def test_what_cannot_be_looked_at_is_told_with_why(ground: Ground, error: MeetingError) -> None:
    ground.calendars.faults = [error]

    await ground.run()

    assert ground.talk.followed == [(None, error)]
    kept = await ground.followed()
    assert kept
    assert kept.checked is None
    assert len(await ground.jobs()) == 1  # it is looked at again all the same


async def test_a_change_by_baton_meanwhile_is_not_taken_back(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = (await ground.handoff()).discussion.meeting
    assert meeting
    moved = replace(meeting, start=START + timedelta(hours=2), end=END + timedelta(hours=2), sequence=1)
    find = ground.calendars.find

    async def while_looked_at(*about: Any) -> Event | None:
        await ground.change(discussion=Discussion(meeting=moved))
        return await find(*about)

    monkeypatch.setattr(ground.calendars, "find", while_looked_at)
    await ground.run()

    assert ground.talk.followed == []
    soon = [row for row in await ground.jobs() if ":changed:" in row["key"]]
    assert len(soon) == 1


async def test_nothing_is_looked_at_while_baton_changes_it(ground: Ground) -> None:
    async with ground.store.work(TENANT) as work:
        acting = Operation(id="", number=1, person=ground.ana, purpose=Purpose.MOVE, stage=Stage.ACTING)
        await work.operations.add(acting, PLACE)
        await work.commit()

    await ground.run()

    assert ground.calendars.calls == []
    assert any(":acting:" in row["key"] for row in await ground.jobs())


@pytest.mark.parametrize("status", [Status.CLOSED, Status.CANCELLED])
async def test_it_rests_while_its_handoff_is_over(ground: Ground, status: Status) -> None:
    await ground.run()
    await ground.change(status=status)
    await ground.run()

    assert ground.calendars.watches == {}
    assert len(ground.talk.followed) == 1

    await ground.change(status=Status.QUALIFYING)
    await ground.run()
    assert len(ground.talk.followed) == 2
    assert len(ground.calendars.watches) == 1


async def test_it_ends_where_another_meeting_stands_or_none(ground: Ground) -> None:
    await ground.change(discussion=Discussion())

    await ground.run()

    assert await ground.followed() is None
    assert ground.calendars.calls == []


@pytest.mark.parametrize("now", [END + timedelta(days=1, seconds=1)])
async def test_it_ends_a_day_after_it_took_place(ground: Ground) -> None:
    await ground.run()

    assert ground.calendars.calls == []
    assert await ground.jobs() == []


async def test_changes_are_watched_and_the_watch_renewed_well_before_its_end(ground: Ground) -> None:
    await ground.run()
    kept = await ground.followed()
    assert kept
    assert ground.calendars.watches == {kept.watch: kept.secret}
    assert len(kept.secret) >= 32

    await ground.keep(watch_expires=ground.store.now() + timedelta(hours=25))
    await ground.run()
    assert "renew" not in ground.calendars.calls

    await ground.keep(watch_expires=ground.store.now() + timedelta(hours=23))
    await ground.run()
    assert ground.calendars.calls[-1] == "renew"

    ground.calendars.watches.clear()
    await ground.keep(watch_expires=ground.store.now())
    await ground.run()
    assert ground.calendars.calls[-2:] == ["renew", "watch"]


async def _beside(ground: Ground, **values: Any) -> Followed:
    """Another meeting of Ana's, as it is kept then."""
    async with ground.store.work(TENANT) as work:
        await work.meetings.put(2, "key-2", ground.ana, PLACE)
        if values:
            await work.meetings.keep(2, "key-2", **values)
        await work.commit()
        found = await work.meetings.find(2)
    assert found
    return found


async def test_the_meetings_of_one_organiser_share_a_subscription(ground: Ground, now: datetime) -> None:
    expires = now + timedelta(days=2)
    await _beside(ground, watch="w-2", secret="a secret", watch_expires=expires)

    await ground.run()

    kept = await ground.followed()
    assert kept
    assert (kept.watch, kept.secret, kept.watch_expires) == ("w-2", "a secret", expires)
    assert "watch" not in ground.calendars.calls
    told = await ground.store.watched(["w-2"])
    assert {each.number for each in told["w-2"]} == {1, 2}

    await ground.change(discussion=Discussion())
    await ground.run()
    assert "unwatch" not in ground.calendars.calls  # the other needs it


async def test_one_that_was_ended_is_not_taken_over(ground: Ground, now: datetime) -> None:
    dead = {"watch": "dead", "secret": "a secret", "watch_expires": now + timedelta(days=2)}
    await _beside(ground, **dead)
    await ground.keep(**dead)
    ground.calendars.faults = [None, RefusedError("Conflict")]

    await ground.run(watch="anew")
    kept = await ground.followed()
    assert kept
    assert kept.watch == ""

    await _beside(ground, watch="new")
    await ground.run()
    kept = await ground.followed()
    assert kept
    assert kept.watch == "new"


async def test_without_an_address_nothing_is_watched(ground: Ground) -> None:
    ground.address = ""

    await ground.run()

    assert ground.calendars.calls == ["find"]


async def test_opening_the_card_has_it_looked_at_but_not_over_and_over(ground: Ground, now: datetime) -> None:
    for _ in range(3):
        async with ground.store.work(TENANT) as work:
            await (await ground.desk(work)).operations.follow(1)
            await work.commit()
    assert [row["due"] for row in await ground.jobs()] == [now]

    await ground.keep(checked=now - timedelta(seconds=59))
    async with ground.store.work(TENANT) as work:
        desk = await ground.desk(work)
        await desk.operations.follow(1)
        await desk.operations.follow(2)  # there is none
        await work.commit()
    assert len(await ground.jobs()) == 1
