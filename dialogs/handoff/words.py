"""Every sentence of the conversation about handoffs; what a rule refuses is worded in `handoffs/words.py`."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.reading import amounts, moment
from handoffs.model import State, Status
from handoffs.views import DateKind, Step
from knowledge.handoffs import Group, Side

# Which handoff is meant, and who may see it
UNKNOWN = "I find no handoff {number} that you are on."
UNKNOWN_NAME = 'I find no handoff of yours that is called "{name}".'
NONE_OPEN = 'You have no open handoff. To start one, type for example "hand Contoso over to the STU".'
WHICH = "Which handoff do you mean?"
WHICH_TYPED = 'Press one, or type for example "open {number}" and then your words again.'
WHICH_LINE = "- **{number}** {title}"
NO_NAME = "no name yet"
OWN_CHAT = "I've answered you in our own chat."
OPEN_CHAT = "Please open a chat with me and ask there: not everyone here is on that handoff."
SOMEONE = "someone"
YOU = "you"
BATON = "me"
AND = " and "
OR = " or "
RUN = "{first} to {last}"

# The live card
ABOUT = "Handoff {number}, {kind}. From {giver} to {receiver}."
NOBODY = "nobody yet"
LINK = "[Open it in MSX]({link})"
FACT = "**{name}:** {value}"
STATUS = "Status"
MOVE = "Next"
PROGRESS = "Done"
PROGRESS_DONE = "{progress} done."
PROGRESS_OF = "{done} of {total}"
MILESTONE_ONE = "Milestone"
MILESTONE = "{workload}: {value}, {due}"
DUE = "due {date}"
MILESTONE_NUMBERED = "Milestone {place}"
NO_WORKLOAD = "no workload yet"
NO_VALUE = "no value yet"
NO_DUE = "no due date yet"
AGREED_BY = "Agreed by"
AGREED_ONE = "{name} on {when}"
DEADLINE = "Deadline"
DEADLINE_VALUE = "{what} by {text}."
MEET_BY = "Discussion by"
REFRESH = "Refresh"
DISCUSSION = "Discussion"
HELD_ON = "held on {date}"
NOT_HELD = "was not held yet; please find a new day"
ENDED_WHY = "{status} by {name} on {when}: {reason}"
ENDED = "{status} by {name} on {when}"
ESCALATION = "Escalation contact"
OFFERED = "The checklist of this kind has changed. Its new items are on offer; nothing changes by itself."

STATUSES: dict[Status, str] = {
    Status.DRAFT: "Draft: some facts are still missing",
    Status.QUALIFYING: "Under way",
    Status.READY: "Ready for the next move",
    Status.MOVED: "Moved to the next stage",
    Status.TRANSFERRED: "Transferred",
    Status.CLOSED: "Closed",
    Status.DECLINED: "Declined",
    Status.CANCELLED: "Cancelled",
}
GROUPS: dict[Group, str] = {
    Group.QUALIFICATION: "Qualification",
    Group.MILESTONE: "Milestone criteria",
    Group.SESSION: "In the session",
    Group.ARTIFACTS: "Artifacts",
    Group.METRICS: "Metrics",
    Group.AGREEMENT: "Agreement",
    Group.DISCUSSION: "Discussion",
    Group.TRANSFER: "Transfer",
}
SIGNS: dict[State, str] = {
    State.OPEN: "\u25cb",
    State.DONE: "\u2714",
    State.WAIVED: "\u2298",
    State.NOT_APPLICABLE: "\u2013",
}
SIDES: dict[Side, str] = {Side.GIVER: "giver", Side.RECEIVER: "receiver", Side.OTHER: "participant"}
ITEM = "{sign} {number}. {text}"
OPEN = "Open"
OPEN_FOR = "Open, for the {sides}"
OPTIONAL = "; not required"
PARTS = ". "
LINK_NAME = "link"
DONE_BY = "Done by {name}, {when}"
WAIVED_BY = "Waived by {name}, {when}: {reason}"
NOT_APPLICABLE_BY = "Not applicable, says {name}, {when}: {reason}"
STATES: dict[State, str] = {
    State.DONE: DONE_BY,
    State.WAIVED: WAIVED_BY,
    State.NOT_APPLICABLE: NOT_APPLICABLE_BY,
}
EVIDENCE = "Evidence: {text}"
NOTE = "Note: {text}"
WHY = "{why} Source: {sources}."
SOURCE = "Source: {sources}."

# What can be done next, on the card
ITEMS_LABEL = "Which items are done?"
ITEM_CHOICE = "{number}. {text}"
NOTE_LABEL = "A note or link as evidence, if you like"
MARK_DONE = "Mark done"
NOT_DONE = "Waive or not applicable"
REASON_LABEL = "Reason (needed to waive, or for not applicable)"
WAIVE = "Waive"
NOT_APPLICABLE = "Not applicable"
AGREE_TO = "Please read the milestones above. With Agree you confirm exactly these."
COMMENT_LABEL = "Comment (needed to decline)"
AGREE = "Agree"
DECLINE = "Decline"
WAITING_FOR = "You have agreed. Waiting for {names}."
HELD_LABEL = "Day of the discussion"
HELD = "It was held"
DID_NOT_HAPPEN = "Not held"
MOVED_LABEL = "Day of the move"
MOVED = "Record the move"
TRANSFERRED_LABEL = "Day of the transfer"
TRANSFERRED = "Record the transfer"
CLOSE = "Close the handoff"
REOPEN = "Reopen it"
RENEW = "Take the new items"
RESUME = "Go on with it"
NOTHING_FOR_YOU = "Nothing to do for you right now."

# Whose move, as a clause after a name
WHOSE_MOVE = "{whose}: {step}."
YOURS = "Your move"
THEIRS = "{names} to move"
NOBODYS_MOVE = "Nothing is left to do."
STEPS: dict[Step, str] = {
    Step.START: "give the facts that are still missing, and start it",
    Step.TICK: "settle items {items}",
    Step.AGREE: "agree on the value and the due date of each milestone",
    Step.SCHEDULE: 'book the discussion ({discussion}); type "schedule" and I find a time',
    Step.RESCHEDULE: 'find another time for the discussion (type "reschedule")',
    Step.HELD: 'say whether the discussion was held (type "held" or "not held")',
    Step.MOVED: 'record that {moved} (type "moved")',
    Step.TRANSFERRED: 'record that {transferred} (type "transferred")',
    Step.CLOSE: "close it",
}
STEP_START = "start it"
STEP_ONE_ITEM = "settle item {items}"
DATES: dict[DateKind, str] = {
    DateKind.DEADLINE: "due",
    DateKind.MEETING: "discussion",
    DateKind.DISCUSSION: "discussion by",
    DateKind.MILESTONE: "milestone due",
}
DATED = "{what} {date}, {left}"
DAYS_LEFT: tuple[tuple[Callable[[int], bool], str], ...] = (
    (lambda left: left > 1, "{days} days left"),
    (lambda left: left == 1, "1 day left"),
    (lambda left: left == 0, "today"),
    (lambda left: left == -1, "1 day overdue"),
    (lambda left: left < -1, "{days} days overdue"),
)

# What stays of a card, or stands in its place
POINTER = '{title}: this card has moved down. Type "open {number}" to see it.'
LEFT = "You are not on handoff {number} any more."
GROUP_TITLE = "Handoff {number}, {kind}"
GROUP_OPEN = "Open it in our chat"
GROUP_ABOUT = "What is in it is for the people on it."

# Answers to an action
DONE_LEFT = "{done} done, {left} left."
ALL_DONE = "All {total} done."
SAID = "**{title}** ({number}): {text}"
THERE_ALREADY = "Nothing to change: it was like that already."
DONE_ALREADY = "Item {number} was done already, by {name} on {when}."
CHANGED_BY = "Changed by {name} at {when}. Here is the present card; nothing of yours was overwritten."
NOT_REACHED = "{names} has not opened a chat with me yet; please tell them about it."
NO_ITEMS_PICKED = "Please pick the items first."
NO_REASON = "Please give a reason, for example: the budget is confirmed in March."
NOT_REACHED_MANY = "{names} have not opened a chat with me yet; please tell them about it."
READ_BACK = "{milestone}."
CHOOSE_TYPED = "Press one, or type its number."

DAY_AND_TIME = "{day} at {time}"
WHICH_COUNTRY = (
    'Which country\'s public holidays count for you? Type for example "my country is Norway". '
    "Until then the deadline of handoff {number} is counted without public holidays."
)

# Values that cannot be read, or mean several things
WHICH_AMOUNT = "Which do you mean?"
AMOUNT_OF = "Milestone {place}: {value}"
TYPED_VALUE = "value {place} {currency} {amount}"
TYPED_DUE = "due {place}"
WHICH_DAY = "{text} can be two days. Which do you mean?"
AMOUNTS: dict[amounts.Problem, str] = {
    amounts.Problem.NOT_AN_AMOUNT: 'I can\'t read that as an amount. Type it for example as "value 250000".',
    amounts.Problem.ZERO: "The value has to be more than 0, for example 250000.",
    amounts.Problem.NEGATIVE: "The value has to be more than 0, for example 250000.",
    amounts.Problem.ABSURD: "That is more than I can believe. Please check it; 1.2m is 1,200,000.",
    amounts.Problem.TWO_CURRENCIES: "I see two currencies. Please give one amount, for example 250000 USD.",
    amounts.Problem.UNKNOWN_CURRENCY: "I don't know that currency. Use its three letters, as in 250000 EUR.",
}
DAYS: dict[moment.Problem, str] = {
    moment.Problem.NOT_A_DATE: 'I can\'t read that as a date. Type it like "15 Jan" or "2027-01-15".',
    moment.Problem.NO_SUCH_DAY: "There is no such day. Please check it, for example 28 February.",
    moment.Problem.OTHER_WEEKDAY: "That date is another day of the week. Please check it.",
    moment.Problem.PAST: "That day has passed. Please give one from today on, for example next Friday.",
    moment.Problem.FUTURE: "That day is still to come.",
    moment.Problem.FAR: "That is more than 10 years away. Please check the year.",
}
PAST_DAYS: dict[moment.Problem, str] = {
    **DAYS,
    moment.Problem.NOT_A_DATE: 'I can\'t read that as a day. Type it for example as "held yesterday".',
    moment.Problem.FUTURE: "That day is still to come. Please tell me once it has happened.",
}

# What answers each kind of change
SAID_STARTED = "Started."
SAID_NOTED = "Noted."
SAID_OPPORTUNITY = "It is now: {facts}."
UNIFIED = {True: "Unified", False: "not Unified"}
SAID_PARTIES = "It goes from {giver} to {receiver}."
SAID_OTHERS = "Also on it: {names}."
SAID_ESCALATION = "{name} is the escalation contact."
SAID_NO_ESCALATION = "It has no escalation contact any more; please name somebody else."
SAID_AGREED = "You agree to these milestones:"
SAID_JUST_CHANGED = 'This has just changed: {milestones} If you agree to it, please type "agree" again.'
SAID_VOIDED = "What was agreed before no longer holds; each side agrees anew."
SAID_VOIDED_SIDE = "{names} agrees anew."
SAID_WITHDRAWN = "You have taken back your agreement."
SAID_DECLINED = "You declined it."
SAID_MEET_BY = "The discussion is to take place by {date}."
SAID_HELD = "Noted: the discussion was held on {when}."
SAID_NOT_HELD = "Noted: the discussion was not held. Please find a new day."
SAID_NOT_HELD_YET = "Noted: the discussion was not held. The one on {when} stands."
SAID_MOVED = "Noted: {what}, on {when}."
SAID_COUNTRY = "I count with your country's public holidays now."
SAID_TAKEN = "The new items are on the list."
SAID_CLOSED = "It is closed."
SAID_CANCELLED = 'It is cancelled. To bring it back, type "reopen" and its number.'
SAID_REOPENED = "It is open again, as it was."
SAID_REOPENED_ANEW = "It is open again. It was declined, so each side agrees anew."

# People
WHICH_SIDE = 'Which side? Type for example "assign @Megan as receiver".'
WHO = "I don't know who that is. Mention them with @, or type their e-mail address."
ONE_PERSON = "Those are several addresses. Please give one person at a time."
NO_COUNTRY = 'I don\'t know that country. Type it for example as "my country is Norway".'
COUNTRY_KEPT = "Noted: I count with the public holidays of {country} for you."

# Questions about a handoff
IS_OVER = "Nothing is missing. {status}."
NOTHING_MISSING = "Nothing is missing."
MISSING = "What is left:"
NEXT_IS = "Next date: {date}."
STATUS_IS = "{status}."

# Lists
MINE = "Your open handoffs, {count} in all, the most urgent first:"
MINE_ONE = "Your open handoff:"
TEAM = "Open handoffs that name you as escalation contact, the most urgent first. They are for you to read:"
NO_TEAM = "No open handoff names you as escalation contact."
NO_PAGE = "There are no more."
LIST_LINE = "- **{number}** {title}: {parts}"
LIST_PART = ", "
LIST_YOURS = "your move"
LIST_THEIRS = "{names} to move"
DRAFT = "draft"
LIST_TYPED = 'To see one, type for example "open {number}".'
LIST_MORE = 'For the next ones, type "more".'
TYPED_MINE = "my handoffs {page}"
TYPED_TEAM = "team {page}"
TYPED_OPEN = "open {number}"

# The record
HISTORY = "What happened, in your time zone:"
HISTORY_CUT = "The last {count} things that happened, in your time zone:"
HISTORY_LINE = "- {when}, {name}: {what}{why}"
HISTORY_ALL = (
    'The report has all {count} entries, also those that follow from a rule: type "report {number}".'
)
HISTORY_WHY = " ({why})"
CHAIN_SOUND = "The history is unbroken: {count} entries, head {head}."
ROW_BROKEN = "The handoff was changed outside of me: it is not what its history says. Please tell your admin."
CHAIN_BROKEN = "The history is broken at entry {place}: it was changed outside of me. Please tell your admin."
REPORT_LINKS = "Download the report: [to read]({markdown}), [as a table]({csv}). The links work for a day."
REPORT_NOT_YOURS = (
    "The files are only for the people on this handoff, and you are not one of them. "
    'As an admin you can read what happened here: type "history {number}".'
)
NO_COMMENT = "Please say why, for example: the value is too high."

# After somebody's first words
WAITING_ONE = "You are on one open handoff:"
WAITING = 'You are on {count} open handoffs; this is the most urgent. For all, type "my handoffs".'
