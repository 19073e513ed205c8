"""What is left to be said when a turn has no time left or the channel does not take it: jobs say it."""

from __future__ import annotations

from collections.abc import Sequence

from botbuilder.schema import Activity

from bot import inbound, wire
from bot.errors import NotSentError
from bot.turn import Later, Turn
from bot.uttering import Utterance
from dialogs import texts

_SOON = 2.0  # seconds until it is tried again where the channel did not say when
_LONGEST = 3600.0  # that the channel is believed


def postpone(
    turn: Turn, said: Activity, left: Sequence[Utterance], refused: NotSentError | None = None
) -> None:
    """Have the rest of the replies to `said` sent by jobs: at once, or when the channel says."""
    wait = 0.0
    if refused is not None:
        wait = _SOON if refused.retry_after is None else min(refused.retry_after, _LONGEST)
    for utterance in left:
        turn.told = turn.told or tells(utterance.activity)
        payload = wire.postponed(inbound.reply_to(said, utterance.activity))
        if utterance.token:
            turn.coming.discard(utterance.token)
            payload["token"] = utterance.token
        turn.later.append(Later(payload=payload, wait=wait))


def tells(activity: Activity) -> bool:
    """Whether it says that an earlier message may have been lost."""
    return texts.MISSED in (activity.text or "")
