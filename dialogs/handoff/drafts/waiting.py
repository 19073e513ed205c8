"""What a draft waits for: facts are taken in, the next is asked for, and what cannot be is refused.

The row is the truth: the conversation keeps the number of the draft, the step that waits and those answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dialogs import flow
from dialogs.handoff.drafts import prompts, words
from dialogs.handoff.drafts.answering import Fact
from dialogs.handoff.drafts.draft import Draft
from dialogs.handoff.values import UnreadableError
from dialogs.message import Reply
from dialogs.turn import Outcome, Turn
from handoffs.change import RefusedError

FLOW = "handoff"
STEPS = flow.Flow(name=FLOW, version=1, steps=())  # which step is next, the row says
OF_MILESTONE = frozenset(("value", "due", "workload"))
SIDES = frozenset(("giver", "receiver"))


async def take(
    new: Draft, said: Iterable[Fact], trail: tuple[str, ...], lead: str = "", *, first: str = ""
) -> Outcome:
    """Take in several facts; what cannot be read is asked for when its turn comes, with the reason."""
    unread = await absorb(new, said)
    missing = new.missing()
    step = first or next(iter(missing), prompts.CONFIRM)
    if step in unread:
        lead = " ".join([lead, *[await _why(new, problem) for key, problem in unread.items() if key != step]])
        return await refuse(new, step, trail, unread[step], lead.strip())
    leads = [lead, *[await _why(new, problem) for problem in unread.values()]]
    return await ask(new, step, trail, " ".join(filter(None, leads)))


async def absorb(new: Draft, said: Iterable[Fact]) -> dict[str, RefusedError | UnreadableError]:
    """Keep what can be read; what cannot comes back by its step, with the reason."""
    unread: dict[str, RefusedError | UnreadableError] = {}
    for fact in said:
        try:
            await new.say(fact.step, fact.text, fact.mentioned)
        except (RefusedError, UnreadableError) as problem:
            if fact.step.partition(":")[0] not in OF_MILESTONE or new.case.kind.milestones:
                unread[fact.step] = problem
    await new.keep()
    return unread


async def _why(present: Draft, problem: RefusedError | UnreadableError) -> str:
    """A refusal in words."""
    if isinstance(problem, UnreadableError):
        return problem.text
    return "\n".join(await present.case.reasons(problem))


async def ask(present: Draft, step: str, trail: tuple[str, ...], lead: str = "") -> Outcome:
    """Ask for a fact, or for the yes; this is what the conversation then waits for."""
    reply = await prompt(present, step, lead, first=not trail)
    return wait(present.case.turn, step, _data(present), reply, trail)


def _data(present: Draft) -> dict[str, Any]:
    return {"number": present.handoff.number, "kind": present.handoff.kind}


def wait(
    turn: Turn, step: str, data: Mapping[str, Any], reply: Reply, trail: tuple[str, ...] = ()
) -> Outcome:
    progress = flow.Progress(flow=FLOW, step=step, version=STEPS.version, data=data, trail=trail)
    number = int(data["number"]) or turn.state.handoff
    state = replace(turn.state, progress=progress, handoff=number, options=())
    return turn.within(state).reply(reply)


async def prompt(present: Draft, step: str, lead: str, *, first: bool = False) -> Reply:
    if step == prompts.CONFIRM:
        return prompts.confirmation(await present.case.view(), present.suggest(), lead)
    reply = prompts.question(present, step, lead, first=first)
    return replace(reply, suggestions=(words.FORM_OFFER,)) if first and reply.card is None else reply


async def refuse(
    present: Draft,
    step: str,
    trail: tuple[str, ...],
    problem: RefusedError | UnreadableError,
    lead: str = "",
) -> Outcome:
    """Say why not, or offer what it can mean; the step waits on."""
    turn = present.case.turn
    if isinstance(problem, UnreadableError):
        outcome = problem.outcome(turn, present.handoff.number)
    else:
        outcome = turn.say(await _why(present, problem))
    waiting = wait(turn, step, _data(present), Reply(), trail).state
    state = replace(waiting, options=outcome.state.options) if waiting and outcome.state else waiting
    leads = (Reply(text=lead),) if lead else ()
    return replace(outcome, state=state, replies=leads + outcome.replies)
