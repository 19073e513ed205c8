"""What the worker asks of the conversation: what to do in the network, and what to say of its result.

`prepare` and the others run within a unit of work, and never wait for the network; between them the worker
calls `meetings.ports`. `turn` stands for the organiser in their own chat, as if they had just written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.desk import Desk
from dialogs.message import Reply
from dialogs.operation import Operation
from dialogs.turn import Turn
from handoffs.model import Handoff
from meetings.errors import MeetingError
from meetings.model import Availability, Event, Invitee, Plan, Window
from meetings.ports import Found, Organiser


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What the worker has to do. `search`: words to look for in the directory, before anything else.

    LOOKING: availabilities of `invitees` within `window` (the organiser among them).
    ACTING: book `plan`, move `event` to `plan.start`, or cancel `event` with `comment`; before booking and
    moving the availabilities of `invitees` within `window` (the chosen time alone) are looked at once more.
    """

    organiser: Organiser
    invitees: tuple[Invitee, ...] = ()
    window: Window | None = None
    search: tuple[str, ...] = ()
    plan: Plan | None = None
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What the network said. `error` set: that is all it said. `found`: by the words searched for."""

    found: Mapping[str, Sequence[Found]] = field(default_factory=dict)
    availabilities: Sequence[Availability] = ()
    event: Event | None = None
    error: MeetingError | None = None


async def prepare(desk: Desk, operation: Operation) -> Prepared | None:
    """What to do for it; None: nothing any more (the handoff is gone or over, or another meeting stands)."""
    raise NotImplementedError


async def looked(turn: Turn, operation: Operation, findings: Findings) -> tuple[Operation, Reply]:
    """After LOOKING: the operation as it is to be saved, and what its message shows from now on."""
    raise NotImplementedError


def still_free(operation: Operation, availabilities: Sequence[Availability]) -> bool:
    """Whether the chosen time still suits everyone required; asked right before it is booked or moved."""
    raise NotImplementedError


async def taken(turn: Turn, operation: Operation) -> tuple[Operation, Reply]:
    """The chosen time does not suit any more: it looks again, and says so with what it finds."""
    raise NotImplementedError


async def acted(turn: Turn, operation: Operation, findings: Findings) -> tuple[Operation, Reply]:
    """After ACTING: the handoff, its history, cards and the others told; or plainly why not.

    After UnknownOutcomeError the operation stays ACTING: the worker tries again, and finds it if it is there.
    """
    raise NotImplementedError


async def followed(turn: Turn, handoff: Handoff, event: Event | None, error: MeetingError | None) -> None:
    """What a look at the calendar found of the handoff's meeting: None was deleted."""
    raise NotImplementedError


async def ask_held(turn: Turn, handoff: Handoff, key: str) -> Reply | None:
    """Ask whether the meeting of this key took place; None where that is settled or it is another now."""
    raise NotImplementedError


async def signed_in(turn: Turn) -> tuple[Reply, ...]:
    """The person has just signed in: what waited for that goes on."""
    raise NotImplementedError
