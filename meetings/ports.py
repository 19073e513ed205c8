"""What scheduling needs of calendars and the directory; implemented in `bot`, errors in `meetings.errors`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from meetings.model import Availability, Event, Invitee, Plan, Span


@dataclass(frozen=True, kw_only=True)
class Organiser:
    """In whose calendar it is: the person who asked, as the channel knows them.

    `user`: their id in Teams, and `channel`: of which the token service keeps their token.
    """

    tenant: str
    person: str
    object_id: str
    user: str
    channel: str = "msteams"
    name: str = ""
    address: str = ""
    zone: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """Somebody of the directory. `address`: where invitations go. `department`: what tells two apart."""

    object_id: str
    name: str
    address: str
    department: str = ""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A subscription to changes of one calendar, until `expires`."""

    id: str
    expires: datetime


class Calendars(Protocol):
    """Calendars of one way to reach them. Every call ends within 30 seconds."""

    @property
    def checks(self) -> bool:
        """Whether calendars are looked at, and meetings stand in one."""

    async def search(self, organiser: Organiser, words: str) -> Sequence[Found]:
        """Whom a name or address means, at most 10; none of a directory that cannot be asked."""

    async def availabilities(
        self, organiser: Organiser, invitees: Sequence[Invitee], window: Span
    ) -> Sequence[Availability]:
        """In the order of `invitees`, the organiser among them; addresses and `external` are filled in.

        At most 2 round trips in a row. Who cannot be seen is `blind`; no error for a single person.
        """

    async def book(self, organiser: Organiser, plan: Plan) -> Event:
        """Book it once: what was booked under this key before is found first.

        With the link to join. UnknownOutcomeError: calling again with the same plan settles it.
        """

    async def move(self, organiser: Organiser, event: Event, start: datetime, end: datetime) -> Event:
        """Move it, and nothing else of it; the event as it is then, with its link."""

    async def cancel(self, organiser: Organiser, event: Event, comment: str) -> None:
        """Cancel it and tell who was invited; that it was cancelled before is no error."""

    async def find(self, organiser: Organiser, key: str, id: str = "") -> Event | None:
        """The event of a key, by its `id` where that is known; None where it was deleted."""

    async def watch(self, organiser: Organiser, event: Event, address: str, secret: str) -> Watch:
        """Have changes sent to `address`, with `secret` (at most 128 characters) in each notification."""

    async def renew(self, organiser: Organiser, watch: str) -> Watch:
        """Keep a subscription for longer; EventGoneError where it is none any more."""

    async def unwatch(self, organiser: Organiser, watch: str) -> None:
        """End a subscription; that it has ended before is no error."""


class SignIn(Protocol):
    """Tokens of people, kept by the token service of the channel and nowhere else."""

    async def has_token(self, organiser: Organiser) -> bool: ...
    async def sign_out(self, organiser: Organiser) -> None: ...


def by_address(invitees: Collection[Invitee]) -> dict[str, Invitee]:
    """By address in small letters; who has none is left out."""
    return {invitee.address.casefold(): invitee for invitee in invitees if invitee.address}
