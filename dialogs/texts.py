"""Every sentence Baton says that is not an answer from the knowledge."""

from __future__ import annotations

# Hello
WELCOME_TITLE = "Hello, I'm Baton"
WELCOME_ABOUT = (
    "I know the Microsoft Customer Engagement Methodology (MCEM): who does what in each stage, "
    "and how work passes from one team to the next."
)
WELCOME_HOW = (
    "Ask me in your own words. Every answer names its source, "
    "and when the documents do not say, I tell you so."
)
WELCOME_HANDOFF = (
    "I also walk two teams through a handoff and find a time for its discussion: "
    'type "hand Contoso over to the STU".'
)
WELCOME_ROLE = 'Tell me your role, and you can ask things like "what do I do in stage 3".'
WELCOME_TYPED = 'You can also type "I\'m a CSAM". For more, type "help".'
WELCOME_GROUP = (
    "Hello, I'm Baton. Mention me with a question about MCEM, "
    'for example "who leads stage 3", and I answer with the source.'
)
HELP = """Ask me about MCEM in your own words, for example:
- what does the SSP do in stage 3
- who leads stage 4
- what is needed to leave stage 2

To hand over to the next team:
- **hand Contoso over to the STU** to start
- **my handoffs**, **open 12**, **whose move is it**, **what's missing on Contoso**
- **done 3**, **waive 4 because ...**, **note 2 ...**, **undo 3**
- **value 300000**, **due next Friday**, **assign @Megan as receiver**
- **agree**, **decline because ...**, **held yesterday**, **moved**, **transferred**
- **schedule next week**, **reschedule**, **cancel meeting**, **when is the meeting**
- **history 12**, **report 12**, **team**
- **reminders**, **snooze 12 until Monday**, **mute 12**, **mute reminders**, **unmute**

You can also type:
- **I'm a CSAM** to tell me your role, **my country is Norway** for its public holidays,
  **my working hours are 9 to 17**
- **profile** to see or change what I use for you
- **what do you know about me**, **delete my data**
- **start over**, **back**, **cancel**"""
HELP_SIGN_IN = "\n- **sign in**, **sign out**, for your calendar"
HELP_ADMIN = (
    "\n- **unanswered** to see what I could not answer, **answer 17 ...** to answer it yourself"
    "\n- **jobs** to see what waits to be sent, and what is stuck"
)
HELP_GROUP = (
    "Mention me with a question about MCEM. "
    'For your role and your data, open a personal chat with me and type "help".'
)

# Questions
NEXT = "You could ask next, for example: {question}"
EXAMPLES = "You can ask me for example: {questions}"
CHOOSE_TYPED = "Press one, or type it."
TOO_LONG = "That is a long message. A shorter question works best: one or two sentences are plenty."
NO_WORDS = 'I read words best. Ask me about a stage, a role or a handoff, or type "help".'
NOTHING_ASKED = 'I\'m here. Ask me about a stage, a role or a handoff, or type "help".'
NO_FILES = "I can't read files or pictures. Ask me in words, and I'll look it up."
NOTED = "Noted."
SMALL_TALK = {
    "greeting": "Hello. What would you like to know about MCEM?",
    "thanks": "You're welcome. Ask me any time.",
    "goodbye": "Goodbye. I'm here when you need me.",
    "praise": "Glad to hear it. What else would you like to know?",
    "who_are_you": "I'm Baton. I answer questions about MCEM roles, stages and handoffs, with the source.",
}
SMALL_TALK_ELSE = 'I\'m at my best with questions about MCEM. Type "help" to see some.'

# Role and profile
ROLE_LABEL = "Your role"
ROLE_PLACEHOLDER = "Pick your role"
ROLE_BUTTON = "Save my role"
ROLE_ASK = "Which role is yours? Type its name or its short form, for example CSAM."
ROLE_AGAIN = "I don't know that role. I know these: {roles}."
ROLE_SAVED = "Noted: your role is {role}."
ROLE_SAMPLES = "Noted: your role is {role}. You could ask:"
ROLE_SHOWN = "Your role: {role}. Change it any time."
ROLE_NONE_PICKED = "Please pick a role first."
PROFILE = """What I use for you:
- Role: {role}
- Country: {country}
- Time zone: {time_zone}
- Working hours: {hours}
- Reminders: {reminders}

To change them, type for example "I'm a CSAM", "my country is Norway", \
"my working hours are 9 to 17" or "mute reminders"."""
HOURS_USUAL = "the usual, {hours}"
HOURS_CALENDAR = "{hours} (where I can see your calendar, its working hours count)"
HOURS_SHOWN = (
    "Your working hours: {hours}. To change them, type for example "
    '"my working hours are 9 to 17" or "I work 8-16 mon-thu".'
)
HOURS_KEPT = "Noted: I plan meetings within your working hours, {hours} in your local time."
HOURS_DROPPED = "Noted: I go by the usual working hours for you, {hours}."
HOURS_UNREAD = (
    "I could not read those working hours. Type them for example as "
    '"my working hours are 9 to 17" or "I work 8-16 mon-thu".'
)
ZONE_KEPT = "Noted: your time zone is {time_zone}."
ZONE_TEAMS = (
    "I go by the time zone that Teams tells me for you: {time_zone}. It changes when you change it there."
)
ZONE_UNREAD = 'I don\'t know that time zone. Type it for example as "my time zone is Europe/Oslo".'
NOT_SET = "not set"
DEFAULT = "{value} (the default here)"

# What is known about a person
ABOUT_ME = "This is everything I keep about you:"
ABOUT_ROLE = "Your role: {role}"
ABOUT_COUNTRY = "Your country: {country}"
ABOUT_ZONE = "Your time zone: {time_zone}"
ABOUT_HOURS = "Your working hours: {hours}"
ABOUT_REMINDERS = "Your reminders: {reminders}"
ABOUT_WELCOME = "That I welcomed you on {date}"
ABOUT_IDS = "Your ids in Teams, by which I know you again: {ids}"
ABOUT_TALK = "What we last talked about, so that you can follow up ({count} chats)"
ABOUT_TALK_ONE = "What we last talked about, so that you can follow up"
ABOUT_ANSWERS = "Answered questions, kept so that your feedback can be understood: {count}. The last: {last}"
ABOUT_FEEDBACK = "Your feedback on answers, with your comments: {count}. The last: {last}"
ABOUT_UNANSWERED = "Questions I could not answer, kept for the knowledge owner: {count}. The last: {last}"
ABOUT_HANDOFFS = "Handoffs that you are on, with what you did and wrote there: {count}. The last: {last}"
ABOUT_NOTHING = "I keep nothing about you."
ABOUT_DELETE = 'To remove it all, type "delete my data".'

# Deleting it
DELETE_ASK = (
    "I will delete your profile, what we talked about and your feedback, "
    "and take your name off questions I could not answer. Handoffs stay for the others on them: "
    "without your name, and without the notes, reasons and comments you wrote. "
    "If one is still your move, please assign it to somebody else first. "
    "This cannot be undone. Shall I? Type yes or no."
)
DELETE_YES = "Yes, delete it"
DELETE_NO = "No, keep it"
DELETE_DONE = "Done. I have deleted what I kept about you. When you write again, we start afresh."
DELETE_SIGN_OUT = ' If you signed in to let me see your calendar, type "sign out" to end that, too.'
DELETE_KEPT = "All right, I keep everything as it is."

# Moving about
CANCELLED = "Cancelled."
NOTHING_TO_CANCEL = "There is nothing to cancel. Ask me anything."
CANCEL_MEETING = (
    'Do you mean the meeting? Then type "cancel meeting". '
    'To cancel the handoff itself, type "cancel {number}".'
)
CANCEL_HANDOFF = 'There is nothing to cancel here. To cancel the handoff itself, type "cancel {number}".'
NOTHING_BEFORE = "There is no earlier step to go back to. Ask me anything."
STARTED_OVER = "We start afresh. What would you like to know?"
FLOW_CHANGED = "I have changed since we began this, so I set it aside. Please start it again."
PRIVATE = "That is between you and me: please open a personal chat with me and ask there."
OLD_BUTTON = 'That button no longer works. Please ask me in words, or type "help".'

# The knowledge owner
ADMINS_ONLY = "Only the knowledge owners can see that list."
UNANSWERED_NONE = "There are no unanswered questions."
UNANSWERED = "What I could not answer, most asked first:"
UNANSWERED_LINE = "- **{number}** · asked {count} times · {question}"
UNANSWERED_LINE_ONCE = "- **{number}** · asked once · {question}"
UNANSWERED_MORE = "\nAnd {count} more."

JOBS_NONE = "Nothing is waiting, and nothing is stuck."
JOBS_WAITING = "Waiting: {count}, the oldest since {since} UTC."
JOBS_RUNNING = "Under way: {count}."
JOBS_LATER = "Planned for later: {count}."
JOBS_STUCK = "Stuck:"
JOBS_STUCK_MOST = "Stuck, the newest first:"
JOBS_NOT_STUCK = "Nothing is stuck."
JOBS_LINE = "- **{number}** · {what} · {state} · {when} UTC · tries: {attempts}"
JOBS_STATES = {
    "failed": "given up",
    "unreachable": "the person could not be reached",
    "unknown": "may or may not have arrived",
}
JOBS_KINDS = {
    "reply": "a reply",
    "notice": "a message about a handoff",
    "card": "an update of a handoff's card",
    "open chat": "opening a chat with somebody",
    "meeting": "looking for a time, or booking a meeting",
    "meeting result": "what came of looking for a time, or of booking a meeting",
    "follow meeting": "a look at a meeting in the calendar",
    "ask held": "asking whether a meeting took place",
    "plan reminders": "working out when somebody is reminded",
    "reminders": "reminders for somebody",
    "open for reminders": "opening a chat to remind somebody",
    "unreached": "saying that somebody cannot be reached",
    "knowledge changed": "looking at what a change of the knowledge means for handoffs",
}

# Trouble
APOLOGY = (
    "Sorry, something went wrong on my side. Please try again. If it keeps happening, report error {id}."
)
MISSED = "(My message before this one may not have reached you. If you missed it, just ask again.)"
NOTHING_LEFT_TO_DO = "The handoff has changed meanwhile, so there is nothing left to do here."
BAD_ACTION = "I don't know this button."
LINK_OVER = "This link does not work any more. For a new one, ask Baton in Teams for the report again."
INVITE_OVER = "This link does not work any more. For a new one, ask Baton in Teams when the meeting is."
SLOW_DOWN = (
    "That was a lot in a short time, so I have not read this message, "
    "and I will not read more for about {seconds} seconds. Please send it again then."
)

# The pages that the Teams app package links to
PRIVACY_PAGE = """Baton: privacy

Baton keeps, in the database of the organization that runs it:
- your ids in Teams, and the day it welcomed you
- which reminders you muted or snoozed, and which chats you have with it, so that it can write there
- your role, your country, your time zone and your working hours, once you or Teams tell it
- what you last talked about, so that you can follow up
- the questions you asked and which answer each got, so that feedback on it can be understood
- the questions it could not answer, and your feedback on answers with its comments
- your name and your e-mail address, as Teams gives them, once you write to it or somebody names you
- the handoffs you are on: who did what and when, with the notes, reasons and comments you wrote
- for 30 days which of your messages it dealt with, so that none is answered twice,
  and messages to you that were delayed

Type "what do you know about me" in a personal chat to see it, and "delete my data" to remove it.
Handoffs then stay for the others on them, without your name and without what you wrote.
Only the people on a handoff, its escalation contact and the admins of Baton can see it.
Baton passes nothing on to anyone else, and its logs hold no message text.
"""
TERMS_PAGE = """Baton: terms of use

Baton answers from the MCEM documents of the organization that runs it, and names the source of each answer.
It is provided as it is, without warranty, under the MIT license.
Where a document and an answer differ, the document counts.
"""
