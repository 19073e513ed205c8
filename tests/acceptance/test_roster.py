"""Who is who: asked of the channel once for each person, and never at the expense of an answer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from tests.conftest import MakeSettings
from tests.teams import TENANT, Teams


def _people(make_settings: MakeSettings) -> list[tuple[Any, ...]]:
    """What is kept: Teams' id, name, address, chat."""
    path = make_url(make_settings().database_url.get_secret_value()).database or ""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT user_id, name, email, chat FROM person ORDER BY user_id").fetchall()


async def test_the_first_message_asks_the_roster_and_no_other_does(
    teams: Teams, make_settings: MakeSettings
) -> None:
    for _ in range(3):
        await teams.say("who leads stage 3")

    assert teams.connector.asked == ["29:ana"]
    assert _people(make_settings) == [("29:ana", "Ana", "ana@contoso.com", "a:chat")]


async def test_who_adds_the_bot_is_known_before_they_write(teams: Teams, make_settings: MakeSettings) -> None:
    await teams.install()
    await teams.say("who leads stage 3")

    assert teams.connector.asked == ["29:ana"]
    assert [person[0] for person in _people(make_settings)] == ["29:ana"]


async def test_without_a_roster_there_is_an_answer_all_the_same(
    teams: Teams, make_settings: MakeSettings
) -> None:
    teams.connector.roster.clear()

    for _ in range(2):
        assert (await teams.ask("who leads stage 3")).startswith("The SSP leads.")
    assert teams.connector.asked == ["29:ana"]
    assert _people(make_settings) == [("29:ana", "Ana", "", "a:chat")]


@pytest.mark.parametrize(
    ("listed", "email"),
    [
        ({"email": "Ana.Lee@Contoso.com"}, "ana.lee@contoso.com"),
        ({"email": "", "userPrincipalName": "ana@contoso.com"}, "ana@contoso.com"),
        ({"email": "", "userPrincipalName": "ana_fabrikam.com#EXT#@contoso.com"}, ""),
        ({"email": "no address", "userPrincipalName": "ana lee@contoso.com"}, ""),
        ({"email": "@", "userPrincipalName": "a@" + "x" * 400}, ""),
        ({"tenantId": TENANT}, "ana@contoso.com"),
        ({"tenantId": "00000000-0000-0000-0000-0000000000bb"}, ""),
    ],
)
async def test_an_address_is_one_that_the_roster_vouches_for(
    teams: Teams, make_settings: MakeSettings, listed: dict[str, str], email: str
) -> None:
    teams.is_listed(**listed)

    await teams.say("who leads stage 3")

    assert [person[2] for person in _people(make_settings)] == [email]


async def test_what_somebody_says_of_themselves_is_no_address(
    teams: Teams, make_settings: MakeSettings
) -> None:
    teams.connector.roster.clear()
    teams.person |= {"email": "megan@contoso.com", "userPrincipalName": "megan@contoso.com"}

    await teams.say("who leads stage 3")

    assert [person[2] for person in _people(make_settings)] == [""]
