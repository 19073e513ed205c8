"""One method for each kind of activity: to a message, through a dialog, and back as activities."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity

from bot import inbound, outbound
from bot.errors import StoreError
from bot.turns import Turns
from dialogs import conversation, feedback, texts, welcome
from dialogs.desk import Desk
from dialogs.message import Given, Message, Reply
from dialogs.turn import Outcome

logger = logging.getLogger(__name__)


class BatonHandler(TeamsActivityHandler):
    """Edits, deletions, reactions and events need no answer, and get none."""

    def __init__(self, turns: Turns, is_admin: Callable[[str], bool]) -> None:
        self._turns, self._is_admin = turns, is_admin

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        if inbound.is_addressed(turn_context.activity):
            await self._converse(turn_context, self._message(turn_context))

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        if turn_context.activity.action in ("add", "add-upgrade"):
            await self._welcome(turn_context)

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        if _adds_bot(turn_context.activity):
            await self._welcome(turn_context)

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        return

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        return

    async def on_message_reaction_activity(self, turn_context: TurnContext) -> None:
        return

    async def on_event_activity(self, turn_context: TurnContext) -> None:
        return

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        invoke = _INVOKES.get(turn_context.activity.name)
        if invoke is None:
            return InvokeResponse(status=HTTPStatus.NOT_IMPLEMENTED)
        return await invoke(self, turn_context)

    async def _press(self, context: TurnContext) -> InvokeResponse:
        """adaptiveCard/action: the HTTP status is 200 whatever the body says."""
        pressed = _action(context.activity.value)
        if pressed is None:
            return _ok(outbound.card_refused(texts.BAD_ACTION))
        message = replace(self._message(context), verb=pressed[0], data=pressed[1])
        outcome = await self._turns.run(message, conversation.respond)
        if not outcome.understood:
            return _ok(outbound.card_refused(texts.OLD_BUTTON))
        if outcome.card is None:
            return _ok(outbound.card_told(outcome.replies[0].text))
        await self._say(context, message, outcome)
        return _ok(outbound.card_shown(outcome.card))

    async def _keep_feedback(self, context: TurnContext) -> InvokeResponse:
        """message/submitAction: Teams wants 200 with an empty object."""
        about, value = inbound.about(context.activity), context.activity.value
        if about is None or not isinstance(value, Mapping):
            return InvokeResponse(status=HTTPStatus.BAD_REQUEST, body={})

        async def record(message: Message, desk: Desk) -> bool:
            return await feedback.record(message, about, value, desk)

        kept = await self._turns.run(self._message(context), record)
        return _ok({}) if kept else InvokeResponse(status=HTTPStatus.BAD_REQUEST, body={})

    async def _converse(self, context: TurnContext, message: Message) -> None:
        outcome = await self._turns.run(message, conversation.respond)
        if not outcome.understood:
            outcome = Outcome(replies=(Reply(text=texts.OLD_BUTTON),))
        await self._say(context, message, outcome)

    async def _welcome(self, context: TurnContext) -> None:
        message = self._message(context)
        await self._say(context, message, await self._turns.run(message, welcome.greet))

    async def _say(self, context: TurnContext, message: Message, outcome: Outcome) -> None:
        """Send the replies, and keep which message held which answer."""
        for reply in outcome.replies:
            sent = await context.send_activities(outbound.activities(reply, message))
            if reply.given and sent and sent[0].id:
                await self._remember(message, reply.given, sent[0].id)

    async def _remember(self, message: Message, given: Given, id: str) -> None:
        async def remember(message: Message, desk: Desk) -> None:
            who = {"person": message.person.id, "conversation": message.conversation}
            await desk.feedback.remember(given, **who, message=id, version=desk.expert.version)

        try:
            await self._turns.run(message, remember)
        except StoreError as error:
            # The person has a good answer; only a later thumbs up will not know its question.
            logger.error("An answer could not be remembered: %s", type(error).__name__)

    def _message(self, context: TurnContext) -> Message:
        activity = context.activity
        return inbound.message_of(activity, admin=self._is_admin(inbound.object_id(activity)))


_INVOKES: dict[str, Callable[[BatonHandler, TurnContext], Awaitable[InvokeResponse]]] = {
    "adaptiveCard/action": BatonHandler._press,
    "message/submitAction": BatonHandler._keep_feedback,
}


def _ok(body: Mapping[str, Any]) -> InvokeResponse:
    return InvokeResponse(status=HTTPStatus.OK, body=dict(body))


def _adds_bot(activity: Activity) -> bool:
    own = activity.recipient.id if activity.recipient else None
    return own is not None and any(member.id == own for member in activity.members_added or ())


def _action(value: object) -> tuple[str, Mapping[str, Any]] | None:
    """The verb and data of an adaptiveCard/action, if it has that shape."""
    action = value.get("action") if isinstance(value, Mapping) else None
    if not isinstance(action, Mapping):
        return None
    verb, data = action.get("verb"), action.get("data") or {}
    return (verb, data) if isinstance(verb, str) and verb and isinstance(data, Mapping) else None
