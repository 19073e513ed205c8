"""The Bot Framework's CloudAdapter with a door, a connector and a way of taking turns of Baton's own.

Of the SDK's adapter the TurnContext, the pipeline and the results of a turn remain. What it does at
the wire is not used: it answers 500 to invokes with a body and to malformed tokens, opens a connection
for every turn and asks for a new token each time (botbuilder 4.17.1).
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from typing import Any

from aiohttp import web
from botbuilder.core import Bot, CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ConversationParameters,
    ConversationReference,
    ConversationResourceResponse,
    DeliveryModes,
    ResourceResponse,
)

from bot import apology, inbound, logs, origin, wire
from bot.auth import Authenticator
from bot.connector import Connector
from bot.context import BatonContext
from bot.errors import ForbiddenError, NotAnActivityError, RefusedError
from bot.store.turns import Answer, Delivery
from bot.telemetry import NoTelemetry, Telemetry
from bot.turn import Turn
from bot.turns import Turns
from bot.typing_indicator import TypingIndicator

logger = logging.getLogger(__name__)

_PATIENCE = 5.0  # seconds after which a turn waits for nothing any more; what is left becomes a job
_LATE = 4.0  # seconds after which no reply is begun: with a whole call it ends before Teams' 15
_LONGEST_READ = 10.0  # seconds for a whole body
_DEEPEST = 100  # objects and lists within each other
_TURN, _BEGAN, _TYPING = "baton.turn", "baton.began", "baton.typing"
_Logic = Callable[[TurnContext], Awaitable[Any]]
_Count = Callable[[str, str], None]


def _not_counted(tenant: str, conversation: str) -> None:
    """Nobody keeps to limits."""


def turn_of(context: TurnContext) -> Turn:
    """The turn that a handler works in."""
    turn: Turn = context.turn_state[_TURN]
    return turn


def is_late(context: TurnContext) -> bool:
    """Whether so much of the time for the HTTP response is gone that what is left to say is sent later."""
    in_response = context.activity.delivery_mode == DeliveryModes.expect_replies
    return not in_response and left(context) < 0


def left(context: TurnContext) -> float:
    """Seconds until it is late, less than 0 from then on."""
    return _LATE - _waited(context)


def _waited(context: TurnContext) -> float:
    """Seconds since the activity arrived."""
    now = time.monotonic()
    return now - float(context.turn_state.get(_BEGAN, now))


class BatonAdapter(CloudAdapter):
    """Takes a request to the bot and brings its response back."""

    def __init__(
        self,
        *,
        authenticator: Authenticator,
        connector: Connector,
        turns: Turns | None = None,
        telemetry: Telemetry | None = None,
        count: _Count = _not_counted,
    ) -> None:
        """`count` is told the tenant and the conversation of each message."""
        # Past the SDK's own authentication, which is never built: nothing can slip through it.
        super(CloudAdapterBase, self).__init__()
        self._authenticator, self._connector, self._turns = authenticator, connector, turns
        self._telemetry, self._count = telemetry or NoTelemetry(), count
        self.on_turn_error = self._apologise

    async def process(self, request: web.Request, bot: Bot, ws_response: object = None) -> web.Response:
        """400, 401, 403, 408, 413 or 415 for what is no activity of ours; else what the bot answers."""
        activity = await self._admit(request)
        delivery = inbound.delivery_of(activity)
        with self._telemetry.turn(inbound.kind_of(activity)):
            return _response(await self._take(activity, delivery, bot.on_turn))

    async def _admit(self, request: web.Request) -> Activity:
        """The activity, once the request has passed the door."""
        if request.content_type != "application/json" or request.headers.get("Content-Encoding"):
            raise web.HTTPUnsupportedMediaType
        try:
            token = await self._authenticator.authenticate(request.headers.getall("Authorization", ()))
            body = _object(await _read(request))
            self._authenticator.authorize(token, body)
        except RefusedError as error:
            logger.info("Refused: %s", error)
            raise _STATUS.get(type(error), web.HTTPUnauthorized)() from None
        activity = inbound.parse(body)
        if activity is None:
            raise web.HTTPBadRequest
        return activity

    async def _take(self, activity: Activity, delivery: Delivery | None, logic: _Logic) -> Answer:
        if delivery is None or self._turns is None:
            return await self._run(activity, logic)
        logs.bind(tenant=delivery.tenant, conversation=delivery.conversation, person=delivery.person)
        typing, began = TypingIndicator(lambda: self._show_typing(activity, delivery)), time.monotonic()

        async def respond(turn: Turn) -> Answer:
            return await self._run(activity, logic, {_TURN: turn, _TYPING: typing, _BEGAN: began})

        where = origin.of(activity)
        if inbound.is_refresh(activity):
            return await self._turns.look(delivery, respond, where)
        if not inbound.is_conversing(activity):
            return await self._turns.run(delivery, respond, where)
        with typing:
            return await self._turns.run(delivery, respond, where)

    async def _run(self, activity: Activity, logic: _Logic, state: dict[str, Any] | None = None) -> Answer:
        context = BatonContext(self, activity)
        context.turn_state.update({_BEGAN: time.monotonic(), **(state or {})})
        await self.run_pipeline(context, logic)
        return _result(context)

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        """Send in order; a DeliveryError says what became of the first that failed."""
        return [ResourceResponse(id=await self._send(context, activity)) for activity in activities]

    async def _send(self, context: TurnContext, activity: Activity) -> str:
        if activity.type == ActivityTypes.invoke_response:
            context.turn_state[self._INVOKE_RESPONSE_KEY] = activity
            return ""
        if activity.type == ActivityTypes.trace:
            return ""
        if typing := context.turn_state.get(_TYPING):
            typing.stop()
        self._said(context, activity)
        return await self._connector.send(
            activity.service_url,
            activity.conversation.id,
            wire.to_json(activity),
            reply_to=activity.reply_to_id or "",
            patience=max(0.0, _PATIENCE - _waited(context)),
        )

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        body = wire.to_json(activity)
        self._said(context, activity)
        await self._connector.update(activity.service_url, activity.conversation.id, activity.id, body)
        return ResourceResponse(id=activity.id)

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        await self._connector.delete(reference.service_url, reference.conversation.id, reference.activity_id)

    async def process_proactive(
        self, claims_identity: object, continuation_activity: Activity, audience: object, logic: _Logic
    ) -> None:
        """Speak first: `continue_conversation` comes here, and sends through the same connector."""
        await self._run(continuation_activity, logic)

    async def create_conversation(
        self,
        bot_app_id: str,
        callback: _Logic,
        conversation_parameters: ConversationParameters,
        channel_id: str,
        service_url: str,
        audience: str = "",
    ) -> None:
        """Open a conversation and let the callback speak in it; a DeliveryError where that cannot be."""
        body = wire.to_json(conversation_parameters)
        opened = ConversationResourceResponse(id=await self._connector.create_conversation(service_url, body))
        activity = self._create_create_activity(opened, channel_id, service_url, conversation_parameters)
        await self._run(activity, callback)

    def _said(self, context: TurnContext, activity: Activity) -> None:
        turn: Turn | None = context.turn_state.get(_TURN)
        if turn:
            self._count(turn.delivery.tenant, activity.conversation.id)

    async def _show_typing(self, activity: Activity, delivery: Delivery) -> None:
        typing = inbound.reply_to(activity, Activity(type=ActivityTypes.typing))
        conversation = activity.conversation.id
        self._count(delivery.tenant, conversation)
        await self._connector.send(activity.service_url, conversation, wire.to_json(typing), patience=0.0)

    async def _apologise(self, context: TurnContext, error: Exception) -> None:
        self._telemetry.error(type(error).__name__)
        turn: Turn | None = context.turn_state.get(_TURN)
        if turn:
            turn.failed = True
        await apology.apologise(context, error, turn)


_STATUS: dict[type[Exception], type[web.HTTPException]] = {
    ForbiddenError: web.HTTPForbidden,
    NotAnActivityError: web.HTTPBadRequest,
}


async def _read(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(_LONGEST_READ):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (web.RequestPayloadError, ConnectionError):  # not encoded as its header says, or not whole
        raise NotAnActivityError("not readable") from None


def _object(body: bytes) -> dict[str, Any]:
    """The request's JSON: an object, and not so deep that what walks it later could run out of stack."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise NotAnActivityError("not JSON") from None
    if not isinstance(found, dict):
        raise NotAnActivityError("not an object")
    if body.count(b"[") + body.count(b"{") > _DEEPEST and _is_deep(found):
        raise NotAnActivityError("too deep")
    return found


def _is_deep(found: object) -> bool:
    level = [found]
    for _ in range(_DEEPEST):
        level = [inner for part in level for inner in _parts(part)]
        if not level:
            return False
    return True


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _result(context: TurnContext) -> Answer:
    """What the turn has left for the HTTP response."""
    if context.activity.delivery_mode == DeliveryModes.expect_replies:
        replies = [wire.to_json(activity) for activity in context.buffered_reply_activities]
        return Answer(status=HTTPStatus.OK, body={"activities": replies})
    if context.activity.type != ActivityTypes.invoke:
        return Answer(status=HTTPStatus.CREATED)
    found = context.turn_state.get(BatonAdapter._INVOKE_RESPONSE_KEY)
    if found is None:
        return Answer(status=HTTPStatus.NOT_FOUND)
    response: InvokeResponse = found.value
    return Answer(status=int(response.status), body=wire.to_json(response.body))


def _response(answer: Answer) -> web.Response:
    if answer.body is None:
        return web.Response(status=answer.status)
    return web.json_response(answer.body, status=answer.status)
