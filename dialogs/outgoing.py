"""What leaves a dialog beside its answer: messages to others, live cards, and links to files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dialogs.message import Reply


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A live card of a handoff: in which conversation, for whom ("" in a group), since which revision."""

    number: int
    conversation: str
    person: str
    revision: int
    activity: str


class Outbox(Protocol):
    """What is sent to others once this turn is committed."""

    async def cards(self, number: int) -> Sequence[Shown]:
        """Where live cards of a handoff are."""

    async def newest(self, conversation: str) -> int:
        """The handoff whose live card came last to a conversation, 0 for none."""

    async def update(self, shown: Shown, reply: Reply) -> None:
        """Put a newer content into a live card."""

    async def retire(self, shown: Shown, reply: Reply) -> None:
        """Put a last content into a card, which then is no live card any more."""

    async def tell(self, person: str, reply: Reply) -> bool:
        """Send to somebody's own chat; False where none is known (they are told when they first write)."""

    async def forget(self, person: str) -> None:
        """Keep none of the live cards in the own chat of this person id up to date any more."""


class Invites(Protocol):
    """What the invitation file of a meeting says, as it was at each change of it."""

    async def put(self, number: int, key: str, sequence: int, body: Mapping[str, Any]) -> None:
        """Keep what `meetings.invite.to_json` gave for this change of it."""


class Links(Protocol):
    """Addresses of files to download, signed and expiring."""

    def report(self, number: int, person: str, form: str) -> str: ...

    def invite(self, number: int, key: str, sequence: int) -> str:
        """The invitation file of a meeting as it was at this change of it."""
