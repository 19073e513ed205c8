"""Delete my data: asked once, then done."""

from __future__ import annotations

from dataclasses import replace

from dialogs import flow, texts, utterance
from dialogs.message import Message, Reply
from dialogs.turn import Outcome, Turn

FLOW = "forget"
_YES = frozenset(
    ("yes", "y", "yep", "yeah", "sure", "ok", "okay", "yes please", "delete", "delete it", "yes delete it")
)
_NO = frozenset(("no", "n", "nope", "keep", "keep it", "no keep it", "no thanks", "dont", "do not"))


def _check(message: Message, data: flow.Data) -> flow.Verdict:
    typed = utterance.normalise(message.text)
    bare = utterance.unpad(typed) or typed  # "hmm no" is a no; a yes is only ever a plain one
    if typed in _YES or bare in _NO:
        return flow.Accepted(values={"sure": typed in _YES})
    return None


def _prompt(data: flow.Data) -> Reply:
    return Reply(text=texts.DELETE_ASK, suggestions=(texts.DELETE_YES, texts.DELETE_NO))


_FLOW = flow.Flow(name=FLOW, version=1, steps=(flow.Step(name="sure", prompt=_prompt, check=_check),))


def build() -> flow.Flow:
    return _FLOW


async def _forget_handoffs(turn: Turn) -> None:
    """The handoffs stay, for others are on them: without the person's name, and without what they wrote."""
    desk, person = turn.desk, turn.message.person
    account = await desk.people.account(person)
    await desk.handoffs.forget(account.ids)
    await desk.quiets.forget(account.id)  # as long as it is known which ids are theirs
    for id in account.ids:
        for keeper in (desk.outbox, desk.operations, desk.jobs):
            await keeper.forget(id)
    await desk.people.forget(person.id)


async def start(turn: Turn) -> Outcome:
    move = flow.begin(_FLOW)
    return turn.within(replace(turn.state, progress=move.progress)).reply(*move.replies)


async def finish(turn: Turn, data: flow.Data) -> Outcome:
    if not data["sure"]:
        return turn.say(texts.DELETE_KEPT)
    desk, person = turn.desk, turn.message.person.id
    await _forget_handoffs(turn)
    for target in (person, turn.message.conversation):  # first, because deliveries say whose replies they are
        await desk.jobs.forget(target)
    for keeper in (desk.profiles, desk.conversations, desk.questions, desk.feedback, desk.deliveries):
        await keeper.forget(person)
    # The token service knows who is signed in, and Baton does not.
    signed_in = texts.DELETE_SIGN_OUT if turn.desk.defaults.signs_in else ""
    return Outcome(replies=(Reply(text=texts.DELETE_DONE + signed_in),), state=None)
