"""An event as Graph gives it, from the mailbox it is read in."""

from __future__ import annotations

from typing import Any

from tests.graph.calendars import Answer, Meeting
from tests.graph.directory import Mailbox
from tests.graph.zones import stamp, told

_ORGANISES = Answer(response="organizer")
_NEVER = "0001-01-01T00:00:00Z"
_USUAL: dict[str, Any] = {
    "importance": "normal",
    "sensitivity": "normal",
    "isAllDay": False,
    "isDraft": False,
    "hasAttachments": False,
    "hideAttendees": False,
    "allowNewTimeProposals": True,
    "responseRequested": True,
    "isReminderOn": True,
    "reminderMinutesBeforeStart": 15,
    "categories": [],
    "recurrence": None,
    "seriesMasterId": None,
    "onlineMeetingUrl": None,
    "type": "singleInstance",
}
_GIVEN = (
    *("subject", "importance", "sensitivity", "allowNewTimeProposals", "hideAttendees", "responseRequested"),
    *("isReminderOn", "reminderMinutesBeforeStart", "categories", "location"),
)


def event(
    meeting: Meeting, mailbox: Mailbox, *, zone: str, immutable: bool, link: bool, expand: str = ""
) -> dict[str, Any]:
    """The event in that mailbox, its times in `zone`. `link`: whether the link to join is there yet."""
    asked, is_organiser = meeting.asked, mailbox is meeting.organiser
    subject = asked.get("subject") or ""
    body = asked.get("body") or {"contentType": "html", "content": ""}
    is_missed = meeting.cancelled and not is_organiser
    shown: dict[str, Any] = {
        "@odata.etag": f'W/"{meeting.version}"',
        "id": meeting.id_of(mailbox, immutable=immutable),
        "iCalUId": meeting.uid,
        "changeKey": str(meeting.version),
        "createdDateTime": stamp(meeting.made),
        "lastModifiedDateTime": stamp(meeting.changed),
        "transactionId": meeting.transaction or None if is_organiser else None,
        **_USUAL,
        **{name: asked[name] for name in _GIVEN if name in asked},
        "subject": f"Canceled: {subject}" if is_missed else subject,
        "body": body,
        "bodyPreview": str(body.get("content") or "")[:255],
        "start": told(meeting.start, zone),
        "end": told(meeting.end, zone),
        "originalStartTimeZone": (asked.get("start") or {}).get("timeZone") or "UTC",
        "originalEndTimeZone": (asked.get("end") or {}).get("timeZone") or "UTC",
        "organizer": _address(meeting.organiser.mail, meeting.organiser.name),
        "isOrganizer": is_organiser,
        "isCancelled": meeting.cancelled,
        "attendees": [_attendee(meeting, mail, each) for mail, each in meeting.attendees()],
        "responseStatus": _status(_ORGANISES if is_organiser else meeting.answer(mailbox.mail)),
        "showAs": "free" if is_missed else meeting.status(mailbox),
        "webLink": f"https://outlook.office365.com/owa/?itemid={meeting.uid}",
        **_online(meeting, link=link),
    }
    if expand:
        value = meeting.extended.get(expand.casefold()) if is_organiser else None
        if value is not None:
            shown["singleValueExtendedProperties"] = [{"id": expand, "value": value}]
    return shown


def _online(meeting: Meeting, *, link: bool) -> dict[str, Any]:
    has_link = link and bool(meeting.link)
    return {
        "isOnlineMeeting": meeting.is_online,
        "onlineMeetingProvider": "teamsForBusiness" if meeting.is_online else "unknown",
        "onlineMeeting": {"joinUrl": meeting.link} if has_link else None,
    }


def _attendee(meeting: Meeting, mail: str, asked: Any) -> dict[str, Any]:
    answer = meeting.answers.get(mail) or Answer()
    if meeting.organiser.is_named(mail):
        answer = _ORGANISES
    given = asked.get("emailAddress") or {}
    return {
        "type": asked.get("type") or "required",
        "status": _status(answer if answer.told else Answer()),
        **_address(given.get("address"), given.get("name") or given.get("address")),
    }


def _status(answer: Answer) -> dict[str, str]:
    return {"response": answer.response, "time": stamp(answer.at) if answer.at else _NEVER}


def _address(address: str | None, name: str | None) -> dict[str, Any]:
    return {"emailAddress": {"address": address, "name": name}}
