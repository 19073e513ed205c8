"""The buttons of a card of reminders: each stands for a command, and leaves the card as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dialogs import utterance
from dialogs.handoff import access, live, routing
from dialogs.handoff import words as handoff_words
from dialogs.handoff.access import Case
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.message import Card
from dialogs.reminding import coming, digest, words
from dialogs.reminding.coming import Outlook
from dialogs.reminding.entry import Entry, Key, read
from dialogs.reminding.item import Item
from dialogs.turn import Outcome, Turn
from handoffs.calendars import show
from handoffs.views import may_see
from reminders import stairs

_ACTS = frozenset(
    (
        *(HandoffCommand.HELD, HandoffCommand.NOT_HELD, HandoffCommand.MOVED, HandoffCommand.TRANSFERRED),
        *(HandoffCommand.SCHEDULE, HandoffCommand.RESCHEDULE, HandoffCommand.AGREE, HandoffCommand.CLOSE),
        HandoffCommand.SNOOZE,
    )
)
_LONGEST_DAY = 10  # characters, as in 2026-12-07
_MOST = 10**6  # of a number that is only counted or compared


@dataclass(frozen=True, kw_only=True)
class _Press:
    """A button as it was pressed: `keys` are what the card shows, `more` how many it does not."""

    number: int
    act: HandoffCommand
    keys: Sequence[Key]
    revision: int
    more: int
    until: str = ""

    @property
    def own(self) -> list[Key]:
        return [key for key in self.keys if key.number == self.number]


async def pressed(turn: Turn) -> Outcome:
    """Do what the button says, and show what is left; what is settled by now is said to be."""
    press = _read(turn.message.data)
    if press is None or not turn.message.private:
        return Outcome(state=turn.state, understood=False)
    case = await access.find(turn, Asked(command=HandoffCommand.OPEN, handoff=press.number))
    if isinstance(case, Outcome):
        return replace(case, card=await _card(turn, press))
    outcome = await _do(case, press)
    replies = () if await _is_snoozed(case, press) else outcome.replies  # the card says it
    return replace(outcome, replies=replies, card=await _card(turn, press))


def _read(data: Mapping[str, Any]) -> _Press | None:
    """None where it is damaged, or no button of ours."""
    keys, act = read(data), data.get("act")
    numbers = {key.number for key in keys}
    number = _count(data, "handoff")
    if number not in numbers or not isinstance(act, str) or act not in _ACTS:
        return None
    day = data.get(f"until{number}")
    return _Press(
        number=number,
        act=HandoffCommand(act),
        keys=keys,
        revision=_count(data, "revision"),
        more=_count(data, "more"),
        until=utterance.clean(day[:_LONGEST_DAY]) if isinstance(day, str) else "",
    )


def _count(data: Mapping[str, Any], name: str) -> int:
    value = data.get(name)
    return value if type(value) is int and 0 < value < _MOST else 0


async def _is_snoozed(case: Case, press: _Press) -> bool:
    day = (await coming.outlook(case)).until
    return press.act is HandoffCommand.SNOOZE and day is not None and day.isoformat() == press.until


async def _do(case: Case, press: _Press) -> Outcome:
    outlook = await coming.outlook(case)
    if not _pending(outlook, press.own):
        why = words.OTHERS if _is_anothers(outlook, press.own) else words.SETTLED
        return case.turn.say(access.label(case, why))
    if press.act is HandoffCommand.AGREE and case.handoff.revision != press.revision:
        return await live.opened(case.turn, case.handoff, words.CHANGED)
    if press.act is HandoffCommand.SNOOZE and not press.until:
        return case.turn.say(words.NO_DAY)
    asked = Asked(command=press.act, handoff=press.number, text=press.until * (press.act == "snooze"))
    message = replace(case.turn.message, verb="", text=press.act.value)
    typed = replace(case.turn, message=message, text=press.act.value)
    return await routing.HANDLERS[press.act](typed, asked)


def _pending(outlook: Outlook, keys: Sequence[Key]) -> list[Item]:
    """The reminders of these that still stand, and are still this person's."""
    present = {each.ladder: each for each in outlook.occasions}
    found = []
    for key in keys:
        occasion = present.get(key.ladder)
        if occasion is None or occasion.key != key.occasion:
            continue
        rung = outlook.rule(occasion).rungs.get(key.rung)
        if rung is None or not outlook.case.actor.is_one_of(*stairs.recipients(rung, occasion)):
            continue
        handoff, following = outlook.case.handoff, outlook.next_of(occasion)
        found.append(Item(handoff=handoff, occasion=occasion, rung=key.rung, next=following))
    return found


def _is_anothers(outlook: Outlook, keys: Sequence[Key]) -> bool:
    """Whether one of the dates stands as it was, and is not this person's any more."""
    theirs = {(each.ladder, each.key) for each in outlook.everyones if each not in outlook.occasions}
    return any((key.ladder, key.occasion) in theirs for key in keys)


async def _card(turn: Turn, press: _Press) -> Card:
    """The card as it is now."""
    from dialogs.reminding import card

    numbers = dict.fromkeys(key.number for key in press.keys)
    by_number = {number: [key for key in press.keys if key.number == number] for number in numbers}
    entries = [await _entry(turn, number, keys, len(press.keys)) for number, keys in by_number.items()]
    open_ones = [entry for entry in entries if entry.days or entry.acts]
    return card.made(entries, digest.hint(open_ones) if open_ones else "", press.more)


async def _entry(turn: Turn, number: int, keys: Sequence[Key], count: int) -> Entry:
    handoff = await turn.desk.handoffs.find(number)
    actor = await turn.desk.people.account(turn.message.person)
    if handoff is None or not may_see(handoff, actor):
        gone = words.GONE.format(number=number)
        return Entry(number=number, title=gone, lines=(), after=words.LEFT, keys=tuple(keys), is_open=False)
    outlook = await coming.outlook(Case(turn, handoff, actor))
    items = _pending(outlook, keys)
    if not items:
        return _settled(outlook, keys)
    entry = await digest.entry(outlook, items, alone=count == 1)
    entry = replace(entry, keys=tuple(keys))
    if outlook.is_muted:
        return replace(entry, after=words.MUTED, days=())
    if outlook.until:
        following = outlook.next
        is_then = following is not None and outlook.diary.today(following) == outlook.until
        after = (words.SNOOZED.format(day=show(outlook.until)), "" if is_then else entry.after)
        return replace(entry, after=" ".join(filter(None, after)), days=())
    return entry


def _settled(outlook: Outlook, keys: Sequence[Key]) -> Entry:
    """Nothing of it stands: it was done, its date is another now, or somebody else is to act."""
    ladders = {each.ladder for each in outlook.occasions}
    handoff, after = outlook.case.handoff, words.DONE
    if any(key.ladder in ladders for key in keys):
        after = words.MOVED
    elif _is_anothers(outlook, keys):
        after = words.OTHERS
    if handoff.is_over:
        after = words.OVER.format(status=handoff_words.STATUSES[handoff.status])
    title = digest.name(outlook.case)
    return Entry(number=handoff.number, title=title, lines=(), after=after, keys=tuple(keys))
