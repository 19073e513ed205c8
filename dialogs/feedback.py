"""Thumbs up or down on an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dialogs import utterance
from dialogs.desk import Desk, Reaction
from dialogs.message import Message

_REACTIONS = ("like", "dislike")
_LONGEST_COMMENT = 2000


async def record(message: Message, about: str, value: Mapping[str, Any], desk: Desk) -> bool:
    """Keep what Teams' feedback form sent about the message `about`; False if it is not such a form."""
    given = value.get("actionValue")
    if value.get("actionName") != "feedback" or not isinstance(given, Mapping):
        return False
    if given.get("reaction") not in _REACTIONS:
        return False
    reaction = Reaction(
        person=message.person.id,
        conversation=message.conversation,
        message=about,
        reaction=given["reaction"],
        comment=utterance.without_addresses(utterance.clean(_comment(given.get("feedback"))))[
            :_LONGEST_COMMENT
        ],
    )
    await desk.feedback.record(reaction, desk.expert.version)
    return True


def _comment(form: object) -> str:
    """The comment within the form, which Teams sends as a JSON string."""
    try:
        fields = json.loads(form) if isinstance(form, str) else form
    except (ValueError, RecursionError):
        return str(form)
    text = fields.get("feedbackText") if isinstance(fields, Mapping) else None
    return text if isinstance(text, str) else ""
