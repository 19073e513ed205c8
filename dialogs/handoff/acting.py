"""Acting on a handoff: what was asked becomes a change, which is kept, shown and told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from dialogs import verbs
from dialogs.handoff import access, answers, live, values, words
from dialogs.handoff.access import Case
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.message import Reply
from dialogs.turn import Outcome, Turn
from handoffs import agreement, ending, facts, items, moves, renewal, talks
from handoffs.change import Change, RefusedError, What, side_of
from handoffs.model import Handoff, Milestone, State
from knowledge.handoffs import Gate

Decide = Callable[[Case, Asked], Change]
Handle = Callable[[Turn, Asked], Awaitable[Outcome]]
Act = Callable[[Case, Asked], Awaitable[Outcome]]
_RECORDED = {"move": Gate.MOVED, "transfer": Gate.TRANSFERRED}
_RECORDED |= dict.fromkeys(("held", "discussion"), Gate.DISCUSSION)
_UNSEEN = timedelta(seconds=5)  # while a change is on its way to the cards of the others


def on_one(act: Act) -> Handle:
    """Find the handoff that is meant, and act on it."""

    async def handle(turn: Turn, asked: Asked) -> Outcome:
        found = await access.find(turn, asked)
        return await act(found, asked) if isinstance(found, Case) else found

    return handle


def by(decide: Decide) -> Act:
    """Carry out a change that needs nothing but what was typed."""

    async def act(case: Case, asked: Asked) -> Outcome:
        return await carry_out(case, asked, decide)

    return act


async def carry_out(case: Case, asked: Asked, decide: Decide) -> Outcome:
    """Decide, keep, show and tell; what is refused is said, and nothing is half done."""
    try:
        change = decide(case, asked)
    except RefusedError as refused:
        return await _refused(case, refused)
    except values.UnreadableError as unreadable:
        return await access.said(case, unreadable.outcome(case.turn, case.handoff.number))
    if change.is_empty:
        return await _nothing_new(case, asked)
    await case.desk.handoffs.save(change)
    return await live.changed(case.turn, change, before=case.handoff)


async def _refused(case: Case, refused: RefusedError) -> Outcome:
    lines = await case.reasons(refused)
    if len(lines) > 1:
        lines = [lines[0], *(f"- {line}" for line in lines[1:])]
    return await access.answer(case, Reply(text="\n".join(lines)))


async def _nothing_new(case: Case, asked: Asked) -> Outcome:
    """Somebody had done it before: say who, and when."""
    view = await case.view()
    done = [item for item in case.handoff.items if item.number in asked.items and item.state is State.DONE]
    text = words.THERE_ALREADY
    if asked.command is HandoffCommand.DONE and done and (mark := done[0].mark):
        who, when = view.name(mark.by), case.moment(mark.at)
        text = words.DONE_ALREADY.format(number=done[0].number, name=who, when=when)
    return await access.answer(case, Reply(text=access.label(case, text)))


# What each command changes


def _done(case: Case, asked: Asked) -> Change:
    return items.done(case.handoff, asked.items, case.setting, values.own_words(asked.text))


def _undo(case: Case, asked: Asked) -> Change:
    gate = next((gate for word, gate in _RECORDED.items() if asked.text.casefold().startswith(word)), None)
    if gate and not asked.items:
        return items.undo_recorded(case.handoff, gate, case.setting)
    return items.undo(case.handoff, asked.items, case.setting)


def _waive(case: Case, asked: Asked) -> Change:
    return items.waive(case.handoff, asked.items, values.own_words(asked.text), case.setting)


def _not_applicable(case: Case, asked: Asked) -> Change:
    return items.not_applicable(case.handoff, asked.items, values.own_words(asked.text), case.setting)


def _note(case: Case, asked: Asked) -> Change:
    number = asked.items[0] if asked.items else 0
    return items.note(case.handoff, number, values.own_words(asked.text), case.setting)


def _value(case: Case, asked: Asked) -> Change:
    default = values.currency(case.handoff, case.desk.defaults.currency)
    place, text = values.place_and_amount(asked, len(case.handoff.milestones), default)
    money = values.amount(text, default)
    return facts.value(case.handoff, place, money, case.setting)


def _due(case: Case, asked: Asked) -> Change:
    place = asked.place or 1
    day = values.future_day(case, asked.text, words.TYPED_DUE.format(place=place))
    return facts.due(case.handoff, place, day, case.setting)


def _workload(case: Case, asked: Asked) -> Change:
    return facts.workload(case.handoff, asked.place or 1, values.name(asked.text), case.setting)


def _add_milestone(case: Case, asked: Asked) -> Change:
    workload, amount, due = values.milestone_parts(asked.text)
    default = values.currency(case.handoff, case.desk.defaults.currency)
    milestone = Milestone(
        workload=workload,
        value=values.amount(amount, default) if amount else None,
        due=values.future_day(case, due, "") if due else None,
    )
    return facts.add_milestone(case.handoff, milestone, case.setting)


def _remove_milestone(case: Case, asked: Asked) -> Change:
    return facts.drop_milestone(case.handoff, asked.place, case.setting)


def _customer(case: Case, asked: Asked) -> Change:
    return facts.opportunity(case.handoff, case.setting, customer=values.name(asked.text))


def _opportunity(case: Case, asked: Asked) -> Change:
    return facts.opportunity(case.handoff, case.setting, name=values.name(asked.text))


def _link(case: Case, asked: Asked) -> Change:
    return facts.opportunity(case.handoff, case.setting, link=asked.text.strip())


def _unified(case: Case, asked: Asked) -> Change:
    return facts.opportunity(case.handoff, case.setting, unified=asked.flag)


def _agree(case: Case, asked: Asked) -> Change:
    return agreement.agree(case.handoff, case.setting)


def _decline(case: Case, asked: Asked) -> Change:
    return agreement.decline(case.handoff, values.own_words(asked.text), case.setting)


def _not_held(case: Case, asked: Asked) -> Change:
    return moves.not_held(case.handoff, case.setting)


def _moved(case: Case, asked: Asked) -> Change:
    return moves.moved(case.handoff, values.past_day(case, asked.text, "moved"), case.setting)


def _transferred(case: Case, asked: Asked) -> Change:
    return moves.transferred(case.handoff, values.past_day(case, asked.text, "transferred"), case.setting)


def _meet_by(case: Case, asked: Asked) -> Change:
    return facts.meet_by(case.handoff, values.future_day(case, asked.text, "meet by"), case.setting)


def _close(case: Case, asked: Asked) -> Change:
    return ending.close(case.handoff, case.setting)


def _cancel(case: Case, asked: Asked) -> Change:
    return ending.cancel(case.handoff, values.own_words(asked.text), case.setting)


def _reopen(case: Case, asked: Asked) -> Change:
    return ending.reopen(case.handoff, case.setting)


def _renew(case: Case, asked: Asked) -> Change:
    return renewal.take(case.handoff, case.setting)


# Words name no list of milestones, as a card does: what has changed just now may not have been seen


async def agree(case: Case, asked: Asked) -> Outcome:
    """Confirm the milestones; typed as another was changing them, say what they are now instead."""
    if case.turn.message.verb != verbs.HANDOFF_AGREE and await _is_just_changed(case):
        text = words.SAID_JUST_CHANGED.format(milestones=answers.facts(await case.view()))
        return await access.answer(case, Reply(text=access.label(case, text)))
    return await carry_out(case, asked, _agree)


async def _is_just_changed(case: Case) -> bool:
    """Whether somebody else has changed the milestones within these seconds."""
    since = case.desk.now - _UNSEEN
    if case.handoff.changed < since or not side_of(case.handoff, case.actor):
        return False
    recorded = await case.desk.handoffs.history(case.handoff.number)
    started = max((event.seq for event in recorded if event.what == What.STARTED), default=0)
    changes = [event for event in recorded[started:] if event.what == What.MILESTONES_CHANGED]
    return bool(changes) and changes[-1].at >= since and not case.actor.is_one_of(changes[-1].person)


# The discussion, whose deadline counts by the receiver's country


def _held(case: Case, asked: Asked) -> Change:
    """Without a day it was when it was booked; else today."""
    day = (
        values.past_day(case, asked.text, "held")
        if asked.text.strip()
        else talks.likely_day(case.handoff, case.desk.now, case.today)
    )
    return moves.held(case.handoff, day, case.setting)


async def hold(case: Case, asked: Asked) -> Outcome:
    """Record the discussion; the receiver is asked once for their country where it is not known."""
    receiver = case.handoff.parties.receiver
    code = case.handoff.country or await case.country_of(receiver)
    case = case.within(replace(case.handoff, country=code))
    outcome = await carry_out(case, asked, _held)
    if not code and await _is_first(case):
        await case.desk.outbox.tell(
            receiver, Reply(text=words.WHICH_COUNTRY.format(number=case.handoff.number))
        )
    return outcome


async def _is_first(case: Case) -> bool:
    """Whether a deadline that counts business days was just set, and had not been before."""
    kept = await case.desk.handoffs.find(case.handoff.number)
    return case.handoff.deadline is None and kept is not None and kept.deadline is not None


def stale(case: Case, handoff: Handoff, name: str) -> str:
    """By whom and when a card was overtaken, in the time of whoever looks at it."""
    at = handoff.changed.astimezone(case.zone)
    when = f"{at:%H:%M}" if at.date() == case.today else case.moment(at)
    return words.CHANGED_BY.format(name=name, when=when)


ACTS: dict[HandoffCommand, Act] = {
    HandoffCommand.DONE: by(_done),
    HandoffCommand.UNDO: by(_undo),
    HandoffCommand.WAIVE: by(_waive),
    HandoffCommand.NOT_APPLICABLE: by(_not_applicable),
    HandoffCommand.NOTE: by(_note),
    HandoffCommand.VALUE: by(_value),
    HandoffCommand.DUE: by(_due),
    HandoffCommand.WORKLOAD: by(_workload),
    HandoffCommand.ADD_MILESTONE: by(_add_milestone),
    HandoffCommand.REMOVE_MILESTONE: by(_remove_milestone),
    HandoffCommand.CUSTOMER: by(_customer),
    HandoffCommand.OPPORTUNITY: by(_opportunity),
    HandoffCommand.LINK: by(_link),
    HandoffCommand.UNIFIED: by(_unified),
    HandoffCommand.AGREE: agree,
    HandoffCommand.DECLINE: by(_decline),
    HandoffCommand.HELD: hold,
    HandoffCommand.NOT_HELD: by(_not_held),
    HandoffCommand.MOVED: by(_moved),
    HandoffCommand.TRANSFERRED: by(_transferred),
    HandoffCommand.MEET_BY: by(_meet_by),
    HandoffCommand.CLOSE: by(_close),
    HandoffCommand.REOPEN: by(_reopen),
    HandoffCommand.CANCEL: by(_cancel),
    HandoffCommand.RENEW: by(_renew),
}
