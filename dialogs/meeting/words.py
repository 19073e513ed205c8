"""Every sentence of the conversation about the discussion's meeting.

Of what may head a message the first line is the heading.
"""

from __future__ import annotations

from dialogs.meeting.wishes import Unfit
from dialogs.operation import Purpose, Stage
from meetings.model import Cause, Ease

# Under way
LOOKING = "Looking at the calendars ..."
LOOKING_OFFLINE = "Looking for times ..."
SEARCHING = "Looking for {names} ..."
ACTING: dict[Purpose, str] = {
    Purpose.BOOK: "Booking it ...",
    Purpose.MOVE: "Moving it ...",
    Purpose.CANCEL: "Cancelling it ...",
    Purpose.SIGN_IN: "One moment ...",
    Purpose.SIGN_OUT: "Signing you out ...",
}
ACTING_FILE = "Writing the invitation ..."
STILL_ACTING = "I'm still working on that. I'll tell you here as soon as it is done."

# What was typed
ABOUT = "Handoff {number}, {title}"
UNREAD = (
    'I can\'t read "{words}" as a time or a person. '
    'Please type for example "next week", "tuesday at 10", "45 minutes" or "with Alex too".'
)
UNFIT: dict[Unfit, str] = {
    Unfit.TOO_LONG: (
        "That is more than I can read at once. Please say it shorter, or name fewer people in one message."
    ),
    Unfit.LENGTH: "A meeting takes 15 to 240 minutes, in steps of 5. Please type for example 45 minutes.",
    Unfit.TWO_LENGTHS: "I see two lengths. Please give one, for example 45 minutes.",
    Unfit.DAY: 'I can\'t find that day. Please type it like "1 Dec" or "next Tuesday".',
    Unfit.TWO_DAYS: 'That can be two days. Please type it with the month\'s name, for example "5 Jun".',
    Unfit.PAST: "That day has passed. Please give one from today on.",
    Unfit.TIME: 'I can\'t read that time of day. Please type it like "10:30" or "2pm".',
    Unfit.TWO_TIMES: "I see several times of day. Please give one at a time, for example the afternoon.",
    Unfit.ORDER: "That ends before it begins. Please check it.",
}
WHICH_LENGTH = "How long shall it be? Please type for example 45 minutes."
NO_DAY_LEFT = "That leaves no day. Please name the days that suit you, for example Tuesday or Wednesday."
UNKNOWN_PERSON = 'I don\'t know who "{name}" is. Please mention them with @, or type their e-mail address.'
UNKNOWN_PERSON_LEAD = (
    'I can\'t find "{name}" in the directory, so they are not included. '
    'You can type "with" and their e-mail address.'
)
NO_ADDRESS_LEAD = "The directory has no address for {name}, so they are not included."
SEVERAL_CALLED = (
    'Several people here are called "{name}": {names}. '
    "Please type the whole name, or mention the one you mean with @."
)
NOT_COMING = '"{name}" is not on the list of those invited.'
MOVE_KEEPS = (
    "Moving the meeting does not change who is invited. Please add them to it in Outlook; "
    'or cancel it here with "cancel meeting", and schedule a new one with them.'
)
NOT_ORGANISER_OUT = "You would be the organiser, so it can't be without you."
WHICH_PERSON = 'Several people are called "{name}". Who is meant?'
WHICH_NONE = "None of them"
SAY_NONE = "none"
TYPED_WHICH = 'You can also type its number, or "none".'
TOO_MANY = "Those are too many people: a meeting can have {most}."

# The meeting that there is
DRAFT = "The handoff has not started yet. Please start it first, then I find a time."
STANDS_YOURS = 'You have booked the discussion for {when}. To move it, type "reschedule".'
GUESTS_STAY = (
    "I can't change who is invited to it. Please do so in your calendar; "
    'or type "cancel meeting", and schedule a new one with them.'
)
NONE_STANDS = 'No meeting is booked for the discussion. To find a time, type "schedule".'
IS_PAST = 'The meeting was on {when}. Type "held" if it took place, or "schedule" for a new one.'
BEING_BOOKED = "The discussion is being booked for {when}."
WHEN_IS = "The discussion is on {when}, booked by {name}."
WHEN_JOIN = "[Join]({link})"
WHEN_FILE = "[Download the invitation]({link})"
WHEN_ANSWERS = "{answers}."
WHEN_HELD = "The discussion was held on {day}."
WHEN_NOT_HELD = "The discussion was not held, and no new one is booked."
WHEN_NONE = "No meeting is booked for the discussion."
TO_FIND_A_TIME = 'To find a time, type "schedule".'

# Offers
OFFER = "These times suit everyone:"
OFFER_ONE = "This time suits everyone:"
OFFER_OFFLINE = "These times are within everyone's working hours.\nCalendars were not checked."
OFFER_OFFLINE_ONE = "This time is within everyone's working hours.\nCalendars were not checked."
BUTTON = "{place}. {what}"
MISSING = "Optional, and can't come then: {names}"
LENGTH = "{minutes} minutes"
TIMES_ASKED = "{length}, {times}"
AT = "at {start}"
BETWEEN = "between {start} and {end}"
NOT_BEFORE = "from {start} on"
NOT_AFTER = "until {end}"
LATEST = "Latest day: {date}."
LATEST_SUGGESTED = "Latest day: {date} (Baton's suggestion, not MCEM)."
LATEST_PASSED = "The latest day, {date}, has passed. These times come after it."
AFTER_LATEST = "After the latest day, {date}."
PARTLY_AFTER_LATEST = "Partly after the latest day, {date}."
MORE = "More times"
OTHER_DAYS = "Other days"
OTHER_LENGTH = "Another length"
TYPED_OFFER = 'You can also type "1", "more", "next week", "45 minutes", "with Alex too" or "cancel".'
TYPED_OFFER_MOVE = 'You can also type "1", "more", "next week", "45 minutes" or "cancel".'
NO_MORE = "There are no more times like these. Here are the ones from before."
DAYS: tuple[tuple[str, str], ...] = (
    ("This week", "this week"),
    ("Next week", "next week"),
    ("In two weeks", "in two weeks"),
    ("Any other day", "other days"),
)
LENGTHS = (15, 30, 45, 60, 90)
SAY_MORE = "more"
SAY_LENGTH = "{minutes} minutes"
SAY_YES = "yes"
SAY_BACK = "back"
SAY_CANCEL = "cancel"
SAY_AGAIN = "try again"
CANCEL = "Leave it"

# Why there is none
NONE = "I find no time that suits everyone{within}."
NONE_WITHIN = " by {date}"
NONE_ON = " on {date}"
NONE_BETWEEN = " between {first} and {date}"
NONE_FROM = " from {first} on"
NONE_EXACT = "{when} does not suit everyone."
NO_TIME_LEFT = "There is no working time left by {date}."
WHY = "{name}: {causes}."
CAUSES: dict[Cause, str] = {
    Cause.BUSY: "busy{spans}",
    Cause.OUT_OF_OFFICE: "out of office{spans}",
    Cause.OUTSIDE_HOURS: "outside working hours{works}",
    Cause.HOLIDAY: "public holiday on {day}{name}",
    Cause.NOT_VISIBLE: "calendar not visible to me",
    Cause.NOT_FOUND: "no calendar found",
}
HOLIDAY_NAME = " ({name})"
SPANS = " ({spans})"
WORKS = ", which are next {span}"
HELPS = "What would help:"
HELPS_NOT = "I found no small change that would help. Please try other days or another length."
FIRST = "The first time then: {when}"
EASE: dict[Ease, str] = {
    Ease.SHORTER: "{minutes} minutes instead",
    Ease.WITHOUT: "With {name} as optional",
    Ease.STRETCH: "{minutes} min outside {name}'s hours",
    Ease.LATER: "{days} days after the latest day",
    Ease.WIDER: "Any day, within working hours",
}
EASE_LATER_ONE = "1 day after the latest day"
TYPED_NONE = 'You can also type "a", "next week", "45 minutes" or "cancel".'
TYPED_HELPS_NOT = 'You can also type "next week", "45 minutes" or "cancel".'

# What will be done
CONFIRM_BOOK = "I'll book this Teams meeting in your calendar:"
CONFIRM_FILE = "I'll write an invitation file for this meeting:"
CONFIRM_MOVE = "I'll move the discussion from {before} to:"
CONFIRM_CANCEL = "I'll cancel the discussion on {when}, and tell those invited."
CONFIRM_CANCEL_FILE = "I'll cancel the discussion on {when}, with an invitation file that says so."
CONFIRM_COMMENT = "With this comment: {comment}"
CONFIRM_COMMENT_FILE = "With this comment, which I tell them here; it is not in the file: {comment}"
SUBJECT = "Title: {subject}"
REQUIRED = "Required: {names}"
OPTIONAL = "Optional: {names}"
WITH_AGENDA = "The agenda from the checklist goes along."
EXTERNAL = "As far as I can tell, {names} {are} outside your organization, so the invitation has only {kept}."
ARE = ("is", "are")
KEPT = "the title, the purpose, the time and the link"
KEPT_FILE = "the title, the purpose and the time"
NOT_CHECKED = "Calendars were not checked."
UNSURE_SENTENCE = "I could not look at the calendar of {names}."
MISSING_SENTENCE = "Optional, and can't come then: {names}."
NO_ADDRESS = "I know no e-mail address of {names}, so they get no invitation."
NO_ADDRESS_FILE = "I know no e-mail address of {names}: please give them the file yourself."
SHALL_BOOK = "Shall I book it?"
SHALL_FILE = "Shall I write it?"
SHALL_MOVE = "Shall I move it?"
SHALL_CANCEL = "Shall I cancel it?"
YES_BOOK = "Yes, book it"
YES_FILE = "Yes, write it"
YES_MOVE = "Yes, move it"
YES_CANCEL = "Yes, cancel it"
BACK = "Other times"
KEEP = "No, keep it"
TYPED_CONFIRM = 'You can also type "yes", "back" or "cancel".'
TYPED_CANCELLING = 'You can also type "yes" or "no".'

# Results
BOOKED = "Booked: {when}."
BOOKED_FILE = "The invitation for {when} is ready.\nOpen it to add it to your calendar and send it."
MOVED = "Moved: the discussion is now on {when}."
MOVED_FILE = "The discussion is now on {when}.\nOpen the new invitation to change it in the calendars."
CANCELLED = "Cancelled: the discussion on {when} will not take place."
CANCELLED_FILE = "Cancelled: {when}.\nOpen the file to take it out of the calendars."
JOIN = "Join the meeting"
NO_LINK_YET = "The link to join is in the invitation."
DOWNLOAD = "Download the invitation"
DOWNLOAD_CANCEL = "Download the cancellation"
TYPED_CALLED_OFF = 'To find a new time, type "schedule".'
TYPED_BOOKED = 'To change it, type "reschedule" or "cancel meeting".'
LEFT = "All right, nothing was changed."
LEFT_BOOK = "All right, nothing was booked."
KEPT_CANCEL = "All right, the meeting stays."
TAKEN = "{when} is taken now, so nothing was changed. I have looked again."
OVERTAKEN = "That has changed meanwhile. Here is how it stands."
OVER = 'This is over. To begin anew, type "schedule".'
NOT_YOURS = "These buttons are for the one who asked."
SAY_WHICH = "Please pick one of the times by its number, or say what would suit you."
SAY_WHICH_CHANGE = "Please pick one of the changes by its letter, or say what would suit you."
SAY_WHEN = 'Please say when: for example "next week", "after 14:00" or "friday morning".'
SAY_OTHER = "There is no time to pick yet. Please say what else would suit you."
SAY_NUMBER = "Please pick one of them by its number."
NOTHING_BEFORE = 'There is no earlier step. To leave it, type "cancel".'
TIME_PASSED = "That time has passed meanwhile. Here are others."

# What went wrong
NOT_ALLOWED = (
    "I'm not allowed to do that: the permission {permission} is missing.\n"
    "Please ask your Teams administrator to grant it to Baton."
)
NOT_ALLOWED_SOME = (
    "I'm not allowed to do that: your organization has not given me the permission.\n"
    "Please ask your Teams administrator."
)
NO_MAILBOX = (
    "I can't use your mailbox: it is not in Exchange Online, or has no licence.\n"
    'Please ask your administrator, or book the meeting yourself and type "held" afterwards.'
)
RIGHT_ENDED = (
    "The token that Baton was started with has ended. "
    "Please start Baton with a new one (GRAPH_ACCESS_TOKEN), then try again."
)
AWAY = "The calendar service does not answer just now.\nNothing was changed. Please try again in a moment."
AWAY_OPEN = "The calendar service has trouble, so I leave it alone for a minute.\nNothing was changed."
REFUSED = "The calendar did not accept it.\nNothing was changed. Please pick another time."
NOT_ORGANISER = "Only the one who booked the meeting can change it, and in this calendar that is not you."
GONE = 'The meeting is not in your calendar any more.\nTo book a new one, type "schedule".'
UNKNOWN = "I'm finding out whether it was booked.\nI'll tell you here."
UNKNOWN_MOVE = "I'm finding out whether it was moved.\nI'll tell you here."
UNKNOWN_CANCEL = "I'm finding out whether it was cancelled.\nI'll tell you here."
GIVEN_UP = 'Something went wrong here, so I stopped.\nNothing was changed. To try again, type "{again}".'
UNSETTLED: dict[Purpose, str] = {
    Purpose.BOOK: 'I could not find out whether it was booked.\nType "{again}", and I look for it once more.',
    Purpose.MOVE: "I could not find out whether it was moved.\n"
    'Please look into your calendar. To move it, type "{again}".',
    Purpose.CANCEL: "I could not find out whether it was cancelled.\n"
    'Please look into your calendar. To cancel it, type "{again}".',
}
AGAIN: dict[Purpose, str] = {
    Purpose.BOOK: "schedule",
    Purpose.MOVE: "reschedule",
    Purpose.CANCEL: "cancel meeting",
    Purpose.SIGN_IN: "sign in",
    Purpose.SIGN_OUT: "sign out",
}
FAILED = "Something went wrong with the calendar.\nNothing was changed. Please try again in a moment."
TRY_AGAIN = "Try again"
TYPED_AGAIN = 'You can also type "try again" or "cancel".'
WAITING: dict[Stage, str] = {
    Stage.OFFERED: 'The times above are still on offer: type for example "1", "more" or "cancel".',
    Stage.ASKING: 'I still need to know who is meant: type the number from above, "none" or "cancel".',
    Stage.CONFIRMING: 'What I wrote back above waits for your word: type "yes", "back" or "cancel".',
    Stage.SIGNING_IN: 'I go on as soon as you have signed in. To leave it, type "cancel".',
}
WAITING_CHANGES = 'The changes above are still on offer: type for example "a", "next week" or "cancel".'
WAITING_WISH = 'I still look for a time: type for example "next week", "45 minutes" or "cancel".'
WAITING_AGAIN = 'I still look for a time: type "try again" or "cancel".'
WAITING_CANCEL = 'The meeting is not cancelled yet: type "yes" or "no".'
HANDOFF_GONE = "The handoff has changed meanwhile, so there is nothing left to do here."
REASON_NOT_FREE = "the time was taken"
REASON_NOT_ALLOWED = "a permission is missing"
REASON_NO_MAILBOX = "the mailbox cannot be used"
REASON_AWAY = "the calendar did not answer"
REASON_REFUSED = "the calendar did not accept it"
REASON_SIGN_IN = "the sign-in has ended"

# Afterwards
ASK_HELD = "Did the discussion take place? It was planned for {when}."
HELD_YES = "It took place"
HELD_NO = "It did not"
SAY_HELD = "held"
SAY_NOT_HELD = "not held"
TYPED_HELD = 'You can also type "held" or "not held".'

# Names and times
SOMEBODY = "someone"
SHORT = "{day}, {time}"
TIME_OF = "{names}: {time}"
ZONE_UNKNOWN = "I do not know the time zone of {names}."
