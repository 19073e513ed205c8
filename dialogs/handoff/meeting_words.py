"""What is said of the discussion's meeting, and of who cannot be reached, on cards and in answers."""

from __future__ import annotations

from handoffs.model import Reply

# Who is on it
UNREACHABLE = "{names} cannot be reached: has not added Baton."
UNREACHABLE_MANY = "{names} cannot be reached: they have not added Baton."
UNREACHABLE_PART = "{names} cannot be reached"

# On the live card
BOOKED = "{when}, booked by {name}."
WAS_BOOKED = "{when}, booked by {name}; not recorded yet whether it was held"
BEING_BOOKED = "{name} is booking it for {when}"
AS_FILE = "As an invitation file; calendars not checked."
UNSEEN = "Calendar not checked since {since}."
UNSEEN_YOURS = 'Calendar not checked since {since}: please type "sign in".'
JOIN = "[Join]({link})"
ANSWERS = "Answers"
ALL_ACCEPTED = "All have accepted"
REPLIES: dict[Reply, tuple[str, str]] = {  # of one person, and of more
    Reply.ACCEPTED: ("{names} accepted", "{names} accepted"),
    Reply.TENTATIVE: ("{names} accepted tentatively", "{names} accepted tentatively"),
    Reply.DECLINED: ("{names} declined", "{names} declined"),
    Reply.NONE: ("{names} has not answered", "{names} have not answered"),
}
IF_HELD = "If held then"
STANDS = "The meeting on {when} still stands; {name} can cancel it."
STANDS_YOURS = 'Your meeting on {when} still stands. To cancel it, type "cancel meeting in handoff {number}".'

# What comes next
WAITING = "Waiting for the discussion on {day}."
WAITING_LEFT = "Waiting for the discussion on {day}, {left}."
BOOKING = "{name} is booking the discussion."
SCHEDULE = "Find a time"
RESCHEDULE = "Find another time"
CANCEL_MEETING = "Cancel the meeting"
TYPED_SCHEDULE = "schedule"
TYPED_RESCHEDULE = "reschedule"
TYPED_CANCEL = "cancel meeting"
