"""The words for handoffs: what a person may type to start, work on and look at one.

The patterns stand in `grammar`; here they are tried in turn. A question for the knowledge is never one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialogs.message import Mentioned
from knowledge.handoffs import Side


class HandoffCommand(StrEnum):
    """What is asked for; which fields of `Asked` it fills stands beside it. All may have `handoff` or `name`."""

    NEW = "new"  # text: the whole sentence
    FORM = "form"
    LIST = "list"  # page
    MORE = "more"  # of a list that was shown; a plain follow-up question where none was
    OPEN = "open"
    TEAM = "team"  # page
    DONE = "done"  # items, text: the evidence
    UNDO = "undo"  # items
    WAIVE = "waive"  # items, text: the reason
    NOT_APPLICABLE = "not applicable"  # items, text: the reason
    NOTE = "note"  # items (one), text
    VALUE = "value"  # place, text: the amount; whole: with a leading digit that may belong to it
    DUE = "due"  # place, text: the date
    WORKLOAD = "workload"  # place, text
    ADD_MILESTONE = "add milestone"  # text: name, amount and date in any order
    REMOVE_MILESTONE = "remove milestone"  # place
    CUSTOMER = "customer"  # text
    OPPORTUNITY = "opportunity"  # text
    LINK = "link"  # text
    UNIFIED = "unified"  # flag
    ESCALATE = "escalate"  # text: who; mentioned
    ASSIGN = "assign"  # side (None: not said), text: who; mentioned
    ADD_PERSON = "add person"  # text: who; mentioned
    MISSING = "missing"
    WHOSE_MOVE = "whose move"
    STATUS = "status"
    AGREE = "agree"  # text: a comment
    DECLINE = "decline"  # text: the reason
    MOVED = "moved"  # text: the day, "" is today
    HELD = "held"  # text: the day, "" is today
    NOT_HELD = "not held"
    TRANSFERRED = "transferred"  # text: the day, "" is today
    MEET_BY = "meet by"  # text: the date
    HISTORY = "history"
    REPORT = "report"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel handoff"  # text: the reason
    RENEW = "take new items"
    COUNTRY = "country"  # text: the country as typed


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A command for a handoff with its raw values, still to be read.

    `handoff` is the number that was typed and `name` the customer or opportunity; 0 and "": the open one.
    `place` counts milestones from 1; 0: not said. `mentioned` is the person whom `text` @mentions.
    """

    command: HandoffCommand
    handoff: int = 0
    name: str = ""
    items: tuple[int, ...] = ()
    place: int = 0
    text: str = ""
    whole: str = ""
    side: Side | None = None
    flag: bool | None = None
    page: int = 1
    mentioned: Mentioned | None = None


def find(text: str, mentions: Sequence[Mentioned] = (), *, drafting: bool = False) -> Asked | None:
    """The command that a whole message stands for; small typos and polite padding are forgiven.

    `text` is cleaned (`utterance.clean`). `drafting`: a handoff is being started, so that "customer Fabrikam"
    or "form" can mean nothing else.
    """
    raise NotImplementedError
