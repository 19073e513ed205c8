""" "waive 5" without a reason: the next message is the reason, unless it is something else."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs import flow, texts, utterance
from dialogs.commands import Command
from dialogs.handoff import acting
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.message import Reply
from dialogs.turn import Outcome, Turn
from handoffs import texts as domain_texts
from handoffs import words as domain
from handoffs.change import RefusedError

FLOW = "reason"
_VERSION = 1
COMMANDS = (HandoffCommand.WAIVE, HandoffCommand.NOT_APPLICABLE)
_QUESTION = re.compile(r"\?\s*$|^\s*(?:who|whose|what|when|where|which|why|how|is|are|does|do|can)\b", re.I)
_BECAUSE = re.compile(r"^(?:because(?: of)?|bc|as|since|for)\b[\s,:]*", re.I)
_NO_REASON = frozenset(
    "ok okay yes no yep nope thanks thx hi hello hey hm hmm what wait sorry fine sure bye good great".split()
)


def waiting(handle: acting.Handle) -> acting.Handle:
    """Carry out a command, and wait for the reason where that is all that it lacks."""

    async def handled(turn: Turn, asked: Asked) -> Outcome:
        outcome = await handle(turn, asked)
        if asked.text or not asked.items or outcome.state is None or not _lacks_reason(outcome):
            return outcome
        data = {
            "command": asked.command.value,
            "items": list(asked.items),
            "number": asked.handoff or outcome.state.handoff,
        }
        progress = flow.Progress(flow=FLOW, step=FLOW, version=_VERSION, data=data)
        return replace(outcome, state=replace(outcome.state, progress=progress))

    return handled


def _lacks_reason(outcome: Outcome) -> bool:
    return [reply.text for reply in outcome.replies] == [_refusal()]


def _refusal() -> str:
    """What the rules say of no reason."""
    try:
        domain_texts.line("", domain_texts.REMARK, domain.WHAT_REASON, required=True)
    except RefusedError as refused:
        return " ".join(sentence.say({}) for sentence in refused.sentences)
    return ""


async def hear(turn: Turn, progress: flow.Progress, understood: object) -> Outcome | None:
    """Take the message as the reason; None where it is a question or another command."""
    free = turn.within(replace(turn.state, progress=None))
    if understood in (Command.CANCEL, Command.BACK):
        return free.say(texts.CANCELLED)
    asked = _asked(progress)
    if understood is not None or asked is None or not _is_reason(turn.text):
        return None
    reason = _BECAUSE.sub("", turn.text)
    return await acting.on_one(acting.ACTS[asked.command])(free, replace(asked, text=reason))


def _is_reason(text: str) -> bool:
    typed = utterance.normalise(text).split()
    return bool(typed) and not set(typed) <= _NO_REASON and _QUESTION.search(text) is None


def _asked(progress: flow.Progress) -> Asked | None:
    """What was kept; None where it is damaged."""
    data = progress.data
    command = next((each for each in COMMANDS if each.value == data.get("command")), None)
    items, number = data.get("items"), data.get("number")
    if command is None or not isinstance(items, list) or type(number) is not int:
        return None
    if not all(type(item) is int for item in items):
        return None
    return Asked(command=command, handoff=number, items=tuple(items))


async def repeat(turn: Turn, progress: flow.Progress) -> tuple[Reply, ...]:
    """Nothing: the next message was for something else, and the reason is not waited for any more."""
    return ()
