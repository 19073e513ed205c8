"""Where a turn came from: what is needed to write to other chats of the same channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from botbuilder.schema import Activity


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The channel's address, and the bot's own account there; "" is what is not known."""

    service_url: str = ""
    channel: str = ""
    bot: str = ""
    bot_name: str = ""

    def addressed(self, content: dict[str, Any], conversation: str) -> dict[str, Any]:
        """The JSON of an activity with all that says where it goes and who says it."""
        where = {"channelId": self.channel, "serviceUrl": self.service_url}
        who = {"from": {"id": self.bot, "name": self.bot_name, "role": "bot"}} if self.bot else {}
        given = {name: value for name, value in where.items() if value}
        return {**content, **given, **who, "conversation": {"id": conversation}}


NOWHERE = Origin()


@dataclass(frozen=True, kw_only=True)
class Place(Origin):
    """Somebody's own chat as it can be written to later; `conversation` "" where there is none yet."""

    conversation: str = ""

    @classmethod
    def at(cls, origin: Origin, conversation: str) -> Self:
        """A chat that an activity came from; all threads of a channel are one."""
        where = {"service_url": origin.service_url, "channel": origin.channel}
        who = {"bot": origin.bot, "bot_name": origin.bot_name}
        return cls(**where, **who, conversation=conversation.partition(";")[0])


NO_CHAT = Place()


def of(activity: Activity) -> Origin:
    """The origin of an activity that came in."""
    bot = activity.recipient
    return Origin(
        service_url=activity.service_url or "",
        channel=activity.channel_id or "",
        bot=(bot.id if bot else "") or "",
        bot_name=(bot.name if bot else "") or "",
    )
