"""What the buttons of our cards are called."""

from __future__ import annotations

PICK_ROLE = "pick_role"
ASK = "ask"

# On the card of a handoff; data: handoff, revision, and what the verb needs
HANDOFF_VIEW = "handoff_view"  # refresh: read-only, data: handoff
HANDOFF_OPEN = "handoff_open"  # the live card, in the chat where it was pressed or in one's own
HANDOFF_DONE = "handoff_done"
HANDOFF_WAIVE = "handoff_waive"
HANDOFF_NOT_APPLICABLE = "handoff_not_applicable"
HANDOFF_AGREE = "handoff_agree"
HANDOFF_DECLINE = "handoff_decline"
HANDOFF_HELD = "handoff_held"
HANDOFF_NOT_HELD = "handoff_not_held"
HANDOFF_MOVED = "handoff_moved"
HANDOFF_TRANSFERRED = "handoff_transferred"
HANDOFF_CLOSE = "handoff_close"
HANDOFF_REOPEN = "handoff_reopen"
HANDOFF_RENEW = "handoff_renew"  # take the new items that are on offer
HANDOFF_TYPED = "handoff_typed"  # a choice that stands for typed words; data: text, perhaps handoff

# While a handoff is being prepared
HANDOFF_ANSWER = "handoff_answer"  # one of the answers to a question; data: handoff, step, text
HANDOFF_RECEIVER = "handoff_receiver"  # who receives it, picked from a group; data: handoff, person
HANDOFF_FORM = "handoff_form"  # all facts at once; data: handoff, kind, and the inputs

# On a card of reminders; data: handoff, revision, act (a command), items (what the card shows), more
REMINDER = "reminder"

# On the card of what takes longer than a turn; data: operation, revision, say (the typed twin)
MEETING = "meeting"
