"""Every sentence about starting a handoff; the others of the conversation stand in `words`."""

from __future__ import annotations

WHICH_KIND = "Which handoff is it?"
KIND_LINE = "{place}. **{name}**: {about}"
KIND_AGAIN = 'I don\'t know that one. Press one, or type its number, or for example "ATU to STU".'
ASK: dict[str, str] = {
    "customer": "Which customer is it about?",
    "opportunity": "What is the opportunity called?",
    "unified": "Does the customer have Unified? Type yes or no.",
    "workload": 'Which workload is milestone {place} for? For the name of the opportunity, type "same".',
    "value": "What is its estimated value? For example 250000 or 1.2m EUR.",
    "due": "When is it due? For example 15 Jan or next Friday.",
    "receiver": "Who receives it, as {title}? Mention them with @, or type their e-mail address.",
    "giver": "Who gives it, as {title}? Mention them with @, type their e-mail address, or type me.",
}
PLACE = "Milestone {place}: "
NOW_IS = 'Now it is {value}. To keep it, type "keep".'
FORM_OFFER = "Fill in a form"
FORM_HINT = 'To give it all at once, type "form". You can type "back" or "cancel" at any time.'
NOTED_FACT = "Noted: {fact}."
FACTS: dict[str, str] = {
    "kind": "{value}",
    "customer": "customer {value}",
    "opportunity": "opportunity {value}",
    "link": "the link",
    "unified": "{value}",
    "workload": "workload {value}",
    "milestone": "milestone {value}",
    "milestones": "milestones, {value} in all",
    "value": "{value}",
    "due": "due {value}",
    "meet_by": "the discussion by {value}",
    "receiver": "{value} receives it",
    "giver": "{value} gives it",
}
YES = "yes"
NO = "no"
MILESTONE_HOW = 'Please say what it is, for example: add milestone "Data", 80000, 15 Mar.'
NO_ADDRESS = "A name can't hold an e-mail address, as everybody on the handoff sees it."
ASK_YES_NO = "Please type yes or no."
KEEP_WHAT = "I need that one before it can start. Please type it."
SAY_WHO = "I don't know who that is. Mention them with @, or type their whole e-mail address."
YOURSELF = (
    'Giver and receiver have to be two different people. If you receive it, type "giver is" '
    "and who gives it first."
)

CONFIRM = "Shall I start this handoff?"
MILESTONE_OF = "{place}. {milestone}"
CONFIRM_AGAIN = "Shall I start handoff {number}, {title}?"
CONFIRM_TYPED = (
    'Type "yes" to start it. To change something, type for example "value 300000" or "due 15 Jan".'
)
CONFIRM_LINE = "- {name}: {value}"
CONFIRM_NAMES: dict[str, str] = {
    "kind": "Handoff",
    "customer": "Customer",
    "opportunity": "Opportunity",
    "link": "MSX link",
    "unified": "Unified",
    "milestone": "Milestone",
    "giver": "From",
    "receiver": "To",
    "meet_by": "Discussion by",
}
MEET_BY_SUGGESTED = "{day} (10 working days on: my suggestion, not MCEM)"
NOT_MET = "{name} has not written to me yet, so please tell them to say hello to me in Teams."
START = "Start it"
CHANGE_WHAT = (
    'What shall I change? Type for example "value 300000", "due 15 Jan" or "the customer is Fabrikam"; '
    '"cancel" gives it up.'
)
STARTED = "Started."
DRAFT_CANCELLED = 'Cancelled. To bring it back, type "reopen {number}".'
DRAFT_GONE = 'Handoff {number} is no draft of yours any more. Type "open {number}" to see it.'
RESUMED = "Let us go on with handoff {number}."
DRAFT_WAITS = 'Your draft {number}, {title}, waits: type "open {number}" to go on with it.'
DRAFT_OFFER = "You have a draft: handoff {number}, {title}. Go on with it, or start another?"
GO_ON = "Go on with it"
START_ANOTHER = "Start another"
RECEIVES = "{name} receives it"
START_HERE = "Let us start your handoff here."
START_TYPED = 'Press the button, or type for example "hand Contoso over to the STU".'
IN_OWN_CHAT = "Let us do that in our own chat: I have written to you there."
OPEN_CHAT = "Please open a chat with me and start the handoff there; I have not taken anything in here."
OPEN_DRAFT = "open {number}"
NEW_ANOTHER = "start another handoff"
GO_ON_TYPED = 'Press one, or type "open {number}" or "start another handoff".'

# The form
FORM_TITLE = "New handoff: {kind}"
FORM_LABELS: dict[str, str] = {
    "customer": "Customer",
    "opportunity": "Opportunity",
    "link": "MSX link (if there is one)",
    "unified": "Does the customer have Unified?",
    "workload": "Workload of the milestone",
    "value": "Estimated value, for example 250000 EUR",
    "due": "Due date",
    "receiver": "Receiver: {title}",
    "receiver_email": "Or the receiver's e-mail address",
    "giver": "Giver's e-mail address, if it is not you",
    "meet_by": "Discussion by (if you want another day than my suggestion)",
}
FORM_YES = "Yes"
FORM_NO = "No"
FORM_SUBMIT = "Start the handoff"
FORM_FAULTS = "Not started yet. Please check:"
FORM_FAULT = "- {name}: {text}"
FORM_MISSING = "please fill this in."
FORM_PERSON = "please pick somebody, or type their whole e-mail address."
FORM_STARTED = "{title}. Started."
FORM_KIND_FIRST = "Please say first which handoff it is."
