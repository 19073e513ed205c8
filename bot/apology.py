"""The outermost boundary of a turn: log what went wrong, say so plainly, leave all saved progress alone."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes

from bot import inbound, outbound, redaction
from bot.errors import NotSentError
from bot.postponing import postpone
from bot.turn import Turn
from bot.uttering import Utterance
from dialogs import texts

logger = logging.getLogger(__name__)


async def apologise(context: TurnContext, error: Exception, turn: Turn | None) -> None:
    """Tell the person, by an id that the log has too; `turn`: where there is one that can be said later."""
    id, kind = secrets.token_hex(4), inbound.kind_of(context.activity)
    where = redaction.frames(error)  # the error's own words may hold a person's
    logger.error("Turn failed: error %s, in a %s activity\n%s", id, kind, where, extra={"error": id})
    text = texts.APOLOGY.format(id=id)
    if kind == ActivityTypes.invoke:
        failed = _failed(context, text)
        await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=failed))
    elif kind == ActivityTypes.message:
        await _try_to_say(context, text, id, turn)


def _failed(context: TurnContext, text: str) -> InvokeResponse:
    if context.activity.name == "adaptiveCard/action":
        return InvokeResponse(status=HTTPStatus.OK, body=outbound.card_refused(text, ours=True))
    return InvokeResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)


async def _try_to_say(context: TurnContext, text: str, id: str, turn: Turn | None) -> None:
    activity = Activity(type=ActivityTypes.message, text=text)
    try:
        await context.send_activity(activity)
    except NotSentError as error:
        if turn:
            postpone(turn, context.activity, [Utterance(activity=activity)], error)
    except Exception as error:
        # The channel itself may be what failed; there is nobody left to tell but the log. Whatever it was,
        # the turn comes to its end, so that the conversation goes on.
        logger.error("The apology for error %s could not be sent: %s", id, type(error).__name__)
