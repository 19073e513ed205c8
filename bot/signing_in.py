"""The invokes by which a client signs a person in; the network is asked before anything is decided."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.schema import Activity

from bot import saying
from bot.adapter import left, turn_of
from bot.naming import is_id
from bot.scheduling import results
from bot.signing import Taken, TokenService, is_code, may_be_of
from bot.turn import Decide
from dialogs.desk import Desk
from dialogs.meeting import signing_words as words
from dialogs.message import Message, Reply
from dialogs.turn import Outcome
from meetings.errors import MeetingError
from meetings.ports import Organiser

logger = logging.getLogger(__name__)

_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")
_LONGEST_ID = 400
_LEFT = "CancelledByUser"  # what a client sends in place of a code
# The client itself then shows the card with the button, and there is nothing to say.
_SHOWS_BUTTON = frozenset(("userconsentrequired", "interactionrequired"))
_NOT_ADDED = frozenset(("installappfailed", "installedappnotfound"))
_FAILURES = (
    _SHOWS_BUTTON
    | _NOT_ADDED
    | {"authrequestfailed", "invokeerror", "resourcematchfailed", "oauthcardnotvalid", "tokenmissing"}
)
_OTHER = "other"
_NOT_TAKEN = {Taken.NO: words.CODE_NOT_TAKEN, Taken.SOMEBODY_ELSE: words.SOMEBODY_ELSE}
_WRONG_CONNECTION = "Baton does not sign in by that connection."
_NOT_EXCHANGED = "The token was not exchanged. Sign in with the button."


@dataclass(frozen=True, kw_only=True)
class _Exchange:
    """What a client asks to be exchanged; it must not show in any log."""

    id: str
    connection: str
    token: str


class SigningIn:
    """`resume` goes on with what waited for the person to sign in."""

    def __init__(self, service: TokenService, resume: Decide[Outcome]) -> None:
        self._service, self._resume = service, resume

    async def answer(self, context: TurnContext, message: Message) -> InvokeResponse | None:
        """The response to one of `INVOKES`."""
        return await _ANSWERS[context.activity.name](self, context, message)

    async def _exchange(self, context: TurnContext, message: Message) -> InvokeResponse | None:
        """Every client of a person asks; what waits goes on once, for then it waits no more."""
        asked = _exchange_of(context.activity.value)
        if asked is None or not message.private:
            return InvokeResponse(status=HTTPStatus.BAD_REQUEST, body={})
        if asked.connection.casefold() != self._service.connection.casefold():
            return _exchanged(asked, HTTPStatus.BAD_REQUEST, _WRONG_CONNECTION)
        if not await self._has_taken(context.activity, message, asked.token):
            return _exchanged(asked, HTTPStatus.PRECONDITION_FAILED, _NOT_EXCHANGED)
        return await self._go_on(context, message, _exchanged(asked, HTTPStatus.OK))

    async def _verify(self, context: TurnContext, message: Message) -> InvokeResponse | None:
        """The sign-in page was closed: with a code, or without."""
        code = _field(context.activity.value, "state")
        if not is_code(code) or not message.private:
            return InvokeResponse(status=HTTPStatus.BAD_REQUEST, body={})
        if code == _LEFT:
            return await _say(context, message, words.LEFT, HTTPStatus.OK)
        try:
            taken = await self._service.by_code(_organiser(context.activity, message), code)
        except MeetingError:
            return await _say(context, message, words.AWAY, HTTPStatus.NOT_FOUND)
        if taken is not Taken.YES:
            return await _say(context, message, _NOT_TAKEN[taken], HTTPStatus.NOT_FOUND)
        return await self._go_on(context, message, InvokeResponse(status=HTTPStatus.OK, body={}))

    async def _fail(self, context: TurnContext, message: Message) -> InvokeResponse | None:
        """The client itself could not get a token."""
        code = _field(context.activity.value, "code").casefold()
        known = code if code in _FAILURES else _OTHER
        logger.warning("A client could not sign somebody in: %s", known)
        if known in _SHOWS_BUTTON or not message.private:
            return InvokeResponse(status=HTTPStatus.OK, body={})
        text = words.NOT_ADDED if known in _NOT_ADDED else words.FAILED.format(code=known)
        return await _say(context, message, text, HTTPStatus.OK)

    async def _has_taken(self, activity: Activity, message: Message, token: str) -> bool:
        if not may_be_of(token, message.person.object_id):
            logger.warning("A client sent the token of somebody else")
            return False
        try:
            return await self._service.exchange(_organiser(activity, message), token) is Taken.YES
        except MeetingError:
            return False  # the button is still there

    async def _go_on(
        self, context: TurnContext, message: Message, response: InvokeResponse
    ) -> InvokeResponse | None:
        outcome = await turn_of(context).decide(message, self._resume)
        if outcome is None:
            return None
        outcome = await results.of(turn_of(context), outcome, left(context))
        await saying.say(context, message, outcome.replies)
        return response


_ANSWERS: dict[str, Callable[[SigningIn, TurnContext, Message], Awaitable[InvokeResponse | None]]] = {
    "signin/tokenExchange": SigningIn._exchange,
    "signin/verifyState": SigningIn._verify,
    "signin/failure": SigningIn._fail,
}
INVOKES = frozenset(_ANSWERS)


async def _say(
    context: TurnContext, message: Message, text: str, status: HTTPStatus
) -> InvokeResponse | None:
    """A sentence in the chat, once for each delivery, beside an answer that only the client reads."""

    async def tell(message: Message, desk: Desk) -> Outcome:
        return Outcome(replies=(Reply(text=text),))

    outcome = await turn_of(context).decide(message, tell)
    if outcome is None:
        return None
    await saying.say(context, message, outcome.replies)
    return InvokeResponse(status=status, body={})


def _organiser(activity: Activity, message: Message) -> Organiser:
    """Whose token it is: who sends the invoke, and nobody whom it names."""
    person = message.person
    return Organiser(
        tenant=person.tenant,
        person="",
        object_id=person.object_id,
        user=person.id,
        channel=activity.channel_id or "",
    )


def _exchange_of(value: object) -> _Exchange | None:
    id, connection, token = (_field(value, name) for name in ("id", "connectionName", "token"))
    if not connection or not _TOKEN.fullmatch(token) or (id and not is_id(id, _LONGEST_ID)):
        return None
    return _Exchange(id=id, connection=connection, token=token)


def _field(value: object, name: str) -> str:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, str) else ""


def _exchanged(asked: _Exchange, status: HTTPStatus, failure: str | None = None) -> InvokeResponse:
    body: dict[str, Any] = {"id": asked.id, "connectionName": asked.connection, "failureDetail": failure}
    return InvokeResponse(status=status, body=body)
