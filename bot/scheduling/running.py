"""Carries out operations: what to do is decided, the network asked, and what it said written down and shown.

It may be ended and run again at any point: what was decided before is found by the operation's revision, what
was booked by its key. Nothing is held while the network is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import notices
from bot.kinds import Due, WorkKind
from bot.origin import Place
from bot.scheduling import messages, patience
from bot.scheduling.messages import RESULT
from bot.scheduling.network import Asked, Backend, Network
from bot.scheduling.operations import FOLLOW, MEETING
from bot.scheduling.results import Result, Results
from bot.scheduling.stage import Stage, Stages
from bot.scheduling.talk import Talk
from bot.showing import NOTICE
from bot.store.store import Store, Work
from dialogs import operation as operations
from dialogs import texts
from dialogs.meeting.working import Findings, Prepared
from dialogs.message import Reply
from dialogs.operation import WORKING, Operation, Purpose
from handoffs.model import Meeting
from meetings.errors import AwayError, UnknownOutcomeError
from meetings.model import Event

_FIRST, _LONGEST = timedelta(seconds=5), timedelta(minutes=10)  # until an unknown outcome is looked at again
_GIVEN_UP = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """An operation with what there is to do for it, as it was when its job began."""

    operation: Operation
    place: Place
    prepared: Prepared
    present: Event | None
    again: bool  # what came of asking for it before is not known


@dataclass(frozen=True, kw_only=True)
class Running:
    """`wake` tells the workers of jobs that are due."""

    store: Store
    stages: Stages
    backend: Backend
    results: Results
    talk: Talk
    wake: Callable[[], None] = lambda: None

    def kind(self) -> WorkKind:
        return WorkKind(name=MEETING, version=1, run=self._run)

    async def _run(self, due: Due) -> None:
        opened = await patience.decided(lambda: self._open(due))
        if opened is None:
            return
        network = Network(backend=self.backend, still_free=self.talk.still_free)
        asked = await network.ask(opened.operation, opened.prepared, opened.present, opened.place)
        if opened.again and isinstance(asked.findings.error, AwayError):
            asked = Asked(findings=Findings(error=UnknownOutcomeError()))  # of the time before
        result = await patience.decided(lambda: self._write(due, opened, asked))
        if result:
            self.results.add(result)
        self.wake()

    async def _open(self, due: Due) -> _Opened | None:
        """What there is to do; None where the operation has gone on, or nothing is to be done any more."""
        async with self.store.work(due.tenant) as work:
            kept = await _current(work, due)
            if kept is None:
                return None
            operation, place = kept
            stage = await self.stages.of(work, due.tenant, operation.person, place)
            prepared = await self.talk.prepare(stage.turn.desk, operation) if stage else None
            if stage is None or prepared is None:
                await self._end(work, stage, operation, place)
                return None
            present = await _present(work, operation)
            is_acting = operation.stage is operations.Stage.ACTING
            again = is_acting and not await work.operations.begin_acting(operation)
            again = again or bool(due.payload.get("tries"))
            await stage.outbox.flush()
            await work.commit()
        organiser = replace(prepared.organiser, channel=place.channel or prepared.organiser.channel)
        prepared = replace(prepared, organiser=organiser)
        return _Opened(operation=operation, place=place, prepared=prepared, present=present, again=again)

    async def _end(self, work: Work, stage: Stage | None, operation: Operation, place: Place) -> None:
        """There is nothing left to do: whoever asked is told so."""
        saved = await work.operations.save(replace(operation, stage=operations.Stage.ENDED))
        if stage:
            await self._show(work, stage, saved, Reply(text=texts.NOTHING_LEFT_TO_DO), place)
            await stage.outbox.flush()
        await work.commit()
        self.wake()

    async def _write(self, due: Due, opened: _Opened, asked: Asked) -> Result | None:
        """What the network said, in one transaction; None where there is nothing to be said of it."""
        async with self.store.work(due.tenant) as work:
            kept = await _current(work, due)
            work.handoffs.holds = True
            stage = await self.stages.of(work, due.tenant, opened.operation.person, opened.place)
            if kept is None or stage is None:
                return None
            operation, place = kept
            if _is_unknown(asked) and due.payload.get("tries"):
                await self._again(work, due, operation.revision)
                await work.commit()
                return None
            new, reply = await self._answer(stage, operation, asked)
            result = await self._save(work, due, stage, new, reply, asked, place)
            await self._follow(work, result.operation, asked, place)
            await stage.outbox.flush()
            await work.commit()
        return result

    async def _answer(self, stage: Stage, operation: Operation, asked: Asked) -> tuple[Operation, Reply]:
        if asked.taken:
            return await self.talk.taken(stage.turn, operation)
        answer = self.talk.looked if operation.stage is operations.Stage.LOOKING else self.talk.acted
        return await answer(stage.turn, operation, asked.findings)

    async def _save(
        self,
        work: Work,
        due: Due,
        stage: Stage,
        new: Operation,
        reply: Reply,
        asked: Asked,
        place: Place,
    ) -> Result:
        if _is_unknown(asked) and new.stage in WORKING:
            saved = await work.operations.save(new)
            await self._again(work, due, saved.revision)
        else:
            saved = await stage.outbox.operations.save(new)
        shown = await self._show(work, stage, saved, reply, place)
        if asked.card and saved.stage is operations.Stage.SIGNING_IN:
            key, where = f"{saved.id}:{saved.revision}:sign in", (place.service_url, place.conversation)
            for payload in notices.payloads(saved.person, [asked.card], key, *where, place):
                await work.jobs.add(NOTICE, payload["key"], self.store.now(), payload, target=where[1])
        return Result(operation=saved, reply=shown)

    async def _show(
        self, work: Work, stage: Stage, operation: Operation, reply: Reply, place: Place
    ) -> Reply:
        """Have its message show this, once the turn that waits for it has not said it by then."""
        shown = replace(reply, operation=operation.id, revision=operation.revision)
        if not place.conversation:
            await stage.outbox.tell(operation.person, shown)
            return shown
        key, payload = f"{operation.id}:{operation.revision}", messages.payload(shown, place)
        whole = {"version": 1, **payload}
        await work.jobs.add(RESULT, key, self.store.now(), whole, target=place.conversation)
        return shown

    async def _again(self, work: Work, due: Due, revision: int) -> None:
        """Look once more later whether it was done, for a day; then the person can ask for it."""
        now, tries = self.store.now(), int(due.payload.get("tries", 0)) + 1
        since = datetime.fromisoformat(due.payload.get("since", now.isoformat()))
        if now - since > _GIVEN_UP:
            return
        id, delay = due.payload["operation"], min(_LONGEST, _FIRST * 2 ** min(tries - 1, 20))
        about = {"operation": id, "revision": revision, "tries": tries, "since": since.isoformat()}
        key = f"{id}:{revision}:{tries}"
        await work.jobs.add(MEETING, key, now + delay, {"version": 1, **about}, target=due.target)

    async def _follow(self, work: Work, operation: Operation, asked: Asked, place: Place) -> None:
        """Follow what stands in a calendar from now on; what was called off is let go soon."""
        event = asked.findings.event
        if event is None or operation.purpose not in _OF_EVENTS or not self.backend.calendars.checks:
            return
        meeting = await _meeting(work, operation)
        if meeting and meeting.booked:
            await work.meetings.put(operation.number, meeting.key, operation.person, place)
            await work.meetings.keep(operation.number, meeting.key, event=event.id, checked=self.store.now())
        about = {"version": 1, "number": operation.number, "key": event.key}
        key = f"{operation.number}:{event.key}:{operation.id}"
        await work.jobs.add(FOLLOW, key, self.store.now(), about)


_OF_EVENTS = frozenset((Purpose.BOOK, Purpose.MOVE, Purpose.CANCEL))


async def _current(work: Work, due: Due) -> tuple[Operation, Place] | None:
    """The operation that a job is for, as long as it is as it was then."""
    kept = await work.operations.find(due.payload["operation"])
    if kept is None or kept.operation.stage not in WORKING:
        return None
    if kept.operation.revision != due.payload["revision"]:
        return None
    return kept.operation, kept.place


async def _present(work: Work, operation: Operation) -> Event | None:
    """The meeting as the handoff has it, with its id in the calendar where that is known."""
    meeting = await _meeting(work, operation)
    if meeting is None:
        return None
    followed = await work.meetings.find(operation.number)
    id = followed.event if followed and followed.key == meeting.key else ""
    return Event(id=id, key=meeting.key, start=meeting.start, end=meeting.end, link=meeting.link)


async def _meeting(work: Work, operation: Operation) -> Meeting | None:
    """The handoff's meeting, as long as it is the one of the operation."""
    handoff = await work.handoffs.find(operation.number) if operation.number else None
    meeting = handoff.discussion.meeting if handoff else None
    return meeting if meeting and meeting.key == operation.key else None


def _is_unknown(asked: Asked) -> bool:
    return isinstance(asked.findings.error, UnknownOutcomeError)
