"""Once the meeting is over: whether it took place, asked once, and answered by a word or a button."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs import flow, utterance
from dialogs.handoff import acting
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.message import Reply
from dialogs.turn import Outcome, Turn
from handoffs.model import Talk

FLOW = "held"
_VERSION = 1
_IT_DID = r"it did|it was|it has|it took place|it happened|we did|we met|we held it|it was held"
_YES = re.compile(rf"(?:yes|yep|yeah|yup|sure|correct|right|{_IT_DID})(?: (?:{_IT_DID}|thanks|thank you))*")
_NOT = r"it (?:did not|didnt)(?: take place| happen)?|we (?:did not|didnt)(?: meet)?"
_NO = re.compile(rf"(?:no|nope|nah|not yet|not really|{_NOT})(?: (?:{_NOT}|not yet|sorry))*")


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
