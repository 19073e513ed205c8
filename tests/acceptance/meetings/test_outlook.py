"""What happens to a booked meeting in Outlook: the handoff, its cards, dates and history follow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.acceptance.meetings.ground import ALEX, MEGAN, Ground
from tests.card_parts import titles
from tests.graph.faults import Fault, What
from tests.graph.subscriptions import Subscription
from tests.journeys import Player

_DAY = timedelta(days=1)


def _moves(ground: Ground, by: timedelta = _DAY) -> None:
    meeting = ground.meeting
    ground.graph.move(meeting, meeting.start + by, meeting.end + by)


def _new(player: Player, before: int = 0) -> list[str]:
    """What came to a chat since, cards by their summary."""
    calls = player.stage.connector.calls[before:]
    mine = [call.body for call in calls if call.conversation == player.chat and call.method == "POST"]
    return [str(body.get("text") or body.get("summary")) for body in mine]


@pytest.mark.parametrize("lost", [False, True])
async def test_moved(ground: Ground, lost: bool) -> None:
    ana, megan = await ground.booked()
    assert "by Wed 2 Dec 2026" in str(await megan.sees())
    ground.graph.subscriptions.lose = 10 if lost else 0

    _moves(ground)
    await ground.told()
    if lost:
        assert "Mon 23 Nov 2026, 09:00" in str(await ana.sees())
        await ground.passes()

    assert "Tue 24 Nov 2026, 09:00" in str(await ana.sees())
    assert "by Thu 3 Dec 2026" in str(await megan.sees())  # the expected date follows
    history = await ana.says("history 1")
    assert "moved in Outlook: Mon 23 Nov 2026, 09:00-09:30 (UTC+1) -> Tue 24 Nov 2026, 09:00" in history
    offer = await ana.says("reschedule")  # and Baton can move it on
    assert (". Tue 24 Nov, 09:00" in offer, "1. " in offer) == (False, True)
    await ana.says("1")
    assert "Moved" in await ana.says("yes")


async def test_notifications_that_come_twice_and_out_of_order_change_it_once(ground: Ground) -> None:
    ana, _ = await ground.booked()
    ground.graph.subscriptions.held = True
    ground.graph.subscriptions.repeat = 4

    _moves(ground)
    _moves(ground)
    ground.graph.respond(ground.meeting, MEGAN, "accepted")
    ground.graph.subscriptions.release()
    await ground.told()

    assert "Wed 25 Nov 2026, 09:00" in str(await ana.sees())
    assert "Megan accepted" in str(await ana.sees())
    history = await ana.says("history 1")
    assert ("24 Nov" in history, history.count("moved in Outlook")) == (False, 1)


@pytest.mark.parametrize("how", ["cancelled", "cancelled, and to be read still", "deleted", "unnoticed"])
async def test_gone(ground: Ground, how: str) -> None:
    ana, megan = await ground.booked()
    await ground.passes(0.1)
    ground.graph.cancelled_readable = how.endswith("still")
    ground.graph.subscriptions.lose = 10 if how == "unnoticed" else 0
    (ground.graph.cancel if how.startswith("cancelled") else ground.graph.delete)(ground.meeting)
    await ground.told()
    if how == "unnoticed":
        assert ground.kept
        await megan.says("open 1")  # whoever opens the card has it looked at
        await ground.told()

    assert (ground.kept, ground.graph.subscriptions.all) == (None, {})
    assert 'type "schedule"' in await megan.says("when is the meeting?")
    assert "cancelled in Outlook" in await megan.says("history 1")
    await ana.says("schedule")  # the step is open again
    await ana.says("1")
    assert "Booked" in await ana.says("yes")
    assert ground.meetings == 1


async def test_an_empty_answer_is_no_word_that_it_is_gone(ground: Ground) -> None:
    ana, _ = await ground.booked()
    ground.graph.subscriptions.lose = 10
    ground.graph.faults.append(Fault(method="GET", path="/events", times=None, what=What.NOTHING, status=200))
    await ground.passes()
    assert ground.kept

    ground.graph.faults.clear()
    _moves(ground)
    await ground.passes()
    assert "Tue 24 Nov 2026, 09:00" in str(await ana.sees())


async def test_answers(ground: Ground) -> None:
    ana, megan = await ground.handoff()
    for text in ("schedule with alex@contoso.com too", "b", "1"):
        await ana.says(text)
    assert "Optional: Alex" in await ana.says("back") + await ana.says("1")
    assert "Booked" in await ana.says("yes")

    ground.graph.respond(ground.meeting, MEGAN, "tentativelyAccepted")
    await ground.told()
    assert "Megan accepted tentatively" in str(await ana.sees())

    for mail in (MEGAN, ALEX):
        ground.graph.respond(ground.meeting, mail, "accepted")
    await ground.told()
    assert "All have accepted" in str(await megan.sees())

    before = len(ground.stage.connector.calls)
    ground.graph.respond(ground.meeting, ALEX, "declined")
    await ground.told()
    assert "Alex declined" in str(await megan.sees())
    assert _new(ana, before) == []  # who is optional opens nothing

    ground.graph.respond(ground.meeting, MEGAN, "declined")
    for _ in range(3):
        await ground.told()
    [told] = _new(ana, before)
    assert told.startswith("Megan declined the discussion of Contoso, Azure migration on Fri 20 Nov 2026")
    assert "Megan" in await ana.says("what's missing?")
    assert "declined" in await ana.says("when is the meeting?")

    _moves(ground)  # a new time asks everybody anew
    await ground.told()
    assert "have not answered" in str(await ana.sees())


async def test_an_answer_that_nobody_is_told_of_is_seen_by_the_hour(ground: Ground) -> None:
    ana, _ = await ground.booked()
    ground.graph.respond(ground.meeting, MEGAN, "declined", silent=True)
    await ground.passes()
    assert "Megan has not answered" in str(await ana.sees())

    ground.graph.subscriptions.lose = 10
    ground.graph.respond(ground.meeting, MEGAN, "declined")
    await ground.passes()
    assert "Megan declined" in str(await ana.sees())


async def test_once_it_is_over_the_organiser_is_asked_once(ground: Ground) -> None:
    ana, megan = await ground.booked()
    _moves(ground, timedelta(hours=9))  # in the evening: the question comes in the morning
    await ground.told()
    while ground.stage.clock() < ground.meeting.end:
        await ground.passes(6)
    assert not [text for text in _new(ana) if "take place" in text]
    for _ in range(4):
        await ground.passes(6)

    [asked] = [card for card in ana.cards if "take place" in str(card)]
    assert len([text for text in _new(ana) if "take place" in text]) == 1
    assert not [text for text in _new(megan) if "take place" in text]
    assert titles(asked)[:2] == ["It took place", "It did not"]
    body = await ana.presses("It took place", asked)
    assert body["statusCode"] == 200
    assert ground.stage.body()["discussion"]["state"] == "held"


def _watch(ground: Ground) -> Subscription:
    [found] = ground.graph.subscriptions.all.values()
    return found


async def test_changes_are_watched_until_the_end(ground: Ground) -> None:
    ana, _ = await ground.booked()
    first = _watch(ground)
    assert first.asked["resource"] == "me/events"
    assert len(first.asked["clientState"]) >= 32

    expires = first.expires
    for _ in range(8):
        await ground.passes(6)
    assert _watch(ground) is first
    assert first.expires > expires

    ground.graph.lifecycle(first.id, "reauthorizationRequired")
    await ground.told()
    assert _watch(ground).expires > expires
    ground.graph.lifecycle(first.id, "subscriptionRemoved")
    await ground.told()
    assert _watch(ground) is not first

    _moves(ground)
    ground.graph.lifecycle(_watch(ground).id, "missed")
    await ground.told()
    assert "Tue 24 Nov 2026, 09:00" in str(await ana.sees())

    await ana.says("cancel meeting")
    await ana.says("yes")
    assert ground.graph.subscriptions.all == {}


async def test_who_has_not_the_secret_moves_nothing(ground: Ground) -> None:
    await ground.booked()
    watch = _watch(ground)
    await ground.passes(0.1)
    asked = len(ground.graph.calls)
    forged = {"subscriptionId": watch.id, "clientState": "not it", "changeType": "updated", "tenantId": "x"}
    bodies: list[Any] = [
        {"value": [forged]},
        {"value": "x"},
        [],
        {"value": [{**forged, "clientState": None}]},
    ]
    for body in bodies:
        async with ground.stage.client.post("/graph/notifications", json=body) as response:
            assert response.status == 202
    await ground.told()

    assert len(ground.graph.calls) == asked
