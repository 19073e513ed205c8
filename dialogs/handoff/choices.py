"""Questions back, with a button for each way it could have been meant; each button stands for typed words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dialogs import utterance, verbs
from dialogs.handoff import words
from dialogs.handoff.view import title
from dialogs.message import Card, Reply
from dialogs.turn import Outcome, Turn
from handoffs.model import Handoff

Button = tuple[str, str, dict[str, Any]]  # what it says, its verb and data
_LONGEST_BUTTON = 34  # characters that a button takes 320 pixels wide


def which(turn: Turn, found: Sequence[Handoff]) -> Outcome:
    """Ask which of several handoffs is meant; the words are kept with each button."""
    text = turn.text[: utterance.LONGEST]
    buttons = [_button(f"{handoff.number} {title(handoff)}", handoff.number, text) for handoff in found]
    lines = [words.WHICH_LINE.format(number=handoff.number, title=title(handoff)) for handoff in found]
    hint = words.WHICH_TYPED.format(number=found[0].number)
    options = tuple(f"open {handoff.number}" for handoff in found)
    reply = Reply(text="\n".join([words.WHICH, *lines]), card=card(words.WHICH, buttons, hint))
    return turn.within(replace(turn.state, options=options)).reply(reply)


def readings(turn: Turn, question: str, number: int, options: Sequence[tuple[str, str]]) -> Outcome:
    """Ask which reading of a value is meant: pairs of what a button says and the words it stands for."""
    buttons = [_button(label, number, typed) for label, typed in options]
    listed = [f"{place}. {label}" for place, (label, _) in enumerate(options, start=1)]
    reply = Reply(text="\n".join([question, *listed]), card=card(question, buttons, words.CHOOSE_TYPED))
    kept = replace(turn.state, options=tuple(typed for _, typed in options))
    return turn.within(kept).reply(reply)


def _button(label: str, number: int, typed: str) -> Button:
    return label, verbs.HANDOFF_TYPED, {"handoff": number, "text": typed}


def card(text: str, buttons: Sequence[Button], hint: str = "") -> Card:
    """Lines of text and one button below the other."""
    from microsoft_teams import cards  # the card library weighs a sixth of the start, and few turns need it

    from dialogs import cards as basics

    rows = [
        cards.ActionSet(actions=[basics.button(utterance.shorten(label, _LONGEST_BUTTON), verb, data)])
        for label, verb, data in buttons
    ]
    small = [cards.TextBlock(text=hint, wrap=True, is_subtle=True, size="Small")] if hint else []
    paragraphs = [cards.TextBlock(text=part, wrap=True) for part in text.split("\n\n") if part]
    return basics.card(*paragraphs, *rows, *small)
