"""Errors of this room.

BatonError
├── SettingsError            the environment does not say what Baton needs
├── RefusedError
│   ├── UnauthorizedError    no good token of the channel came with it
│   ├── ForbiddenError       it comes from another organisation
│   └── NotAnActivityError   it does not say what every activity says
├── KeysUnavailableError     the channel's signing keys cannot be had
├── RosterUnreadableError    who is in a chat cannot be told
├── DeliveryError
│   ├── NotSentError         certainly not delivered; may be sent again
│   ├── UnreachableError     the person, the chat or the message cannot be reached
│   │   └── BlockedError     the chat takes nothing from Baton
│   ├── RejectedError        refused for good
│   └── UnknownOutcomeError  may or may not have been delivered
└── StoreError
    ├── ConflictError        someone else changed the same row first
    ├── TooEarlyError        what a job needs is not there yet
    ├── LeaseLostError       another worker has taken the job over
    ├── UnavailableError     the database cannot be reached
    ├── OutdatedError        the database waits for its migration
    └── TooOldError          the database does not work with this Baton any more
"""

from __future__ import annotations


class BatonError(Exception):
    """Root of the edge's own errors."""


class SettingsError(BatonError):
    """The settings are incomplete or wrong; `problems` has one plain sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class RefusedError(BatonError):
    """A request that is not let in; `reason` is one of a closed set and holds nothing of the request."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnauthorizedError(RefusedError):
    """No good token of the channel came with it: 401."""


class ForbiddenError(RefusedError):
    """It comes from another organisation: 403."""


class NotAnActivityError(RefusedError):
    """It does not say what every activity says: 400."""


class KeysUnavailableError(BatonError):
    """The channel's signing keys cannot be had; the words name no address."""


class RosterUnreadableError(BatonError):
    """Who is in a chat cannot be told."""


class StoreError(BatonError):
    """The store could not do its work."""


class ConflictError(StoreError):
    """Someone else changed the same row first; the turn may be run again."""


class TooEarlyError(StoreError):
    """What a job needs is not there yet; it is tried again in `seconds`."""

    def __init__(self, seconds: float = 0.5) -> None:
        super().__init__()
        self.seconds = seconds


class LeaseLostError(StoreError):
    """Another worker has taken the job over, or it was taken back; nothing more may be done for it."""


class UnavailableError(StoreError):
    """The database cannot be reached."""


class OutdatedError(StoreError):
    """The database waits for its migration."""


class TooOldError(StoreError):
    """The database is newer than this Baton and does not work with it any more: start a newer Baton."""


class DeliveryError(BatonError):
    """A message could not be handed to the channel."""


class NotSentError(DeliveryError):
    """Certainly not delivered, so it may be sent again; `retry_after`: seconds, where the channel said."""

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__()
        self.retry_after = retry_after


class UnreachableError(DeliveryError):
    """The person or the chat cannot be reached: the app was removed or blocked, or the chat is gone.

    Of a message that was to be updated it may also say that the message was deleted.
    """


class BlockedError(UnreachableError):
    """The chat takes nothing from Baton, which was removed or blocked there."""


class RejectedError(DeliveryError):
    """The channel refuses it and always will; `status` is the HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class UnknownOutcomeError(DeliveryError):
    """It may or may not have been delivered."""
