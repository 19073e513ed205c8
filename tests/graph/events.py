"""Events: made, read, moved, cancelled, deleted; with what Graph is known to do wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from tests.graph import odata, rendering
from tests.graph.calendars import Meeting
from tests.graph.calls import Asked, GraphError, Told
from tests.graph.contract import contract
from tests.graph.faults import Repeat
from tests.graph.state import State
from tests.graph.zones import at, moment, preferred

MOST_ATTENDEES = 500
_USUAL_PAGE = 10
_EVENT = "microsoft.graph.event"
_ONLINE = (
    "isOnlineMeeting",
    "onlineMeetingProvider",
    "onlineMeeting",
    "body",
)  # a PATCH of these loses the link
_NOT_FOUND = GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.")


async def create(state: State, asked: Asked) -> Told:
    body, mailbox = asked.body, asked.target
    _check_attendees(body)
    if not body.get("start") or not body.get("end"):
        raise GraphError(400, "ErrorInvalidRequest", "An event needs a start and an end.")
    start, end = moment(body["start"]), moment(body["end"])
    if end < start:
        raise GraphError(400, "ErrorCalendarEndDateIsEarlierThanStartDate", "The end is before the start.")
    before = state.calendars.transacted(mailbox, str(body.get("transactionId") or ""))
    if before is not None and state.repeat is Repeat.SAME:
        return Told(status=201, body=_shown(state, asked, before))
    if before is not None and state.repeat is Repeat.REFUSED:
        raise GraphError(409, "ErrorDuplicateTransactionId", "The transaction id was used before.")
    meeting = state.calendars.make(mailbox, body, start, end, state.now())
    state.touch(meeting, change="created")
    return Told(status=201, body=_shown(state, asked, meeting))


async def read(state: State, asked: Asked) -> Told:
    meeting = _found(state, asked)
    if asked.target is meeting.organiser:
        meeting.looked += 1
    return Told(body=_shown(state, asked, meeting))


async def list_all(state: State, asked: Asked) -> Told:
    return _page(state, asked, state.calendars.of(asked.target))


async def view(state: State, asked: Asked) -> Told:
    """The events of a span; times without an offset are UTC, whatever zone the answer is wanted in."""
    start, end = (at(asked.query[name]) for name in ("startDateTime", "endDateTime"))
    meetings = state.calendars.of(asked.target)
    return _page(state, asked, [each for each in meetings if each.start < end and start < each.end])


async def update(state: State, asked: Asked) -> Told:
    meeting, body = _found(state, asked), asked.body
    if asked.target is not meeting.organiser:
        raise GraphError(403, "ErrorAccessDenied", "Only the organizer may change the meeting.")
    if body.get("transactionId") not in (None, meeting.transaction):
        raise GraphError(400, "ErrorInvalidRequest", "transactionId can't be changed.")
    _check_attendees(body)
    changes = {name: value for name, value in body.items() if name != "singleValueExtendedProperties"}
    start = moment(body["start"]) if "start" in body else meeting.start
    end = moment(body["end"]) if "end" in body else meeting.end
    if end < start:
        raise GraphError(400, "ErrorCalendarEndDateIsEarlierThanStartDate", "The end is before the start.")
    meeting.asked |= changes
    for each in body.get("singleValueExtendedProperties") or []:
        meeting.extended[each["id"].casefold()] = each.get("value") or ""
    if state.link_lost_on_move or any(name in body for name in _ONLINE):
        meeting.link = ""
    state.calendars.deliver(meeting)
    if (start, end) != (meeting.start, meeting.end):
        state.move(meeting, start, end)
    else:
        state.touch(meeting)
    return Told(body=_shown(state, asked, meeting))


async def cancel(state: State, asked: Asked) -> Told:
    meeting = _found(state, asked)
    if asked.target is not meeting.organiser:
        raise GraphError(400, "ErrorInvalidRequest", "You need to be an organizer to cancel a meeting.")
    if meeting.cancelled:
        raise _NOT_FOUND
    body = asked.body or {}
    state.cancel(meeting, str(body.get("comment") or body.get("Comment") or ""))
    return Told(status=202)


async def delete(state: State, asked: Asked) -> Told:
    meeting = _found(state, asked)
    if meeting.cancelled and asked.target is meeting.organiser:
        raise _NOT_FOUND
    state.delete(meeting, asked.target.mail)
    return Told(status=204)


def _found(state: State, asked: Asked) -> Meeting:
    meeting = state.calendars.find(asked.target, asked.ids["event-id"])
    if meeting is None:
        raise _NOT_FOUND
    is_kept = meeting.cancelled and asked.target is meeting.organiser and state.cancelled_readable
    if not (meeting.stands_for(asked.target) or is_kept):
        raise _NOT_FOUND
    return meeting


def _shown(state: State, asked: Asked, meeting: Meeting) -> dict[str, Any]:
    shown = rendering.event(
        meeting,
        asked.target,
        zone=preferred(asked.prefer),
        immutable=asked.immutable,
        link=meeting.looked >= state.link_after,
        expand=odata.expanded(asked.query.get("$expand", "")),
    )
    known = contract().properties(_EVENT)
    return odata.selected(shown, asked.query.get("$select", ""), known)


def _page(state: State, asked: Asked, meetings: Iterable[Meeting]) -> Told:
    """A page of them, with the address of the next."""
    rows = [each for each in meetings if _wanted(asked, asked.query.get("$filter", ""))(each)]
    rows.sort(key=lambda each: (each.start, each.uid))
    skip, top = int(asked.query.get("$skip", 0)), int(asked.query.get("$top", _USUAL_PAGE))
    body: dict[str, Any] = {"value": [_shown(state, asked, each) for each in rows[skip : skip + top]]}
    if skip + top < len(rows):
        query = urlencode({**asked.query, "$skip": skip + top})
        body["@odata.nextLink"] = f"{asked.base}{asked.path}?{query}"
    return Told(body=body)


def _wanted(asked: Asked, wanted: str) -> Callable[[Meeting], bool]:
    """The test of a $filter; extended properties stand on the organiser's copy."""
    if not wanted:
        return lambda meeting: True
    if tag := odata.tagged(wanted):
        id, value = tag
        return lambda each: each.organiser is asked.target and each.extended.get(id.casefold()) == value
    if (equal := odata.equals(wanted)) and equal[0] in ("iCalUId", "uid"):
        uid = equal[1]
        return lambda meeting: meeting.uid == uid
    raise GraphError(
        400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes."
    )


def _check_attendees(body: dict[str, Any]) -> None:
    attendees = body.get("attendees") or []
    if len(attendees) > MOST_ATTENDEES:
        raise GraphError(400, "ErrorInvalidRequest", "There are too many attendees.")
    if any("@" not in str((each.get("emailAddress") or {}).get("address") or "") for each in attendees):
        raise GraphError(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.")
