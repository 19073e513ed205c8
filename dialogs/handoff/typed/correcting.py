"""Slips of the finger in the first words of a command."""

from __future__ import annotations

import re

from dialogs.slips import SHORT, has_its_letters, is_slip

# Words that may be mistyped: only ones that no other word is near to.
_KEYWORDS = (
    *("handoff", "handoffs", "waive", "waived", "agree", "decline", "declined", "moved", "transferred"),
    *("history", "report", "close", "reopen", "cancel", "value", "milestone", "workload", "customer"),
    *("opportunity", "escalate", "assign", "receiver", "giver", "missing", "status", "done", "undo", "note"),
    *("rename", "whose", "start", "country", "held", "unified", "schedule", "reschedule", "meeting"),
    *("discussion", "snooze", "mute", "unmute", "reminders", "remind"),
)
# Misspelt by ear rather than by the finger
_MISSPELT = dict.fromkeys(("schedual", "scheduel", "shedual", "skedule", "shedule"), "schedule")
_MISSPELT |= {"mut": "mute", "mutte": "mute"}
_NO_SLIP = frozenset(
    (
        *("move", "moves", "values", "reports", "gone", "closed", "closes", "agrees", "customers", "stat"),
        *(
            "opportunities",
            "milestones",
            "workloads",
            "starts",
            "declines",
            "transfer",
            "transfers",
            "assigns",
        ),
        *("scheduled", "schedules", "scheduler", "meetings", "meets", "discussions", "discussing"),
        *(
            "assigned",
            "escalated",
            "escalates",
            "notes",
            "givers",
            "receivers",
            "these",
            "missed",
            "reminder",
        ),
    )
)
_RUN_ON = re.compile(r"^(done|undo|waive|note|open|tick|value)(?=\d)", re.I)
_MOST_CORRECTED = 4  # words, from the start


def corrected(words: str) -> str:
    """The first words without slips of the finger."""
    parts = _RUN_ON.sub(r"\1 ", words).split(" ")
    first = [_keyword(part) if part.isalpha() else part for part in parts[:_MOST_CORRECTED]]
    return " ".join(first + parts[_MOST_CORRECTED:])


def _keyword(typed: str) -> str:
    folded = typed.casefold()
    if folded in _MISSPELT:
        return _MISSPELT[folded]
    if folded in _NO_SLIP or folded in _KEYWORDS:
        return typed
    return next((word for word in _KEYWORDS if _is_meant(folded, word)), typed)


def _is_meant(typed: str, word: str) -> bool:
    return is_slip(typed, word) and (len(word) > SHORT or has_its_letters(typed, word))
