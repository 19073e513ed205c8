"""What the report of a handoff says: its sections, columns and rows."""

from __future__ import annotations

REPORT_TITLE = "Handoff {number}: {customer}, {name}"
REPORT_INTERNAL = "Internal: not for customers."
UNBROKEN = "The history is unbroken: {count} entries, head {head}."
ROW_BROKEN = "The handoff is not what its history says: it was changed without being recorded."
BROKEN = "The history does not hold together: entry {entry} of {count} is not as it was written."
BLANKED = "{blanked} free texts were deleted at the request of who wrote them; the chain stays whole."
NOBODY = "nobody yet"
NOT_AGREED = "not agreed yet"
AGREED = "agreed to the milestones above"
NONE_CONFIRMS = "In this kind of handoff nobody confirms."
TALKS = {"open": "not held yet", "held": "held", "not held": "did not take place"}
SUGGESTED = "Baton's suggestion, not MCEM"
SECTIONS = {
    "facts": "Facts",
    "milestones": "Milestones",
    "agreement": "Agreement",
    "items": "Items",
    "waived": "Waived or not applicable",
    "dates": "Discussion and dates",
    "meeting": "Meeting",
    "history": "History",
    "check": "Check of the history",
}
COLUMNS = {
    "facts": ("Fact", "Value"),
    "milestones": ("No.", "Workload", "Estimated value", "Due date"),
    "agreement": ("Side", "Who", "State", "When"),
    "items": ("No.", "Group", "Item", "State", "By", "When", "Reason", "Evidence", "Note", "Source"),
    "waived": ("No.", "Item", "State", "By", "When", "Reason"),
    "dates": ("What", "Day", "Explanation"),
    "meeting": ("What", "Value"),
    "history": ("No.", "When", "Who", "What", "Why"),
    "check": ("Result",),
}
ROWS = {
    "kind": "Kind",
    "status": "Status",
    "customer": "Customer",
    "opportunity": "Opportunity",
    "link": "MSX link",
    "unified": "Unified",
    "creator": "Started by",
    "giver": "Giver, {title}",
    "receiver": "Receiver, {title}",
    "others": "Others",
    "escalation": "Escalation contact",
    "ended": "Ended",
    "reason": "Reason",
    "progress": "Items settled",
    "discussion": "Discussion: {name}",
    "latest": "Latest day of the discussion",
    "deadline": "Deadline: {text}",
    "expected": "Deadline, if the discussion is held as booked: {text}",
    "when": "When",
    "organiser": "Booked by",
    "required": "Invited",
    "optional": "Invited, optional",
    "join": "Link to join",
    "file": "Sent as",
    "unseen": "Calendar not checked since",
    "moved": "Stage move: {text}",
    "transferred": "Transfer: {text}",
}
REPLIES = {
    "none": "has not answered",
    "tentative": "accepted tentatively",
    "accepted": "accepted",
    "declined": "declined",
}
INVITED = "{who}: {reply}"
BEING_BOOKED = "{when}, being booked"
AS_FILE = "an invitation file; calendars not checked"
PROGRESS = "{done} of {total}"
BY_ON = "{who}, {when}"
