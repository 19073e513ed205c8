"""Being reminded later, not at all, or again: each person's own, whatever the others on a handoff want."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dialogs.handoff import access, acting, choices, values
from dialogs.handoff.access import Case
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.handoff.view import title
from dialogs.quiet import ALL
from dialogs.reminding import coming, listing, words
from dialogs.reminding.coming import Outlook
from dialogs.turn import Outcome, Turn
from handoffs.calendars import show

_FOR = re.compile(r"^(?:for|to) (?=\S)", re.I)
_NEXT_WEEK = re.compile(r"(?:until |till |til )?next week", re.I)  # a working week begins on a Monday
_MOST_CHOICES = 5
_MONDAY = "next monday"


async def _snooze(turn: Turn, asked: Asked) -> Outcome:
    """Where no handoff is named: the one that is open here, if there is something to snooze, else another."""
    if asked.handoff or asked.name:
        return await acting.on_one(_hush)(turn, asked)
    if asked.whole:
        return await _snooze_all(turn, asked)
    actor = await turn.desk.people.account(turn.message.person)
    found = [each.case.handoff for each in await listing.outlooks(turn, actor) if each.occasions]
    if len(found) > 1 and turn.state.handoff not in (each.number for each in found):
        return await access.privately(turn, actor, choices.which(turn, found[:_MOST_CHOICES]))
    number = found[0].number if len(found) == 1 else 0
    return await acting.on_one(_hush)(turn, replace(asked, handoff=number))


async def _snooze_all(turn: Turn, asked: Asked) -> Outcome:
    """Each handoff by itself, for each has its own date; those that cannot wait are named with the reason."""
    actor = await turn.desk.people.account(turn.message.person)
    found = [each for each in await listing.outlooks(turn, actor) if each.occasions]
    if not found:
        return await access.privately(turn, actor, turn.say(words.LIST_NONE))
    try:
        day = values.future_day(found[0].case, _day_of(asked.text), words.TYPED_ALL_UNTIL)
    except values.UnreadableError as unreadable:
        return await access.privately(turn, actor, unreadable.outcome(turn, 0))
    if day <= found[0].case.today:
        return await access.privately(turn, actor, turn.say(words.NOT_YET))
    kept = {each.case.handoff.number: _held_back(each) or _refused(each, day) for each in found}
    for number in (number for number, reason in kept.items() if not reason):
        await turn.desk.quiets.hush(actor.id, number, day)
    return await access.privately(turn, actor, turn.say(_snoozed_all(found, kept, day)))


def _snoozed_all(found: Sequence[Outlook], kept: Mapping[int, str], day: date) -> str:
    lines = [
        words.LINE.format(number=number, title=title(each.case.handoff), text=reason)
        for each in found
        if (reason := kept[number := each.case.handoff.number])
    ]
    parts = [] if len(lines) == len(found) else [words.SAID_SNOOZED_ALL.format(day=show(day))]
    parts += ["\n".join((words.CANNOT_WAIT, *lines))] if lines else []
    parts += [words.STILL_MUTED] if coming.is_muted(found[0].hushed, ALL) else []
    return "\n\n".join(parts)


async def _hush(case: Case, asked: Asked) -> Outcome:
    """Say nothing of a handoff until a day, which its dates have to allow."""
    outlook = await coming.outlook(case)
    if refused := _held_back(outlook):
        return await _answer(case, refused)
    if not asked.text.strip():
        return await _ask(outlook)
    try:
        day = values.future_day(case, _day_of(asked.text), words.TYPED_UNTIL)
    except values.UnreadableError as unreadable:
        outcome = unreadable.outcome(case.turn, case.handoff.number)
        return await access.privately(case.turn, case.actor, outcome)
    if refused := _refused(outlook, day):
        return await _answer(case, refused)
    await case.desk.quiets.hush(case.actor.id, case.handoff.number, day)
    return await _answer(case, _snoozed(await coming.outlook(case), day))


def _day_of(text: str) -> str:
    bare = _FOR.sub("", text.strip())
    return _MONDAY if _NEXT_WEEK.fullmatch(bare) else bare


def _held_back(outlook: Outlook) -> str:
    """Why nothing of it can wait at all; "" where something can."""
    if not outlook.occasions:
        return words.NOTHING
    limit, today = outlook.limit, outlook.case.today
    if limit is None or limit.day > today:
        return ""
    phrases = words.DUE_NOW if limit.day == today else words.OVERDUE
    return phrases[outlook.rule(limit).of].format(due=show(limit.day))


def _refused(outlook: Outlook, day: date) -> str:
    if day <= outlook.case.today:
        return words.NOT_YET
    limit = outlook.limit
    if limit is None or day <= limit.day:
        return ""
    return words.BEYOND[outlook.rule(limit).of].format(due=show(limit.day), day=show(day))


async def _ask(outlook: Outlook) -> Outcome:
    """Until when; where it is due before they work again, that it cannot wait until then."""
    case = outlook.case
    options = [(show(day), f"{words.TYPED_UNTIL} {day.isoformat()}") for day in outlook.days()]
    if not options:
        return await _answer(case, _refused(outlook, outlook.first_day))
    asking = choices.readings(case.turn, words.UNTIL_WHEN, case.handoff.number, options)
    return await access.privately(case.turn, case.actor, asking)


def _snoozed(outlook: Outlook, day: date) -> str:
    if coming.is_muted(outlook.hushed, ALL):
        return " ".join((words.SAID_SNOOZED_THEN.format(day=show(day)), words.STILL_MUTED))
    following = outlook.next
    said = words.SAID_SNOOZED_THEN.format(day=show(day))
    if following is None:
        return said
    then = outlook.diary.today(following)
    if then == day:
        return words.SAID_SNOOZED.format(day=show(day))
    return " ".join((said, words.NEXT_LATER.format(day=show(then))))


async def _mute(case: Case, asked: Asked) -> Outcome:
    await case.desk.quiets.hush(case.actor.id, case.handoff.number, None)
    return await _answer(case, words.SAID_MUTED.format(number=case.handoff.number))


async def _unmute(case: Case, asked: Asked) -> Outcome:
    spoken = await case.desk.quiets.speak(case.actor.id, case.handoff.number)
    outlook = await coming.outlook(case)
    if coming.is_muted(outlook.hushed, ALL):
        return await _answer(case, words.STILL_MUTED)
    said = words.SAID_UNMUTED if spoken else words.NOT_MUTED
    following = outlook.next
    day = show(outlook.diary.today(following)) if following else ""
    after = words.NEXT_LATER.format(day=day) if day else words.NEXT_NONE
    return await _answer(case, " ".join((said, after)))


async def _answer(case: Case, text: str) -> Outcome:
    """In one's own chat: what somebody wants to hear of is nobody else's."""
    return await access.privately(case.turn, case.actor, case.turn.say(access.label(case, text)))


async def _mute_all(turn: Turn, asked: Asked) -> Outcome:
    actor = await turn.desk.people.account(turn.message.person)
    await turn.desk.quiets.hush(actor.id, ALL, None)
    return await access.privately(turn, actor, turn.say(words.SAID_MUTED_ALL))


async def _unmute_all(turn: Turn, asked: Asked) -> Outcome:
    """Take back every mute; what is snoozed comes again by itself, unless that is meant."""
    actor = await turn.desk.people.account(turn.message.person)
    hushed = await turn.desk.quiets.of(actor.id)
    back = [number for number, day in hushed.items() if day is None or number == ALL or asked.whole]
    for number in back:
        await turn.desk.quiets.speak(actor.id, number)
    said = words.SAID_UNMUTED_ALL if back else words.NOT_MUTED_ALL
    told = "\n\n".join((said, await listing.listed(turn, actor)))
    return await access.privately(turn, actor, turn.say(told))


def _either(one: acting.Act, every: acting.Handle) -> acting.Handle:
    """For the handoff that is named or pointed at, else for all."""

    async def handle(turn: Turn, asked: Asked) -> Outcome:
        is_one = bool(asked.handoff or asked.name or asked.text)
        return await (acting.on_one(one)(turn, asked) if is_one else every(turn, asked))

    return handle


async def _only_handoffs(turn: Turn, asked: Asked) -> Outcome:
    return turn.say(words.ONLY_HANDOFFS)


HANDLERS: dict[HandoffCommand, acting.Handle] = {
    HandoffCommand.SNOOZE: _snooze,
    HandoffCommand.MUTE: _either(_mute, _mute_all),
    HandoffCommand.UNMUTE: _either(_unmute, _unmute_all),
    HandoffCommand.REMINDERS: listing.show,
    HandoffCommand.REMIND: _only_handoffs,
}
