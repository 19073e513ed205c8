"""What a meeting is planned with: plain values. All moments are aware and in UTC unless said otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from handoffs.calendars import Calendar

USUAL_MINUTES = 30


class FreeBusy(StrEnum):
    """What a calendar says of a span of time; the words are Graph's."""

    FREE = "free"
    TENTATIVE = "tentative"
    BUSY = "busy"
    OUT_OF_OFFICE = "oof"
    ELSEWHERE = "workingElsewhere"
    UNKNOWN = "unknown"


BLOCKING = frozenset((FreeBusy.TENTATIVE, FreeBusy.BUSY, FreeBusy.OUT_OF_OFFICE, FreeBusy.UNKNOWN))


class Blind(StrEnum):
    """Why nobody can tell whether somebody is free."""

    NOT_CHECKED = "not checked"  # no calendars are looked at: Baton works without Graph
    NOT_VISIBLE = "not visible"  # the calendar does not let itself be read
    NOT_FOUND = "not found"  # no mailbox of this address
    EXTERNAL = "external"  # of another organisation


@dataclass(frozen=True, kw_only=True)
class Span:
    """From `start` on, until before `end`."""

    start: datetime
    end: datetime

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, kw_only=True)
class Busy(Span):
    """What stands in a calendar. Nothing but its kind is kept: no subject, no place."""

    status: FreeBusy


@dataclass(frozen=True, kw_only=True)
class WorkingWeek:
    """Hours of work by weekday (Monday is 0), in local time of `zone`; a day may have none, or several.

    `zone` may be a custom one of a mailbox, which has no name of its own.
    """

    zone: tzinfo
    hours: Mapping[int, tuple[tuple[time, time], ...]]


@dataclass(frozen=True, kw_only=True)
class Invitee:
    """Somebody who is to come. `person`: person id. `address`: e-mail, "" where none is known.

    `zone`: IANA name, as far as the profile knows it. `country`: ISO code, whose public holidays count.
    `hours`: working hours that they told, as `meetings.hours` writes them.
    `external`: of another organisation, or nobody knows that they are not.
    """

    person: str
    name: str
    address: str = ""
    object_id: str = ""
    required: bool = True
    external: bool = False
    country: str = ""
    zone: str = ""
    hours: str = ""


@dataclass(frozen=True, kw_only=True)
class Availability:
    """One person's calendar within a window. `blind` set: `busy` says nothing, the week is only assumed.

    `placed` False: so is its time zone.
    """

    invitee: Invitee
    week: WorkingWeek
    busy: tuple[Busy, ...] = ()
    blind: Blind | None = None
    placed: bool = True

    @property
    def zone(self) -> tzinfo:
        return self.week.zone

    @property
    def calendar(self) -> Calendar:
        return Calendar(country=self.invitee.country)


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What was asked for, in days and times of the organiser; nothing asked for is no limit.

    `stretch`: minutes by person id that may lie before and after their working hours. `beyond`: days after
    the latest date. `left_out`: people who are not waited for. `also`: person ids that were added.
    `shown`: starts that were offered before.
    """

    minutes: int = USUAL_MINUTES
    first: date | None = None
    last: date | None = None
    from_time: time | None = None
    to_time: time | None = None
    weekdays: frozenset[int] = frozenset(range(7))
    not_days: frozenset[date] = frozenset()
    exact: datetime | None = None  # "tuesday at 10"
    also: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()  # person ids made optional
    left_out: frozenset[str] = frozenset()
    stretch: Mapping[str, int] = field(default_factory=dict)
    beyond: int = 0
    shown: frozenset[datetime] = frozenset()

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True, kw_only=True)
class Slot(Span):
    """A time that suits everyone required. `missing`: person ids of optional people who cannot come.

    `unsure`: person ids of those whose calendars nobody could look at.
    """

    missing: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


class Cause(StrEnum):
    """Why somebody cannot come."""

    BUSY = "busy"
    OUT_OF_OFFICE = "out of office"
    OUTSIDE_HOURS = "outside working hours"
    HOLIDAY = "holiday"
    NOT_VISIBLE = "not visible"
    NOT_FOUND = "not found"


@dataclass(frozen=True, kw_only=True)
class Why:
    """One person's reason: of the starts that were possible, how many it ruled out.

    `spans`: when, as far as few enough to be named. `day` and `name`: of a holiday. `works`: where they are
    outside their hours, when these are next.
    """

    person: str
    cause: Cause
    ruled_out: int = 0
    spans: tuple[Span, ...] = ()
    day: date | None = None
    name: str = ""
    works: Span | None = None


class Ease(StrEnum):
    """A way to make a time possible."""

    SHORTER = "shorter"  # `minutes`
    WITHOUT = "without"  # `person`, who then is optional
    STRETCH = "stretch"  # `minutes` outside the hours of `person`
    LATER = "later"  # `days` after the latest date
    WIDER = "wider"  # the days and times that were asked for, dropped


@dataclass(frozen=True, kw_only=True)
class Relaxation:
    """The smallest change of one kind that gives a slot: `wishes` with it, and the first slot then."""

    ease: Ease
    wishes: Wishes
    slot: Slot
    person: str = ""
    minutes: int = 0
    days: int = 0


@dataclass(frozen=True, kw_only=True)
class Window(Span):
    """Where a slot is looked for; `latest` is the discussion's last day, in the zone of the organiser.

    `start` >= `end`: there is no time left.
    """

    latest: date | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a search gave: slots, the best first; or for each person why there is none, and what would help.

    `checked`: calendars were looked at. `more`: there are others beside these slots.
    """

    wishes: Wishes
    window: Window
    slots: tuple[Slot, ...] = ()
    more: bool = False
    why: tuple[Why, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    checked: bool = True


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All of a meeting that is to be booked. `key`: stable for one intent to book; it makes it known again.

    `agenda_html` and `agenda_text` hold nothing internal where anyone invited is external.
    """

    key: str
    number: int  # of the handoff
    subject: str
    start: datetime
    end: datetime
    invitees: tuple[Invitee, ...]
    agenda_html: str
    agenda_text: str


class Response(StrEnum):
    """An attendee's answer; the words are Graph's."""

    NONE = "none"
    ORGANISER = "organizer"
    TENTATIVE = "tentativelyAccepted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOT_RESPONDED = "notResponded"


@dataclass(frozen=True, kw_only=True)
class Attending:
    """How an attendee answered, by address in small letters; `at` None: never."""

    address: str
    response: Response
    required: bool = True
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """A meeting as it stands in the organiser's calendar. `link`: to join, "" where there is none yet.

    `id` is the event's in the organiser's mailbox (immutable), `uid` its iCalendar UID.
    """

    id: str
    key: str
    start: datetime
    end: datetime
    uid: str = ""
    link: str = ""
    cancelled: bool = False
    attending: tuple[Attending, ...] = ()
