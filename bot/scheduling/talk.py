"""What the worker asks of the conversation: `dialogs.meeting.working`; tests put their own in its place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from dialogs.desk import Desk
from dialogs.meeting import working
from dialogs.meeting.working import Findings, Prepared
from dialogs.message import Reply
from dialogs.operation import Operation
from dialogs.turn import Turn
from handoffs.model import Handoff
from meetings.errors import MeetingError
from meetings.model import Availability, Event


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Each within a unit of work; what they do is said there."""

    prepare: Callable[[Desk, Operation], Awaitable[Prepared | None]] = working.prepare
    looked: Callable[[Turn, Operation, Findings], Awaitable[tuple[Operation, Reply]]] = working.looked
    still_free: Callable[[Operation, Sequence[Availability]], bool] = working.still_free
    taken: Callable[[Turn, Operation], Awaitable[tuple[Operation, Reply]]] = working.taken
    acted: Callable[[Turn, Operation, Findings], Awaitable[tuple[Operation, Reply]]] = working.acted
    followed: Callable[[Turn, Handoff, Event | None, MeetingError | None], Awaitable[None]] = working.followed
