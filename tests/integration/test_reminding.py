"""Reminders on both databases: planned with each change, sent once, and only of what still stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.errors import NotSentError, RejectedError, UnknownOutcomeError
from bot.store.tables import job, reminder
from dialogs.quiet import ALL
from handoffs.model import Discussion, Mark, Meeting, Status
from tests.integration.handoff_rows import changed, made
from tests.integration.reminding_ground import (
    AFTER,
    BEFORE,
    DAY,
    DUE,
    EVE,
    START,
    TENANT,
    Ground,
    deadline,
    grounds,
    morning,
)


@pytest.fixture
async def ground(database_url: str) -> AsyncIterator[Ground]:
    async for found in grounds(database_url):
        yield found


async def test_each_rung_comes_once_in_the_morning_of_its_day(ground: Ground) -> None:
    await ground.start()
    await ground.work()
    assert (await ground.row()).at == BEFORE

    came = []
    for moment in (BEFORE - timedelta(minutes=1), BEFORE, BEFORE + timedelta(hours=3), EVE, DAY, AFTER):
        await ground.to(moment)
        came.append(len(ground.channel.sent))

    assert came == [0, 1, 1, 2, 3, 4]
    assert {chat for chat, _ in ground.channel.sent} == {"a:megan"}
    row = await ground.row()
    assert (row.rung, row.job, row.again_at) == ("day-after", "", None)


async def test_several_of_one_person_on_one_morning_are_one_message(ground: Ground) -> None:
    for number in (1, 2, 3):
        await ground.start(number)
    await ground.work()
    await ground.to(BEFORE)

    [(chat, activity)] = ground.channel.sent
    assert chat == "a:megan"
    assert activity["summary"].count("Azure migration") == 3
    assert activity["from"]["id"] == "28:baton"


async def test_what_is_done_meanwhile_is_not_said(ground: Ground) -> None:
    await ground.start()
    await ground.work()
    await ground.change(transferred=Mark(by=ground.ids["megan"], at=START))
    await ground.to(EVE)

    assert ground.channel.sent == []
    assert await ground.rows() == {}


async def test_a_change_that_nobody_has_planned_yet_counts_already(ground: Ground) -> None:
    """The job of the reminder comes before that of the plan, at the very moment of the change."""
    await ground.start()
    await ground.work()
    ground.time.to(BEFORE)
    await ground.change(status=Status.CANCELLED)
    await ground.work()

    assert ground.channel.sent == []


async def test_a_moment_that_is_another_by_now_ends_no_ladder(ground: Ground) -> None:
    """Planned with rules for days off, or a default zone, that are others now: nobody changed the handoff."""
    await ground.start()
    await ground.work()
    before = BEFORE - timedelta(hours=1)
    async with ground.store.work(TENANT) as work:
        await work.connection.execute(sa.update(reminder).values(at=before))
        its = job.c.kind == "reminders"
        await work.connection.execute(sa.update(job).where(its).values(due=before, ready=before))
        await work.commit()
    came = []
    for moment in (before, BEFORE, EVE, DAY):
        await ground.to(moment)
        came.append(len(ground.channel.sent))

    assert came == [0, 1, 2, 3]


async def test_a_snooze_that_nobody_has_planned_yet_counts_already(ground: Ground) -> None:
    await ground.start()
    await ground.work()
    ground.time.to(BEFORE)
    await ground.hush("megan", 1, date(2026, 11, 30))
    await ground.work()
    assert ground.channel.sent == []

    await ground.to(EVE)
    await ground.to(EVE + timedelta(hours=1))
    assert len(ground.channel.sent) == 1


async def test_a_clock_that_was_ahead_loses_no_reminder(ground: Ground) -> None:
    await ground.start(1)
    await ground.work()
    await ground.to(BEFORE)
    await ground.change(1, transferred=Mark(by=ground.ids["megan"], at=START))
    ground.time.to(BEFORE - timedelta(hours=1))
    await ground.start(2)
    await ground.work()
    assert len(ground.channel.sent) == 1

    await ground.to(BEFORE)
    assert len(ground.channel.sent) == 2


async def test_a_date_that_moves_starts_anew(ground: Ground) -> None:
    await ground.start()
    await ground.to(BEFORE)
    await ground.change(deadline=deadline(date(2026, 12, 8)))
    await ground.work()

    assert (await ground.row()).at == morning(12, 3)
    assert (await ground.row()).rung == ""


async def test_a_change_on_the_morning_itself_loses_no_reminder(ground: Ground) -> None:
    await ground.start()
    await ground.work()
    ground.time.to(BEFORE + timedelta(seconds=5))
    await ground.change(country="NO")
    await ground.work()

    assert len(ground.channel.sent) == 1
    assert (await ground.row()).at == EVE


async def test_after_a_downtime_the_latest_is_said_once_in_working_hours(ground: Ground) -> None:
    await ground.start()
    await ground.work()

    await ground.to(morning(11, 30) - timedelta(hours=36))  # the Saturday
    assert ground.channel.sent == []
    await ground.to(EVE)
    assert len(ground.channel.sent) == 1
    assert "tomorrow" in ground.said()[0]

    await ground.to(DAY)
    assert len(ground.channel.sent) == 2


async def test_a_plan_that_comes_late_counts_from_the_change(ground: Ground) -> None:
    await ground.start()
    await ground.to(BEFORE + timedelta(hours=1))

    assert len(ground.channel.sent) == 1


async def test_a_snooze_is_kept_and_is_the_persons_own(ground: Ground) -> None:
    alex = await ground.meet("alex")
    await ground.start(escalation=alex)
    await ground.work()
    await ground.hush("megan", 1, date(2026, 12, 3))
    await ground.work()
    assert (await ground.row()).at == morning(12, 3)

    await ground.to(morning(12, 3))
    assert len(ground.channel.sent) == 1
    assert (await ground.row()).rung == "day-after"
    await ground.to(morning(12, 4))
    assert sorted(chat for chat, _ in ground.channel.sent) == ["a:alex", "a:megan", "a:megan"]


@pytest.mark.parametrize("number", [1, ALL])
async def test_who_muted_hears_nothing_until_they_say_so(ground: Ground, number: int) -> None:
    await ground.start()
    await ground.hush("megan", number, None)
    await ground.to(BEFORE)
    assert ground.channel.sent == []
    assert ("deadline", "megan") not in await ground.rows()

    async with ground.store.work(TENANT) as work:
        assert await work.quiets.speak(ground.ids["megan"], number)
        await work.commit()
    await ground.work()
    assert (await ground.row()).at == EVE


async def test_what_may_not_have_arrived_comes_once_more_with_a_hint(ground: Ground) -> None:
    await ground.start()
    ground.channel.faults = [UnknownOutcomeError(), UnknownOutcomeError()]
    await ground.to(BEFORE)
    assert (await ground.row()).again

    await ground.to(morning(11, 27))  # unknown again
    await ground.to(morning(11, 27) + timedelta(hours=3))
    assert ground.channel.faults == []
    assert ground.channel.sent == []
    assert (await ground.row()).at == EVE
    await ground.to(EVE)
    assert len(ground.channel.sent) == 1


async def test_the_hint_stands_in_the_next_message(ground: Ground) -> None:
    await ground.start()
    ground.channel.faults = [UnknownOutcomeError()]
    await ground.to(BEFORE)
    await ground.to(morning(11, 27))

    [said] = ground.said()
    assert "may have had" in said
    states = [row["state"] for row in await ground.jobs("reminders") if row["due"] < EVE]
    assert states == ["unknown", "done"]
    await ground.to(EVE)
    assert "may have had" not in ground.said()[1]


async def test_what_the_channel_did_not_take_is_sent_when_it_does(ground: Ground) -> None:
    await ground.start()
    ground.channel.faults = [NotSentError(0.01), NotSentError(0.01)]
    await ground.work()
    ground.time.to(BEFORE)
    async with ground.working():
        for _ in range(20):
            ground.time.to(ground.time.at + timedelta(seconds=1))
            await ground.settled()

    assert len(ground.channel.sent) == 1
    row = await ground.row()
    assert (row.rung, row.again, row.job) == ("three-days-before", False, "")


async def test_what_is_refused_for_good_is_tried_once_more_the_nextmorning(ground: Ground) -> None:
    await ground.start()
    ground.channel.faults = [RejectedError(400), RejectedError(400)]
    for moment in (BEFORE, morning(11, 27), morning(11, 28)):
        await ground.to(moment)

    assert ground.channel.faults == []
    assert ground.channel.sent == []


async def test_as_a_meeting_ends_its_organiser_is_asked_and_once_more(ground: Ground) -> None:
    start, end = morning(11, 24) + timedelta(hours=2), morning(11, 24) + timedelta(hours=3)
    meeting = Meeting(key="k", organiser=ground.ids["ana"], start=start, end=end, booked=True)
    talk = Discussion(meeting=meeting)
    await ground.add(made(1, giver=ground.ids["ana"], receiver=ground.ids["megan"], discussion=talk))
    for moment in (end - timedelta(minutes=1), end, morning(11, 25), morning(11, 26)):
        await ground.to(moment)

    assert [chat for chat, _ in ground.channel.sent] == ["a:ana", "a:ana"]
    assert "Did the discussion take place?" in ground.said()[0]


async def test_whose_move_it_is_again_as_the_meeting_ends_is_reminded_of_the_deadline(ground: Ground) -> None:
    """While they wait for the meeting it is nobody's move, and nobody changes the handoff as that ends."""
    end = BEFORE
    meeting = Meeting(
        key="k", organiser=ground.ids["megan"], start=end - timedelta(hours=1), end=end, booked=True
    )
    await ground.start()
    await ground.work()
    await ground.change(discussion=Discussion(meeting=meeting))
    await ground.work()
    assert "deadline" not in {ladder for (ladder, _), row in (await ground.rows()).items() if row.at}

    await ground.to(end)

    assert (await ground.row("ana")).rung == "three-days-before"
    assert [chat for chat, _ in ground.channel.sent].count("a:ana") == 1


async def test_what_an_earlier_baton_was_to_ask_is_planned(ground: Ground) -> None:
    end = morning(11, 24) + timedelta(hours=3)
    start = end - timedelta(hours=1)
    meeting = Meeting(key="k", organiser=ground.ids["ana"], start=start, end=end, booked=True)
    await ground.add(made(1, giver=ground.ids["ana"], receiver=ground.ids["megan"]))
    async with ground.store.work(TENANT) as work:
        present = await work.handoffs.find(1)
        assert present
        await work.handoffs.save(changed(present, discussion=Discussion(meeting=meeting)))
        await work.connection.execute(sa.delete(job))  # an earlier Baton plans nothing
        await work.jobs.add("ask held", "1:k:1", end, {"version": 1, "number": 1, "key": "k"})
        await work.commit()
    await ground.to(end)

    assert [chat for chat, _ in ground.channel.sent] == ["a:ana"]


async def test_two_workers_send_what_one_would(ground: Ground) -> None:
    for number in range(1, 9):
        await ground.start(number)
    await ground.work()
    ground.time.to(BEFORE)
    async with ground.working(), ground.working():
        await ground.settled()

    assert len(ground.channel.sent) == 1


def test_the_day_is_a_tuesday() -> None:
    assert DUE.weekday() == 1
