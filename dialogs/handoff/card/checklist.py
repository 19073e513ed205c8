"""The items on a live card, grouped: each with its state in words, and its source and why one tap away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from microsoft_teams import cards

from dialogs import utterance
from dialogs.handoff import facts, moving, words
from dialogs.handoff.card import words as card_words
from dialogs.handoff.view import View, listed
from handoffs.model import Item, State
from knowledge.handoffs import Gate

_LONGEST_NOTE = 200
_WORTH_FOLDING = 2  # items
_REMEMBERED = 2_000  # elements, of about a kilobyte each


@dataclass(frozen=True, kw_only=True)
class Detail:
    """How much of the checklist is shown; `longest` cuts the words that people wrote, and the items'.

    `brief`: items have one line each, and their sources open for a whole group at once.
    """

    fold: bool = False  # settled items become one line for each group
    why: bool = True
    brief: bool = False
    longest: int = _LONGEST_NOTE


LEVELS = (
    Detail(),
    Detail(fold=True),
    Detail(fold=True, why=False, longest=100),
    Detail(fold=True, why=False, brief=True, longest=100),
    Detail(fold=True, why=False, brief=True, longest=40),
)


def elements(view: View, detail: Detail) -> list[cards.CardElement]:
    """All groups in their order."""
    shown: list[cards.CardElement] = []
    for place, (group, items) in enumerate(groupby(view.handoff.items, key=lambda item: item.group)):
        shown += _group(view, f"group{place}", words.GROUPS[group], list(items), detail)
    if not shown:
        return []
    hidden = detail.fold and any(item.state is not State.OPEN for item in view.handoff.items)
    hint = card_words.FOLDED_HINT.format(number=view.handoff.number) if hidden else card_words.TAP
    return [*shown, cards.TextBlock(text=hint, wrap=True, is_subtle=True, size="Small")]


def _heading(text: str) -> cards.TextBlock:
    return cards.TextBlock(text=text, weight="Bolder", wrap=True, spacing="Medium", style="heading")


def _group(view: View, id: str, name: str, items: Sequence[Item], detail: Detail) -> list[cards.CardElement]:
    """A heading and its items; where one person did all of them on one day, one line that a tap unfolds."""
    if detail.fold:
        return [_heading(name), *_open(view, items, detail)]
    shown = [_item(view, item, detail) for item in items]
    settled = {(item.state, *_settled(view, item)) for item in items}
    if len(items) < _WORTH_FOLDING or len(settled) > 1 or items[0].state is not State.DONE:
        return [_heading(name), *shown]
    who, when = _settled(view, items[0])
    title = card_words.GROUP_DONE.format(
        sign=words.SIGNS[State.DONE], name=name, count=len(items), who=who, when=when
    )
    toggle = cards.ToggleVisibilityAction(title=card_words.UNFOLD.format(title=title), target_elements=[id])
    sign = cards.TextBlock(
        text=card_words.UNFOLD_SIGN, wrap=True, size="Small", color="Accent", spacing="None"
    )
    return [
        cards.Container(spacing="Medium", select_action=toggle, items=[_heading(title), sign]),
        cards.Container(id=id, is_visible=False, spacing="Small", items=shown),
    ]


def _settled(view: View, item: Item) -> tuple[str, str]:
    """By whom, and when; both "" where it is open."""
    if item.mark is None:
        return "", ""
    return _agreed_by(view, item) or view.name(item.mark.by), view.when(item.mark)


def _open(view: View, items: Sequence[Item], detail: Detail) -> list[cards.CardElement]:
    """The open items; the settled ones in one line."""
    settled = [item for item in items if item.state is not State.OPEN]
    others = [item for item in items if item.state is State.OPEN]
    lines = _brief(view, others, detail) if detail.brief else [_item(view, item, detail) for item in others]
    if settled:
        text = card_words.FOLDED.format(sign=words.SIGNS[State.DONE], parts=_parts(view, settled))
        lines.insert(0, cards.TextBlock(text=text, wrap=True, is_subtle=True, spacing="Small"))
    return [*lines]


def _parts(view: View, settled: Sequence[Item]) -> str:
    """ "1 to 20 by Ana, Fri 20 Nov 2026; 21 by Megan, Mon 23 Nov 2026"."""
    marks = dict.fromkeys(_settled(view, item) for item in settled)
    numbers = {mark: [item.number for item in settled if _settled(view, item) == mark] for mark in marks}
    return "; ".join(
        card_words.FOLDED_PART.format(numbers=listed(moving.runs(same)), who=who, when=when)
        for (who, when), same in numbers.items()
    )


def _item(view: View, item: Item, detail: Detail) -> cards.CardElement:
    """An item's line and state; a tap on the line, or Enter, shows and hides the rest.

    A screen reader says the title of what can be tapped in place of its content: so the title says it too,
    and the state stands outside.
    """
    text, told = line(item, detail.longest), state(view, item, detail.longest)
    return _tappable(f"why{item.number}", text, told, _why(view, item, detail))


@lru_cache(maxsize=_REMEMBERED)
def _tappable(hidden: str, text: str, told: str, why: str) -> cards.Container:
    """Most items of a card are as they were: building these elements costs more than all else about it."""
    title = card_words.SOURCE_AND_WHY_OF.format(item=text)
    toggle = cards.ToggleVisibilityAction(title=title, target_elements=[hidden])
    return cards.Container(
        spacing="Small",
        items=[
            cards.Container(select_action=toggle, items=[cards.TextBlock(text=text, wrap=True)]),
            cards.TextBlock(text=told, wrap=True, is_subtle=True, size="Small", spacing="None"),
            cards.TextBlock(
                id=hidden,
                text=why,
                wrap=True,
                size="Small",
                spacing="None",
                is_visible=False,
            ),
        ],
    )


def _brief(view: View, items: Sequence[Item], detail: Detail) -> list[cards.CardElement]:
    """One line each, and one below them that opens the sources of all."""
    if not items:
        return []
    hidden = f"why{items[0].number}"
    by_source = groupby(items, key=lambda item: _sources(view, item))
    told = [
        card_words.SOURCES_OF.format(numbers=listed([str(item.number) for item in same]), sources=sources)
        for sources, same in by_source
    ]
    lines = [cards.TextBlock(text=line(item, detail.longest), wrap=True, spacing="Small") for item in items]
    toggle = cards.ToggleVisibilityAction(title=card_words.SOURCES, target_elements=[hidden])
    shown = cards.TextBlock(id=hidden, text=" ".join(told), wrap=True, size="Small", is_visible=False)
    label = cards.TextBlock(text=card_words.SOURCES, wrap=True, is_subtle=True, size="Small")
    return [*lines, cards.Container(spacing="Small", select_action=toggle, items=[label]), shown]


def line(item: Item, longest: int = _LONGEST_NOTE) -> str:
    text = utterance.shorten(item.text, longest)
    return words.ITEM.format(sign=words.SIGNS[item.state], number=item.number, text=text)


def state(view: View, item: Item, longest: int = _LONGEST_NOTE) -> str:
    """The state of an item in words, with who, when and what they wrote."""
    parts = [_state(view, item, longest)]
    if item.mark and item.mark.evidence:
        parts.append(words.EVIDENCE.format(text=own(item.mark.evidence, longest)))
    if item.note:
        parts.append(words.NOTE.format(text=own(item.note, longest)))
    return words.PARTS.join(parts)


def _state(view: View, item: Item, longest: int) -> str:
    if item.state is State.OPEN or item.mark is None:
        one = item.by if len(item.by) == 1 else ()  # where it is anybody's, nothing need be said
        sides = listed([words.SIDES[side] for side in one], words.OR)
        if by := _agreed_by(view, item):
            return card_words.OPEN_AGREED.format(names=by)
        phrase = words.OPEN_FOR if sides else words.OPEN
        return phrase.format(sides=sides) + ("" if item.required else words.OPTIONAL)
    name, when = _settled(view, item)
    return words.STATES[item.state].format(name=name, when=when, reason=own(item.mark.reason, longest))


def _agreed_by(view: View, item: Item) -> str:
    """Who has agreed so far, where the item stands for that."""
    if item.gate is not Gate.AGREEMENT:
        return ""
    return view.listed(mark.by for mark in view.handoff.agreed.values())


def own(text: str, longest: int = _LONGEST_NOTE) -> str:
    """A note for a card: what people wrote cannot become markup, but one plain link stays a link."""
    bare = text.strip()
    if facts.is_link(bare) and len(bare) <= 2 * longest:
        return f"[{words.LINK_NAME}]({bare})"
    return utterance.show(text, longest)


def _why(view: View, item: Item, detail: Detail) -> str:
    phrase = words.WHY if detail.why and item.why else words.SOURCE
    return phrase.format(why=item.why, sources=_sources(view, item))


def _sources(view: View, item: Item) -> str:
    return "; ".join(dict.fromkeys(map(view.source_name, item.source)))
