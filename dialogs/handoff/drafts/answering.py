"""What an answer means while a handoff is prepared: the fact asked for, a correction, a yes, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from dialogs import utterance
from dialogs.handoff import people, values
from dialogs.handoff.drafts import prompts, words
from dialogs.handoff.drafts.draft import Draft
from dialogs.handoff.typed import commands
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.handoff.values import UnreadableError
from dialogs.message import Mentioned
from dialogs.reading import amounts
from dialogs.turn import Turn
from handoffs import facts
from handoffs import people as sides
from handoffs.change import RefusedError
from handoffs.money import Money
from knowledge.answer import Kind
from knowledge.handoffs import Side


class Meant(Enum):
    """What an answer can mean besides a fact."""

    CONFIRMED = auto()
    UNCLEAR = auto()  # a no, and not what instead


CONFIRMED, UNCLEAR = Meant.CONFIRMED, Meant.UNCLEAR


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A fact as it was said, by the name of its step."""

    step: str
    text: str
    mentioned: Mentioned | None = None


_C = HandoffCommand
_FACTS = {
    _C.VALUE: "value",
    _C.DUE: "due",
    _C.WORKLOAD: "workload",
    _C.CUSTOMER: "customer",
    _C.OPPORTUNITY: "opportunity",
    _C.LINK: "link",
    _C.UNIFIED: "unified",
    _C.MEET_BY: "meet_by",
}
_OF_MILESTONE = frozenset(("value", "due", "workload"))
_TEXTS = frozenset(("customer", "opportunity", "workload"))
_YES = frozenset(
    (
        *("yes", "y", "yep", "yeah", "sure", "ok", "okay", "yes please", "go", "go ahead", "do it"),
        *("start", "start it", "start the handoff", "yes start", "yes start it", "correct", "looks good"),
        *("thats right", "that is right", "all good", "confirm", "confirmed"),
    )
)
_NO = frozenset(("no", "n", "nope", "not yet", "wrong", "thats wrong", "no thanks"))
_KEEP = frozenset(("keep", "keep it", "keep that", "leave it", "next", "skip"))
_PASS = frozenset(("skip", "next", "skip it", "skip this"))
_PASS |= {"no idea", "no clue", "not sure", "dont know", "i dont know", "idk", "dunno", "tbd"}
_INSTEAD = re.compile(
    r"(?:(?:no|nope|actually|sorry|wait|oops|hm+|correction|rather)\b[,:;.! ]*"
    r"|(?:i meant|i mean|make (?:it|that)|change (?:it|that) to|(?:it|that) should be)\b[,: ]*)+"
    r"(?:(?:it|that)(?:'s| is| was) )?(?P<rest>\S.*)",
    re.I | re.S,
)
_IT_IS = re.compile(r"(?:it|that)(?:'s| is)\b[,: ]*(?P<rest>\S.*)", re.I | re.S)
_OF_METHOD = re.compile(
    r"\b(?:stages?|mcem|criteria|activit\w+|responsib\w+|accountab\w+|artifacts?)\b", re.I
)
_ADDRESS = re.compile(r"\s*[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+\s*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ASKS = re.compile(
    r"(?:who|whom|whose|what|when|where|which|why|how|is|are|does|do|did|can|could|should|would|will|tell|explain"
    r"|what's|who's|define|list|describe)\b(?: \S+){2}",
    re.I,
)


async def understand(
    present: Draft, step: str, trail: tuple[str, ...], asked: Asked | None
) -> str | Meant | None:
    """Take an answer in. The step of the fact it gave; None: it is about something else.

    UnreadableError and RefusedError say why it cannot be.
    """
    turn = present.case.turn
    if asked is None and (option := _option(turn)):
        asked = option
    typed = utterance.normalise(turn.text)
    bare = utterance.unpad(typed) or typed
    if step == prompts.CONFIRM and bare in _YES:
        return CONFIRMED
    if asked is not None:
        return await _command(present, step, asked)
    if step == prompts.CONFIRM and bare in _NO:
        return UNCLEAR
    if bare in _KEEP and step not in present.missing():
        return step
    if bare in _PASS:
        raise UnreadableError(words.KEEP_WHAT)
    if instead := _INSTEAD.fullmatch(turn.text):
        return await _correct(present, step, trail, instead["rest"])
    if step == prompts.CONFIRM:
        return None if is_aside(turn) else await _correct(present, step, trail, _said(turn.text))
    return await _direct(present, step)


def is_name(understood: object, step: str) -> bool:
    """Whether what stops short of a command is a name, as one was asked for."""
    if not isinstance(understood, Asked) or understood.command is not _C.UNFINISHED:
        return False
    return understood.about is not _C.CANCEL and step.partition(":")[0] in _TEXTS


def _said(text: str) -> str:
    """ "it is Data" says Data."""
    lead = _IT_IS.fullmatch(text)
    return lead["rest"] if lead else text


def _option(turn: Turn) -> Asked | None:
    """A bare number picks one of the two readings that were just offered."""
    options, text = turn.state.options, turn.text
    if not text.isdecimal() or not 0 < int(text[:3]) <= len(options):
        return None
    found = commands.find(options[int(text[:3]) - 1], drafting=True)
    return found if found and found.command in _FACTS else None


async def _direct(present: Draft, step: str) -> str | None:
    """The answer to the question that waits, unless it is another question."""
    turn = present.case.turn
    quoted = turn.text.startswith('"')
    if step.startswith("workload:") and not quoted:
        step = _of_milestone(present, step)
    if not quoted and (_is_question(turn.text) or (step.partition(":")[0] in _TEXTS and _is_no_name(turn))):
        return None
    step = _meant(turn, step)
    try:
        await present.say(step, _said(turn.text), mentioned(turn, turn.text))
    except UnreadableError:
        if len(_WORD.findall(turn.text)) > 1 and is_aside(turn):
            return None
        raise
    return step


async def _correct(present: Draft, step: str, trail: tuple[str, ...], text: str) -> str | Meant:
    """ "no, 300000": the last fact that it can be, names last, as any text is a name."""
    problem: Exception | None = None
    tried = list(_candidates(step, trail, present))
    for fact in tried:
        try:
            await present.say(fact, text, mentioned(present.case.turn, text))
        except (RefusedError, UnreadableError) as unread:
            problem = problem or (unread if isinstance(unread, RefusedError) else None)
        else:
            return fact
    if problem:
        raise problem
    return UNCLEAR


def _candidates(step: str, trail: tuple[str, ...], present: Draft) -> Iterator[str]:
    places = range(len(present.handoff.milestones), 0, -1)
    known = (
        [f"{name}:{place}" for place in places for name in ("due", "value")]
        if present.case.kind.milestones
        else []
    )
    order = [*reversed(trail[-1:]), step, *reversed(trail), *known, "receiver"]
    order = [
        each for each in dict.fromkeys(order) if each != prompts.CONFIRM and not each.startswith("unified")
    ]
    yield from (each for each in order if each.partition(":")[0] not in _TEXTS)
    yield from (each for each in (*trail[-1:], step) if each.partition(":")[0] in _TEXTS)


async def _command(present: Draft, step: str, asked: Asked) -> str | Meant | None:
    """A command that gives a fact; any other is about something else."""
    if asked.handoff not in (0, present.handoff.number) or asked.name:
        return None
    if asked.command is _C.AGREE and step == prompts.CONFIRM:
        return CONFIRMED
    if name := _FACTS.get(asked.command):
        return await _fact(present, step, name, asked)
    if asked.command is _C.ADD_MILESTONE:
        return await _milestone(present, asked)
    if asked.command is _C.REMOVE_MILESTONE:
        present.put(facts.drop_milestone(present.handoff, asked.place, present.case.setting))
        return "milestones"
    return await _person(present, asked)


async def _fact(present: Draft, step: str, name: str, asked: Asked) -> str:
    place = asked.place or int(step.partition(":")[2] or 1)
    text = asked.text
    if name == "value":
        default = values.currency(present.handoff, present.case.desk.defaults.currency)
        count = len(present.handoff.milestones)
        place, text = values.place_and_amount(asked, count, default) if asked.place else (place, text)
    if name == "unified":
        text = words.YES if asked.flag else words.NO
    fact = f"{name}:{place}" if name in _OF_MILESTONE else name
    await present.say(fact, text)
    return fact


async def _milestone(present: Draft, asked: Asked) -> str:
    """'add milestone "Data", 80000, 15 Mar': what it leaves out is asked for."""
    place = max(1, len(present.handoff.milestones)) + 1
    workload, amount, due = values.milestone_parts(asked.text)
    given = {"workload": workload, "value": amount, "due": due}
    for name, text in given.items():
        if text:
            await present.say(f"{name}:{place}", text)
    if not any(given.values()):
        raise UnreadableError(words.MILESTONE_HOW)
    return f"milestone:{place}"


async def _person(present: Draft, asked: Asked) -> str | None:
    if asked.command is _C.ASSIGN:
        side = asked.side or Side.RECEIVER
        await present.say(side.value, asked.text, asked.mentioned)
        return side.value
    add = {_C.ESCALATE: sides.escalate, _C.ADD_PERSON: sides.add_other}.get(asked.command)
    if add is None:
        return None
    person = await people.whom(present.case, asked)
    if not person:
        raise UnreadableError(words.SAY_WHO)
    present.put(add(present.handoff, person, present.case.setting))
    return asked.command.value


def mentioned(turn: Turn, text: str) -> Mentioned | None:
    """Whom a part of the message mentions."""
    return commands.mentioned(text, turn.message.mentions)


def _is_question(text: str) -> bool:
    return text.rstrip().endswith("?") or _ASKS.match(text) is not None


def _is_value(present: Draft, text: str) -> bool:
    default = values.currency(present.handoff, present.case.desk.defaults.currency)
    return isinstance(amounts.read(text, default), Money)


def _of_milestone(present: Draft, step: str) -> str:
    """No workload is called "200k" or "15 Jan": these are asked for next anyway."""
    text = present.case.turn.text
    if _is_value(present, text):
        return step.replace("workload", "value")
    return step.replace("workload", "due") if values.is_day(present.case, text) else step


def _meant(turn: Turn, step: str) -> str:
    """A bare address or mention is whoever receives it, whatever was asked."""
    who = mentioned(turn, turn.text)
    is_person = _ADDRESS.fullmatch(turn.text) or (who and turn.text.strip() == f"@{who.name}")
    return Side.RECEIVER.value if is_person and step not in (Side.GIVER, Side.RECEIVER) else step


def _is_no_name(turn: Turn) -> bool:
    """ "Azure" has an answer as well, and is a good name: only what speaks of the method is none."""
    kind = _kind(turn)
    return kind is Kind.SMALL_TALK or (kind is Kind.ANSWERED and _OF_METHOD.search(turn.text) is not None)


def is_aside(turn: Turn) -> bool:
    """Whether a message is a question, or small talk, rather than a name."""
    if _is_question(turn.text):
        return True
    return _kind(turn) in (Kind.ANSWERED, Kind.SMALL_TALK)


def _kind(turn: Turn) -> Kind:
    return turn.desk.expert.answer(turn.text[: utterance.LONGEST]).kind
