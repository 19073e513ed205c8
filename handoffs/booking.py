"""The discussion's meeting: wanted, booked, moved, called off, answered; by people or as found in Outlook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from handoffs.change import Change, Setting
from handoffs.model import Attendee, Handoff, Meeting, Reply


def want(handoff: Handoff, meeting: Meeting, setting: Setting) -> Change:
    """Write down that a meeting is about to be booked, before it is: nobody else books one meanwhile.

    Refused where one stands or is being booked by somebody (says who, and for when), on a draft, on what is
    over, and to who is not on a side.
    """
    raise NotImplementedError


def booked(
    handoff: Handoff, key: str, link: str, attendees: tuple[Attendee, ...], setting: Setting
) -> Change:
    """It stands in the calendar; empty where that was known, or another key is on the handoff."""
    raise NotImplementedError


def not_booked(handoff: Handoff, key: str, setting: Setting, why: str = "") -> Change:
    """It came to nothing: the wanted meeting goes, with the reason in the history."""
    raise NotImplementedError


def rescheduled(
    handoff: Handoff, key: str, start: datetime, end: datetime, setting: Setting, *, outside: bool = False
) -> Change:
    """It was moved; `outside`: in Outlook, as Baton found; the actor is Baton then. Replies start anew."""
    raise NotImplementedError


def called_off(
    handoff: Handoff, key: str, setting: Setting, *, reason: str = "", outside: bool = False
) -> Change:
    """It was cancelled: the discussion is open again."""
    raise NotImplementedError


def answered(
    handoff: Handoff, key: str, replies: Mapping[str, tuple[Reply, datetime | None]], setting: Setting
) -> Change:
    """How people (by person id) have answered; empty where nothing is new.

    A required person's decline opens the step again, says who, and tells the organiser once.
    """
    raise NotImplementedError


def unseen(handoff: Handoff, key: str, since: datetime | None, setting: Setting) -> Change:
    """The calendar cannot be looked at since then; None: it can again. Tells the organiser once."""
    raise NotImplementedError
