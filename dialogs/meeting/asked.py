"""What passes between the worker and the conversation: what to do in the network, and what it said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
