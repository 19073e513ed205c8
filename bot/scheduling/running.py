"""Carries out operations: what to do is decided, the network asked, and what it said written down and shown.

It may be ended and run again at any point: what was decided before is found by the operation's revision, what
was booked by its key. Nothing is held while the network is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import notices, patience
from bot.kinds import Due, Ended, Payload, WorkKind
from bot.origin import Place
from bot.scheduling import messages
from bot.scheduling.messages import RESULT
from bot.scheduling.network import Asked, Backend, Network
from bot.scheduling.operations import FOLLOW, MEETING
from bot.scheduling.results import Result, Results
from bot.scheduling.stage import Stage, Stages
from bot.scheduling.talk import Talk
from bot.showing import NOTICE
from bot.store.jobs import Jobs, State
from bot.store.operations import Operations
from bot.store.store import Store, Work
from dialogs import operation as operations
from dialogs import texts
from dialogs.meeting import working
from dialogs.meeting.working import Findings, Prepared
from dialogs.message import Reply
from dialogs.operation import WORKING, Operation, Purpose
from handoffs.model import Meeting
from meetings.errors import AwayError, NoMailboxError, NotAllowedError, SignInError, UnknownOutcomeError
from meetings.model import Event

_FIRST, _LONGEST = timedelta(seconds=5), timedelta(minutes=10)  # until an unknown outcome is looked at again
_GIVEN_UP = timedelta(hours=24)
_VERSION = 1  # of what its jobs say


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """An operation with what there is to do for it, as it was when its job began."""

    operation: Operation
    place: Place
    prepared: Prepared
    present: Event | None
    again: bool  # what came of asking for it before is not known


@dataclass(frozen=True, kw_only=True)
class _Writing:
    """The unit of work in which what the network said is written down."""

    work: Work
    due: Due
    stage: Stage
    place: Place
    asked: Asked


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
        return WorkKind(name=MEETING, version=_VERSION, run=self._run, ended=self._ended)

    async def _run(self, due: Due) -> None:
        opened = await patience.decided(lambda: self._open(due))
        if opened is None:
            return
        network = Network(backend=self.backend, still_free=self.talk.still_free)
        asked = await network.ask(opened.operation, opened.prepared, opened.present, opened.place)
        if opened.again and isinstance(asked.findings.error, _TELLS_NOTHING):
            asked = replace(asked, findings=Findings(error=UnknownOutcomeError()))
        result = await patience.decided(lambda: self._write(due, opened, asked))
        if result:
            self.results.add(result)
        self.wake()

    async def _ended(self, connection: AsyncConnection, ended: Ended) -> None:
        """Its code failed again and again: whoever waits is told so, and can ask for it anew."""
        rows = (connection, ended.tenant, self.store.now)
        kept_in = Operations(*rows)
        is_ours = ended.state is State.FAILED and ended.payload["version"] <= _VERSION
        kept = await _current(kept_in, ended.payload) if is_ours else None
        if kept is None:
            return
        operation, place = kept
        saved = await kept_in.save(replace(operation, stage=operations.Stage.ENDED))
        if place.conversation:
            await self._put(Jobs(*rows), saved, Reply(text=working.given_up(operation)), place)

    async def _open(self, due: Due) -> _Opened | None:
        """What there is to do; None where the operation has gone on, or nothing is to be done any more."""
        async with self.store.work(due.tenant) as work:
            kept = await _current(work.operations, due.payload)
            if kept is None:
                return None
            operation, place = kept
            stage = await self.stages.of(work, due.tenant, operation.person, place)
            prepared = await self.talk.prepare(stage.turn.desk, operation) if stage else None
            if stage is None or prepared is None:
                await self._end(work, stage, operation, place, texts.NOTHING_LEFT_TO_DO)
                return None
            present = await _present(work, operation)
            again = await self._is_asked_again(work, due, operation)
            await stage.outbox.flush()
            await work.commit()
        organiser = replace(prepared.organiser, channel=place.channel or prepared.organiser.channel)
        prepared = replace(prepared, organiser=organiser)
        return _Opened(operation=operation, place=place, prepared=prepared, present=present, again=again)

    async def _is_asked_again(self, work: Work, due: Due, operation: Operation) -> bool:
        """Whether it may have been done before: by a run that was cut off, or whose answer was lost."""
        if operation.stage is not operations.Stage.ACTING or operation.purpose not in _OF_EVENTS:
            return False
        is_first = await work.operations.begin_acting(operation)
        return not is_first or operation.settles or bool(due.payload.get("tries"))

    async def _end(
        self, work: Work, stage: Stage | None, operation: Operation, place: Place, text: str
    ) -> None:
        """There is nothing left to do: whoever asked is told so."""
        saved = await work.operations.save(replace(operation, stage=operations.Stage.ENDED))
        if stage:
            await self._show(work, stage, saved, Reply(text=text), place)
            await stage.outbox.flush()
        await work.commit()
        self.wake()

    async def _write(self, due: Due, opened: _Opened, asked: Asked) -> Result | None:
        """What the network said, in one transaction; None where there is nothing to be said of it."""
        async with self.store.work(due.tenant) as work:
            kept = await _current(work.operations, due.payload)
            work.handoffs.holds = True
            stage = await self.stages.of(work, due.tenant, opened.operation.person, opened.place)
            if kept is None or stage is None:
                return None
            operation, place = kept
            writing = _Writing(work=work, due=due, stage=stage, place=place, asked=asked)
            if _is_unknown(asked) and due.payload.get("tries"):
                await self._go_on_looking(writing, operation)
                return None
            new, reply = await self._answer(stage, operation, asked)
            result = await self._save(writing, new, reply)
            await self._follow(writing, result.operation)
            await stage.outbox.flush()
            await work.commit()
        return result

    async def _answer(self, stage: Stage, operation: Operation, asked: Asked) -> tuple[Operation, Reply]:
        if asked.taken:
            return await self.talk.taken(stage.turn, operation)
        answer = self.talk.looked if operation.stage is operations.Stage.LOOKING else self.talk.acted
        return await answer(stage.turn, operation, asked.findings)

    async def _save(self, at: _Writing, new: Operation, reply: Reply) -> Result:
        if is_open := _is_unknown(at.asked) and new.stage in WORKING:
            saved = await at.work.operations.save(new)
            await self._again(at, saved.revision)
        else:
            saved = await at.stage.outbox.operations.save(new)
        shown = await self._show(at.work, at.stage, saved, reply, at.place)
        if at.asked.card and (is_open or saved.stage is operations.Stage.SIGNING_IN):
            await self._ask_to_sign_in(at, saved, at.asked.card)
        return Result(operation=saved, reply=shown)

    async def _ask_to_sign_in(self, at: _Writing, operation: Operation, card: dict[str, Any]) -> None:
        """As a message of its own, for the client may show nothing of it and sign in by itself."""
        key, where = f"{operation.id}:{operation.revision}:sign in", at.place.conversation
        for payload in notices.payloads(operation.person, [card], key, at.place.service_url, where, at.place):
            await at.work.jobs.add(NOTICE, payload["key"], self.store.now(), payload, target=where)

    async def _show(
        self, work: Work, stage: Stage, operation: Operation, reply: Reply, place: Place
    ) -> Reply:
        """Have its message show this, once the turn that waits for it has not said it by then."""
        if place.conversation:
            return await self._put(work.jobs, operation, reply, place)
        shown = replace(reply, operation=operation.id, revision=operation.revision)
        await stage.outbox.tell(operation.person, shown)
        return shown

    async def _put(self, jobs: Jobs, operation: Operation, reply: Reply, place: Place) -> Reply:
        shown = replace(reply, operation=operation.id, revision=operation.revision)
        key, payload = f"{operation.id}:{operation.revision}", messages.payload(shown, place)
        whole = {"version": 1, **payload}
        await jobs.add(RESULT, key, self.store.now(), whole, target=place.conversation)
        return shown

    async def _go_on_looking(self, at: _Writing, operation: Operation) -> None:
        """For a day; then the person can ask for it, which looks once more before anything is done."""
        if self.store.now() - self._since(at.due) <= _GIVEN_UP:
            await self._again(at, operation.revision)
            await at.work.commit()
        else:
            await self._end(at.work, at.stage, operation, at.place, working.given_up(operation))

    async def _again(self, at: _Writing, revision: int) -> None:
        """Look once more later whether it was done."""
        tries = int(at.due.payload.get("tries", 0)) + 1
        id, delay = at.due.payload["operation"], min(_LONGEST, _FIRST * 2 ** min(tries - 1, 20))
        about = {"operation": id, "revision": revision, "tries": tries}
        whole = {"version": 1, **about, "since": self._since(at.due).isoformat()}
        key = f"{id}:{revision}:{tries}"
        await at.work.jobs.add(MEETING, key, self.store.now() + delay, whole, target=at.due.target)

    def _since(self, due: Due) -> datetime:
        """Since when what came of it is not known."""
        return datetime.fromisoformat(due.payload.get("since", self.store.now().isoformat()))

    async def _follow(self, at: _Writing, operation: Operation) -> None:
        """Follow what stands in a calendar from now on; what was called off is let go soon."""
        event, now = at.asked.findings.event, self.store.now()
        if event is None or operation.purpose not in _OF_EVENTS or not self.backend.calendars.checks:
            return
        meeting = await _meeting(at.work, operation)
        if meeting and meeting.booked:
            await at.work.meetings.put(operation.number, meeting.key, operation.person, at.place)
            await at.work.meetings.keep(operation.number, meeting.key, event=event.id, checked=now)
        about = {"version": 1, "number": operation.number, "key": event.key}
        key = f"{operation.number}:{event.key}:{operation.id}"
        await at.work.jobs.add(FOLLOW, key, now, about)


_OF_EVENTS = frozenset((Purpose.BOOK, Purpose.MOVE, Purpose.CANCEL))
# They say of this try alone that nothing was done.
_TELLS_NOTHING = (AwayError, NotAllowedError, NoMailboxError, SignInError)


async def _current(kept_in: Operations, about: Payload) -> tuple[Operation, Place] | None:
    """The operation that a job is for, as long as it is as it was then."""
    kept = await kept_in.find(about["operation"])
    if kept is None or kept.operation.stage not in WORKING:
        return None
    if kept.operation.revision != about["revision"]:
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
