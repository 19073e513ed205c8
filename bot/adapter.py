"""The Bot Framework's CloudAdapter, mended where it breaks.

As shipped (4.17.1) it answers 500 to every invoke with a body and to expectReplies, because it
serialises a dict as if it were a model; and it spends most of its time in a list comprehension.
"""

from __future__ import annotations

import json
import logging
import secrets
import traceback
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web
from botbuilder.core import Bot, InvokeResponse, TurnContext
from botbuilder.core.serializer_helper import serializer_helper
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity, ActivityTypes
from botframework.connector.auth import AuthenticateRequestResult
from jwt import PyJWTError
from msrest.serialization import Model
from msrest.universal_http.requests import ClientRetryPolicy

from bot import inbound, outbound
from bot.config import Settings
from dialogs import texts

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Registration:
    """The names under which the SDK looks for the bot's registration."""

    APP_TYPE: str
    APP_ID: str
    APP_PASSWORD: str
    APP_TENANTID: str


class BatonAdapter(CloudAdapter):
    """Takes a request to the bot and brings its response back."""

    def __init__(self, settings: Settings) -> None:
        _mend_retry_policy()
        super().__init__(ConfigurationBotFrameworkAuthentication(_registration(settings)))
        self._local = settings.local
        self.on_turn_error = _apologise

    async def process(self, request: web.Request, bot: Bot, ws_response: object = None) -> web.Response:
        """400, 401, 413 or 415 for what is no activity of ours; else what the bot answers."""
        activity = await _read(request)
        header = "" if self._local else request.headers.get("Authorization", "")
        authenticated = await self._authenticate(activity, header)
        return _response(await self.process_activity(authenticated, activity, bot.on_turn))

    async def _authenticate(self, activity: Activity, header: str) -> AuthenticateRequestResult:
        try:
            return await self.bot_framework_authentication.authenticate_request(activity, header)
        except (PermissionError, PyJWTError, LookupError, ValueError, TypeError, AttributeError) as error:
            # The SDK stumbles over malformed tokens in many ways; each of them is a refusal.
            raise web.HTTPUnauthorized from error


def _registration(settings: Settings) -> _Registration:
    """An empty id turns the SDK's authentication off: local mode only, which Settings sees to."""
    if settings.local:
        return _Registration(APP_TYPE="MultiTenant", APP_ID="", APP_PASSWORD="", APP_TENANTID="")
    return _Registration(
        APP_TYPE=settings.app_type,
        APP_ID=settings.app_id,
        APP_PASSWORD=settings.app_password.get_secret_value(),
        APP_TENANTID=settings.app_tenant,
    )


def _mend_retry_policy() -> None:
    """Make "is it in here?" cheap: the SDK asks it a thousand times for each client it builds."""
    policy: Any = ClientRetryPolicy
    policy.safe_codes = frozenset(policy.safe_codes)


async def _read(request: web.Request) -> Activity:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError) as error:
        raise web.HTTPBadRequest from error
    activity = inbound.parse(body)
    if activity is None:
        raise web.HTTPBadRequest
    return activity


def _response(answer: InvokeResponse | None) -> web.Response:
    if answer is None:
        return web.Response(status=HTTPStatus.CREATED)
    body = answer.body
    if isinstance(body, Model):
        body = serializer_helper(body)
    if body is None:
        return web.Response(status=answer.status)
    return web.json_response(body, status=answer.status)


async def _apologise(context: TurnContext, error: Exception) -> None:
    """The outermost boundary of a turn: log it, say so plainly, and leave all saved progress alone."""
    id = secrets.token_hex(4)
    where = "".join(traceback.format_tb(error.__traceback__))  # the error's own words may hold a person's
    kind = context.activity.type
    logger.error("Turn failed: error %s, %s in a %s activity\n%s", id, type(error).__name__, kind, where)
    text = texts.APOLOGY.format(id=id)
    if kind == ActivityTypes.invoke:
        failed = _failed(context, text)
        await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=failed))
    elif kind == ActivityTypes.message:
        await _try_to_say(context, text, id)


def _failed(context: TurnContext, text: str) -> InvokeResponse:
    if context.activity.name == "adaptiveCard/action":
        return InvokeResponse(status=HTTPStatus.OK, body=outbound.card_refused(text, ours=True))
    return InvokeResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)


async def _try_to_say(context: TurnContext, text: str, id: str) -> None:
    try:
        await context.send_activity(text)
    except Exception as error:
        # The channel itself may be what failed; there is nobody left to tell but the log.
        logger.error("The apology for error %s could not be sent: %s", id, type(error).__name__)
