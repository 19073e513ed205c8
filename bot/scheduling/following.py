"""Follows a meeting that stands in a calendar: by the hour, by notifications, and when its card is opened."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot import patience
from bot.kinds import Due, WorkKind
from bot.scheduling.operations import FOLLOW
from bot.scheduling.stage import Stages
from bot.scheduling.talk import Talk
from bot.store.meetings import Followed
from bot.store.store import Store, Work
from dialogs.handoff.view import zone_of
from handoffs.model import Handoff, Meeting
from meetings.errors import EventGoneError, MeetingError
from meetings.model import Event
from meetings.ports import Calendars, Organiser, Watch

_EVERY = timedelta(hours=1)
_AFTERWARDS = timedelta(days=1)  # that a meeting is followed once it is over
_RENEWED = timedelta(hours=24)  # before a subscription ends
_SECRET = 24  # bytes
_BEING_CHANGED = timedelta(seconds=15)  # later, Baton's own change has been written down


@dataclass(frozen=True, kw_only=True)
class _Present:
    """A meeting as it is kept, and by whose right its calendar is looked at."""

    followed: Followed
    meeting: Meeting
    organiser: Organiser


@dataclass(frozen=True, kw_only=True)
class _Ended:
    """A subscription that no meeting needs any more."""

    watch: str
    organiser: Organiser


@dataclass(frozen=True, kw_only=True)
class Following:
    """`address`: where notifications are sent, "" where none can come; `wake` tells the workers of jobs."""

    store: Store
    stages: Stages
    calendars: Calendars
    talk: Talk
    address: str = ""
    wake: Callable[[], None] = lambda: None

    def kind(self) -> WorkKind:
        return WorkKind(name=FOLLOW, version=1, run=self._run)

    async def _run(self, due: Due) -> None:
        present = await patience.decided(lambda: self._open(due))
        if isinstance(present, _Present):
            await self._look_at(due, present)
        elif present:
            await self._let_go(present)
        self.wake()

    async def _look_at(self, due: Due, present: _Present) -> None:
        event, error = await self._look(present)
        if not await patience.decided(lambda: self._write(due, present, event, error)):
            return
        if event and not event.cancelled:
            await self._watch(due, present, event)
        elif error is None:
            ended = await patience.decided(lambda: self._open(due))
            if isinstance(ended, _Ended):
                await self._let_go(ended)

    async def _open(self, due: Due) -> _Present | _Ended | None:
        """What there is to look at; the next look is written down before this one can fail."""
        number = due.payload["number"]
        async with self.store.work(due.tenant) as work:
            followed = await work.meetings.find(number)
            if followed is None or followed.key != due.payload["key"]:
                return None
            handoff = await work.handoffs.find(number)
            present = await self._present(work, due.tenant, followed, handoff)
            if handoff is None or present is None or present.meeting.end + _AFTERWARDS < self.store.now():
                await work.meetings.drop(number, followed.key)
                return await self._end(work, due, followed)
            await self._later(work, due, _EVERY, "hour")
            if handoff.is_over:  # it may be opened again, and then counts on its meeting
                await work.meetings.keep(number, followed.key, watch="", watch_expires=None)
                return await self._end(work, due, followed)
            acting = await work.operations.is_acting(number)
            if acting:
                await self._later(work, due, _BEING_CHANGED, "acting")
            await work.commit()
        return None if acting else present

    async def _end(self, work: Work, due: Due, followed: Followed) -> _Ended | None:
        """Nothing is to be seen of it any more; None where its subscription stays, for others have it."""
        is_free = followed.watch and not await work.meetings.is_watched(followed.watch)
        organiser = await self._organiser(work, due.tenant, followed)
        await work.commit()
        return _Ended(watch=followed.watch, organiser=organiser) if is_free and organiser else None

    async def _present(
        self, work: Work, tenant: str, followed: Followed, handoff: Handoff | None
    ) -> _Present | None:
        meeting = handoff.discussion.meeting if handoff else None
        if meeting is None or meeting.key != followed.key or not meeting.in_calendar:
            return None
        organiser = await self._organiser(work, tenant, followed)
        return _Present(followed=followed, meeting=meeting, organiser=organiser) if organiser else None

    async def _organiser(self, work: Work, tenant: str, followed: Followed) -> Organiser | None:
        contact = (await work.people.contacts([followed.organiser]))[followed.organiser]
        if not contact.user:
            return None
        addresses = await work.people.addresses([followed.organiser])
        return Organiser(
            tenant=tenant,
            person=followed.organiser,
            object_id=contact.object_id,
            user=contact.user,
            channel=followed.place.channel or "msteams",
            name=contact.name,
            address=addresses[followed.organiser],
            zone=zone_of(contact.time_zone, self.stages.desks.defaults.time_zone).key,
            country=contact.country,
        )

    async def _let_go(self, ended: _Ended) -> None:
        """End the subscription; where that does not succeed it ends by itself."""
        with suppress(MeetingError):
            await self.calendars.unwatch(ended.organiser, ended.watch)

    async def _look(self, present: _Present) -> tuple[Event | None, MeetingError | None]:
        try:
            key, id = present.meeting.key, present.followed.event
            return await self.calendars.find(present.organiser, key, id), None
        except MeetingError as error:
            return None, error

    async def _write(
        self, due: Due, present: _Present, event: Event | None, error: MeetingError | None
    ) -> bool:
        """What was found, in one transaction; False where the meeting was changed since it was looked at."""
        followed = present.followed
        async with self.store.work(due.tenant) as work:
            work.handoffs.holds = True
            handoff = await work.handoffs.find(followed.number)
            if handoff is None or handoff.discussion.meeting != present.meeting:
                await self._later(work, due, _BEING_CHANGED, "changed")
                await work.commit()
                return False
            stage = await self.stages.of(work, due.tenant, followed.organiser, followed.place)
            if stage:
                await self.talk.followed(stage.turn, handoff, event, error)
                await stage.outbox.flush()
            await self._keep(work, followed, event, error)
            await work.commit()
        return True

    async def _keep(
        self, work: Work, followed: Followed, event: Event | None, error: MeetingError | None
    ) -> None:
        known: dict[str, Any] = {} if error else {"checked": self.store.now()}
        if event and event.id:
            known["event"] = event.id
        if known:
            await work.meetings.keep(followed.number, followed.key, **known)

    async def _later(self, work: Work, due: Due, after: timedelta, why: str) -> None:
        """Once for each span of that length, however many looks there are."""
        number, key = due.payload["number"], due.payload["key"]
        at = self.store.now() + after
        span = int(at.timestamp() // after.total_seconds())
        payload = {"version": 1, "number": number, "key": key}
        await work.jobs.add(FOLLOW, f"{number}:{key}:{why}:{span}", at, payload)

    async def _watch(self, due: Due, present: _Present, event: Event) -> None:
        """Have changes told, where that is possible; the hourly look goes on in any case."""
        if not self.address:
            return
        wanted, until = due.payload.get("watch", ""), self.store.now() + _RENEWED
        gone = present.followed.watch if wanted == "anew" else ""
        followed = replace(present.followed, watch="") if gone else present.followed
        if followed.watch and followed.watch_expires and followed.watch_expires > until and not wanted:
            return
        if wanted != "renew" and await self._shares(due, followed, until, gone):
            return
        secret = followed.secret if followed.watch else secrets.token_urlsafe(_SECRET)
        try:
            watch = await self._renewed(present.organiser, followed, event, secret)
        except MeetingError:
            return  # by the next look
        await self._note(due, watch=watch.id, watch_expires=watch.expires, secret=secret)

    async def _shares(self, due: Due, followed: Followed, until: datetime, gone: str) -> bool:
        """Whether another meeting of the organiser has a subscription: Graph may refuse a second one."""
        async with self.store.work(due.tenant) as work:
            beside = await work.meetings.watched_beside(followed, until, gone)
        if beside:
            known = {"watch_expires": beside.watch_expires, "secret": beside.secret}
            await self._note(due, watch=beside.watch, **known)
        elif gone:  # so that the next look makes one, should this one not
            await self._note(due, watch="")
        return beside is not None

    async def _note(self, due: Due, **known: Any) -> None:
        """Keep what is known of the meeting's subscription."""
        async with self.store.work(due.tenant) as work:
            await work.meetings.keep(due.payload["number"], due.payload["key"], **known)
            await work.commit()

    async def _renewed(self, organiser: Organiser, followed: Followed, event: Event, secret: str) -> Watch:
        if followed.watch:
            try:
                return await self.calendars.renew(organiser, followed.watch)
            except EventGoneError:
                pass  # it has ended
        return await self.calendars.watch(organiser, event, self.address, secret)
