"""Who deals with which words and which button of a handoff."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from dialogs import asking as questions
from dialogs import verbs
from dialogs.handoff import (
    acting,
    asking,
    lists,
    live,
    opening,
    people,
    pressing,
    reasoning,
    records,
    redirecting,
    words,
)
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.meeting import beginning
from dialogs.message import Reply
from dialogs.reminding import acting as reminding
from dialogs.state import State
from dialogs.turn import Outcome, Turn
from handoffs.model import Status

_MOST_LOOKED_AT = 20
Press = Callable[[Turn], Awaitable[Outcome]]


async def _more(turn: Turn, asked: Asked) -> Outcome:
    """The next page of a list; where none was shown, it is a question like any other."""
    return await lists.more(turn, asked) or await questions.ask(turn)


HANDLERS: dict[HandoffCommand, acting.Handle] = {
    **{
        command: acting.on_one(act)
        for command, act in (acting.ACTS | people.ACTS | asking.ACTS | records.ACTS).items()
    },
    HandoffCommand.OPEN: acting.on_one(opening.show),
    HandoffCommand.LIST: lists.mine,
    HandoffCommand.TEAM: lists.team,
    HandoffCommand.MORE: _more,
    HandoffCommand.COUNTRY: people.country,
    **redirecting.HANDLERS,
    **beginning.HANDLERS,
    **reminding.HANDLERS,
    **{command: reasoning.waiting(redirecting.HANDLERS[command]) for command in reasoning.COMMANDS},
}
ACTIONS: dict[str, Press] = {
    **dict.fromkeys(pressing.BUTTONS, pressing.pressed),
    verbs.HANDOFF_VIEW: pressing.viewed,
    verbs.HANDOFF_OPEN: pressing.opened,
}


async def with_waiting(turn: Turn, outcome: Outcome) -> Outcome:
    """After somebody's first words: what waits for them, if nothing could be sent to them before."""
    if outcome.state is None or outcome.state.handoff or outcome.state.progress:
        return outcome
    actor = await turn.desk.people.account(turn.message.person)
    running = await turn.desk.handoffs.open_of(actor.ids, limit=_MOST_LOOKED_AT)
    waiting = [handoff for handoff in running if handoff.status is not Status.DRAFT]
    if not waiting:
        return outcome
    cards = await turn.desk.outbox.cards(waiting[0].number)
    if any(shown.person in actor.ids for shown in cards):
        return outcome
    count = len(waiting)
    lead = (words.WAITING_ONE if count == 1 else words.WAITING).format(count=count)
    opened = await live.opened(turn.within(outcome.state), waiting[0], lead)
    return replace(opened, replies=(*outcome.replies, *opened.replies), card=outcome.card)


def counted(state: State, replies: tuple[Reply, ...], *, typed: bool) -> State:
    """How far up the open card is after these replies; beyond a few messages nobody counts."""
    if not state.handoff:
        return state
    lives = [place for place, reply in enumerate(replies, start=1) if reply.live == state.handoff]
    since = len(replies) - lives[-1] if lives else state.since + len(replies) + typed
    return replace(state, since=min(since, live.MOST_SINCE + 1))
