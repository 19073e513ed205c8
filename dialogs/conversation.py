"""The conversation: who deals with a message. Features stand in tables, not in if-chains."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from dialogs import (
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
)
from dialogs.commands import Command
from dialogs.desk import Desk, Profile
from dialogs.message import Message, Reply
from dialogs.state import State
from dialogs.turn import Outcome, Turn

Handle = Callable[[Turn], Awaitable[Outcome]]


@dataclass(frozen=True, kw_only=True)
class Guided:
    """A flow and what happens with its data in the end."""

    build: Callable[[Desk], flow.Flow]
    finish: Callable[[Turn, flow.Data], Awaitable[Outcome]]


async def respond(message: Message, desk: Desk) -> Outcome:
    """Answer a message or a button, and remember where the conversation stands."""
    turn = await _open(message, desk)
    outcome = await (_press if message.verb else _hear)(turn)
    if outcome.state is not None and outcome.state != turn.state:
        await desk.conversations.save(message.conversation, message.person.id, outcome.state)
    return outcome


async def _open(message: Message, desk: Desk) -> Turn:
    person = message.person
    state = await desk.conversations.load(message.conversation, person.id) or State()
    kept = await desk.profiles.find(person.id) or Profile(person=person.id, object_id=person.object_id)
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
    command = commands.find(turn.text, in_flow=turn.state.progress is not None)
    if turn.state.progress:
        return await _within_flow(turn, turn.state.progress, command)
    return await _handle(turn, command)


def _wordless(turn: Turn) -> str:
    if turn.text:
        return texts.NO_WORDS
    return texts.NO_FILES if turn.message.attached else texts.NOTHING_ASKED


async def _handle(turn: Turn, command: Command | None) -> Outcome:
    if command is None:
        return await asking.ask(turn)
    if command in PRIVATE and not turn.message.private:
        return turn.say(texts.PRIVATE)
    return await COMMANDS[command](turn)


async def _within_flow(turn: Turn, progress: flow.Progress, command: Command | None) -> Outcome:
    guided = FLOWS.get(progress.flow)
    steps = guided.build(turn.desk) if guided else None
    if guided is None or steps is None:
        return _lost(turn)
    if command is Command.BACK:
        move = flow.back(steps, progress)
    elif command is None:
        move = flow.take(steps, progress, replace(turn.message, text=turn.text))
    else:
        move = flow.Move(outcome=flow.Outcome.INTERRUPTED, progress=progress)
    return await _follow(turn, guided, steps, move, command)


async def _follow(
    turn: Turn, guided: Guided, steps: flow.Flow, move: flow.Move, command: Command | None
) -> Outcome:
    match move.outcome:
        case flow.Outcome.LOST:
            return _lost(turn)
        case flow.Outcome.FINISHED:
            return await guided.finish(turn.within(replace(turn.state, progress=None)), move.data)
        case flow.Outcome.FIRST:
            return turn.say(texts.NOTHING_BEFORE)
        case flow.Outcome.ASKED:
            return turn.within(replace(turn.state, progress=move.progress)).reply(*move.replies)
        case flow.Outcome.INTERRUPTED:
            return await _interrupt(turn, steps, command)


async def _interrupt(turn: Turn, steps: flow.Flow, command: Command | None) -> Outcome:
    """Deal with something else first, then ask the waiting question once more."""
    outcome = await _handle(turn, command)
    waiting = outcome.state.progress if outcome.state else None
    if waiting is None or waiting != turn.state.progress:
        return outcome
    return replace(outcome, replies=outcome.replies + flow.repeat(steps, waiting).replies)


def _lost(turn: Turn) -> Outcome:
    return turn.within(replace(turn.state, progress=None)).say(texts.FLOW_CHANGED)


async def _help(turn: Turn) -> Outcome:
    if not turn.message.private:
        return turn.say(texts.HELP_GROUP)
    return turn.say(texts.HELP + (texts.HELP_ADMIN if turn.message.person.admin else ""))


async def _start_over(turn: Turn) -> Outcome:
    return Outcome(replies=(Reply(text=texts.STARTED_OVER),), state=State())


async def _cancel(turn: Turn) -> Outcome:
    if not turn.state.progress:
        return turn.say(texts.NOTHING_TO_CANCEL)
    return turn.within(replace(turn.state, progress=None)).say(texts.CANCELLED)


async def _nothing_before(turn: Turn) -> Outcome:
    return turn.say(texts.NOTHING_BEFORE)


async def _not_yet(turn: Turn) -> Outcome:
    return turn.say(texts.LATER)


COMMANDS: dict[Command, Handle] = {
    Command.HELP: _help,
    Command.PROFILE: profile.show,
    Command.ROLE: role.start,
    Command.ABOUT_ME: profile.tell_all,
    Command.DELETE: forgetting.start,
    Command.START_OVER: _start_over,
    Command.BACK: _nothing_before,
    Command.CANCEL: _cancel,
    Command.UNANSWERED: unanswered.show,
    Command.JOBS: jobs.show,
    Command.LATER: _not_yet,
}
PRIVATE = frozenset(
    {Command.PROFILE, Command.ROLE, Command.ABOUT_ME, Command.DELETE, Command.UNANSWERED, Command.JOBS}
)
ACTIONS: dict[str, Handle] = {verbs.PICK_ROLE: role.pressed, verbs.ASK: asking.pressed}
FLOWS: dict[str, Guided] = {
    role.FLOW: Guided(build=lambda desk: role.build(desk.expert.roles), finish=role.finish),
    forgetting.FLOW: Guided(build=lambda desk: forgetting.build(), finish=forgetting.finish),
}
