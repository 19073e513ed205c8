"""The knowledge owner's own answer to a question that Baton could not answer, sent to whoever asked."""

from __future__ import annotations

import re
from datetime import datetime

from dialogs import unanswered_words as words
from dialogs import utterance
from dialogs.desk import SOMEONE
from dialogs.handoff.view import zone_of
from dialogs.message import Mentioned, Reply
from dialogs.questions import Unanswered
from dialogs.turn import Outcome, Turn
from handoffs.calendars import show

LONGEST = 1000  # of an answer, in characters
_LARGEST = 2**63 - 1
_LONGEST_NUMBER = 20  # digits of one that is shown
_ASKED = re.compile(
    r"\banswer\W{1,9}(?:the\W{1,9})?(?:(?:question|number|no|nr)\W{1,9})?"
    r"(?P<number>\d{1,99})(?!\w)[\s:,.)=-]{0,9}(?P<text>.*)",
    re.I | re.S,
)


async def answer(turn: Turn) -> Outcome:
    """Send it to everyone who asked, once each, and have the question leave the list."""
    if not turn.message.person.admin:
        return turn.say(words.ADMINS_ONLY)
    found = _ASKED.search(turn.text)
    if found is None:
        return turn.say(words.NO_NUMBER)
    number = int(found["number"])
    question = await turn.desk.questions.find(number) if 0 < number <= _LARGEST else None
    if question is None:
        return turn.say(words.UNKNOWN.format(number=utterance.shorten(str(number), _LONGEST_NUMBER)))
    if question.answered:
        return turn.say(await _already(turn, question, question.answered))
    return await _answer(turn, question, " ".join(found["text"].split()))


async def _already(turn: Turn, question: Unanswered, at: datetime) -> str:
    zone = zone_of(turn.profile.time_zone, turn.desk.defaults.time_zone)
    day = show(at.astimezone(zone).date())
    actor = await turn.desk.people.account(turn.message.person)
    if question.answered_by in actor.ids:
        return words.ALREADY_YOU.format(number=question.number, when=day)
    name = await _name(turn, question.answered_by)
    return words.ALREADY.format(name=name, number=question.number, when=day)


async def _answer(turn: Turn, question: Unanswered, typed: str) -> Outcome:
    if len(typed) > LONGEST:
        return turn.say(words.TOO_LONG.format(most=LONGEST))
    public = utterance.without_addresses(typed)
    text = utterance.show(public, LONGEST)
    if not utterance.has_words(text):
        quoted = _quoted(question.question)
        return turn.say(words.NO_TEXT.format(number=question.number, question=quoted))
    said = await _send(turn, question.number, text)
    return turn.say(said + (words.LEFT_OUT if public != typed else ""))


async def _send(turn: Turn, number: int, text: str) -> str:
    """What the one who answers is told: how many hear of it, and nobody's name."""
    desk = turn.desk
    own = (await desk.people.account(turn.message.person)).id
    name = await _name(turn, own)
    asked = {asker.person: asker.question for asker in await desk.questions.answer(number, own)}
    told = 0
    for user, question in asked.items():
        contact = await desk.people.by_user(Mentioned(user=user, name=""))
        told += await desk.outbox.tell(contact.id, Reply(text=_message(name, question, text)))
    return _summary(told, len(asked) - told)


def _message(name: str, question: str, text: str) -> str:
    lead = words.ANSWERED.format(name=name, question=_quoted(question))
    return "\n\n".join([lead, text, words.ANSWERED_OWN.format(name=name)])


def _summary(told: int, unreached: int) -> str:
    if not told:
        return words.SENT_NOBODY if unreached else words.SENT_GONE
    sent = words.SENT_ONE if told == 1 else words.SENT.format(count=told)
    if not unreached:
        return sent
    return sent + (words.UNREACHED_ONE if unreached == 1 else words.UNREACHED.format(count=unreached))


async def _name(turn: Turn, id: str) -> str:
    name = (await turn.desk.people.contacts([id]))[id].name
    return words.NAMELESS if name == SOMEONE else utterance.show(name)


def _quoted(question: str) -> str:
    return utterance.show(utterance.without_addresses(question))
