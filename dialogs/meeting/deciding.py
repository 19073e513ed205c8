"""The yes to what was written back: from then on the worker has it; and a search that begins anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.handoff import live
from dialogs.meeting import guests, words
from dialogs.meeting.scene import Scene
from dialogs.operation import Operation, Purpose, Stage
from handoffs import booking, talks
from handoffs import words as domain
from handoffs.access import refuse
from handoffs.change import RefusedError, Who
from handoffs.model import Handoff, Meeting
from meetings.model import Wishes


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The operation as it is from now on; or, where that stays as it is, what is said.

    `text` stands in place of an operation that is over. `handoff`: after a change of it.
    """

    operation: Operation | None = None
    text: str = ""
    handoff: Handoff | None = None


def search(operation: Operation, asked: Wishes, names: tuple[str, ...] | None = None) -> Answer:
    return Answer(
        operation=replace(
            operation,
            stage=Stage.LOOKING,
            wishes=asked,
            names=operation.names if names is None else names,
            choices=(),
            chosen=None,
            said="",
        )
    )


async def confirm(found: Scene) -> Answer:
    """Do exactly what was written back: from here on the worker has it."""
    try:
        return await _CONFIRM[found.operation.purpose](found)
    except RefusedError as refused:
        return Answer(text=" ".join(await found.case.reasons(refused)))


async def _book(found: Scene) -> Answer:
    """Nobody else books one from now on, and it can be found again by its key."""
    operation, chosen = found.operation, found.operation.chosen
    if chosen is None or chosen.start <= found.desk.now:
        return _late(operation)
    key = operation.key or f"{operation.id}-{operation.revision}"
    meeting = Meeting(
        key=key,
        organiser=operation.person,
        start=chosen.start,
        end=chosen.end,
        in_calendar=found.desk.defaults.checks,
        attendees=guests.attendees(operation.invitees, operation.person),
        zone=found.zone.key,
    )
    change = booking.want(found.handoff, meeting, found.case.setting)
    if not change.is_empty:
        await found.desk.handoffs.save(change)
        await live.refresh_all(found.turn, change.handoff)
    return Answer(operation=replace(_acting(operation), key=key), handoff=change.handoff)


async def _move(found: Scene) -> Answer:
    operation, chosen = found.operation, found.operation.chosen
    _standing(found, domain.NOT_ORGANISER_MOVE)
    if chosen is None or chosen.start <= found.desk.now:
        return _late(operation)
    return Answer(operation=_acting(operation))


async def _cancel(found: Scene) -> Answer:
    _standing(found, domain.NOT_ORGANISER_CANCEL)
    return Answer(operation=_acting(found.operation))


def _standing(found: Scene, refusal: str) -> None:
    """Refuse where the meeting is not what it was, or not theirs."""
    meeting = found.meeting
    if meeting is None or not meeting.booked or talks.is_past(meeting, found.desk.now):
        raise refuse(words.NONE_STANDS)
    if not found.case.actor.is_one_of(meeting.organiser):
        raise refuse(refusal, organiser=Who(id=meeting.organiser))


def _acting(operation: Operation) -> Operation:
    return replace(operation, stage=Stage.ACTING, said="")


def _late(operation: Operation) -> Answer:
    """The time has passed while it waited: look for others, and say so."""
    answer = search(operation, replace(operation.wishes, exact=None))
    late = replace(answer.operation, said=words.TIME_PASSED) if answer.operation else None
    return Answer(operation=late)


_CONFIRM = {Purpose.BOOK: _book, Purpose.MOVE: _move, Purpose.CANCEL: _cancel}
