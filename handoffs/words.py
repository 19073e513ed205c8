"""Every refusal and explanation of the domain: one clear sentence, with what is possible instead."""

from __future__ import annotations

from handoffs.model import Status

TITLE = "{customer}, {name}"

# Who may do what, and when
OVER = 'This handoff is {status} since {day}. Type "reopen {number}" to go on with it.'
NOT_STARTED = "This handoff has not started yet: it is still a draft."
STARTED_ALREADY = "This handoff has started already."
FOR_SIDES = "Only {giver} and {receiver} can do that."
FOR_CREATOR = "Only {creator} can do that, as long as not everything is agreed."
FOR_DRAFT = "Only {creator}, who is preparing this handoff, can do that."
FOR_ITEM = "Item {number} is for the {sides} to settle."
OR = " or the "
AND = " and "

# Texts
TOO_LONG = "That is too long: {what} can have {limit} characters at most."
EMPTY = "Please give {what}{example}."
EXAMPLES = {
    "a reason": ", for example: because the budget is confirmed in March",
    "a comment that says why": ", for example: because the value is too high",
}
WHAT_CUSTOMER = "the customer's name"
WHAT_NAME = "the opportunity's name"
WHAT_WORKLOAD = "the workload"
WHAT_LINK = "the link"
WHAT_NOTE = "the note"
WHAT_EVIDENCE = "the note or link"
WHAT_REASON = "a reason"
WHAT_COMMENT = "a comment that says why"
LINK = "That is not a link I can keep. It starts with https://, for example https://example.crm.dynamics.com/main."

# Items
NO_ITEM = "There is no item {number}: the items go from 1 to {last}."
NO_ITEMS_NAMED = 'Please say which item, for example "done 3".'
DONE_ALREADY = 'Item {number} is done already. Type "undo {number}" first if that is not so.'
STANDS = (
    "Item {number} cannot be opened again, because it is recorded that {what}. "
    'Type "undo {move}" first if that is not so.'
)
NOTHING_RECORDED = "Nothing is recorded for item {number} yet, so there is nothing to undo."
NOT_YOUR_CONFIRMATION = "You have not agreed, so there is nothing of yours to undo in item {number}."
GATES_ITEM = {
    "agreement": 'Item {number} is settled when both sides agree. Type "agree" for your side.',
    "discussion": 'Item {number} is settled when the discussion took place. Type "held" once it did.',
    "moved": 'Item {number} is settled when {what}. Type "moved" once it is so.',
    "transferred": 'Item {number} is settled when {what}. Type "transferred" once it is so.',
}
NOT_UNIFIED = "the opportunity is not Unified"
UNIFIED = "the opportunity is Unified"

# Facts
NO_MILESTONES = "There are no milestones in {kind}."
NO_MILESTONE = "There is no milestone {place}: this handoff has {count}."
TOO_MANY = "A handoff can have {limit} milestones at most."
LAST_MILESTONE = "A handoff needs one milestone at least. You can change this one instead."
VALUE = "The estimated value has to be more than 0, for example 250000."
ABSURD = "{value} is more than I can believe. Please check the value."
CURRENCY = (
    "One handoff has one currency, and the other milestones are in {currency}. Please give it in {currency}."
)
PAST = "{day} has passed. Please give a day from today on."
FAR = "{day} is too far away. Please give a day within the next {years} years."
TRANSFERRED_ALREADY = "The transfer is recorded, so what was agreed stays as it is."
RULED = "The latest day of this discussion follows from a rule: {rule}. It cannot be chosen."
HELD_ALREADY = "The discussion has taken place already, so it needs no latest day."
NO_COUNTRY = "I do not know that country. Please give its two letters, for example NO."

# People
SAME_PERSON = "Giver and receiver have to be two different people."
NO_PERSON = "Please say who."
ESCALATION_SIDE = (
    "{person} is on a side of this handoff. The escalation contact has to be somebody who is on neither."
)

# Starting
MISSING_START = "Before this handoff can start, please tell me {facts}."
FACTS = {
    "customer": "the customer",
    "opportunity": "the name of the opportunity",
    "unified": "whether the customer has Unified",
    "workload": "the workload of milestone {place}",
    "value": "the estimated value of milestone {place}",
    "due": "the due date of milestone {place}",
    "receiver": "who receives it",
    "giver": "who gives it",
}
DUE_PASSED = "The due date of milestone {place}, {day}, has passed. Please give a new one."

# Agreement
NOTHING_TO_AGREE = "There is nothing to agree in {kind}."
BOTH_SIDES = "You stand on both sides of this handoff. Please assign one side to somebody else first."
NOT_A_SIDE = "Only {giver} and {receiver} can agree, each for their own side."
NOT_RECEIVER = "Only {receiver}, who receives this handoff, can decline it."
TOO_LATE_TO_DECLINE = "The transfer is recorded, so this handoff cannot be declined any more."

# Moves
NO_MOVE = (
    "There is no {move} to record in {kind}: it ends when its items are settled and the meeting was held."
)
MOVES = {"moved": "stage move", "transferred": "transfer of ownership"}
FUTURE = "{day} is still to come. Please tell me once it has happened."
TOO_EARLY = "{day} is long before this handoff. Please check the day."
BEFORE_DISCUSSION = "The discussion was held on {day}, and this comes after it. Please check the day."
BEFORE_MOVE = "It is recorded that {what} on {day}, and this comes after it. Please check the day."
AFTER_NEXT = "It is recorded that {what} on {day}, and the discussion comes before it. Please check the day."
AFTER_TRANSFER = "It is recorded that {what} on {day}, and the move comes before it. Please check the day."
HELD_STANDS = (
    'It is recorded that {what}, which needs the discussion. Type "undo {move}" first if that is not so.'
)
NOT_RECORDED = "Nothing like that is recorded, so there is nothing to undo."
BLOCKED = "I cannot record yet that {what}."
BLOCKED_END = "This handoff cannot be closed yet."

# What is missing
MISSING_ITEM = "Item {number} is open: {text}."
MISSING_CONFIRMATION = "{person} has not agreed to the milestones yet."
MISSING_VALUE = "Milestone {place} has no estimated value."
MISSING_DUE = "Milestone {place} has no due date."
MISSING_MILESTONE = "There is no milestone yet."
MISSING_MEETING = "The discussion is neither booked nor held yet: {name}."
MISSING_NEW = "The discussion was not held, and no new one is booked: {name}."
MISSING_BOOKING = "The discussion is being booked for {day}: {name}."
MISSING_HELD = "The discussion is booked for {day}, and not held yet: {name}."
MISSING_DECLINED = "{person} declined the discussion on {day}."
MISSING_MOVE = "It is not recorded yet that {what}."
MISSING_FACT = "Still missing: {fact}."

# The discussion's meeting
DISCUSSED = "The discussion has taken place already, so there is none to book."
TIME_PASSED = "{when} has passed. Please pick another time."
BOOKED_ALREADY = (
    "{organiser} has booked the discussion for {when}, so only {organiser} can move or cancel it."
)
BOOKING_NOW = "{organiser} is booking the discussion just now, for {when}."
NOT_ORGANISER_MOVE = "{organiser} booked the discussion, so only {organiser} can move it."
NOT_ORGANISER_CANCEL = "{organiser} booked the discussion, so only {organiser} can cancel it."

# Ending
NOT_CANCELLABLE = "The transfer is recorded, so this handoff can only be closed."
NOT_OVER = "This handoff is still under way, so there is nothing to reopen."

# Renewal
NOTHING_NEW = "This handoff has the newest items already."

# Why a rule did something (in the history; no names, no free text)
WHY_MILESTONES = "the milestones changed"
WHY_ASSIGNED = "the {side} is somebody else now"
WHY_DECLINED = "the handoff was declined"
WHY_SETTLED = "all required items are settled and the discussion was held"
WHY_ANCHOR = {
    "started": "it counts from the start",
    "held": "it counts from the day of the discussion",
    "moved": "it counts from the day of the stage move",
}
WHY_ANCHOR_CHANGED = "{anchor}, which changed from {before} to {after}"
WHY_ANCHOR_GONE = "what it counted from is no longer recorded"
WHY_HELD = "the discussion was held"
WHY_NOT_BOOKED = "the discussion is not booked any more"
WHY_COUNTRY = "working days are counted by another country"
WHY_KIND = "the checklist of this kind of handoff has changed"

# To somebody who did not act
TOLD_STARTED = "{actor} has started a handoff with you: {title}."
TOLD_YOUR_MOVE = "It is your move on {title}: {step}."
TOLD_VOIDED = (
    "{actor} changed the milestones of {title}, so what was agreed no longer holds. "
    "Please look at them again."
)
TOLD_VOIDED_SIDE = "{actor} has handed a side of {title} to {person}, so that side has to agree anew."
TOLD_ASSIGNED = "{actor} has handed {title} to you: you are the {side} now."
TOLD_RELIEVED = "{actor} has handed your side of {title} to {person}. You have nothing left to do there."
TOLD_OTHER_SIDE = "{person} is the {side} of {title} from now on."
TOLD_ADDED = "{actor} has added you to {title}."
TOLD_ESCALATION = "{actor} has named you as the escalation contact of {title}."
TOLD_DECLINED = "{actor} has declined {title}: {comment}"
TOLD_CANCELLED = "{actor} has cancelled {title}."
TOLD_CANCELLED_WHY = "{actor} has cancelled {title}: {reason}"
TOLD_CLOSED = "{actor} has closed {title}."
TOLD_BOOKED = "{actor} has set the discussion of {title} for {when}."
TOLD_MEETING_MOVED = "{actor} has moved the discussion of {title} to {when}."
TOLD_CALLED_OFF = "{actor} has cancelled the discussion of {title} on {when}."
TOLD_CALLED_OFF_WHY = "{actor} has cancelled the discussion of {title} on {when}: {reason}"
TOLD_PERSON_DECLINED = (
    '{person} declined the discussion of {title} on {when}. Type "reschedule" and I find another time.'
)
TOLD_UNSEEN = (
    "I can no longer look at your calendar. If you move the discussion of {title} there, please tell me."
)
TOLD_UNSEEN_SIGN_IN = (
    "I can no longer look at your calendar, so I may miss it if the discussion of {title} is moved. "
    'Please type "sign in".'
)
TOLD_SETTLED = "{title} is complete: all required items are settled and the discussion was held."
TOLD_REOPENED = "{actor} has opened {title} again."
SIDES = {"giver": "giver", "receiver": "receiver", "other": "one who takes part"}
STEPS = {
    "start": "some facts are missing",
    "tick": "items of yours are open",
    "agree": "please look at value and due date, and agree",
    "schedule": 'the discussion comes next; type "schedule" and I find a time for it',
    "reschedule": 'the discussion needs another time; type "reschedule" and I find one',
    "held": "tell me whether the discussion was held",
    "moved": "tell me once {what}",
    "transferred": "tell me once {what}",
    "close": "everything is done, and it can be closed",
}
STATUS = {
    Status.DRAFT: "a draft",
    Status.QUALIFYING: "under way",
    Status.READY: "ready",
    Status.MOVED: "moved",
    Status.TRANSFERRED: "transferred",
    Status.CLOSED: "closed",
    Status.DECLINED: "declined",
    Status.CANCELLED: "cancelled",
}
RULE = "{days} after {anchor}"
AFTER_ANCHOR = {"started": "the start", "held": "the discussion", "moved": "the stage move"}
WHY_WITHDRAWN = "they withdrew it themselves"

# Of people and values
SOMEONE = "someone"
BATON = "Baton"
DELETED = "(deleted)"
NOT_KNOWN = "not known"
YES_NO = {True: "yes", False: "no", None: NOT_KNOWN}
