"""Whoever is asked to come, whatever their mailbox is like: times are true, and what is not known is said."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from tests.acceptance.meetings.ground import ALEX, ANA, MEGAN, ZONES, Ground
from tests.graph.directory import CUSTOM_ZONE, Mailbox
from tests.journeys import Player


async def _types(player: Player, *texts: str) -> str:
    """The answer to the last of them."""
    said = ""
    for text in texts:
        said = await player.says(text)
    return said


def _invited(ground: Ground) -> list[str]:
    return sorted(mail for mail, _ in ground.meeting.attendees())


_UNSEEN: tuple[tuple[dict[str, object], str], ...] = (
    ({"on_premises": True}, "I could not look at the calendar of Alex"),
    ({"visible": False}, "I could not look at the calendar of Alex"),
    ({"mailbox": False}, "Alex: no calendar found"),
)


async def test_a_calendar_that_cannot_be_seen_is_named_and_keeps_nobody_from_meeting(ground: Ground) -> None:
    ana, _ = await ground.handoff()
    for odd, said in _UNSEEN:
        _put(ground, ALEX, odd)
        assert said in await ana.says("schedule with alex@contoso.com too")
        assert "I could not look at the calendar of Alex" in await ana.says("1")
    assert "Booked" in await ana.says("yes")
    assert _invited(ground) == [ALEX, MEGAN]


_ODD: tuple[tuple[dict[str, object], bool], ...] = (  # and whether the zone is known then
    ({"zone": "Mars Standard Time"}, False),
    ({"working": False}, False),
    ({"custom": CUSTOM_ZONE}, True),
    ({"shared": True}, True),
)


@pytest.mark.parametrize("mail", [ANA, ALEX])
async def test_odd_settings_of_a_mailbox(ground: Ground, mail: str) -> None:
    ana, _ = await ground.handoff()
    for odd, is_known in _ODD:
        _put(ground, mail, odd)
        offer = await ana.says("schedule with alex@contoso.com too")
        if "1." not in offer:
            offer = await ana.says("b")  # with Alex as optional
        assert ("I do not know the time zone of Alex" in offer) is (mail == ALEX and not is_known)
    assert "Booked" in await _types(ana, "1", "yes")


def _put(ground: Ground, mail: str, odd: dict[str, object]) -> None:
    """Have a mailbox be as it was but for this."""
    present = ground.graph.directory.named(mail)
    place = ground.graph.directory.mailboxes.index(present)
    plain: dict[str, object] = {"mail": mail, "zone": ZONES[mail], **odd}
    ground.graph.directory.mailboxes[place] = Mailbox(**plain)  # type: ignore[arg-type]
    for grant in ground.graph.tokens.grants.values():
        if grant.user is present:
            grant.user = ground.graph.directory.mailboxes[place]


async def test_an_organiser_without_a_mailbox_is_told_what_to_do(ground: Ground) -> None:
    _put(ground, ANA, {"on_premises": True})
    ana, megan = await ground.handoff()
    await ana.says("done 1 2 3")

    assert "I can't use your mailbox" in await ana.says("schedule")
    _put(ground, ANA, {"mailbox": False})
    assert "I can't use your mailbox" in await ana.says("try again")
    await ana.says("cancel")
    assert "Noted: the discussion was held" in await ana.says("held yesterday")
    assert "4 of 14" in str(await megan.sees())  # the discussion is one of them


async def test_everybody_is_invited_once_and_the_organiser_not_at_all(ground: Ground) -> None:
    ana, _ = await ground.handoff()
    await ana.says(
        "schedule with MEGAN@contoso.com, alex@contoso.com, ALEX@contoso.com, ana@contoso.com and megan"
    )
    await _types(ana, "b", "1", "yes")

    assert _invited(ground) == [ALEX, MEGAN]
    assert ground.meeting.organiser.mail == ANA


async def test_who_is_not_there_is_said_and_can_be_left_out(ground: Ground) -> None:
    ana, _ = await ground.handoff()
    assert "Nobody: no calendar found" in await ana.says("schedule with nobody@contoso.com too")
    assert "Nobody" not in await ana.says("without nobody@contoso.com")

    assert 'I can\'t find "zelda" in the directory' in await ana.says("with zelda too")
    assert "Booked" in await _types(ana, "1", "yes")
    assert _invited(ground) == [MEGAN]


async def test_who_of_several_is_meant_is_asked(ground: Ground) -> None:
    for surname in ("wilber", "smith"):
        ground.graph.add(Mailbox(mail=f"adele.{surname}@contoso.com", zone="GMT Standard Time"))
    ana, _ = await ground.handoff()

    asked = await ana.says("schedule with adele too")
    assert ("1. Adele Smith" in asked, "2. Adele Wilber" in asked) == (True, True)
    assert "by its number" in await ana.says("9")
    await _types(ana, "wilber", "1", "yes")
    assert _invited(ground) == ["adele.wilber@contoso.com", MEGAN]


async def test_who_is_outside_gets_title_purpose_time_and_link_alone(ground: Ground) -> None:
    ana, _ = await ground.handoff()
    await ana.says("note 2 the CFO doubts it")
    await ana.says("waive 4 because budget is confirmed in March")
    assert "Pat is outside your organization" in await _types(ana, "schedule with pat@fabrikam.com too", "1")
    await ana.says("yes")

    sent = ground.meeting.asked
    assert sent["subject"].endswith(": Contoso")
    content = sent["body"]["content"]
    assert content.startswith("<p><strong>Purpose</strong></p>")
    for inner in ("Azure migration", "250", "CFO", "March", "Megan", "http", "decision maker", "Baton"):
        assert inner not in content + sent["subject"]


async def test_fifty_people_and_not_one_more_or_less(ground: Ground) -> None:
    mails = [f"p{number}@contoso.com" for number in range(70)]
    for mail in mails:
        ground.graph.add(Mailbox(mail=mail, zone="GMT Standard Time"))
    ana, _ = await ground.handoff()

    assert "too many people" in await ana.says(f"schedule with {', '.join(mails[:49])}")
    assert "too many people" in await ana.says(f"schedule with {', '.join(mails)}")
    assert "more than I can read" in await ana.says(f"schedule with {', '.join(mails * 2)}")
    offer = await ana.says(f"schedule with {', '.join(mails[:48])}")
    assert "1." in offer
    assert "Booked" in await _types(ana, "1", "yes")
    assert _invited(ground) == sorted([MEGAN, *mails[:48]])
    assert ground.graph.most_at_once(ANA) <= 4
    assert len(ground.asked("POST", "getSchedule")) == 2 * 3  # twenty at a time, and again right before


async def test_a_window_that_has_passed_is_said_and_opened(ground: Ground) -> None:
    ana, _ = await ground.handoff()
    await ana.says("meet by 23 Nov")
    for _ in range(4):
        await ground.passes(24)

    assert "The latest day, Mon 23 Nov 2026, has passed. These times come after it." in await ana.says(
        "schedule"
    )
    assert "Booked" in await _types(ana, "1", "yes")


async def test_a_time_that_is_taken_between_offer_and_yes_is_not_booked(ground: Ground) -> None:
    ana, _ = await ground.handoff()
    await _types(ana, "schedule", "2")
    eight = datetime(2026, 11, 23, 8, tzinfo=UTC)
    ground.graph.busy(MEGAN, eight, eight.replace(hour=9))

    again = await ana.says("yes")
    assert "Mon 23 Nov 2026, 09:00-09:30 (UTC+1) is taken now, so nothing was changed" in again
    assert (ground.meetings, ground.kept) == (0, None)
    assert "2. Mon 23 Nov, 10:00" in again
    assert "Booked: Mon 23 Nov 2026, 10:00" in await _types(ana, "2", "yes")


async def test_two_who_say_yes_at_once_book_one_meeting(ground: Ground) -> None:
    ana, megan = await ground.handoff()
    await _types(ana, "schedule", "2")
    await _types(megan, "schedule", "3")

    await asyncio.gather(ana.teams.say("yes"), megan.teams.say("yes"))
    await ground.settled()

    assert ground.kept
    assert (ground.meetings, ground.kept["booked"]) == (1, True)
    # Either may be first: with a token from the settings all meetings are in one calendar, its owner's.
    (first,), (second,) = (
        [each for each in (ana, megan) if any("Booked: " in str(card) for card in each.cards) is booked]
        for booked in (True, False)
    )
    refused = " ".join(map(str, (*second.teams.heard, *second.cards)))
    assert str(first.teams.person["name"]) in refused


async def test_nothing_of_it_is_said_in_a_group(ground: Ground) -> None:
    ana, megan = await ground.handoff()
    group = ana.in_group()
    megan.in_group()
    pointer = await group.says("schedule")
    await _types(ana, "2", "yes")
    for text in ("reschedule", "cancel meeting"):
        assert await group.says(text) == pointer
    ground.graph.delete(ground.meeting)
    await ground.told()

    assert set(group.teams.heard) == {pointer}
    assert group.cards == []
