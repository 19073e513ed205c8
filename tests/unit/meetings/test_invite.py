"""Invitation files: read back by the library that wrote them, and by another one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from meetings import invite
from meetings.agenda import Agenda
from meetings.invite import Guest, Invitation, Snapshot
from meetings.outside import is_address, is_outside

_NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
_START = datetime(2026, 12, 1, 9, tzinfo=UTC)
_NAMES = {"ana": "Ana", "megan": "Megan", "alex": "Alex"}
_ADDRESSES = {"ana": "ana@contoso.com", "megan": "megan@contoso.com", "alex": "alex@contoso.com"}
_AGENDA = Agenda(
    subject="Handover: Contoso, Azure; phase 1",
    html="<p>Purpose</p>\n<ul><li>a, b; c &amp; d \\n</li></ul>",
    text="Purpose\n- a, b; c & d \\n " + "long " * 60 + "\u00e6\u00f8\u00e5 \U0001f642",
)
_FIRST = Snapshot(
    number=12,
    key="5f3a",
    sequence=0,
    organiser="ana",
    guests=(Guest(person="ana"), Guest(person="alex", required=False), Guest(person="megan")),
    start=_START,
    end=_START + timedelta(minutes=30),
    zone="Europe/Oslo",
)
_MOVED = replace(
    _FIRST, sequence=1, start=_START + timedelta(days=1), end=_START + timedelta(days=1, hours=1)
)
_CANCELLED = replace(_MOVED, sequence=2, cancelled=True)


def _write(
    snapshot: Snapshot = _FIRST,
    *,
    agenda: Agenda = _AGENDA,
    names: Mapping[str, str] = _NAMES,
    addresses: Mapping[str, str] = _ADDRESSES,
) -> Invitation:
    return invite.write(snapshot, agenda, names, addresses, _NOW)


def _event(file: Invitation) -> Any:
    calendar = icalendar.Calendar.from_ical(file.content)
    assert not calendar.errors
    [event] = calendar.walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    assert not event.errors
    return event


def _people(event: Any) -> dict[str, Any]:
    found = event.get("attendee", [])
    return {str(each): each.params for each in (found if isinstance(found, list) else [found])}


def test_all_of_the_meeting_stands_in_it() -> None:
    file = _write()
    event = _event(file)

    assert file.method == icalendar.Calendar.from_ical(file.content)["method"] == "REQUEST"
    assert (event.start, event.end) == (_FIRST.start, _FIRST.end)
    assert event.start.isoformat() == "2026-12-01T10:00:00+01:00"
    assert (event["uid"], event["sequence"], event.stamp) == ("5f3a@baton", 0, _NOW)
    assert (event["summary"], event["description"]) == (_AGENDA.subject, _AGENDA.text)
    assert (event["status"], event["class"]) == ("CONFIRMED", "PRIVATE")
    assert (event["organizer"], event["organizer"].params["CN"]) == ("mailto:ana@contoso.com", "Ana")
    page = event["x-alt-desc"]
    assert page.params["FMTTYPE"] == "text/html"
    read = vobject.readOne(file.content.decode()).vevent.x_alt_desc.value
    assert read == f"<html><body>{_AGENDA.html}</body></html>".replace("\n", "")


def test_people_are_invited_once_each_the_required_first() -> None:
    twice = replace(_FIRST, guests=(*_FIRST.guests, Guest(person="again", required=False)))
    file = _write(twice, addresses={**_ADDRESSES, "again": "Megan@Contoso.com"})
    invited = _people(_event(file))

    assert list(invited) == ["mailto:megan@contoso.com", "mailto:alex@contoso.com"]
    assert [each["ROLE"] for each in invited.values()] == ["REQ-PARTICIPANT", "OPT-PARTICIPANT"]
    assert {(each["RSVP"], each["PARTSTAT"]) for each in invited.values()} == {("TRUE", "NEEDS-ACTION")}
    assert file.left_out == ()


@pytest.mark.parametrize(
    "address", ["", "nobody", "a b@contoso.com", "a@contoso.com\r\nX: y", "a@b?cc=c@d.com"]
)
def test_who_has_no_address_is_left_out_and_named(address: str) -> None:
    file = _write(addresses={**_ADDRESSES, "megan": address})

    assert file.left_out == ("megan",)
    assert list(_people(_event(file))) == ["mailto:alex@contoso.com"]


def test_an_organiser_without_address_is_named_all_the_same() -> None:
    file = _write(addresses={})

    assert file.left_out == ("ana", "alex", "megan")
    assert _event(file)["organizer"] == "invalid:nomail"


def test_it_reminds_a_quarter_of_an_hour_before() -> None:
    [alarm] = _event(_write()).walk("VALARM")

    assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", timedelta(minutes=-15))


def test_a_cancellation_has_no_agenda_and_no_alarm() -> None:
    file = _write(_CANCELLED)
    event = _event(file)

    assert (file.method, event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 2)
    assert event["uid"] == _event(_write())["uid"]
    assert not {"DESCRIPTION", "X-ALT-DESC"} & set(event)
    assert not event.walk("VALARM")
    assert len(_people(event)) == 2


@pytest.mark.parametrize(
    ("snapshot", "method", "local"),
    [
        (_FIRST, "REQUEST", "2026-12-01T10:00:00+01:00"),
        (_MOVED, "REQUEST", "2026-12-02T10:00:00+01:00"),
        (_CANCELLED, "CANCEL", "2026-12-02T10:00:00+01:00"),
    ],
)
def test_another_reader_takes_each_change_of_it(snapshot: Snapshot, method: str, local: str) -> None:
    calendar = vobject.readOne(_write(snapshot).content.decode())
    event = calendar.vevent

    assert calendar.method.value == method
    assert (event.uid.value, event.sequence.value) == ("5f3a@baton", str(snapshot.sequence))
    assert event.dtstart.value.isoformat() == local
    assert event.organizer.value == "mailto:ana@contoso.com"
    assert sorted(each.value for each in event.attendee_list) == [
        "mailto:alex@contoso.com",
        "mailto:megan@contoso.com",
    ]
    if method == "REQUEST":
        assert event.description.value == _AGENDA.text
        assert event.valarm.trigger.value == timedelta(minutes=-15)


def test_lines_end_and_fold_as_the_standard_says() -> None:
    lines = _write().content.split(b"\r\n")

    assert b"\n" not in b"".join(lines)
    assert not lines[-1]
    assert max(map(len, lines)) <= 75


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Oslo",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Europe/Dublin",
    ],
)
@pytest.mark.parametrize("month", range(1, 13))
def test_the_zone_in_the_file_gives_the_same_moments(zone: str, month: int) -> None:
    at = datetime(2027, month, 28, 3, 30, tzinfo=UTC)
    file = _write(replace(_FIRST, zone=zone, start=at, end=at + timedelta(minutes=45)))
    [rules] = icalendar.Calendar.from_ical(file.content).walk("VTIMEZONE")
    assert isinstance(rules, icalendar.Timezone)
    read = vobject.readOne(file.content.decode()).vevent

    assert rules["tzid"] == zone
    local = _event(file)["dtstart"].dt.replace(tzinfo=None)
    assert local.replace(tzinfo=rules.to_tz(lookup_tzid=False)).astimezone(UTC) == at
    assert local == at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert read.dtstart.value.replace(tzinfo=None) == local


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "", "Nowhere/Town", "../../etc/passwd"])
def test_in_utc_and_where_nobody_knows_the_zone_no_rules_are_needed(zone: str) -> None:
    content = _write(replace(_FIRST, zone=zone)).content

    assert b"DTSTART:20261201T090000Z\r\n" in content
    assert b"VTIMEZONE" not in content


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_comes_back_as_it_was_and_adds_no_line(text: str, name: str) -> None:
    said = "".join(char for char in text if char.isprintable())
    agenda = Agenda(subject=said or "-", html=f"<p>{said}</p>", text=f"a\n{said}")
    file = _write(agenda=agenda, names={**_NAMES, "megan": name})
    event = _event(file)
    plain = _event(_write())

    assert (event["summary"], event["description"]) == (said or "-", f"a\n{said}")
    assert sorted(event.keys()) == sorted(plain.keys())
    assert len(_people(event)) == 2
    assert vobject.readOne(file.content.decode()).vevent.summary.value == (said or "-")


@pytest.mark.parametrize("snapshot", [_FIRST, _MOVED, _CANCELLED])
def test_what_is_kept_comes_back_through_json(snapshot: Snapshot) -> None:
    plain = json.loads(json.dumps(invite.to_json(snapshot)))

    assert invite.from_json(plain) == snapshot
    assert "@" not in json.dumps(plain)


@pytest.mark.parametrize(
    "plain", [{}, {"number": 1}, {**invite.to_json(_FIRST), "start": "2026-12-01T09:00"}]
)
def test_anything_else_is_a_value_error(plain: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Snapshot"):
        invite.from_json(plain)


@pytest.mark.parametrize(
    ("address", "organiser", "outside"),
    [
        ("megan@contoso.com", "ana@contoso.com", False),
        ("Megan@CONTOSO.com", "ana@contoso.com", False),
        ("megan@fabrikam.com", "ana@contoso.com", True),
        ("megan@eu.contoso.com", "ana@contoso.com", True),
        ("megan@contoso.com.evil.example", "ana@contoso.com", True),
        ("megan_fabrikam.com#EXT#@contoso.com", "ana@contoso.com", True),
        ("megan@contoso.com", "", True),
        ("", "ana@contoso.com", True),
        ("", "", True),
    ],
)
def test_who_is_outside_is_told_by_address(address: str, organiser: str, outside: bool) -> None:
    assert is_outside(address, organiser) is outside


@given(st.text(max_size=80))
def test_no_address_has_white_space_or_marks_of_a_link(text: str) -> None:
    if is_address(text):
        assert text.count("@") == 1
        assert not set(text) & set(' \t\r\n?&;:,"<>')
