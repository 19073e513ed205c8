"""What comes back from a question: plain values, free of any chat SDK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What an answer is, so that a dialog knows what to do with it."""

    ANSWERED = "answered"  # the documents say it; has at least one citation
    UNKNOWN = "unknown"  # the documents do not say it; store it for the knowledge owner
    CHOICE = "choice"  # ambiguous: ask once, with `options` as buttons
    NOTED = "noted"  # the person said something about themselves (role, stage), asked nothing
    SMALL_TALK = "small_talk"  # `topic` says which: greeting, thanks, goodbye, praise, who_are_you


@dataclass(frozen=True, kw_only=True)
class Citation:
    """One `[n]` of an answer.

    `position` counts from 1 and matches `[n]` in the text; `name` (at most 80 characters) is
    document and section; `abstract` (at most 160) is the sentence that the answer rests on.
    """

    position: int
    name: str
    abstract: str
    document: str  # the citation key: the source file's name without its ending


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One reply: markdown `text` that already ends with its sources in words."""

    kind: Kind
    text: str
    id: str  # stable name of what was answered, e.g. "cell:ae:1"; kept with feedback
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()  # at most three follow-up questions
    options: tuple[str, ...] = ()  # for CHOICE: complete questions to choose from
    labels: tuple[str, ...] = ()  # for CHOICE: what a button for each option says
    role: str | None = None  # role id the person said is theirs, to be stored
    topic: str = ""
    internal: bool = False  # rests on material marked "not for customers"
    thread: Mapping[str, Any] = field(default_factory=dict)  # JSON; pass it back with the next question
