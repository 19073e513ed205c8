"""What is said of answers that people give to others' questions."""

from __future__ import annotations

# To whoever asked
ANSWERED = '{name} answered your question "{question}":'
ANSWERED_OWN = "This is {name}'s own answer. It does not come from the MCEM documents."
NAMELESS = "A knowledge owner"

# To whoever answers
HOW = 'To answer one in your own name, type for example "answer {number} Ask your manager".'
ADMINS_ONLY = "Only the knowledge owners can answer the questions that I could not."
NO_NUMBER = (
    "Which question do you mean? Type its number and your answer, for example "
    '"answer 17 Ask your manager". "unanswered" lists them.'
)
NO_TEXT = 'Question {number} is "{question}". Type your answer after its number: "answer {number} ...".'
UNKNOWN = 'There is no question {number}. "unanswered" lists those that are open.'
ALREADY = "{name} answered question {number} on {when}, so I have not sent this."
ALREADY_YOU = "You answered question {number} on {when}, so I have not sent this."
TOO_LONG = "That is longer than I can send: please say it in at most {most} characters."
SENT_ONE = "Thank you. I am sending your answer to the person who asked, as yours."
SENT = "Thank you. I am sending your answer to the {count} people who asked, as yours."
SENT_NOBODY = "Thank you. I have noted the question as answered, but I cannot reach anybody who asked it."
SENT_GONE = "Thank you. I have noted the question as answered. Nobody who asked it can be told any more."
UNREACHED_ONE = " One more person asked, whom I cannot reach."
UNREACHED = " {count} more people asked, whom I cannot reach."
LEFT_OUT = " I left out the e-mail address in it."
