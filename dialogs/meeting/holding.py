"""Once the meeting is over: whether it took place, asked once, and answered by a word or a button."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs import flow, utterance, verbs
from dialogs.desk import Contact
from dialogs.handoff import acting
from dialogs.handoff.access import Case
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.handoff.view import title
from dialogs.meeting import scene, words
from dialogs.message import Reply
from dialogs.turn import Outcome, Turn
from handoffs import moments
from handoffs.model import Handoff, Meeting, Talk
from handoffs.views import may_see
from meetings import hours
from meetings.model import Span, WorkingWeek

FLOW = "held"
_VERSION = 1
_LOOK_AHEAD = timedelta(days=10)
_IT_DID = r"it did|it was|it has|it took place|it happened|we did|we met|we held it|it was held"
_YES = re.compile(rf"(?:yes|yep|yeah|yup|sure|correct|right|{_IT_DID})(?: (?:{_IT_DID}|thanks|thank you))*")
_NOT = r"it (?:did not|didnt)(?: take place| happen)?|we (?:did not|didnt)(?: meet)?"
_NO = re.compile(rf"(?:no|nope|nah|not yet|not really|{_NOT})(?: (?:{_NOT}|not yet|sorry))*")


def asking_at(case: Case, meeting: Meeting, contact: Contact | None) -> datetime:
    """The end of the meeting; where that is outside of the organiser's hours, when they begin again."""
    zone = scene.zone(contact, case.desk)
    ahead = Span(start=meeting.end, end=meeting.end + _LOOK_AHEAD)
    spans = hours.spans(_week(case, contact, zone), ahead)
    first = min((span.start for span in spans if span.end > meeting.end), default=meeting.end)
    return max(first, meeting.end).astimezone(UTC)


def _week(case: Case, contact: Contact | None, zone: ZoneInfo) -> WorkingWeek:
    told = hours.read(contact.hours) if contact and contact.hours else None
    country = (contact.country if contact else "") or case.desk.defaults.country
    return WorkingWeek(zone=zone, hours=told) if told else hours.usual(zone, country)


async def ask_held(turn: Turn, handoff: Handoff, key: str) -> Reply | None:
    """Ask whether the meeting of this key took place; None where that is settled, it is another now, or its
    organiser has left the handoff."""
    talk, meeting = handoff.discussion, handoff.discussion.meeting
    if meeting is None or meeting.key != key or not meeting.booked or handoff.is_over:
        return None
    if talk.state is Talk.HELD or meeting.end > turn.desk.now:
        return None
    from dialogs.handoff import choices  # the card library weighs a sixth of the start

    case = Case(turn, handoff, await turn.desk.people.account(turn.message.person))
    if not may_see(handoff, case.actor):
        return None
    await wait(turn, handoff.number)
    when = moments.span(meeting.start, meeting.end, case.zone)
    about = words.ABOUT.format(number=handoff.number, title=title(handoff))
    text = "\n\n".join((words.ASK_HELD.format(when=when), about))
    typed = ((words.HELD_YES, words.SAY_HELD), (words.HELD_NO, words.SAY_NOT_HELD))
    buttons = [(label, verbs.HANDOFF_TYPED, {"handoff": handoff.number, "text": say}) for label, say in typed]
    return Reply(text="\n".join((text, words.TYPED_HELD)), card=choices.card(text, buttons, words.TYPED_HELD))


async def wait(turn: Turn, number: int) -> None:
    """The next message may be the answer, unless the chat waits for something else."""
    if turn.state.progress:
        return
    progress = flow.Progress(flow=FLOW, step=FLOW, version=_VERSION, data={"number": number})
    state = replace(turn.state, progress=progress, handoff=number, options=())
    await turn.desk.conversations.save(turn.message.conversation, turn.message.person.id, state)


async def hear(turn: Turn, progress: flow.Progress, understood: object) -> Outcome | None:
    """Take a yes or no as the answer; None for anything else."""
    typed, number = utterance.normalise(turn.text), progress.data.get("number")
    if understood is not None or type(number) is not int:
        return None
    is_held = _YES.fullmatch(typed) is not None
    if not is_held and _NO.fullmatch(typed) is None:
        return None
    command = HandoffCommand.HELD if is_held else HandoffCommand.NOT_HELD
    free = turn.within(replace(turn.state, progress=None))
    return await acting.on_one(acting.ACTS[command])(free, Asked(command=command, handoff=number))


async def repeat(turn: Turn, progress: flow.Progress) -> tuple[Reply, ...]:
    """Nothing: the buttons of the question stay, and it is not asked again."""
    return ()


async def lapsed(turn: Turn, progress: flow.Progress) -> bool:
    """Whether it is settled by now, be it by a button or by somebody else."""
    number = progress.data.get("number")
    handoff = await turn.desk.handoffs.find(number) if type(number) is int else None
    return handoff is None or handoff.is_over or handoff.discussion.state is not Talk.OPEN
