"""The card of a morning: all that somebody is to be reminded of, each with the buttons to act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from dialogs.handoff import answers
from dialogs.handoff.access import Case
from dialogs.handoff.typed.asked import HandoffCommand
from dialogs.handoff.view import names_of, title
from dialogs.meeting import holding
from dialogs.meeting import words as meeting_words
from dialogs.message import Reply
from dialogs.reminding import coming, words
from dialogs.reminding.coming import Outlook
from dialogs.reminding.entry import MOST_IN_WORDS, Entry, Key, counted
from dialogs.reminding.item import Item
from dialogs.turn import Turn
from handoffs import moments, views
from handoffs.calendars import show
from handoffs.steps import Step
from knowledge.reminders import Dated
from reminders import words as said

_BY_STEP: dict[Step, tuple[tuple[str, str], ...]] = {
    Step.HELD: (
        (meeting_words.HELD_YES, HandoffCommand.HELD.value),
        (meeting_words.HELD_NO, HandoffCommand.NOT_HELD.value),
    ),
    **{step: ((label, step.value),) for step, label in words.ACTS.items()},
}


async def digest(turn: Turn, items: Sequence[Item]) -> Reply:
    """Say these reminders to the one whose turn it is, in their own chat; at least one item.

    Where the only one asks whether the discussion took place, a plain yes or no answers it.
    """
    from dialogs.reminding import card  # the card library weighs a sixth of the start

    alone = len(items) == 1
    entries = [await entry(await _outlook(turn, group), group, alone=alone) for group in _grouped(items)]
    is_question = alone and items[0].occasion.step is Step.HELD
    if is_question:
        await holding.wait(turn, items[0].handoff.number)
    elif len(entries) == 1:
        await _open(turn, entries[0].number)
    tip = meeting_words.TYPED_HELD if is_question else hint(entries)
    text = _text(entries, tip)
    return Reply(text=text, card=card.made(entries, tip, beside=text))


async def _open(turn: Turn, number: int) -> None:
    """What is typed next may be meant for it, unless the chat waits for something else."""
    if turn.state.progress is None and turn.state.handoff != number:
        state = replace(turn.state, handoff=number, since=0, options=())
        await turn.desk.conversations.save(turn.message.conversation, turn.message.person.id, state)


async def entry(outlook: Outlook, items: Sequence[Item], *, alone: bool = False) -> Entry:
    """One handoff as its reminders show it; of one item at least, `alone` on its card."""
    case, first = outlook.case, items[0]
    lines = [await _sentence(outlook, item, alone=alone) for item in items]
    acts = dict.fromkeys(act for item in items for act in _acts(case, item))
    if HandoffCommand.AGREE in (act for _, act in acts):
        lines.append(words.MILESTONES.format(milestones=answers.facts(await case.view())))
    if any(item.again for item in items):
        lines.append(words.AGAIN)
    return Entry(
        number=first.handoff.number,
        title=name(case),
        lines=tuple(lines),
        after=_next(outlook, items),
        acts=tuple(acts),
        days=outlook.days(),
        keys=tuple(map(Key.of, items)),
        revision=first.handoff.revision,
    )


def hint(entries: Sequence[Entry]) -> str:
    """What could be typed instead of the buttons."""
    later = next((entry for entry in entries if entry.days), None)
    if later is None:
        return words.TYPED_MUTE.format(number=entries[0].number)
    is_monday = any(day.weekday() == 0 for day in later.days)
    return words.TYPED.format(number=later.number, day=words.MONDAY if is_monday else words.NEXT_DAY)


def name(case: Case) -> str:
    return words.TITLE.format(title=title(case.handoff), number=case.handoff.number)


def _grouped(items: Sequence[Item]) -> Iterable[Sequence[Item]]:
    """By handoff, the most urgent first."""
    urgency: dict[int, tuple[str, int]] = {}
    for item in items:
        number = item.handoff.number
        here = (item.occasion.day.isoformat(), number)
        urgency[number] = min(urgency.get(number, here), here)
    in_order = sorted(items, key=lambda item: (urgency[item.handoff.number], item.occasion.day))
    return [list(group) for _, group in groupby(in_order, key=lambda item: item.handoff.number)]


async def _outlook(turn: Turn, items: Sequence[Item]) -> Outlook:
    actor = await turn.desk.people.account(turn.message.person)
    return await coming.outlook(Case(turn, items[0].handoff, actor))


async def _sentence(outlook: Outlook, item: Item, *, alone: bool) -> str:
    case, occasion, meeting = outlook.case, item.occasion, item.handoff.discussion.meeting
    rule = outlook.rule(occasion)
    if alone and rule.of is Dated.MEETING and meeting:
        return meeting_words.ASK_HELD.format(when=moments.span(meeting.start, meeting.end, case.zone))
    names = names_of(await case.desk.people.contacts(occasion.movers))
    return said.sentence(rule, item.rung, occasion, case.today, names)


def _acts(case: Case, item: Item) -> tuple[tuple[str, str], ...]:
    """The step's own buttons, where it is this person's to take."""
    step = item.occasion.step
    can = views.next_steps(case.handoff, case.kind, case.actor, case.desk.now)
    return _BY_STEP.get(step, ()) if step in can else ()


def _next(outlook: Outlook, items: Sequence[Item]) -> str:
    following = min((item.next for item in items if item.next), default=None)
    if following is None:
        return words.LAST
    return words.NEXT.format(day=show(outlook.diary.today(following)))


def _text(entries: Sequence[Entry], tip: str) -> str:
    """The card in words, for a notification and for screen readers: neither shows Markdown."""
    if len(entries) == 1:
        return "\n".join((entries[0].title, *entries[0].lines, entries[0].after, "", tip))
    shown = entries[:MOST_IN_WORDS]
    lines = [words.NOTICE.format(title=each.title, text=" ".join(each.lines)) for each in shown]
    more = filter(None, [counted(len(entries) - len(shown))])
    return "\n".join((words.HEADING, *lines, *more, "", tip))
