"""What went wrong with one request: every error of the SDK, of httpx and of kiota, read once.

What the service says in words is never kept: it may hold names and addresses.
"""

from __future__ import annotations

import email.utils
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, StrEnum

import httpx
from kiota_abstractions.api_error import APIError

from meetings.errors import (
    AwayError,
    EventGoneError,
    MeetingError,
    NoMailboxError,
    NotAllowedError,
    NotOrganiserError,
    RefusedError,
    SignInError,
    UnknownOutcomeError,
)


class Permission(StrEnum):
    """What Baton asks an administrator or a person for, in Graph's names."""

    CALENDARS = "Calendars.ReadWrite"
    DIRECTORY = "User.ReadBasic.All"
    SETTINGS = "MailboxSettings.Read"
    SELF = "User.Read"


class Way(Enum):
    """What a second request would do."""

    READ = "read"  # nothing: it may be asked again, whatever became of the first
    AGAIN = "again"  # the same once more, with the same result
    ONCE = "once"  # it all again: never sent again where the first may have arrived


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What a request is for: the permission it needs, and whether a 404 means that its object is gone."""

    permission: Permission
    gone: bool = False
    way: Way = Way.READ


class Verdict(Enum):
    NOT_DONE = "not done"  # certainly not, and it may pass
    DOUBTFUL = "doubtful"  # may or may not have been done
    FINAL = "final"


class FailedError(Exception):
    """One attempt that came to nothing. `error`: what it means if it stays so.

    `detail`: for the log. `retry_after`: seconds, where told. `sick`: the service itself is not well.
    """

    def __init__(
        self,
        verdict: Verdict,
        error: MeetingError,
        detail: str,
        *,
        retry_after: float | None = None,
        sick: bool = False,
    ) -> None:
        super().__init__(detail)
        self.verdict, self.error, self.detail = verdict, error, detail
        self.retry_after, self.sick = retry_after, sick


_NO_MAILBOX = frozenset(
    (
        *("MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI", "MailboxNotFoundForRESTAPI"),
        *("ErrorNonExistentMailbox", "ErrorMissingEmailAddress", "ErrorInvalidUser", "ErrorInvalidMailbox"),
        *("ResourceNotFound", "Request_ResourceNotFound", "ErrorMailboxNotEnabled", "OrganizationFromTenant"),
    )
)
_NOT_ORGANISER = (
    "organizer"  # of "You need to be an organizer to cancel a meeting."; it has no code of its own
)
_CODE = re.compile(r"[A-Za-z0-9_.]{1,64}")  # what looks otherwise is no code
_TOO_FAST = frozenset((423, 429))  # locked, too many requests
_UNSURE = frozenset((0, 408))
_LONGEST_WAIT = 86_400.0


def read(error: Exception, aim: Aim) -> FailedError:
    """What an exception of one request means; itself where it has been read before."""
    if isinstance(error, FailedError):
        return error
    if isinstance(error, APIError):
        return _answered(error, aim)
    detail = type(error).__name__
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        sick = not isinstance(error, httpx.PoolTimeout)
        return FailedError(Verdict.NOT_DONE, AwayError(), detail, sick=sick)
    # Time-outs, broken connections, half an answer, a page where JSON should be: it may have been done.
    return doubtful(detail)


def doubtful(detail: str, retry_after: float | None = None) -> FailedError:
    """It may have been done, and the service is not well."""
    return FailedError(Verdict.DOUBTFUL, AwayError(retry_after), detail, retry_after=retry_after, sick=True)


def throttled(detail: str, retry_after: float | None = None) -> FailedError:
    """Not done: it comes too fast."""
    return FailedError(Verdict.NOT_DONE, AwayError(retry_after), detail, retry_after=retry_after)


def lasting(failed: FailedError, aim: Aim, *, in_doubt: bool) -> MeetingError:
    """What to report of a failure that stays; `in_doubt`: this or an earlier attempt may have arrived."""
    if in_doubt and aim.way is not Way.READ and isinstance(failed.error, AwayError):
        return UnknownOutcomeError()
    return failed.error


def seconds(header: str | None) -> float | None:
    """Retry-After, given in seconds or as a date."""
    if not header:
        return None
    try:
        told = float(header)
    except ValueError:
        told = _until(header)
    return told if 0 <= told <= _LONGEST_WAIT else None


def _until(header: str) -> float:
    try:
        return (email.utils.parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):  # no date, or one without a zone
        return -1.0


def _answered(error: APIError, aim: Aim) -> FailedError:
    status: int = error.response_status_code or 0
    headers = error.response_headers or {}
    main = getattr(error, "error", None)
    code = str(getattr(main, "code", None) or "")
    words = str(getattr(main, "message", None) or "")
    detail = f"{status} {code if _CODE.fullmatch(code) else ''}".strip()
    retry_after = seconds(headers.get("retry-after"))
    if status in _TOO_FAST:
        return throttled(detail, retry_after)
    if status >= 500 or status in _UNSURE:
        return doubtful(detail, retry_after)
    return FailedError(Verdict.FINAL, _refusal(status, code, words, aim), detail)


def _refusal(status: int, code: str, words: str, aim: Aim) -> MeetingError:
    if code in _NO_MAILBOX and not (aim.gone and code == "ResourceNotFound"):
        return NoMailboxError()
    if status == 401:
        return SignInError()
    if status in (400, 403) and aim.gone and _NOT_ORGANISER in words:
        return NotOrganiserError()
    if status == 403:
        return NotAllowedError(aim.permission)
    if status in (404, 410):
        return EventGoneError() if aim.gone else NoMailboxError()
    return RefusedError(code if _CODE.fullmatch(code) else "")
