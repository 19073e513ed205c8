"""Calendars through Graph: the port that meetings need, each call one errand in the organiser's mailbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from bot.graph import events, people, schedules, watches
from bot.graph.access import TokenOf
from bot.graph.client import Client, signed_as
from bot.graph.mailbox import Mailbox
from bot.graph.policy import Errand, Limits, Policy
from meetings.errors import (
    AwayError,
    MeetingError,
    NoMailboxError,
    NotAllowedError,
    SignInError,
    TokenEndedError,
)
from meetings.model import Availability, Event, Invitee, Plan, Span
from meetings.ports import Found, Organiser, Watch


class GraphCalendars:
    """`token`: whose right it is done by. `app_only`: Baton's own, in the mailbox of who asked.

    `one_mailbox`: the token is somebody's own, whoever asks. Open it inside the event loop.
    """

    checks = True

    def __init__(
        self,
        base_url: str,
        token: TokenOf,
        now: Callable[[], datetime],
        *,
        app_only: bool = False,
        one_mailbox: bool = False,
        limits: Limits | None = None,
    ) -> None:
        self._base_url, self._token, self._now = base_url, token, now
        self._app_only, self._one_mailbox = app_only, one_mailbox
        self._policy = Policy(limits)
        self._client: Client | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Hold one pool of connections open."""
        self._client = Client(self._base_url, self._policy.limits.attempt)
        try:
            yield
        finally:
            client, self._client = self._client, None
            await client.close()

    async def search(self, organiser: Organiser, words: str) -> Sequence[Found]:
        async with self._at(organiser) as mailbox:
            return await people.search(mailbox, words)

    async def availabilities(
        self, organiser: Organiser, invitees: Sequence[Invitee], window: Span
    ) -> Sequence[Availability]:
        async with self._at(organiser) as mailbox:
            return await schedules.availabilities(mailbox, invitees, window)

    async def book(self, organiser: Organiser, plan: Plan) -> Event:
        async with self._at(organiser) as mailbox:
            return await events.book(mailbox, plan)

    async def move(self, organiser: Organiser, event: Event, start: datetime, end: datetime) -> Event:
        async with self._at(organiser) as mailbox:
            return await events.move(mailbox, event, start, end)

    async def cancel(self, organiser: Organiser, event: Event, comment: str) -> None:
        async with self._at(organiser) as mailbox:
            await events.cancel(mailbox, event, comment)

    async def find(self, organiser: Organiser, key: str, id: str = "") -> Event | None:
        async with self._at(organiser) as mailbox:
            return await events.find(mailbox, key, id)

    async def watch(self, organiser: Organiser, event: Event, address: str, secret: str) -> Watch:
        """Of the whole calendar: Graph watches no single event."""
        async with self._at(organiser) as mailbox:
            return await watches.watch(mailbox, address, secret, self._now())

    async def renew(self, organiser: Organiser, watch: str) -> Watch:
        async with self._at(organiser) as mailbox:
            return await watches.renew(mailbox, watch, self._now())

    async def unwatch(self, organiser: Organiser, watch: str) -> None:
        async with self._at(organiser) as mailbox:
            await watches.unwatch(mailbox, watch)

    @asynccontextmanager
    async def _at(self, organiser: Organiser) -> AsyncIterator[Mailbox]:
        """One errand in the mailbox of the organiser, with their token or Baton's."""
        if self._client is None:
            raise AwayError
        if self._app_only and not organiser.object_id:
            raise NoMailboxError  # it is the channel that says whose calendar it is, never what was typed
        errand = self._policy.errand(organiser.tenant, self._key(organiser))
        try:
            with signed_as(await self._signed(organiser, errand)):
                yield Mailbox(
                    organiser=organiser,
                    object_id=organiser.object_id if self._app_only else "",
                    client=self._client,
                    errand=errand,
                )
        except SignInError as error:
            raise self._unsigned() from error

    def _key(self, organiser: Organiser) -> str:
        """Which mailbox it is, for counting the requests that are under way there."""
        return "" if self._one_mailbox else organiser.object_id or organiser.user

    async def _signed(self, organiser: Organiser, errand: Errand) -> str:
        try:
            async with asyncio.timeout(errand.left):
                return await self._token(organiser)
        except TimeoutError as error:
            raise AwayError from error

    def _unsigned(self) -> MeetingError:
        """For a token that is not the person's own, signing in is nothing that they could do."""
        if self._one_mailbox:
            return TokenEndedError()
        return NotAllowedError() if self._app_only else SignInError()
