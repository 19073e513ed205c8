"""What a history says of its entries: one clause for each kind of event."""

from __future__ import annotations

STEP = "{before} -> {after}"
NOTHING = "none"
SAID = "{clause}: {said}"
AND = " and "
SUGGESTED = "{clause} (Baton's suggestion, not MCEM)"

DRAFTED = "began to prepare it"
STARTED = "started it, with {count} items"
DONE = "done item {number}"
OPENED = "opened item {number} again"
WAIVED = "waived item {number}"
NOT_APPLICABLE = "item {number} not applicable"
NOTED = "note on item {number}"
FACTS = {
    "customer": "customer",
    "name": "opportunity",
    "link": "MSX link",
    "unified": "Unified",
    "workload": "workload of milestone {place}",
    "value": "value of milestone {place}",
    "due": "due date of milestone {place}",
}
DUE = "due {day}"
ADDED = "added milestone {place}"
DROPPED = "removed milestone {place}"
PARTIES = {"giver": "giver", "receiver": "receiver", "other": "also on it"}
ESCALATION = "escalation contact"
AGREED = "agreed"
VOIDED = "the agreement of the {sides} no longer holds"
DECLINED = "declined"
MEET_BY = "discussion by"
WANTED = "confirmed a time for the discussion"
BOOKED = "discussion booked"
NOT_BOOKED = "discussion could not be booked"
MEETING_MOVED = "discussion moved"
MEETING_MOVED_OUTSIDE = "discussion moved in Outlook"
CALLED_OFF = "discussion cancelled"
CALLED_OFF_WHY = "{clause}; reason: {reason}"
CALLED_OFF_OUTSIDE = "discussion cancelled in Outlook"
ANSWERS = {
    "accepted": "{person} accepted the discussion",
    "tentative": "{person} accepted the discussion tentatively",
    "declined": "{person} declined the discussion",
    "none": "{person} took back their answer to the discussion",
}
UNSEEN = "the organiser's calendar cannot be looked at"
SEEN = "the organiser's calendar can be looked at again"
HELD = "discussion held on"
NOT_HELD = "discussion not held"
MOVED = "stage move on"
TRANSFERRED = "transfer on"
DATES = {
    "deadline": "deadline",
    "meet_by": "latest day of the discussion",
    "expected": "deadline, if the discussion is held as booked",
}
STATUS = "status"
COUNTRY = "country whose working days count"
OFFERED = "new items on offer: {added}; worded anew: {changed}"
TAKEN = "new items taken: {added}; worded anew: {changed}"
CLOSED = "closed"
CANCELLED = "cancelled"
REOPENED = "opened it again"
