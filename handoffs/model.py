"""What a handoff is: plain values. Rooms above store them, show them and ask for changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from handoffs.moments import zone_of
from handoffs.money import Money
from knowledge.handoffs import Anchor, Gate, Group, Side, Unit


class Status(StrEnum):
    DRAFT = "draft"  # facts are still missing
    QUALIFYING = "qualifying"  # under way
    READY = "ready"  # nothing stands in the way of the next move
    MOVED = "moved"  # the opportunity is in the next stage
    TRANSFERRED = "transferred"  # the receiver owns it
    CLOSED = "closed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


OVER = frozenset((Status.CLOSED, Status.DECLINED, Status.CANCELLED))


class State(StrEnum):
    """Of an item."""

    OPEN = "open"
    DONE = "done"
    WAIVED = "waived"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Who settled an item or gate, when, and with which words. `at` is aware, in UTC."""

    by: str  # person id
    at: datetime
    on: date | None = None  # the day it happened, where that can be another one (held, moved, transferred)
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of the checklist: copied from the kind at the start, so that it stays as it was agreed.

    `number` is what people type; it never changes. `note` may be added at any time, also while it is open.
    """

    key: str
    number: int
    text: str
    why: str
    source: tuple[str, ...]
    group: Group
    by: tuple[Side, ...] = ()
    required: bool = True
    evidence: bool = False  # a note or link is asked for
    gate: Gate | None = None
    before: Gate | None = None
    state: State = State.OPEN
    mark: Mark | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A workload with its estimated value and due date; each may still be missing in a draft."""

    workload: str = ""
    value: Money | None = None
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class Opportunity:
    """`link` is its address in MSX, "" where none was given. `unified` None: not known."""

    name: str = ""
    customer: str = ""
    link: str = ""
    unified: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Person ids by role, "" for nobody yet. `creator` is who started it."""

    creator: str
    giver: str = ""
    receiver: str = ""
    others: tuple[str, ...] = ()
    escalation: str = ""

    def all(self) -> frozenset[str]:
        named = (self.creator, self.giver, self.receiver, *self.others, self.escalation)
        return frozenset(person for person in named if person)


class Talk(StrEnum):
    """The required discussion."""

    OPEN = "open"
    HELD = "held"
    NOT_HELD = "not held"


class Reply(StrEnum):
    """Of an attendee."""

    NONE = "none"
    TENTATIVE = "tentative"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody who was invited, by person id."""

    person: str
    required: bool = True
    reply: Reply = Reply.NONE
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """The discussion's meeting. `key` makes it known in the organiser's calendar; each booking has its own.

    `booked` False: somebody confirmed it, and it is being booked. `link`: to join, "" where there is none.
    `in_calendar` False: it is an invitation file. `sequence` counts its changes. `unseen`: since when the
    calendar could not be looked at. `zone`: the organiser's, IANA name. Moments are aware, in UTC.
    """

    key: str
    organiser: str  # person id
    start: datetime
    end: datetime
    booked: bool = False
    in_calendar: bool = True
    attendees: tuple[Attendee, ...] = ()
    link: str = ""
    sequence: int = 0
    unseen: datetime | None = None
    zone: str = ""

    @property
    def day(self) -> date:
        """On which day it is, for the organiser: around midnight it is another one elsewhere."""
        return self.start.astimezone(zone_of(self.zone)).date()


@dataclass(frozen=True, kw_only=True)
class Discussion:
    """`meet_by` is the latest day that people chose; None where the kind's rule or nobody sets one."""

    state: Talk = Talk.OPEN
    mark: Mark | None = None
    meet_by: date | None = None
    suggested: bool = False  # `meet_by` is Baton's suggestion, taken as it was
    meeting: Meeting | None = None  # None: not booked, or cancelled


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A date that a rule gave; `text` explains it in one sentence, `reading` says what is Baton's reading."""

    due: date
    anchor: Anchor
    start: date
    offset: int
    unit: Unit
    country: str
    text: str
    reading: str = ""


@dataclass(frozen=True, kw_only=True)
class Handoff:
    """One pass of an opportunity from one unit to the next. A new value for every change.

    `number` is short and unique within the tenant. `revision` counts the changes, from 1.
    `agreed` holds one mark for each side that has confirmed exactly the present milestones.
    `country` is the receiver's, "" where it is not known.
    """

    number: int
    kind: str
    version: str  # of the kind's knowledge
    status: Status = Status.DRAFT
    opportunity: Opportunity = field(default_factory=Opportunity)
    milestones: tuple[Milestone, ...] = ()
    parties: Parties
    items: tuple[Item, ...] = ()
    agreed: Mapping[Side, Mark] = field(default_factory=dict)
    discussion: Discussion = field(default_factory=Discussion)
    moved: Mark | None = None
    transferred: Mark | None = None
    ended: Mark | None = None  # closed, declined or cancelled, with the reason
    before_end: Status | None = None  # the status that `reopen` brings back
    deadline: Deadline | None = None
    meet_by: Deadline | None = None  # the discussion's latest date where a rule gives it
    expected: Deadline | None = None  # the deadline, if the discussion takes place when it is booked
    country: str = ""
    offered: str = ""  # version of the kind whose new items are on offer
    created: datetime
    changed: datetime
    changed_by: str = ""
    revision: int = 1

    @property
    def is_over(self) -> bool:
        return self.status in OVER
