"""What went wrong in the network: one clear sentence each, and how far the choice is still open."""

from __future__ import annotations

from dataclasses import replace

from dialogs.handoff import live
from dialogs.handoff.access import Case
from dialogs.meeting import signing_words, words
from dialogs.operation import Operation, Purpose, Stage
from dialogs.turn import Turn
from handoffs import booking
from handoffs.change import Change
from handoffs.model import Handoff
from meetings.errors import (
    AwayError,
    EventGoneError,
    MeetingError,
    NoMailboxError,
    NotAllowedError,
    NotOrganiserError,
    RefusedError,
    SignInError,
    TokenEndedError,
    UnknownOutcomeError,
)

_UNKNOWN = {
    Purpose.BOOK: words.UNKNOWN,
    Purpose.MOVE: words.UNKNOWN_MOVE,
    Purpose.CANCEL: words.UNKNOWN_CANCEL,
}


def sentence(error: MeetingError, purpose: Purpose = Purpose.BOOK) -> str:
    """What is said of it."""
    match error:
        case NotAllowedError(permission=permission) if permission:
            return words.NOT_ALLOWED.format(permission=permission)
        case AwayError(open=True):
            return words.AWAY_OPEN
        case UnknownOutcomeError():
            return _UNKNOWN.get(purpose, words.UNKNOWN)
    return next((text for kind, text in _SENTENCES if isinstance(error, kind)), words.FAILED)


_SENTENCES: tuple[tuple[type[MeetingError], str], ...] = (
    (SignInError, signing_words.NEEDED),
    (TokenEndedError, words.RIGHT_ENDED),
    (NotAllowedError, words.NOT_ALLOWED_SOME),
    (NoMailboxError, words.NO_MAILBOX),
    (EventGoneError, words.GONE),
    (NotOrganiserError, words.NOT_ORGANISER),
    (RefusedError, words.REFUSED),
    (AwayError, words.AWAY),
)
REASONS: tuple[tuple[type[MeetingError], str], ...] = (
    (SignInError, words.REASON_SIGN_IN),
    (TokenEndedError, words.REASON_SIGN_IN),
    (NotAllowedError, words.REASON_NOT_ALLOWED),
    (NoMailboxError, words.REASON_NO_MAILBOX),
    (RefusedError, words.REASON_REFUSED),
    (MeetingError, words.REASON_AWAY),
)
_FINAL = (NotOrganiserError, EventGoneError)


def of_looking(operation: Operation, error: MeetingError) -> Operation:
    """Nothing was found out; it can be tried again, also where somebody has to grant something first."""
    if isinstance(error, SignInError):
        return replace(operation, stage=Stage.SIGNING_IN, said=signing_words.NEEDED)
    text = sentence(error, operation.purpose)
    return replace(operation, stage=Stage.OFFERED, proposal=None, chosen=None, said=text)


def of_acting(operation: Operation, error: MeetingError) -> Operation:
    """Nothing was done; what was written back is still there to be said yes to, unless it never can be."""
    text = sentence(error, operation.purpose)
    if isinstance(error, SignInError):
        return replace(operation, stage=Stage.SIGNING_IN, said=signing_words.AGAIN)
    if isinstance(error, _FINAL):
        return replace(operation, stage=Stage.ENDED, said=text)
    return replace(operation, stage=Stage.CONFIRMING, said=text)


def given_up(operation: Operation) -> str:
    """What is said where the worker goes on no more: whether it was done, and how to ask for it anew."""
    again = words.AGAIN[operation.purpose]
    if operation.stage is Stage.ACTING and operation.purpose in words.UNSETTLED:
        return words.UNSETTLED[operation.purpose].format(again=again)
    return words.GIVEN_UP.format(again=again)


def reason(error: MeetingError) -> str:
    """For the history."""
    return next(text for kind, text in REASONS if isinstance(error, kind))


async def let_go(turn: Turn, case: Case, key: str, why: str) -> Handoff:
    """The wanted meeting came to nothing: somebody else may book one."""
    change = booking.not_booked(case.handoff, key, case.setting, why)
    if not change.is_empty:
        await keep(turn, change)
    return change.handoff


async def keep(turn: Turn, change: Change) -> list[str]:
    """Keep a change, bring the cards up to date and tell the others."""
    if change.is_empty:
        return []
    await turn.desk.handoffs.save(change)
    return await live.spread(turn, change)
