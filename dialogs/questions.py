"""Questions that Baton could not answer, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Group:
    """One unanswered question, however often and by whomever it was asked."""

    number: int
    question: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """One question; `answered`: when somebody answered it, by whom as a person id. None: it is open."""

    number: int
    question: str
    answered: datetime | None = None
    answered_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who asked, by their id in Teams, and in which words."""

    person: str
    question: str
