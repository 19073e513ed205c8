"""Lists: my handoffs, those of a manager's team, and the next page of either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.handoff import access, moving, reaching, words
from dialogs.handoff.typed import commands
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.handoff.view import seen, title, zone_of
from dialogs.message import Reply
from dialogs.turn import Outcome, Turn
from handoffs import views
from handoffs.change import Actor
from handoffs.model import Handoff, Status

PAGE = 10
_MOST_PAGES = 1000
_SUGGESTED = 3


async def mine(turn: Turn, asked: Asked) -> Outcome:
    """What is under way with this person on it, the most urgent first."""
    actor = await turn.desk.people.account(turn.message.person)
    page = min(asked.page, _MOST_PAGES)
    found = await turn.desk.handoffs.open_of(actor.ids, limit=PAGE + 1, offset=(page - 1) * PAGE)
    if not found:
        return await access.privately(turn, actor, turn.say(words.NONE_OPEN if page == 1 else words.NO_PAGE))
    total = await turn.desk.handoffs.count_open_of(actor.ids)
    lead = (words.MINE_ONE if total == 1 else words.MINE).format(count=total)
    return await _list(turn, actor, found, lead, words.TYPED_MINE.format(page=page + 1))


async def team(turn: Turn, asked: Asked) -> Outcome:
    """What names this person as escalation contact; to read, not to act on."""
    actor = await turn.desk.people.account(turn.message.person)
    page = min(asked.page, _MOST_PAGES)
    found = await turn.desk.handoffs.escalated_to(actor.ids, limit=PAGE + 1, offset=(page - 1) * PAGE)
    if not found:
        return await access.privately(turn, actor, turn.say(words.NO_TEAM if page == 1 else words.NO_PAGE))
    return await _list(turn, actor, found, words.TEAM, words.TYPED_TEAM.format(page=page + 1))


async def more(turn: Turn, asked: Asked) -> Outcome | None:
    """The next page of the list that was just shown; None where none was."""
    options = turn.state.options
    following = commands.find(options[0], kinds=turn.desk.expert.kinds) if len(options) == 1 else None
    pages = {HandoffCommand.LIST: mine, HandoffCommand.TEAM: team}
    if following is None or following.command not in pages:
        return None
    return await pages[following.command](turn, following)


async def _list(turn: Turn, actor: Actor, found: Sequence[Handoff], lead: str, following: str) -> Outcome:
    shown = found[:PAGE]
    lines = [lead, *await _lines(turn, actor, shown), "", words.LIST_TYPED.format(number=shown[0].number)]
    is_more = len(found) > PAGE
    if is_more:
        lines.append(words.LIST_MORE)
    turn = turn.within(replace(turn.state, options=(following,) if is_more else ()))
    suggestions = tuple(words.TYPED_OPEN.format(number=handoff.number) for handoff in shown[:_SUGGESTED])
    reply = Reply(text="\n".join(lines), suggestions=suggestions if turn.message.private else ())
    return await access.privately(turn, actor, turn.reply(reply))


async def _lines(turn: Turn, actor: Actor, found: Sequence[Handoff]) -> list[str]:
    people = frozenset[str]().union(*(handoff.parties.all() for handoff in found))
    contacts = await turn.desk.people.contacts(people)
    zone = zone_of(turn.profile.time_zone, turn.desk.defaults.time_zone)
    lines = []
    for handoff in found:
        view = seen(turn.desk, handoff, contacts, actor, zone)
        move = views.whose_move(handoff, view.kind, view.now)
        parts = (
            words.DRAFT if handoff.status is Status.DRAFT else "",
            _whose(view.is_viewer(*move.people), view.listed(move.people)) if move.people else "",
            moving.dated(view),
            reaching.part(view),
        )
        told = words.LIST_PART.join(filter(None, parts))
        lines.append(words.LIST_LINE.format(number=handoff.number, title=title(handoff), parts=told))
    return lines


def _whose(yours: bool, names: str) -> str:
    return words.LIST_YOURS if yours else words.LIST_THEIRS.format(names=names)
