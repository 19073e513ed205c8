"""What a change is: the new handoff, what the history keeps of it, and who is to be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from handoffs import words
from handoffs.model import Handoff
from knowledge.handoffs import HandoffKind, Side


@dataclass(frozen=True, kw_only=True)
class Who:
    """A person within a sentence or event, by person id: names are looked up when it is said."""

    id: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """Free text within an event: the history keeps a salted hash of it, and the text beside."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence of `words` with values; `say` needs the names of the people in it."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def say(self, names: Mapping[str, str], shown: Callable[[str], str] = str) -> str:
        """The sentence in words; `names` by person id, `shown` makes free text safe to show."""
        return self.template.format(**{key: _told(value, names, shown) for key, value in self.values.items()})


def _told(value: Any, names: Mapping[str, str], shown: Callable[[str], str]) -> Any:
    match value:
        case Who():
            return names.get(value.id, words.SOMEONE)
        case Words():
            return shown(value.text)
        case Sentence():
            return value.say(names, shown)
    return value


class RefusedError(Exception):
    """The change is not possible; `sentences` say why, to the person who asked for it."""

    def __init__(self, *sentences: Sentence) -> None:
        super().__init__("refused")
        self.sentences = sentences


@dataclass(frozen=True, kw_only=True)
class Actor:
    """One account: `id` is its person id, `ids` all of its (one that was invited by e-mail has two)."""

    id: str
    ids: frozenset[str]
    admin: bool = False

    def is_one_of(self, *people: str) -> bool:
        return any(person in self.ids for person in people if person)


BATON = Actor(id="", ids=frozenset())  # what it found by itself


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What every change is given: the kind's rules, who acts, and the time.

    `now` is aware, in UTC; `today` is the day for the one who acts.
    """

    kind: HandoffKind
    actor: Actor
    now: datetime
    today: date


class What(StrEnum):
    """What an event is about, in the past tense."""

    DRAFTED = "drafted"
    STARTED = "started"
    ITEM_DONE = "item done"
    ITEM_REOPENED = "item reopened"
    ITEM_WAIVED = "item waived"
    ITEM_NOT_APPLICABLE = "item not applicable"
    ITEM_NOTED = "item noted"
    MILESTONES_CHANGED = "milestones changed"
    OPPORTUNITY_CHANGED = "opportunity changed"
    PARTY_ASSIGNED = "party assigned"
    ESCALATION_NAMED = "escalation contact named"
    AGREED = "agreed"
    AGREEMENT_VOIDED = "agreement voided"
    DECLINED = "declined"
    MEET_BY_SET = "meet by set"
    MEETING_WANTED = "meeting wanted"  # and about to be booked
    MEETING_BOOKED = "meeting booked"
    MEETING_NOT_BOOKED = "meeting not booked"
    MEETING_MOVED = "meeting moved"
    MEETING_CANCELLED = "meeting cancelled"
    MEETING_ANSWERED = "meeting answered"
    CALENDAR_UNSEEN = "calendar unseen"
    CALENDAR_SEEN = "calendar seen"
    HELD = "discussion held"
    NOT_HELD = "discussion not held"
    MOVED = "moved"
    TRANSFERRED = "transferred"
    DEADLINE_SET = "deadline set"
    STATUS_CHANGED = "status changed"
    COUNTRY_SET = "country set"
    ITEMS_OFFERED = "items offered"
    ITEMS_TAKEN = "items taken"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REOPENED = "reopened"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened. Values are JSON, but for Who (a person) and Words (free text).

    `why` gives the reason where a rule and not a person brought it about.
    """

    what: What
    person: str
    at: datetime
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


class Call(StrEnum):
    """Why someone is written to."""

    STARTED = "started"
    YOUR_MOVE = "your move"
    VOIDED = "voided"
    ASSIGNED = "assigned"
    MEETING = "meeting"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    ENDED = "ended"
    REOPENED = "reopened"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One message to one person; never to the one who acted. One person gets at most one for a change."""

    to: str
    call: Call
    sentence: Sentence


@dataclass(frozen=True, kw_only=True)
class Change:
    """The handoff as it is now; `events` empty: nothing changed (a tick that was there already)."""

    handoff: Handoff
    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.events


def side_of(handoff: Handoff, actor: Actor) -> tuple[Side, ...]:
    """On which sides the actor stands."""
    parties = handoff.parties
    places = {
        Side.GIVER: actor.is_one_of(parties.giver),
        Side.RECEIVER: actor.is_one_of(parties.receiver),
        Side.OTHER: actor.is_one_of(*parties.others),
    }
    return tuple(side for side, stands in places.items() if stands)
