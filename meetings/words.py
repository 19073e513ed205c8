"""Every sentence of an invitation: its title, its agenda and its file."""

from __future__ import annotations

# The title; what is internal has a name of its own for people outside
TITLE = "{discussion}: {subject}"
TITLE_OUTSIDE = "Handover discussion"
NO_SUBJECT = "handoff {number}"

# The purpose
PURPOSE = "Purpose"
PURPOSE_OUTSIDE = "We go through what is handed over, and agree on the next steps."
INTERNAL = "Internal: not for customers. Please do not forward this invitation outside."

# What it is about
FACTS = "What is handed over"
CUSTOMER = "Customer: {value}"
OPPORTUNITY = "Opportunity: {value}"
LINK = "MSX: {value}"
GIVES = "Gives: {name}, {title}"
RECEIVES = "Receives: {name}, {title}"

# The agreement
AGREED = "Agreed"
TO_AGREE = "To agree in this meeting"
MILESTONE = "Milestone {place}: {workload}, {value}, due {due}"
NO_WORKLOAD = "no workload yet"
NO_VALUE = "no estimated value yet"
NO_DUE = "no date yet"
NO_MILESTONE = "There is no milestone yet."
HAS_AGREED = "{name} agreed on {day}."
HAS_NOT_AGREED = "{name} has not agreed yet."

# The checklist
OPEN = "Open items"
OPTIONAL = "{text} (optional)"
NOTED = "{text}. Note: {note}"
WAIVED = "Waived or not applicable"
SET_ASIDE = "{text}: {state}, {reason} ({name}, {day})"
STATES = {"waived": "waived", "not applicable": "not applicable"}
NO_REASON = "the reason was deleted"
SETTLED = "{done} of {total} items are settled."
AND_MORE = "And {count} more, which are in Baton."

# What comes next
AFTERWARDS = "Afterwards"
FOLLOWS = "{text}: {count} {unit} after {anchor}."
UNITS = {"business": "business days", "calendar": "days"}
ANCHORS = {"started": "the start", "held": "this discussion", "moved": "the stage move"}

NOBODY = "nobody yet"
SOMEONE = "someone"

# The file
PRODUCT = "-//Baton//Handoff meetings//EN"
ALARM = "{title} starts in {minutes} minutes."
