"""The buttons of a live card: only for what this viewer can sensibly do next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any

from microsoft_teams import cards

from dialogs import cards as basics
from dialogs import utterance, verbs
from dialogs.handoff import meeting_words, words
from dialogs.handoff.card import words as card_words
from dialogs.handoff.view import View
from handoffs import talks, views
from handoffs.change import side_of
from handoffs.model import Handoff, Item, State, Talk
from handoffs.views import Step
from knowledge.handoffs import Side

_LONGEST_CHOICE = 60
_LONGEST_TEXT = 1000
_REMEMBERED = 500  # elements
_TICKING, _REASONS, _DECLINING, _OTHERS = "ticking", "reasons", "declining", "others"  # a button shows them
# Possible, but seldom what comes next.
_ANY_TIME = frozenset(
    (
        *(Step.AGREE, Step.DECLINE, Step.HELD, Step.NOT_HELD),
        *(Step.SCHEDULE, Step.RESCHEDULE, Step.CANCEL_MEETING),
    )
)

Elements = list[Any]


def elements(view: View) -> Elements:
    """What the viewer does next, behind one button what else they can do, and the typed way."""
    if view.viewer is None:
        return [cards.ActionSet(actions=[_button(view.handoff, words.GROUP_OPEN, verbs.HANDOFF_OPEN)])]
    steps = views.next_steps(view.handoff, view.kind, view.viewer, view.now)
    first = [step for step in steps if _is_next(view, step)]
    made = [*_waiting(view), *_made(view, first)] or [_text(words.NOTHING_FOR_YOU, subtle=True)]
    others = _made(view, [step for step in steps if step not in first])
    if others:
        made += [
            _unfolding(card_words.OTHER_STEPS, _OTHERS),
            cards.Container(id=_OTHERS, is_visible=False, items=others),
        ]
    return [*made, _text(_typed(view.handoff, first), subtle=True)] if steps else made


def _made(view: View, steps: Sequence[Step]) -> Elements:
    return [element for step in steps for element in STEPS.get(step, _nothing)(view)]


def _is_next(view: View, step: Step) -> bool:
    """Whether it is what comes next; of what can be done at any time only where it is this viewer's move."""
    if step not in _ANY_TIME:
        return True
    move = views.whose_move(view.handoff, view.kind, view.now)
    return step is move.step and view.is_viewer(*move.people)


def _typed(handoff: Handoff, steps: Sequence[Step]) -> str:
    """What could be typed instead, for the first of the steps."""
    found = (card_words.TYPED_FOR[step] for step in steps if step in card_words.TYPED_FOR)
    return card_words.TYPED.format(
        examples=next(found, card_words.TYPED_ALWAYS).format(number=handoff.number)
    )


def _nothing(view: View) -> Elements:
    return []


def _start(view: View) -> Elements:
    return [cards.ActionSet(actions=[_button(view.handoff, words.RESUME, verbs.HANDOFF_OPEN)])]


def _tick(view: View) -> Elements:
    """Hidden until it is needed, for all items stand above."""
    own = set(side_of(view.handoff, view.viewer)) if view.viewer else set()
    choices = [_choice(item.number, item.text) for item in view.handoff.items if _is_theirs(view, item, own)]
    if not choices:
        return []
    picked = cards.ChoiceSetInput(
        id="items",
        label=words.ITEMS_LABEL,
        is_multi_select=True,
        wrap=True,
        choices=choices,
        style="expanded",
    )
    inside = [
        picked,
        cards.TextInput(id="note", label=words.NOTE_LABEL, max_length=_LONGEST_TEXT),
        cards.ActionSet(actions=[_button(view.handoff, words.MARK_DONE, verbs.HANDOFF_DONE)]),
        _unfolding(words.NOT_DONE, _REASONS),
        _reasons(view.handoff),
    ]
    return [
        _unfolding(card_words.TICKING, _TICKING),
        cards.Container(id=_TICKING, is_visible=False, items=inside),
    ]


@lru_cache(maxsize=_REMEMBERED)
def _choice(number: int, text: str) -> cards.Choice:
    title = words.ITEM_CHOICE.format(number=number, text=utterance.shorten(text, _LONGEST_CHOICE))
    return cards.Choice(title=title, value=str(number))


def _is_theirs(view: View, item: Item, own: Collection[Side]) -> bool:
    """Whether one who stands on these sides can tick an item: what a gate settles nobody ticks."""
    if item.state is not State.OPEN or item.gate:
        return False
    sides = set(item.by)
    if sides == {Side.OTHER} and not view.handoff.parties.others:
        sides = {Side.GIVER}
    return not sides.isdisjoint(own)


def _reasons(handoff: Handoff) -> cards.Container:
    """Hidden until it is needed: what to waive or to call not applicable is picked in the list above."""
    return cards.Container(
        id=_REASONS,
        is_visible=False,
        items=[
            cards.TextInput(
                id="reason", label=words.REASON_LABEL, max_length=_LONGEST_TEXT, is_multiline=True
            ),
            cards.ActionSet(
                actions=[
                    _button(handoff, words.WAIVE, verbs.HANDOFF_WAIVE),
                    _button(handoff, words.NOT_APPLICABLE, verbs.HANDOFF_NOT_APPLICABLE),
                ]
            ),
        ],
    )


def _agree(view: View) -> Elements:
    return [
        _text(words.AGREE_TO),
        cards.ActionSet(actions=[_button(view.handoff, words.AGREE, verbs.HANDOFF_AGREE)]),
    ]


def _decline(view: View) -> Elements:
    """Hidden until it is needed, for it is not what most come for."""
    comment = cards.TextInput(
        id="comment", label=words.COMMENT_LABEL, max_length=_LONGEST_TEXT, is_multiline=True
    )
    button = cards.ActionSet(actions=[_button(view.handoff, words.DECLINE, verbs.HANDOFF_DECLINE)])
    return [
        _unfolding(card_words.DECLINING, _DECLINING),
        cards.Container(id=_DECLINING, is_visible=False, items=[comment, button]),
    ]


@lru_cache(maxsize=_REMEMBERED)
def _unfolding(title: str, part: str) -> cards.ActionSet:
    """A button in a row of its own, for beside another it would not fit a phone."""
    return cards.ActionSet(actions=[cards.ToggleVisibilityAction(title=title, target_elements=[part])])


def _dated(id: str, label: str, title: str, verb: str) -> Callable[[View], Elements]:
    def made(view: View) -> Elements:
        today = view.today.isoformat()
        return [
            cards.DateInput(id=id, label=label, value=today, max=today),
            cards.ActionSet(actions=[_button(view.handoff, title, verb)]),
        ]

    return made


def _held(view: View) -> Elements:
    """Both answers in one row, as long as none was given."""
    day, row = _dated("held_on", words.HELD_LABEL, words.HELD, verbs.HANDOFF_HELD)(view)
    day.value = talks.likely_day(view.handoff, view.now, view.today).isoformat()
    if view.handoff.discussion.state is Talk.OPEN:
        row.actions.append(_button(view.handoff, words.DID_NOT_HAPPEN, verbs.HANDOFF_NOT_HELD))
    return [day, row]


def _plain(title: str, verb: str) -> Callable[[View], Elements]:
    return lambda view: [cards.ActionSet(actions=[_button(view.handoff, title, verb)])]


def _says(title: str, text: str) -> Callable[[View], Elements]:
    """A button that stands for typed words about this handoff."""
    return lambda view: [
        cards.ActionSet(actions=[_button(view.handoff, title, verbs.HANDOFF_TYPED, text=text)])
    ]


def _waiting(view: View) -> Elements:
    """For one who has agreed already: for whom the agreement waits."""
    handoff = view.handoff
    mine = any(view.is_viewer(mark.by) for mark in handoff.agreed.values())
    sides = {side for side in view.kind.confirm if side not in handoff.agreed}
    if not mine or not sides or handoff.is_over:
        return []
    people = [getattr(handoff.parties, side.value) for side in view.kind.confirm if side in sides]
    return [_text(words.WAITING_FOR.format(names=view.listed(people)))]


def _button(handoff: Handoff, title: str, verb: str, **more: str) -> cards.ExecuteAction:
    return basics.button(title, verb, {"handoff": handoff.number, "revision": handoff.revision, **more})


@lru_cache(maxsize=_REMEMBERED)
def _text(text: str, *, subtle: bool = False) -> cards.TextBlock:
    return cards.TextBlock(text=text, wrap=True, is_subtle=subtle, size="Small" if subtle else None)


STEPS: dict[Step, Callable[[View], Elements]] = {
    Step.START: _start,
    Step.TICK: _tick,
    Step.AGREE: _agree,
    Step.DECLINE: _decline,
    Step.SCHEDULE: _says(meeting_words.SCHEDULE, meeting_words.TYPED_SCHEDULE),
    Step.RESCHEDULE: _says(meeting_words.RESCHEDULE, meeting_words.TYPED_RESCHEDULE),
    Step.HELD: _held,  # and not held
    Step.CANCEL_MEETING: _says(meeting_words.CANCEL_MEETING, meeting_words.TYPED_CANCEL),
    Step.MOVED: _dated("moved_on", words.MOVED_LABEL, words.MOVED, verbs.HANDOFF_MOVED),
    Step.TRANSFERRED: _dated(
        "transferred_on", words.TRANSFERRED_LABEL, words.TRANSFERRED, verbs.HANDOFF_TRANSFERRED
    ),
    Step.CLOSE: _plain(words.CLOSE, verbs.HANDOFF_CLOSE),
    Step.REOPEN: _plain(words.REOPEN, verbs.HANDOFF_REOPEN),
    Step.TAKE: _plain(words.RENEW, verbs.HANDOFF_RENEW),
}
