"""The conversation: who deals with a message. Features stand in tables, not in if-chains."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from dialogs import (
    answering_others,
    asking,
    commands,
    flow,
    forgetting,
    jobs,
    profile,
    role,
    texts,
    unanswered,
    utterance,
    verbs,
    working_hours,
)
from dialogs.commands import Command
from dialogs.desk import Desk, Profile, StrangerError
from dialogs.handoff import people, pressing, reasoning, routing
from dialogs.handoff.drafts import drafting, starting, waiting
from dialogs.handoff.typed import commands as handoffs
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.meeting import beginning, hearing, holding, signing
from dialogs.message import Message, Reply
from dialogs.reminding import pressing as reminding
from dialogs.state import State
from dialogs.turn import Outcome, Turn
from handoffs import talks

Handle = Callable[[Turn], Awaitable[Outcome]]


Words = Command | Asked | None  # what a message was understood as; None: a question, or the answer to one
Finish = Callable[[Turn, flow.Data], Awaitable[Outcome]]


@dataclass(frozen=True, kw_only=True)
class Guided:
    """A flow: `hear` deals with a message, None where it is not for this flow; `repeat` asks once more.

    `build` gives the steps of a flow that keeps all it needs in its data; None for one that reads a row.
    `fleeting`: it waits for the next message alone.
    `lapsed` tells whether that row waits for nothing any more: it may be over without a word in this chat.
    """

    hear: Callable[[Turn, flow.Progress, Words], Awaitable[Outcome | None]]
    repeat: Callable[[Turn, flow.Progress], Awaitable[tuple[Reply, ...]]]
    build: Callable[[Desk], flow.Flow] | None = None
    lapsed: Callable[[Turn, flow.Progress], Awaitable[bool]] | None = None
    fleeting: bool = False


async def respond(message: Message, desk: Desk) -> Outcome:
    """Answer a message or a button, and remember where the conversation stands."""
    known = await desk.conversations.load(message.conversation, message.person.id)
    turn = await _open(message, desk, known or State())
    outcome = await (_press if message.verb else _hear)(turn)
    if known is None and message.private and not message.verb:
        outcome = await routing.with_waiting(turn, outcome)
    if outcome.state is not None:
        state = routing.counted(outcome.state, outcome.replies, typed=not message.verb)
        outcome = replace(outcome, state=state)
        if state != turn.state and not message.refresh:
            await desk.conversations.save(message.conversation, message.person.id, state)
    return outcome


async def _open(message: Message, desk: Desk, state: State) -> Turn:
    """Whoever writes in a personal chat for the first time is looked up in its roster before all else."""
    person = message.person
    kept = await desk.profiles.find(person.id) or Profile(person=person.id, object_id=person.object_id)
    if message.private and not kept.met and not message.refresh:
        raise StrangerError
    if message.private and message.time_zone and message.time_zone != kept.time_zone:
        kept = replace(kept, time_zone=message.time_zone)
        await desk.profiles.keep(person.id, person.object_id, time_zone=message.time_zone)
    return Turn(message=message, text=utterance.clean(message.text), state=state, profile=kept, desk=desk)


async def _press(turn: Turn) -> Outcome:
    action = ACTIONS.get(turn.message.verb)
    return await action(turn) if action else Outcome(state=turn.state, understood=False)


async def _hear(turn: Turn) -> Outcome:
    if not utterance.has_words(turn.text):
        return turn.say(_wordless(turn))
    turn = await _without_lapsed(turn)
    understood = _understood(turn)
    if turn.state.progress:
        return await _within_flow(turn, turn.state.progress, understood)
    return await _handle(turn, understood)


async def _without_lapsed(turn: Turn) -> Turn:
    """A flow whose row is over by now is none."""
    progress = turn.state.progress
    guided = FLOWS.get(progress.flow) if progress else None
    if progress and guided and guided.lapsed and await guided.lapsed(turn, progress):
        return turn.within(replace(turn.state, progress=None))
    return turn


async def _press_words(turn: Turn) -> Outcome:
    """A button that stands for typed words, perhaps for one handoff."""
    text, number = pressing.line_of(turn)
    if not utterance.has_words(text):
        return Outcome(state=turn.state, understood=False)
    message = replace(turn.message, verb="", text=text)
    state = replace(turn.state, handoff=number) if number else turn.state
    typed = replace(turn, message=message, text=text, state=state)
    understood = _understood(typed)
    if number and isinstance(understood, Asked) and not drafting.is_about(turn.state.progress, number):
        outcome = await _handle(typed, replace(understood, handoff=number, name=""))
    else:
        outcome = await _hear(typed)
    return pressing.chosen(turn, text, outcome)


def _understood(turn: Turn) -> Words:
    progress = turn.state.progress
    if progress is None and (option := asking.chosen_option(turn)):
        turn = replace(turn, text=option)
    if command := commands.find(turn.text, in_flow=progress is not None):
        return command
    is_draft = progress is not None and progress.flow == waiting.FLOW
    kinds = turn.desk.expert.kinds
    found = handoffs.find(
        turn.text, turn.message.mentions, kinds=kinds, drafting=is_draft, opened=bool(turn.state.handoff)
    )
    return found or (people.said_country(turn) if progress is None else None)


def _wordless(turn: Turn) -> str:
    if turn.text:
        return texts.NO_WORDS
    return texts.NO_FILES if turn.message.attached else texts.NOTHING_ASKED


async def _handle(turn: Turn, understood: Words) -> Outcome:
    if understood is None:
        return await asking.ask(turn)
    if isinstance(understood, Asked):
        return await HANDOFFS[understood.command](turn, understood)
    if understood in PRIVATE and not turn.message.private:
        return turn.say(texts.PRIVATE)
    return await COMMANDS[understood](turn)


async def _within_flow(turn: Turn, progress: flow.Progress, understood: Words) -> Outcome:
    guided = FLOWS.get(progress.flow)
    if guided is None:
        return _lost(turn)
    outcome = await guided.hear(turn, progress, understood)
    return outcome or await _interrupt(turn, guided, understood)


async def _interrupt(turn: Turn, guided: Guided, understood: Words) -> Outcome:
    """Deal with something else first, then ask the waiting question once more."""
    if guided.fleeting:
        return await _handle(turn.within(replace(turn.state, progress=None)), understood)
    outcome = await _handle(turn, understood)
    waiting = outcome.state.progress if outcome.state else None
    if waiting is None or waiting != turn.state.progress:
        return outcome
    repeated = await guided.repeat(turn, waiting)
    return outcome if outcome.replies == repeated else replace(outcome, replies=outcome.replies + repeated)


def _stepwise(build: Callable[[Desk], flow.Flow], finish: Finish) -> Guided:
    """A flow whose steps keep all they need in its data."""

    async def hear(turn: Turn, progress: flow.Progress, understood: Words) -> Outcome | None:
        if understood is Command.BACK:
            move = flow.back(build(turn.desk), progress)
        elif understood is None:
            move = flow.take(build(turn.desk), progress, replace(turn.message, text=turn.text))
        else:
            return None
        return await _follow(turn, finish, move)

    async def repeat(turn: Turn, progress: flow.Progress) -> tuple[Reply, ...]:
        return flow.repeat(build(turn.desk), progress).replies

    return Guided(hear=hear, repeat=repeat, build=build)


async def _follow(turn: Turn, finish: Finish, move: flow.Move) -> Outcome | None:
    match move.outcome:
        case flow.Outcome.LOST:
            return _lost(turn)
        case flow.Outcome.FINISHED:
            return await finish(turn.within(replace(turn.state, progress=None)), move.data)
        case flow.Outcome.FIRST:
            return turn.say(texts.NOTHING_BEFORE)
        case flow.Outcome.ASKED:
            return turn.within(replace(turn.state, progress=move.progress)).reply(*move.replies)
        case flow.Outcome.INTERRUPTED:
            return None


def _lost(turn: Turn) -> Outcome:
    return turn.within(replace(turn.state, progress=None)).say(texts.FLOW_CHANGED)


async def _help(turn: Turn) -> Outcome:
    if not turn.message.private:
        return turn.say(texts.HELP_GROUP)
    more = texts.HELP_SIGN_IN if turn.desk.defaults.signs_in else ""
    return turn.say(texts.HELP + more + (texts.HELP_ADMIN if turn.message.person.admin else ""))


async def _start_over(turn: Turn) -> Outcome:
    return Outcome(replies=(Reply(text=texts.STARTED_OVER),), state=State())


async def _cancel(turn: Turn) -> Outcome:
    if not turn.state.progress:
        return turn.say(await _nothing_to_cancel(turn))
    return turn.within(replace(turn.state, progress=None)).say(texts.CANCELLED)


async def _nothing_to_cancel(turn: Turn) -> str:
    number = turn.state.handoff
    if not number:
        return texts.NOTHING_TO_CANCEL
    handoff = await turn.desk.handoffs.find(number)
    is_booked = handoff is not None and talks.standing(handoff, turn.desk.now) is not None
    return (texts.CANCEL_MEETING if is_booked else texts.CANCEL_HANDOFF).format(number=number)


async def _nothing_before(turn: Turn) -> Outcome:
    return turn.say(texts.NOTHING_BEFORE)


COMMANDS: dict[Command, Handle] = {
    Command.HELP: _help,
    Command.PROFILE: profile.show,
    Command.HOURS: working_hours.keep,
    Command.TIME_ZONE: working_hours.keep_zone,
    Command.ROLE: role.start,
    Command.ABOUT_ME: profile.tell_all,
    Command.DELETE: forgetting.start,
    Command.START_OVER: _start_over,
    Command.BACK: _nothing_before,
    Command.CANCEL: _cancel,
    Command.UNANSWERED: unanswered.show,
    Command.ANSWER: answering_others.answer,
    Command.JOBS: jobs.show,
    Command.SIGN_IN: signing.sign_in,
    Command.SIGN_OUT: signing.sign_out,
}
PRIVATE = frozenset(
    {
        Command.PROFILE,
        Command.HOURS,
        Command.TIME_ZONE,
        Command.ROLE,
        Command.ABOUT_ME,
        Command.DELETE,
        Command.UNANSWERED,
        Command.ANSWER,
        Command.JOBS,
        Command.SIGN_IN,
        Command.SIGN_OUT,
    }
)
ACTIONS: dict[str, Handle] = {
    verbs.PICK_ROLE: role.pressed,
    verbs.ASK: asking.pressed,
    verbs.HANDOFF_TYPED: _press_words,
    verbs.HANDOFF_ANSWER: drafting.pressed,
    verbs.HANDOFF_FORM: drafting.submitted,
    verbs.HANDOFF_RECEIVER: starting.picked,
    verbs.MEETING: hearing.pressed,
    verbs.REMINDER: reminding.pressed,
    **routing.ACTIONS,
}
HANDOFFS: dict[HandoffCommand, Callable[[Turn, Asked], Awaitable[Outcome]]] = {
    HandoffCommand.NEW: starting.start,
    HandoffCommand.FORM: starting.no_kind,
    **routing.HANDLERS,
}
FLOWS: dict[str, Guided] = {
    role.FLOW: _stepwise(lambda desk: role.build(desk.expert.roles), role.finish),
    forgetting.FLOW: _stepwise(lambda desk: forgetting.build(), forgetting.finish),
    waiting.FLOW: Guided(hear=drafting.hear, repeat=drafting.repeat),
    reasoning.FLOW: Guided(hear=reasoning.hear, repeat=reasoning.repeat, fleeting=True),
    holding.FLOW: Guided(hear=holding.hear, repeat=holding.repeat, lapsed=holding.lapsed, fleeting=True),
    beginning.FLOW: Guided(hear=hearing.hear, repeat=hearing.repeat, lapsed=hearing.lapsed),
}
