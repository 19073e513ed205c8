"""Errors of the calendar ports.

MeetingError
├── SignInError          the person has to sign in (again), or has withdrawn their consent
├── TokenEndedError      the token that Baton was started with is taken no more
├── NotAllowedError      a permission is missing; `permission` names it
├── NoMailboxError       the organiser has no mailbox that can be used
├── EventGoneError       the meeting is not in the calendar any more
├── NotOrganiserError    only the organiser may do that
├── RefusedError         the calendar will not have it, and never will
├── AwayError            the service does not answer or asks to wait; nothing was changed
└── UnknownOutcomeError  it may or may not have been done; look before doing it again
"""

from __future__ import annotations


class MeetingError(Exception):
    """Root of what can go wrong with a calendar."""


class SignInError(MeetingError):
    """There is no token for the person, or it is not taken any more."""


class TokenEndedError(MeetingError):
    """A token that was pasted in lasts an hour or so, and nobody can sign in for another."""


class NotAllowedError(MeetingError):
    """The service says no; `permission` is Graph's name of what is missing, "" where it does not say."""

    def __init__(self, permission: str = "") -> None:
        super().__init__(permission)
        self.permission = permission


class NoMailboxError(MeetingError):
    """The mailbox is on premises, has no licence, or is none."""


class EventGoneError(MeetingError):
    """Cancelled or deleted."""


class NotOrganiserError(MeetingError):
    """The event is in the calendar of somebody who was invited."""


class RefusedError(MeetingError):
    """Refused for good; `code` is the service's own, never its words."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class AwayError(MeetingError):
    """Certainly not done; `retry_after`: seconds, where told. `open`: Baton itself asks no more for now."""

    def __init__(self, retry_after: float | None = None, *, open: bool = False) -> None:
        super().__init__()
        self.retry_after, self.open = retry_after, open


class UnknownOutcomeError(MeetingError):
    """A request was sent and its answer was lost."""
