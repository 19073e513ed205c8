"""One method for each kind of activity: to a message, through a dialog, and back as activities."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity, ChannelAccount

from bot import inbound, outbound, saying, signing_in
from bot.adapter import left, turn_of
from bot.pace import Pace, Verdict, Word
from bot.scheduling import results
from bot.signing_in import SigningIn
from dialogs import conversation, feedback, texts, welcome
from dialogs.desk import Desk, RosterNeededError, StrangerError
from dialogs.message import Message, Reply
from dialogs.turn import Outcome


class BatonHandler(TeamsActivityHandler):
    """Edits, deletions, reactions and events need no answer, and get none."""

    def __init__(
        self,
        is_admin: Callable[[str], bool],
        oversees: Callable[[str], bool],
        pace: Pace,
        signing: SigningIn | None = None,
    ) -> None:
        self._is_admin, self._oversees, self._pace, self._signing = is_admin, oversees, pace, signing

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        if not inbound.is_addressed(turn_context.activity):
            return
        verdict = self._pace_of(turn_context)
        if verdict.word is Word.GO:
            await self._converse(turn_context, self._message(turn_context))
        elif verdict.word is Word.TELL:
            await turn_context.send_activity(_slow_down(verdict))

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        if turn_context.activity.action in ("add", "add-upgrade"):
            await self._welcome(turn_context)
            await self._meet(turn_context)
        else:
            await self._note(turn_context, leaving=turn_context.activity.action == "remove")

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        activity = turn_context.activity
        if _has_bot(activity, activity.members_added):
            await self._welcome(turn_context)
        else:
            await self._note(turn_context, leaving=_has_bot(activity, activity.members_removed))

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        return

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        return

    async def on_message_reaction_activity(self, turn_context: TurnContext) -> None:
        return

    async def on_event_activity(self, turn_context: TurnContext) -> None:
        return

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse | None:
        invoke = _INVOKES.get(turn_context.activity.name)
        if invoke is None:
            return InvokeResponse(status=HTTPStatus.NOT_FOUND)
        verdict = self._pace_of(turn_context)
        if verdict.word is Word.GO:
            return await invoke(self, turn_context)
        if turn_context.activity.name in signing_in.INVOKES:
            return InvokeResponse(status=HTTPStatus.TOO_MANY_REQUESTS)  # 200 would mean: signed in
        return _ok(outbound.card_told(_slow_down(verdict)))

    async def _press(self, context: TurnContext) -> InvokeResponse | None:
        """adaptiveCard/action: the HTTP status is 200 whatever the body says."""
        pressed = _action(context.activity.value)
        if pressed is None:
            return _ok(outbound.card_refused(texts.BAD_ACTION))
        message = replace(self._message(context), verb=pressed[0], data=pressed[1])
        if message.refresh:
            return _ok(await self._look(context, message))
        outcome = await turn_of(context).decide(message, conversation.respond)
        if outcome is None:
            return None
        if not outcome.understood:
            return _ok(outbound.card_refused(texts.OLD_BUTTON))
        outcome = await results.of(turn_of(context), outcome, left(context))
        if outcome.card is None and _is_a_word(outcome.replies):
            return _ok(outbound.card_told(outcome.replies[0].text))
        await saying.say(context, message, outcome.replies)
        return _ok(outbound.card_shown(outcome.card) if outcome.card else outbound.card_told(""))

    async def _look(self, context: TurnContext, message: Message) -> dict[str, Any]:
        """The card as it is now for who sees it; the client keeps the one it has where there is none."""
        try:
            outcome = await turn_of(context).look(message, conversation.respond)
        except (StrangerError, RosterNeededError):  # a view alone does not make the roster be asked
            return outbound.card_refused(texts.OLD_BUTTON)
        if outcome.card is None:
            return outbound.card_refused(texts.OLD_BUTTON)
        return outbound.card_shown(outcome.card)

    async def _keep_feedback(self, context: TurnContext) -> InvokeResponse | None:
        """message/submitAction: Teams wants 200 with an empty object."""
        about, value = inbound.about(context.activity), context.activity.value
        if about is None or not isinstance(value, Mapping):
            return InvokeResponse(status=HTTPStatus.BAD_REQUEST, body={})

        async def record(message: Message, desk: Desk) -> bool:
            return await feedback.record(message, about, value, desk)

        kept = await turn_of(context).decide(self._message(context), record)
        if kept is None:
            return None
        return _ok({}) if kept else InvokeResponse(status=HTTPStatus.BAD_REQUEST, body={})

    async def _sign_in(self, context: TurnContext) -> InvokeResponse | None:
        """One of the invokes of single sign-on, which there is only where people can sign in."""
        if self._signing is None:
            return InvokeResponse(status=HTTPStatus.NOT_FOUND)
        return await self._signing.answer(context, self._message(context))

    async def _converse(self, context: TurnContext, message: Message) -> None:
        outcome = await turn_of(context).decide(message, conversation.respond)
        if outcome is None:
            return
        if not outcome.understood:
            outcome = Outcome(replies=(Reply(text=texts.OLD_BUTTON),))
        outcome = await results.of(turn_of(context), outcome, left(context))
        await saying.say(context, message, outcome.replies)

    async def _welcome(self, context: TurnContext) -> None:
        message = self._message(context)
        outcome = await turn_of(context).decide(message, welcome.greet)
        if outcome is not None:
            await saying.say(context, message, outcome.replies)

    async def _note(self, context: TurnContext, *, leaving: bool) -> None:
        """Keep how the chat is written to now, or that Baton is not in it any more; say nothing."""
        turn_of(context).leaving = leaving
        await turn_of(context).decide(self._message(context), _nothing)

    async def _meet(self, context: TurnContext) -> None:
        """Learn who has added Baton: a handoff may wait for them, and they can be written to again."""
        known, message = turn_of(context).acquaintance, self._message(context)
        if known and message.private and turn_of(context).begun:
            await known.meet(message)

    def _pace_of(self, context: TurnContext) -> Verdict:
        """Whether the person writes at a pace that Baton follows."""
        turn = turn_of(context)
        # Cards that a client brings up to date by itself do not use up what the person may write.
        looks = "looks " if inbound.is_refresh(context.activity) else ""
        return self._pace.take(turn.delivery.tenant, looks + turn.delivery.person)

    def _message(self, context: TurnContext) -> Message:
        activity = context.activity
        id = inbound.object_id(activity)
        return inbound.message_of(activity, admin=self._is_admin(id), oversees=self._oversees(id))


_INVOKES: dict[str, Callable[[BatonHandler, TurnContext], Awaitable[InvokeResponse | None]]] = {
    inbound.CARD_ACTION: BatonHandler._press,
    "message/submitAction": BatonHandler._keep_feedback,
    **dict.fromkeys(signing_in.INVOKES, BatonHandler._sign_in),
}


def _is_a_word(replies: Sequence[Reply]) -> bool:
    """Whether all there is to say is one text, which then is shown where the button was pressed."""
    return len(replies) == 1 and not replies[0].card and not replies[0].citations


def _slow_down(verdict: Verdict) -> str:
    return texts.SLOW_DOWN.format(seconds=verdict.seconds)


def _ok(body: Mapping[str, Any]) -> InvokeResponse:
    return InvokeResponse(status=HTTPStatus.OK, body=dict(body))


def _has_bot(activity: Activity, members: Sequence[ChannelAccount] | None) -> bool:
    own = activity.recipient.id if activity.recipient else None
    return own is not None and any(member.id == own for member in members or ())


async def _nothing(message: Message, desk: Desk) -> None:
    """What is decided about an activity that is no more than noted."""


def _action(value: object) -> tuple[str, Mapping[str, Any]] | None:
    """The verb and data of an adaptiveCard/action, if it has that shape."""
    action = value.get("action") if isinstance(value, Mapping) else None
    if not isinstance(action, Mapping):
        return None
    verb, data = action.get("verb"), action.get("data") or {}
    return (verb, data) if isinstance(verb, str) and verb and isinstance(data, Mapping) else None
