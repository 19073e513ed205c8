"""Every sentence about being reminded, but for the reminders themselves: those stand with their rules."""

from __future__ import annotations

from handoffs.steps import Step
from knowledge.reminders import Dated

# The card of a morning
HEADING = "Your reminders"
TITLE = "{title} ({number})"
NEXT = "Next reminder: {day}."
LAST = "This was the last reminder."
AGAIN = "You may have had this one before: I could not find out whether it arrived."
MILESTONES = "To agree on: {milestones}"
SNOOZE = "Snooze"
UNTIL_LABEL = "Remind me again on"
UNTIL = "Snooze until then"
OPEN = "Open"
MORE = 'And {count} more. To see them all, type "my handoffs".'
MORE_ONE = 'And 1 more. To see them all, type "my handoffs".'
TYPED = 'You can also type "snooze {number} until {day}" or "mute {number}".'
MONDAY, NEXT_DAY = "Monday", "tomorrow"
TYPED_MUTE = 'You can also type "mute {number}", or "reminders" to see what comes.'
LINE = "- **{number}** {title}: {text}"
NOTICE = "- {title}: {text}"
DONE = "Done."
OTHERS = "It is not your move any more."
OVER = "{status}."
MOVED = "Its date has changed. I remind you of the new one."
LEFT = "You are not on this handoff any more."
GONE = "Handoff {number}"
SNOOZED = "Snoozed until {day}."
MUTED = "Muted."
SETTLED = "That is settled already, so there is nothing left to do here."
CHANGED = "It has changed since that reminder. Here is how it stands; you can agree below."
NO_DAY = "Please pick a day first."

# Snooze
UNTIL_WHEN = "Until when shall I wait?"
TYPED_UNTIL = "snooze until"
TYPED_ALL_UNTIL = "snooze reminders until"
TOMORROW = "Tomorrow, {day}"
SAID_SNOOZED = "Noted: I remind you of it again on {day}."
SAID_SNOOZED_THEN = "Noted: no reminders of it until {day}."
NOTHING = "There is nothing that I would remind you of, so there is nothing to snooze."
NOT_YET = "Please give a day from tomorrow on, for example next Monday."
BEYOND: dict[Dated, str] = {
    Dated.DEADLINE: "It is due on {due}, so it cannot wait until {day}.",
    Dated.DISCUSSION: "The discussion is to be held by {due}, so it cannot wait until {day}.",
}
OVERDUE: dict[Dated, str] = {
    Dated.DEADLINE: "It was due on {due}, so it cannot wait any longer.",
    Dated.DISCUSSION: "The discussion was to be held by {due}, so it cannot wait any longer.",
}
DUE_NOW: dict[Dated, str] = {
    Dated.DEADLINE: "It is due today, {due}, so it cannot wait any longer.",
    Dated.DISCUSSION: "The discussion is to be held by today, {due}, so it cannot wait any longer.",
}
SAID_SNOOZED_ALL = "Noted: no reminders until {day}."
CANNOT_WAIT = "These cannot wait that long:"
ONLY_HANDOFFS = (
    "I remind you of the dates of your handoffs, and of nothing else. You can type for example "
    '"reminders" to see what comes, "snooze Contoso until Monday", "mute reminders" or "unmute".'
)

# Mute
SAID_MUTED = 'Noted: no reminders of it any more. To have them again, type "unmute {number}".'
SAID_MUTED_ALL = 'Noted: I send you no reminders any more. To have them again, type "unmute".'
SAID_UNMUTED = "Noted: I remind you of it again."
SAID_UNMUTED_ALL = "Noted: I remind you again."
NOT_MUTED = "I remind you of it already."
NOT_MUTED_ALL = "Your reminders are on already."
STILL_MUTED = 'All your reminders are muted. To have them again, type "unmute".'
NEXT_LATER = "The next one comes on {day}."
NEXT_NONE = "There is nothing more to come for now."

# What is muted, and what comes
LIST = "Your reminders, the next ones first:"
LIST_NEXT = "next on {day}"
LIST_NONE = "I have nothing to remind you of for now."
LIST_MORE = "And {count} more."
LIST_SNOOZED = "snoozed until {day}"
LIST_MUTED = "muted"
LIST_TYPED = 'You can type for example "snooze {number} until {day}", "mute {number}" or "mute reminders".'
LIST_TYPED_MUTE = 'You can type for example "mute {number}" or "mute reminders".'

# In the profile
PROFILE_ON = "on"
PROFILE_MUTED = "muted"
PROFILE_SNOOZED = "snoozed until {day}"
PROFILE_SOME = "on, except for {what}"
PROFILE_OF = "{title} ({number}, {how})"
PROFILE_OVER = "handoff {number} ({how})"
PROFILE_MANY = 'on, except for {count} handoffs; to see them, type "reminders"'

# The button for a step; what has none can be opened
ACTS: dict[Step, str] = {
    Step.MOVED: "Record the move",
    Step.TRANSFERRED: "Record the transfer",
    Step.SCHEDULE: "Find a time",
    Step.RESCHEDULE: "Find another time",
    Step.AGREE: "Agree",
    Step.CLOSE: "Close the handoff",
}
