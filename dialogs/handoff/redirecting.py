"""Commands that are not carried out as they were typed: what is missing is said, what was meant is found."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs import asking as questions
from dialogs.handoff import access, acting, opening, values, words
from dialogs.handoff import unfinished_words as own
from dialogs.handoff.access import Case
from dialogs.handoff.drafts import starting
from dialogs.handoff.typed import unfinished
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.handoff.view import listed, shown
from dialogs.message import Reply
from dialogs.turn import Outcome, Turn
from handoffs.change import side_of
from handoffs.model import Handoff, Status

_OF_NAMED = re.compile(
    r"\d\W* (?:in|on|of|for) (?P<name>[^,:;?]{1,60}?)"
    r"(?:(?:[,:;]| (?:because(?: of)?|as|since)\b) ?(?P<why>.*))?[.! ]*$",
    re.I | re.S,
)
_ITEMS = (HandoffCommand.DONE, HandoffCommand.UNDO, HandoffCommand.WAIVE, HandoffCommand.NOT_APPLICABLE)
_OWN_SIDE = re.compile(r"(?:me|myself|us|my (?:own )?(?:side|part|self)|our (?:own )?(?:side|part))", re.I)


async def example(turn: Turn, asked: Asked) -> Outcome:
    """How the command goes that was begun; what the knowledge can answer is a question after all."""
    kept = await turn.desk.handoffs.find(turn.state.handoff) if turn.state.handoff else None
    is_over = kept is not None and kept.is_over
    if asked.about is None or (
        not asked.items and (is_over or unfinished.is_known(asked, turn.desk.expert.answer(turn.text)))
    ):
        return await questions.ask(turn)
    number = asked.handoff or turn.state.handoff
    return turn.say(own.EXAMPLES[asked.about].format(number=number))


async def no_such(turn: Turn, asked: Asked) -> Outcome:
    return turn.say(words.UNKNOWN.format(number=asked.text.lstrip("0") or "0"))


async def go_on(turn: Turn, asked: Asked) -> Outcome:
    """The draft that waits, else the handoff that is open."""
    actor = await turn.desk.people.account(turn.message.person)
    draft = await starting.waiting_draft(turn, actor)
    opened = await turn.desk.handoffs.find(turn.state.handoff) if turn.state.handoff else None
    number = draft.number if draft and (opened is None or opened.status is Status.DRAFT) else 0
    case = await access.find(turn, Asked(command=HandoffCommand.OPEN, handoff=number))
    if isinstance(case, Outcome):
        return case
    return await opening.show(case, asked)


async def agree_for(turn: Turn, asked: Asked) -> Outcome:
    """Nobody agrees for another; one's own side, or a handoff by its name, is a way to say "agree"."""
    actor = await turn.desk.people.account(turn.message.person)
    plain = Asked(command=HandoffCommand.AGREE)
    if exact := await _called(turn, asked.text):
        return await acting.on_one(acting.ACTS[plain.command])(turn, replace(plain, handoff=exact.number))
    case = await access.find(turn, plain)
    if isinstance(case, Outcome):
        return case
    if _OWN_SIDE.fullmatch(asked.text) or (asked.side and side_of(case.handoff, actor) == (asked.side,)):
        return await acting.ACTS[plain.command](case, plain)
    return await access.answer(case, Reply(text=own.EACH_FOR_ITSELF))


async def add_milestone(case: Case, asked: Asked) -> Outcome:
    """A milestone of a handoff that is under way comes whole: what it lacks is named."""
    parts = dict(zip(own.MILESTONE_PARTS, values.milestone_parts(asked.text), strict=True))
    missing = [own.MILESTONE_PARTS[name] for name, typed in parts.items() if not typed]
    if not missing or case.handoff.status is Status.DRAFT or case.handoff.is_over:
        return await acting.ACTS[HandoffCommand.ADD_MILESTONE](case, asked)
    if len(missing) == len(parts):
        return await access.answer(case, Reply(text=own.EXAMPLES[HandoffCommand.ADD_MILESTONE]))
    said = {name: typed or own.MILESTONE_EXAMPLES[name] for name, typed in parts.items()}
    text = own.MILESTONE_NEEDS.format(parts=listed(missing), **{key: shown(said[key]) for key in said})
    return await access.answer(case, Reply(text=text))


async def on_items(turn: Turn, asked: Asked) -> Outcome:
    """ "done 3 in Contoso" names a handoff, "done 3 in MSX" says where: a handoff's own name decides."""
    named = None if asked.handoff or asked.name else _OF_NAMED.search(turn.text)
    found = await _called(turn, named["name"]) if named else None
    if found and named:
        asked = replace(asked, handoff=found.number, text=values.own_words(named["why"] or ""))
    return await acting.on_one(acting.ACTS[asked.command])(turn, asked)


async def _called(turn: Turn, name: str) -> Handoff | None:
    """The only handoff of theirs whose customer or opportunity has just this name."""
    actor = await turn.desk.people.account(turn.message.person)
    wanted = name.strip(" \"'.!").casefold()
    found = [
        each
        for each in (await turn.desk.handoffs.named(actor.ids, wanted) if wanted else ())
        if wanted in (each.opportunity.customer.casefold(), each.opportunity.name.casefold())
    ]
    running = [each for each in found if not each.is_over]
    return running[0] if len(running) == 1 else None


HANDLERS: dict[HandoffCommand, acting.Handle] = {
    HandoffCommand.UNFINISHED: example,
    HandoffCommand.NO_SUCH: no_such,
    HandoffCommand.GO_ON: go_on,
    HandoffCommand.AGREE_FOR: agree_for,
    HandoffCommand.ADD_MILESTONE: acting.on_one(add_milestone),
    **dict.fromkeys(_ITEMS, on_items),
}
