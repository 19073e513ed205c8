"""What a person does with the fake by hand: routes under /_control that stand for Outlook, and for faults.

POST, with JSON: `meeting` is the n-th of somebody's calendar as /_control/events lists them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from aiohttp import web

from tests.graph.calendars import Meeting
from tests.graph.faults import Fault, What
from tests.graph.state import State
from tests.graph.zones import at, stamp

_ROOT = "/_control"
_Act = Callable[[State, Mapping[str, Any]], None]


def add_routes(app: web.Application, state: State) -> None:
    app.router.add_get(f"{_ROOT}/events", _listing(state))
    for name, act in _ACTS.items():
        app.router.add_post(f"{_ROOT}/{name}", _route(state, act))


def _route(state: State, act: _Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            act(state, await request.json() if request.can_read_body else {})
        except (KeyError, ValueError, TypeError, IndexError, AssertionError) as error:
            return web.json_response({"problem": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response(_rows(state))

    return handle


def _listing(state: State) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def listed(request: web.Request) -> web.Response:
        return web.json_response(_rows(state))

    return listed


def _rows(state: State) -> list[dict[str, Any]]:
    return [
        {
            "meeting": number,
            "subject": each.asked.get("subject"),
            "organiser": each.organiser.mail,
            "start": stamp(each.start),
            "end": stamp(each.end),
            "cancelled": each.cancelled,
            "responses": {mail: each.answer(mail).response for mail, _ in each.attendees()},
        }
        for number, each in enumerate(state.calendars.all, 1)
    ]


def _meeting(state: State, told: Mapping[str, Any]) -> Meeting:
    """The one that is named by its number, or the last."""
    number = int(told.get("meeting", len(state.calendars.all)))
    return state.calendars.all[number - 1]


def _respond(state: State, told: Mapping[str, Any]) -> None:
    silent = bool(told.get("silent"))
    state.respond(_meeting(state, told), told["mail"], told.get("response", "accepted"), silent=silent)


def _move(state: State, told: Mapping[str, Any]) -> None:
    """By `minutes`, or to `start`."""
    meeting = _meeting(state, told)
    start = at(told["start"]) if "start" in told else meeting.start + timedelta(minutes=told["minutes"])
    state.move(meeting, start, start + (meeting.end - meeting.start))


def _delete(state: State, told: Mapping[str, Any]) -> None:
    state.delete(_meeting(state, told), told.get("mail", ""))


def _busy(state: State, told: Mapping[str, Any]) -> None:
    state.busy(told["mail"], at(told["start"]), at(told["end"]), told.get("status", "busy"))


def _fault(state: State, told: Mapping[str, Any]) -> None:
    """The fields of a Fault; nothing: no faults any more."""
    if not told:
        state.faults.clear()
        return
    state.faults.append(Fault(**{**told, "what": What(told.get("what", What.STATUS))}))


def _sign_out(state: State, told: Mapping[str, Any]) -> None:
    """Let all tokens of somebody expire."""
    for grant in state.tokens.grants.values():
        if grant.user is state.directory.named(told["mail"]):
            grant.expired = True


_ACTS: Mapping[str, _Act] = {
    "respond": _respond,
    "move": _move,
    "delete": _delete,
    "busy": _busy,
    "fault": _fault,
    "expire": _sign_out,
}
