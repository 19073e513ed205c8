"""What a person asked of a handoff: the command and its values, as typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dialogs.message import Mentioned
from knowledge.handoffs import Side


class HandoffCommand(StrEnum):
    """What is asked for; beside it the fields of `Asked` that it fills besides `handoff` and `name`."""

    NEW = "new"  # text: the whole sentence
    FORM = "form"
    LIST = "list"  # page
    MORE = "more"  # of a list that was shown; a plain follow-up question where none was
    OPEN = "open"
    TEAM = "team"  # page
    DONE = "done"  # items, text: the evidence
    UNDO = "undo"  # items; text: a move or the discussion, by its name
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
    SCHEDULE = "schedule"  # text: when, how long and with whom, as typed
    RESCHEDULE = "reschedule"  # text: when, as typed
    CANCEL_MEETING = "cancel meeting"  # text: the comment for those invited
    WHEN_MEETING = "when is the meeting"
    HISTORY = "history"
    REPORT = "report"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel handoff"  # text: the reason
    RENEW = "take new items"
    WHY = "why"  # items (one): why it is asked for, and by which source
    GO_ON = "go on"  # with the draft that waits, else with the open one
    AGREE_FOR = "agree for"  # text: for whom, as typed; side
    SNOOZE = "snooze"  # text: until when, as typed
    MUTE = "mute"  # without a handoff: all reminders
    UNMUTE = "unmute"  # likewise
    REMINDERS = "reminders"
    REMIND = "remind"  # of something that is no handoff
    UNFINISHED = "unfinished"  # about: which command it began like; text: what followed and is no value
    NO_SUCH = "no such handoff"  # text: a number that none can have
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
    about: HandoffCommand | None = None
    mentioned: Mentioned | None = None
