"""A person's role: picked on a card, typed, or said in passing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dialogs import flow, texts, utterance
from dialogs.message import Message, Reply
from dialogs.turn import Outcome, Turn
from knowledge.expert import RoleChoice

FLOW = "role"
_LEAD = re.compile(r"(?:(?:im|i am|my role is|its|it is|make it|set it to) )?(?:(?:a|an|the) )?")


def build(roles: Sequence[RoleChoice]) -> flow.Flow:
    """One question: which role is yours."""

    def check(message: Message, data: flow.Data) -> flow.Verdict:
        typed = utterance.unpad(utterance.normalise(message.text))
        named = [role for role in roles if _LEAD.sub("", typed, count=1) in _names(role)]
        if named:
            return flow.Accepted(values={"role": named[0].id})
        return flow.Rejected(why=_unknown_role(roles)) if len(typed.split()) == 1 else None

    step = flow.Step(name="which", prompt=lambda data: Reply(text=texts.ROLE_ASK), check=check)
    return flow.Flow(name=FLOW, version=1, steps=(step,))


async def start(turn: Turn) -> Outcome:
    move = flow.begin(build(turn.desk.expert.roles))
    return turn.within(replace(turn.state, progress=move.progress)).reply(*move.replies)


async def finish(turn: Turn, data: flow.Data) -> Outcome:
    return confirm(await learn(turn, data["role"]))


async def pressed(turn: Turn) -> Outcome:
    """The welcome card's button: keep the role, and let the card show it."""
    picked = turn.message.data.get("role")
    if not isinstance(picked, str | None):
        return Outcome(state=turn.state, understood=False)
    if not picked or not turn.desk.role(picked):
        return turn.say(texts.ROLE_NONE_PICKED)
    if not turn.message.private:
        return turn.say(texts.PRIVATE)
    from dialogs import cards

    outcome = confirm(await learn(turn, picked))
    return replace(outcome, card=cards.welcome(turn.desk.expert.roles, picked))


async def learn(turn: Turn, id: str | None) -> Turn:
    """Keep a role that was named, if it is one of ours and this is a personal chat."""
    if not id or not turn.message.private or not turn.desk.role(id):
        return turn
    if turn.state.progress and turn.state.progress.flow == FLOW:
        turn = turn.within(replace(turn.state, progress=None))  # what it asks has been said
    if id == turn.profile.role:
        return turn
    person = turn.message.person
    await turn.desk.profiles.keep(person.id, person.object_id, role=id)
    return replace(turn, profile=replace(turn.profile, role=id))


def confirm(turn: Turn) -> Outcome:
    role = turn.desk.role(turn.profile.role)
    if role is None:
        return turn.say(texts.NOTED)
    text = texts.ROLE_SAMPLES if role.samples else texts.ROLE_SAVED
    return turn.say(text.format(role=title(role)), suggestions=tuple(role.samples))


def title(role: RoleChoice) -> str:
    """How a role is shown: short form first, the full name where it says more."""
    if not role.abbreviation or role.abbreviation.casefold() == role.name.casefold():
        return role.name
    return f"{role.abbreviation} ({role.name})"


def _names(role: RoleChoice) -> set[str]:
    return {utterance.normalise(name) for name in (role.id, role.abbreviation, role.name)}


def _unknown_role(roles: Sequence[RoleChoice]) -> Reply:
    names = ", ".join(role.abbreviation or role.name for role in roles)
    return Reply(text=texts.ROLE_AGAIN.format(roles=names))
