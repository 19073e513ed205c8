"""What a person says while an operation waits for them: typed in their own chat, or by a button."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from dialogs import flow, utterance
from dialogs.commands import Command
from dialogs.handoff.access import Case
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.meeting import answering, beginning, deciding, scene, showing, words
from dialogs.meeting.deciding import Answer
from dialogs.meeting.scene import Scene
from dialogs.message import Reply
from dialogs.operation import Operation, Purpose, Stage
from dialogs.turn import Outcome, Turn
from handoffs.model import Talk

Words = Command | Asked | None
_LONGEST_SAY = 200
_WISHED = frozenset((HandoffCommand.SCHEDULE, HandoffCommand.RESCHEDULE, HandoffCommand.MORE))

_LOOKING_FOR = (Purpose.BOOK, Purpose.MOVE)


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was said, as words and as what they were understood as."""

    text: str
    understood: Words = None


async def hear(turn: Turn, progress: flow.Progress, understood: Words) -> Outcome | None:
    """Deal with what is an answer; None for anything else, which is answered first."""
    operation = await _present(turn, progress)
    if operation is None or not turn.message.private:
        return None
    found = await scene.of(turn, operation)
    if found is None:
        return None
    answer = await _answer(found, Heard(text=turn.text, understood=understood))
    return None if answer is None else await _typed(found, answer)


async def repeat(turn: Turn, progress: flow.Progress) -> tuple[Reply, ...]:
    """One line that it still waits; its message stands above, and its buttons with it."""
    operation = await _present(turn, progress)
    handoff = await turn.desk.handoffs.find(operation.number) if operation else None
    is_past = handoff is not None and (handoff.is_over or handoff.discussion.state is Talk.HELD)
    text = _still(operation) if operation and not is_past else ""
    return (Reply(text=text),) if text else ()


def _still(operation: Operation) -> str:
    """What it waits for."""
    proposal = operation.proposal
    if operation.stage is Stage.CONFIRMING and operation.purpose is Purpose.CANCEL:
        return words.WAITING_CANCEL
    if operation.stage is not Stage.OFFERED or (proposal and proposal.slots):
        return words.WAITING.get(operation.stage, "")
    if proposal is None:
        return words.WAITING_AGAIN
    return words.WAITING_CHANGES if proposal.relaxations else words.WAITING_WISH


async def lapsed(turn: Turn, progress: flow.Progress) -> bool:
    """Whether there is nothing to wait for any more."""
    operation = await _present(turn, progress)
    if operation is None:
        return True
    return operation.number > 0 and await scene.case_of(turn, operation) is None


async def pressed(turn: Turn) -> Outcome:
    """A button stands for typed words; it acts on the message that it was made for."""
    operation, say = await _pressed(turn)
    if operation is None or not say or not turn.message.private:
        return Outcome(state=turn.state, understood=False)
    actor = await turn.desk.people.account(turn.message.person)
    if not actor.is_one_of(operation.person):
        return turn.say(words.NOT_YOURS)
    if operation.is_over or not operation.number:
        return _with_card(turn.reply(), _line(words.OVER))
    operation = replace(operation, message=turn.message.on or operation.message)
    found = await scene.of(beginning.within(turn, operation), operation)
    if found is None:
        return _with_card(turn.reply(), _line(words.OVER))
    if operation.revision != turn.message.data.get("revision"):
        return _with_card(found.turn.say(words.OVERTAKEN), showing.reply(found))
    answer = await _answer(found, Heard(text=say, understood=_understood(say)))
    if answer is None:
        return _with_card(found.turn.say(words.SAY_WHICH), showing.reply(found))
    return await _shown(found, answer)


async def _pressed(turn: Turn) -> tuple[Operation | None, str]:
    data = turn.message.data
    id, say = data.get("operation"), data.get("say")
    if not isinstance(id, str) or not isinstance(say, str) or not 0 < len(id) <= _LONGEST_SAY:
        return None, ""
    return await turn.desk.operations.find(id), utterance.clean(say)[:_LONGEST_SAY]


def _understood(say: str) -> Words:
    """The buttons that leave or go back say so in the words of their twins."""
    return {words.SAY_CANCEL: Command.CANCEL, words.SAY_BACK: Command.BACK}.get(say)


async def _present(turn: Turn, progress: flow.Progress) -> Operation | None:
    """The operation of this conversation, as long as it is not over and still theirs."""
    id = progress.data.get("operation")
    operation = await turn.desk.operations.find(id) if isinstance(id, str) else None
    if operation is None or operation.is_over:
        return None
    actor = await turn.desk.people.account(turn.message.person)
    return operation if actor.is_one_of(operation.person) else None


async def _answer(found: Scene, heard: Heard) -> Answer | None:
    """What it comes to: by the words for leaving and going back, else by the stage that waits."""
    stage, purpose = found.operation.stage, found.operation.purpose
    if stage is Stage.CONFIRMING and purpose is Purpose.CANCEL and answering.is_yes(heard.text):
        return await deciding.confirm(found)  # "cancel it" is what was asked for
    if heard.understood is Command.CANCEL:
        return answering.leave(found)
    if heard.understood is Command.BACK:
        return answering.back(found)
    if isinstance(heard.understood, Command):
        return None
    if isinstance(heard.understood, Asked) and not _is_wish(found, heard.understood, heard.text):
        return await _assent(found, heard)
    answer = await _STAGES[stage](found, _wish(found, heard))
    if answer is None and isinstance(heard.understood, Asked) and _moves_unbooked(found, heard.understood):
        return Answer(text=words.SAY_WHEN)  # "push it a week"
    return answer


def _is_wish(found: Scene, asked: Asked, text: str) -> bool:
    """ "reschedule to friday" while times are on offer asks for others of the same meeting.

    So does "move it" of one that is not booked yet; "book it" takes the only one.
    """
    same = not asked.name and asked.handoff in (0, found.handoff.number)
    purpose = found.operation.purpose
    if asked.command not in _WISHED or not same or purpose not in _LOOKING_FOR:
        return False
    if asked.text or asked.command is HandoffCommand.MORE or _moves_unbooked(found, asked):
        return True
    return answering.is_way_out(text) or answering.is_yes(text)


def _moves_unbooked(found: Scene, asked: Asked) -> bool:
    return asked.command is HandoffCommand.RESCHEDULE and found.operation.purpose is Purpose.BOOK


def _wish(found: Scene, heard: Heard) -> str:
    """The words of a command that say what is wished for."""
    asked = heard.understood
    if not isinstance(asked, Asked) or answering.is_way_out(heard.text):
        return heard.text
    return asked.text or (words.SAY_MORE if _moves_unbooked(found, asked) else heard.text)


async def _assent(found: Scene, heard: Heard) -> Answer | None:
    """ "sounds good" is a yes to what was written back, and to nothing else."""
    if found.operation.stage is Stage.CONFIRMING and answering.is_yes(heard.text):
        return await deciding.confirm(found)
    return None


_STAGES: dict[Stage, Callable[[Scene, str], Awaitable[Answer | None]]] = {
    Stage.LOOKING: answering.while_looking,
    Stage.SIGNING_IN: answering.while_signing_in,
    Stage.ASKING: answering.which_person,
    Stage.OFFERED: answering.which_time,
    Stage.CONFIRMING: answering.yes_or_no,
    Stage.ACTING: answering.while_acting,
}


# How it is shown


async def _typed(found: Scene, answer: Answer) -> Outcome:
    """A new message, for the one before has scrolled up."""
    if answer.operation is None:
        return found.turn.say(answer.text)
    saved = await found.desk.operations.save(replace(answer.operation, message=""))
    turn = _after(found, saved)
    if saved.is_over:
        return turn.say(answer.text)
    return turn.reply(showing.reply(await _look(found, answer, saved)))


async def _shown(found: Scene, answer: Answer) -> Outcome:
    """The card whose button was pressed becomes what it led to."""
    if answer.operation is None:
        return _with_card(found.turn.say(answer.text), showing.reply(found))
    saved = await found.desk.operations.save(answer.operation)
    turn = _after(found, saved)
    if saved.is_over:
        return _with_card(turn.reply(), _line(answer.text))
    return _with_card(turn.reply(), showing.reply(await _look(found, answer, saved)))


async def _look(found: Scene, answer: Answer, saved: Operation) -> Scene:
    handoff = answer.handoff or found.handoff
    return await scene.look(Case(found.turn, handoff, found.case.actor), saved)


def _after(found: Scene, saved: Operation) -> Turn:
    if not saved.is_over:
        return beginning.within(found.turn, saved)
    return found.turn.within(replace(found.turn.state, progress=None))


def _line(text: str) -> Reply:
    from dialogs.meeting import card  # the card library weighs a sixth of the start

    return Reply(text=text, card=card.line(text))


def _with_card(outcome: Outcome, shown: Reply) -> Outcome:
    return replace(outcome, card=shown.card)
