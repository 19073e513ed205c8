"""Replies that a turn could not send, sent by the worker."""

from __future__ import annotations

from collections.abc import Sequence

from bot.kinds import Due, Message, MessageKind, Payload
from bot.turn import REPLY
from dialogs import texts


def kind() -> MessageKind:
    return MessageKind(name=REPLY, version=1, compose=_compose)


def _compose(due: Due, missed: Sequence[Payload]) -> Message:
    """The reply as it was decided; if one before it may have been lost, it says so."""
    payload = due.payload
    activity = dict(payload["activity"])
    if missed and activity.get("text"):
        activity["text"] = f"{activity['text']}\n\n{texts.MISSED}"
    return Message(
        service_url=payload["service_url"],
        conversation=payload["conversation"],
        activity=activity,
        reply_to=payload["reply_to"],
    )
