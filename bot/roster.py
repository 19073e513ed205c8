"""Who is in a chat, as the channel knows it: the one source of an e-mail address that Baton believes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.errors import DeliveryError, RosterUnreadableError
from bot.naming import is_id, shown_name
from dialogs.message import Mentioned

logger = logging.getLogger(__name__)

_BRIEFLY = 2.0  # seconds that a first message waits to learn who writes
_PATIENCE = 4.0  # seconds for all members of a chat
_LONGEST_EMAIL = 320
_GUEST = "#ext#"  # marks the sign-in name that a tenant makes for a guest, which is no address


class Channel(Protocol):
    """What the roster needs of `bot.connector.Connector`."""

    async def member(self, service_url: str, conversation: str, user: str) -> Mapping[str, Any]: ...
    async def members(self, service_url: str, conversation: str) -> Sequence[Mapping[str, Any]]: ...


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Somebody as the roster has them; "" is what it does not say."""

    name: str = ""
    email: str = ""
    object_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Asks the channel, and never for long."""

    channel: Channel

    async def who_is(self, service_url: str, conversation: str, user: str, tenant: str) -> Listed:
        """Who somebody in a chat is; nothing is known of them where the channel does not say in time.

        Another tenant writes into its addresses what it likes: they are believed of this one's alone.
        """
        try:
            async with asyncio.timeout(_BRIEFLY):
                found = await self.channel.member(service_url, conversation, user)
        except (DeliveryError, TimeoutError) as error:
            logger.info("The roster could not be asked who writes: %s", type(error).__name__)
            return Listed()
        email = _email(found) if (found.get("tenantId") or tenant) == tenant else ""
        return Listed(name=shown_name(found.get("name")), email=email, object_id=_object_id(found))

    async def members(self, service_url: str, conversation: str) -> Sequence[Mentioned]:
        """Everybody in a chat; RosterUnreadableError where that cannot be told, which is not "nobody"."""
        try:
            async with asyncio.timeout(_PATIENCE):
                found = await self.channel.members(service_url, conversation)
        except (DeliveryError, TimeoutError) as error:
            raise RosterUnreadableError from error
        listed = [_mentioned(member) for member in found if is_id(member.get("id"))]
        if not listed:
            raise RosterUnreadableError  # whoever asks is in it, so it was not read
        return listed


def _mentioned(member: Mapping[str, Any]) -> Mentioned:
    return Mentioned(user=member["id"], name=shown_name(member.get("name")), object_id=_object_id(member))


def _object_id(member: Mapping[str, Any]) -> str:
    found = member.get("aadObjectId") or member.get("objectId")
    return found if is_id(found) else ""


def _email(member: Mapping[str, Any]) -> str:
    """The address; where there is none, the sign-in name of somebody who is no guest."""
    for name in ("email", "userPrincipalName"):
        found = member.get(name)
        if isinstance(found, str) and _is_email(found.strip()):
            return found.strip()
    return ""


def _is_email(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    plain = text.isprintable() and " " not in text and _GUEST not in text.casefold()
    return plain and len(text) <= _LONGEST_EMAIL and bool(local and at and domain)
