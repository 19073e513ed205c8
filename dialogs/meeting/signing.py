"""Signing in and out by a word, and going on with what waited for it."""

from __future__ import annotations

from dataclasses import replace

from dialogs import utterance
from dialogs.desk import Desk, Profile
from dialogs.meeting import asked, beginning, failing, scene, showing, signing_words, words
from dialogs.message import Message, Reply
from dialogs.operation import Operation, Purpose, Stage
from dialogs.state import State
from dialogs.turn import Outcome, Turn
from handoffs.change import Actor
from meetings.errors import SignInError

_MOST_LOOKED_AT = 20


async def sign_in(turn: Turn) -> Outcome:
    return await _begin(turn, Purpose.SIGN_IN, Stage.LOOKING)


async def sign_out(turn: Turn) -> Outcome:
    return await _begin(turn, Purpose.SIGN_OUT, Stage.ACTING)


async def _begin(turn: Turn, purpose: Purpose, stage: Stage) -> Outcome:
    """By the token service, which the worker asks."""
    if not turn.desk.defaults.signs_in:
        checks = turn.desk.defaults.checks
        return turn.say(signing_words.BY_OWN_RIGHT if checks else signing_words.NOTHING_HERE)
    actor = await turn.desk.people.account(turn.message.person)
    operation = Operation(id="", number=0, person=actor.id, purpose=purpose, stage=stage)
    begun = await turn.desk.operations.begin(operation)
    return turn.reply(showing.said(begun, showing.only(words.ACTING[purpose])))


def looked(turn: Turn, operation: Operation, findings: asked.Findings) -> tuple[Operation, Reply]:
    """Whether there is a token: else a card to sign in by follows."""
    if isinstance(findings.error, SignInError):
        new = replace(operation, stage=Stage.SIGNING_IN, said=signing_words.BY_CARD)
        return new, showing.next_said(new, showing.only(new.said))
    text = failing.sentence(findings.error) if findings.error else signing_words.SIGNED_IN_ALREADY
    return _over(operation, text)


def acted(turn: Turn, operation: Operation, findings: asked.Findings) -> tuple[Operation, Reply]:
    """Signed out; that there was no token is the same."""
    if findings.error and not isinstance(findings.error, SignInError):
        return _over(operation, failing.sentence(findings.error))
    return _over(operation, signing_words.SIGNED_OUT)


def _over(operation: Operation, text: str) -> tuple[Operation, Reply]:
    new = replace(operation, stage=Stage.DONE)
    return new, showing.next_said(new, showing.only(text))


async def signed_in(message: Message, desk: Desk) -> Outcome:
    """What waited for the person to sign in goes on; nothing is said where nothing waits."""
    known = await desk.conversations.load(message.conversation, message.person.id)
    kept = await desk.profiles.find(message.person.id)
    profile = kept or Profile(person=message.person.id, object_id=message.person.object_id)
    state = known or State()
    turn = Turn(message=message, text=utterance.clean(message.text), state=state, profile=profile, desk=desk)
    outcome = await go_on(turn)
    if outcome.state is not None and outcome.state != state:
        await desk.conversations.save(message.conversation, message.person.id, outcome.state)
    return outcome


async def go_on(turn: Turn) -> Outcome:
    """Every operation that waited: a search begins, what was written back is there to be confirmed again."""
    actor = await turn.desk.people.account(turn.message.person)
    replies: list[Reply] = []
    for operation in await turn.desk.operations.waiting(actor.id):
        if operation.stage is not Stage.SIGNING_IN:
            continue
        turn, reply = await _resumed(turn, operation)
        replies.append(reply)
    await _look_again(turn.desk, actor)
    return turn.reply(*replies)


async def _look_again(desk: Desk, actor: Actor) -> None:
    """At their meetings, of which nothing could be seen while they were not signed in."""
    for handoff in await desk.handoffs.open_of(actor.ids, limit=_MOST_LOOKED_AT):
        meeting = handoff.discussion.meeting
        if meeting and meeting.unseen and actor.is_one_of(meeting.organiser):
            await desk.operations.follow(handoff.number)


async def _resumed(turn: Turn, operation: Operation) -> tuple[Turn, Reply]:
    if not operation.number:
        saved = await turn.desk.operations.save(replace(operation, stage=Stage.DONE, message=""))
        return turn, showing.said(saved, showing.only(signing_words.SIGNED_IN))
    has_chosen = operation.chosen is not None or operation.purpose is Purpose.CANCEL
    stage = Stage.CONFIRMING if has_chosen else Stage.LOOKING
    said = signing_words.SIGNED_IN if has_chosen else ""
    found = await scene.of(turn, operation)
    if found is None:
        ended = await turn.desk.operations.save(replace(operation, stage=Stage.ENDED))
        return turn, showing.said(ended, showing.only(words.HANDOFF_GONE))
    saved = await turn.desk.operations.save(replace(operation, stage=stage, said=said, message=""))
    turn = beginning.within(turn, saved)
    return turn, showing.reply(await scene.look(replace(found.case, turn=turn), saved))
