"""getSchedule: free and busy of many, with an error for each who cannot be seen, all of it in a 200."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from tests.graph.calls import Asked, GraphError, Told
from tests.graph.directory import Item, Mailbox
from tests.graph.state import State
from tests.graph.zones import moment, preferred, told

MOST = 20
LONGEST = timedelta(days=62)
_SHORTEST_STEP, _USUAL_STEP, _LONGEST_STEP = 5, 30, 1440
_DIGITS = {"free": "0", "tentative": "1", "busy": "2", "oof": "3", "workingElsewhere": "4"}
_STRENGTH = ("free", "workingElsewhere", "tentative", "busy", "oof")
_WINDOW = "The time duration specified for FreeBusyViewOptions.TimeWindow is invalid."
# Who cannot be seen: responseCode and message.
_UNKNOWN = (
    "ErrorMailRecipientNotFound",
    "Unable to resolve the e-mail address to an Active Directory object.",
)
_HIDDEN = ("ErrorNoFreeBusyAccess", "The caller does not have free/busy access.")
_ELSEWHERE = ("ErrorProxyRequestProcessingFailed", "Unable to reach the mailbox's server.")


async def get_schedule(state: State, asked: Asked) -> Told:
    body = {name[:1].lower() + name[1:]: value for name, value in asked.body.items()}
    mails = body.get("schedules") or []
    step = body.get("availabilityViewInterval") or _USUAL_STEP
    if not 0 < len(mails) <= MOST:
        raise GraphError(400, "ErrorInvalidParameter", f"Between 1 and {MOST} schedules may be asked for.")
    if not _SHORTEST_STEP <= step <= _LONGEST_STEP:
        raise GraphError(400, "ErrorInvalidParameter", "The interval is not one.")
    start, end = _window(body)
    zone = preferred(asked.prefer)
    rows = [_row(state, asked, mail, (start, end), step, zone) for mail in mails]
    headers = {"Preference-Applied": f'outlook.timezone="{zone}"'} if asked.prefer else {}
    return Told(body={"value": rows}, headers=headers)


def _window(body: dict[str, Any]) -> tuple[datetime, datetime]:
    texts = [str((body.get(name) or {}).get("dateTime", "")) for name in ("startTime", "endTime")]
    if any("T" not in text for text in texts):  # a bare date
        raise GraphError(400, "ErrorInvalidParameter", _WINDOW)
    start, end = moment(body["startTime"]), moment(body["endTime"])
    if not timedelta() < end - start <= LONGEST:
        raise GraphError(400, "ErrorInvalidParameter", _WINDOW)
    return start, end


def _row(
    state: State, asked: Asked, mail: str, window: tuple[datetime, datetime], step: int, zone: str
) -> dict[str, Any]:
    mailbox = state.directory.find(mail)
    is_own = mailbox is not None and asked.grant is not None and asked.grant.user is mailbox
    if error := _error(mailbox, is_own=is_own):
        code, message = error
        return {"scheduleId": mail, "error": {"responseCode": code, "message": message}}
    assert mailbox is not None
    start, end = window
    items = [each for each in state.calendars.taken(mailbox) if each.start < end and start < each.end]
    row = {
        "scheduleId": mail,
        "availabilityView": _view(items, window, timedelta(minutes=step)),
        "scheduleItems": [_item(each, zone, is_own=is_own) for each in items],
    }
    return {**row, "workingHours": working_hours(mailbox)} if mailbox.working else row


def _error(mailbox: Mailbox | None, *, is_own: bool) -> tuple[str, str] | None:
    if mailbox is None or not mailbox.mailbox:
        return _UNKNOWN
    if mailbox.on_premises:
        return _ELSEWHERE
    return None if mailbox.visible or is_own else _HIDDEN


def _item(item: Item, zone: str, *, is_own: bool) -> dict[str, Any]:
    shown = {"status": item.status, "start": told(item.start, zone), "end": told(item.end, zone)}
    return {**shown, "isPrivate": False, "subject": item.subject, "location": ""} if is_own else shown


def _view(items: Iterable[Item], window: tuple[datetime, datetime], step: timedelta) -> str:
    """A digit for each step: of what stands in it, the strongest."""
    start, end = window
    digits = []
    while start < end:
        kinds = [each.status for each in items if each.start < start + step and start < each.end]
        digits.append(_DIGITS[max(kinds, key=_STRENGTH.index, default="free")])
        start += step
    return "".join(digits)


def working_hours(mailbox: Mailbox) -> dict[str, Any]:
    return {
        "daysOfWeek": list(mailbox.days),
        "startTime": mailbox.start,
        "endTime": mailbox.end,
        "timeZone": mailbox.custom or {"name": mailbox.zone},
    }
