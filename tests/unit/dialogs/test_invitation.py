"""The file of an invitation as it is downloaded: of that change, with today's agenda, for who may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import icalendar
import pytest

from dialogs.meeting import invitation
from meetings import invite
from meetings.invite import Guest, Invitation, Snapshot
from tests.office import START, Colleague, Office


async def _office() -> tuple[Office, Colleague, Colleague]:
    office = Office()
    ana, megan = office.hire("Ana"), office.hire("Megan")
    await office.start(ana, megan)
    return office, ana, megan


def _snapshot(**other: Any) -> Snapshot:
    first = Snapshot(
        number=1,
        key="5f3a",
        sequence=0,
        organiser="p-ana",
        guests=(Guest(person="p-ana"), Guest(person="p-megan")),
        start=START + timedelta(days=4),
        end=START + timedelta(days=4, minutes=30),
        zone="Europe/Oslo",
    )
    return replace(first, **other)


async def _file(office: Office, snapshot: Snapshot) -> tuple[str, Invitation] | None:
    return await invitation.build(office.desk(), invite.to_json(snapshot))


def _text(found: tuple[str, Invitation] | None) -> str:
    """All of it, unfolded."""
    assert found is not None
    return found[1].content.decode().replace("\r\n ", "")


async def test_it_has_the_times_of_the_change_and_the_agenda_of_today() -> None:
    office, ana, _ = await _office()
    found = await _file(office, _snapshot(sequence=1))
    await ana.say("value 300000")
    later = await _file(office, _snapshot(sequence=1))

    assert found is not None
    assert found[0] == "meeting-1-1.ics"
    [event] = icalendar.Calendar.from_ical(found[1].content).walk("VEVENT")
    assert event["sequence"] == 1
    assert "mailto:megan@contoso.com" in _text(found)
    assert "ORGANIZER;CN=Ana:mailto:ana@contoso.com" in _text(found)
    assert r"250\,000 USD" in _text(found)
    assert r"300\,000 USD" in _text(later)


@pytest.mark.parametrize("known_then", [True, False])
async def test_with_anyone_outside_it_has_no_value(known_then: bool) -> None:
    office, _, _ = await _office()
    alex = office.hire("Alex")
    office.emails["alex@fabrikam.com"] = office.emails.pop("alex@contoso.com")
    guests = (*_snapshot().guests, Guest(person=alex.id, required=False))
    text = _text(await _file(office, _snapshot(guests=guests, external=known_then)))

    assert "mailto:alex@fabrikam.com" in text
    assert "000" not in text.partition("DESCRIPTION")[2].partition("\r\n")[0]
    assert "USD" not in text
    assert "Azure migration" not in text


async def test_whose_handoff_it_is_no_more_gets_only_what_calls_it_off() -> None:
    office, _, megan = await _office()
    handoff = office.handoffs_kept[1]
    parties = replace(handoff.parties, giver=megan.id, creator=megan.id, others=())
    office.handoffs_kept[1] = replace(handoff, parties=parties)

    assert await _file(office, _snapshot()) is None
    text = _text(await _file(office, _snapshot(sequence=1, cancelled=True)))
    assert "METHOD:CANCEL" in text
    assert "USD" not in text


async def test_without_a_handoff_or_with_something_else_kept_there_is_none() -> None:
    office, _, _ = await _office()

    assert await _file(office, _snapshot(number=2)) is None
    assert await invitation.build(office.desk(), {"number": 1}) is None


async def test_who_had_their_data_deleted_stands_in_it_no_more() -> None:
    office, _, megan = await _office()
    del office.contacts[megan.id], office.emails["megan@contoso.com"]
    found = await _file(office, _snapshot())

    assert found is not None
    assert found[1].left_out == ("p-megan",)
    assert "Megan" not in _text(found)
