"""A person's working hours and time zone: said, kept, shown, and never a question taken for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs import commands, texts
from dialogs.commands import Command
from tests.office import Colleague, Office


def _office() -> tuple[Office, Colleague]:
    office = Office()
    return office, office.hire("Ana")


def _kept(office: Office, person: Colleague) -> str:
    return office.profiles_kept[person.user].hours


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("my working hours are 9 to 17", "mon-fri 09:00-17:00"),
        ("My working hours are 9-17.", "mon-fri 09:00-17:00"),
        ("please set my working hours to 9-17", "mon-fri 09:00-17:00"),
        ("my hours: 8:30-16:30", "mon-fri 08:30-16:30"),
        ("working hours 9-5", "mon-fri 09:00-17:00"),
        ("I work 8-16 mon-thu", "mon-thu 08:00-16:00"),
        ("i work mon-thu 8-16, fri 8-12", "mon-thu 08:00-16:00; fri 08:00-12:00"),
        ("I work from 9 to 5 please", "mon-fri 09:00-17:00"),
        ("I'm working 8am to 4pm", "mon-fri 08:00-16:00"),
        ("i usually work 22-6", "mon-fri 22:00-06:00"),
        ("i work sunday to thursday 9-17", "mon-thu, sun 09:00-17:00"),
    ],
)
async def test_hours_that_are_typed_are_kept(typed: str, kept: str) -> None:
    office, ana = _office()
    said = await ana.say(typed)

    assert _kept(office, ana) == kept
    assert said.startswith("Noted: I plan meetings within your working hours")


async def test_what_is_kept_is_said_back_and_shown() -> None:
    _, ana = _office()

    assert "hours, Mon-Thu 08:00-16:00 in your local time" in await ana.say("I work 8-16 mon-thu")
    assert "- Working hours: Mon-Thu 08:00-16:00\n" in await ana.say("profile")
    assert "Your working hours: Mon-Thu 08:00-16:00" in await ana.say("what do you know about me")


@pytest.mark.parametrize(
    ("country", "usual"), [("", "Mon-Fri 08:00-17:00"), ("NO", "Mon-Fri 08:00-17:00"), ("IL", "Mon-Thu, Sun")]
)
async def test_without_a_word_they_are_the_usual_ones_there(country: str, usual: str) -> None:
    office, ana = _office()
    office.profiles_kept[ana.user] = replace(office.profiles_kept[ana.user], country=country)

    assert f"- Working hours: the usual, {usual}" in await ana.say("profile")


async def test_where_calendars_are_looked_at_theirs_count_for_who_told_none() -> None:
    office, ana = _office()
    office.defaults = replace(office.defaults, checks=True)
    calendar = "Mon-Fri 08:00-17:00 (where I can see your calendar, its working hours count)"

    assert f"- Working hours: the usual, {calendar}" in await ana.say("profile")
    assert "I plan meetings within your working hours" in await ana.say("my working hours are 9 to 17")
    assert "- Working hours: Mon-Fri 09:00-17:00\n" in await ana.say("profile")
    assert calendar in await ana.say("my hours are the usual")


@pytest.mark.parametrize("typed", ["my hours are the usual", "forget my working hours", "reset my hours"])
async def test_they_can_be_dropped(typed: str) -> None:
    office, ana = _office()
    await ana.say("my working hours are 9 to 17")

    assert "the usual working hours for you, Mon-Fri 08:00-17:00" in await ana.say(typed)
    assert not _kept(office, ana)


@pytest.mark.parametrize(
    "typed", ["my working hours are long", "my hours are 9", "my hours are 9-17 someday"]
)
async def test_what_cannot_be_read_changes_nothing(typed: str) -> None:
    office, ana = _office()
    await ana.say("my working hours are 9 to 17")

    assert await ana.say(typed) == texts.HOURS_UNREAD
    assert _kept(office, ana) == "mon-fri 09:00-17:00"


async def test_they_are_shown_without_a_value() -> None:
    _, ana = _office()

    assert "Your working hours: the usual, Mon-Fri 08:00-17:00" in await ana.say("my working hours")


@pytest.mark.parametrize("typed", ["my working hours are 9 to 17", "my time zone is Europe/Oslo"])
async def test_in_a_group_they_stay_private(typed: str) -> None:
    office, ana = _office()

    assert await ana.in_group("group").say(typed) == texts.PRIVATE
    assert not _kept(office, ana)


@pytest.mark.parametrize(
    "typed",
    [
        "I work in stage 3",
        "i work with the csam",
        "I work 3 years with the CSAM",
        "office hours",
        "hours",
        "working hours in stage 3",
        "how many hours does the SE spend",
        "are my working hours 9 to 17?",
        "time zone differences",
        "my\nhours are 9-17",
        "9 to 17",
    ],
)
def test_what_only_sounds_like_them_is_not_taken_for_them(typed: str) -> None:
    assert commands.find(typed) not in (Command.HOURS, Command.TIME_ZONE)


@pytest.mark.parametrize("typed", ["what are my working hours?", "what is my time zone?", "my time zone"])
def test_asking_for_them_shows_the_profile(typed: str) -> None:
    assert commands.find(typed) is Command.PROFILE


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("my time zone is Europe/Oslo", "Europe/Oslo"),
        ("my timezone is europe/oslo", "Europe/Oslo"),
        ("my time zone: Oslo", "Europe/Oslo"),
        ("set my time zone to New York", "America/New_York"),
        ("time zone Asia/Kolkata", "Asia/Kolkata"),
        ("my time zone is W. Europe Standard Time", "Europe/Berlin"),
        ("my time zone is UTC", "UTC"),
    ],
)
async def test_a_zone_that_is_typed_is_kept(typed: str, zone: str) -> None:
    office, ana = _office()

    assert await ana.say(typed) == texts.ZONE_KEPT.format(time_zone=zone)
    assert office.profiles_kept[ana.user].time_zone == zone


async def test_a_zone_that_nobody_knows_is_not_kept() -> None:
    office, ana = _office()

    assert await ana.say("my time zone is Middle Earth") == texts.ZONE_UNREAD
    assert not office.profiles_kept[ana.user].time_zone


async def test_the_zone_that_teams_tells_counts() -> None:
    office, ana = _office()
    said = await ana.say("my time zone is Asia/Kolkata", time_zone="Europe/Oslo")

    assert said == texts.ZONE_TEAMS.format(time_zone="Europe/Oslo")
    assert office.profiles_kept[ana.user].time_zone == "Europe/Oslo"
