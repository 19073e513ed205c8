"""What takes longer than a turn: finding a time, booking, moving, cancelling, signing in and out.

A turn writes what is wanted as an operation and answers at once; a worker asks the network for it, and puts
the result into the same message. The row is the truth: a conversation remembers its id only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from meetings.model import Invitee, Proposal, Slot, Span, Wishes
from meetings.ports import Found


class Purpose(StrEnum):
    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"
    SIGN_IN = "sign in"
    SIGN_OUT = "sign out"


class Stage(StrEnum):
    """Where it stands. Those of the worker are LOOKING and ACTING, the others wait for the person."""

    LOOKING = "looking"  # for people, and for times
    SIGNING_IN = "signing in"  # goes on once the person has signed in
    ASKING = "asking"  # which of several people is meant
    OFFERED = "offered"  # times, or why there is none
    CONFIRMING = "confirming"  # what is to be done is written back, and waits for a yes
    ACTING = "acting"  # it was confirmed
    DONE = "done"
    ENDED = "ended"  # dropped, failed, or overtaken by another


WORKING = frozenset((Stage.LOOKING, Stage.ACTING))
OVER = frozenset((Stage.DONE, Stage.ENDED))


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One of them, for one person in their own chat. A new value for every change.

    `number` is the handoff's, 0 for signing in and out. `key` is the meeting's: chosen with the time that is
    confirmed, so that booking it again finds it. `names` are still to be found in the directory; `choices`
    are those that the first of them may mean. `said` is a lead that the next result begins with.
    `invitees` are those of the last look, without their addresses; `times`: for each slot of the proposal
    its lines of local times. `present`: of the meeting that is to be moved.
    `settles`: another has asked for just this before, and what came of it is not known.
    `message`: Teams' id of the message it is shown in, "" until that is known.
    """

    id: str
    number: int
    person: str  # person id
    purpose: Purpose
    stage: Stage
    wishes: Wishes = field(default_factory=Wishes)
    names: tuple[str, ...] = ()
    choices: tuple[Found, ...] = ()
    proposal: Proposal | None = None
    invitees: tuple[Invitee, ...] = ()
    times: tuple[tuple[str, ...], ...] = ()
    chosen: Slot | None = None
    present: Span | None = None
    key: str = ""
    settles: bool = False
    comment: str = ""
    said: str = ""
    message: str = ""
    revision: int = 1

    @property
    def is_over(self) -> bool:
        return self.stage in OVER


class Operations(Protocol):
    """The operations of one tenant, within the unit of work of a turn or of the worker."""

    async def begin(self, operation: Operation) -> Operation:
        """Add one, with an `id`; what the same person had under way for the same handoff has ended, but for
        what is being done already.

        In a stage of the worker it is taken up as soon as this unit of work is committed.
        """

    async def find(self, id: str) -> Operation | None: ...
    async def save(self, operation: Operation) -> Operation:
        """Keep it, with a revision more, and have it taken up as `begin` does; somebody else's change
        meanwhile is a conflict, and the turn is decided again."""

    async def waiting(self, person: str) -> Sequence[Operation]:
        """Those of a person that wait for them to sign in, the oldest first."""

    async def follow(self, number: int) -> None:
        """Look at the booked meeting of a handoff soon, unless that was done just now."""

    async def forget(self, person: str) -> None:
        """Drop all of a person id."""
