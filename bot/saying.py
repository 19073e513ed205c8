"""Say what a dialog has decided, and be honest about what may not have arrived."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from botbuilder.core import TurnContext

from bot import outbound
from bot.adapter import is_late, turn_of
from bot.errors import DeliveryError, NotSentError, RejectedError, UnknownOutcomeError
from bot.postponing import postpone, tells
from bot.turn import Sent, Turn
from bot.uttering import Utterance
from dialogs import texts
from dialogs.message import Message, Reply

logger = logging.getLogger(__name__)


async def say(context: TurnContext, message: Message, replies: Sequence[Reply]) -> None:
    """Send the replies in order.

    What the channel does not take now becomes jobs. Of what may have been lost a later reply tells,
    because saying it again could say it twice.
    """
    turn = turn_of(context)
    waiting = _utterances(turn, message, replies)
    for place, utterance in enumerate(waiting):
        left = waiting[place:]
        if is_late(context):
            postpone(turn, context.activity, left)
            return
        try:
            sent = await context.send_activity(utterance.activity)
        except NotSentError as error:
            postpone(turn, context.activity, left, error)
            return
        except RejectedError:
            raise  # the fault is ours: an apology says so
        except DeliveryError as error:
            logger.warning("A reply did not arrive: %s", type(error).__name__)
            if isinstance(error, UnknownOutcomeError):
                turn.unknown = True
                postpone(turn, context.activity, left[1:])
            return
        _note(turn, utterance, (sent.id if sent else "") or "")


def _note(turn: Turn, utterance: Utterance, id: str) -> None:
    """What is kept of a message that was sent."""
    turn.told = turn.told or tells(utterance.activity)
    if utterance.given and id:
        turn.sent.append(Sent(given=utterance.given, message=id))
    if utterance.token and id:
        turn.coming.discard(utterance.token)
        turn.shown[utterance.token] = id


def _utterances(turn: Turn, message: Message, replies: Sequence[Reply]) -> list[Utterance]:
    """All there is to send; the first activity of a reply is the one that holds its answer."""
    return [
        Utterance(
            activity=activity,
            given=None if number else reply.given,
            token="" if number else turn.token(reply),
        )
        for reply in _with_missed(turn, replies)
        for number, activity in enumerate(outbound.activities(reply, message))
    ]


def _with_missed(turn: Turn, replies: Sequence[Reply]) -> Sequence[Reply]:
    """Say with the first words that an earlier message may have been lost."""
    place = next((place for place, reply in enumerate(replies) if reply.text and not reply.card), None)
    if not turn.missed or place is None:
        return replies
    told = replace(replies[place], text=f"{replies[place].text}\n\n{texts.MISSED}")
    return [*replies[:place], told, *replies[place + 1 :]]
