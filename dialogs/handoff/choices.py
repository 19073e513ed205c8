"""Questions back, with a button for each way it could have been meant; each button stands for typed words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dialogs import utterance, verbs
from dialogs.handoff import words
from dialogs.handoff.view import title
from dialogs.message import Card, Reply
from dialogs.turn import Outcome, Turn
from handoffs.model import Handoff

_LONGEST_TITLE = 34  # characters that a button takes 320 pixels wide


def which(turn: Turn, found: Sequence[Handoff]) -> Outcome:
    """Ask which of several handoffs is meant; the words are kept with each button."""
    text = turn.text[: utterance.LONGEST]
    buttons = [
        (f"{handoff.number} {title(handoff)}", {"handoff": handoff.number, "text": text}) for handoff in found
    ]
    lines = [words.WHICH_LINE.format(number=handoff.number, title=title(handoff)) for handoff in found]
    hint = words.WHICH_TYPED.format(number=found[0].number)
    options = tuple(f"open {handoff.number}" for handoff in found)
    reply = Reply(text="\n".join([words.WHICH, *lines]), card=_card(words.WHICH, buttons, hint))
    return turn.within(replace(turn.state, options=options)).reply(reply)


def readings(turn: Turn, question: str, number: int, options: Sequence[tuple[str, str]]) -> Outcome:
    """Ask which reading of a value is meant: pairs of what a button says and the words it stands for."""
    buttons = [(label, {"handoff": number, "text": typed}) for label, typed in options]
    listed = [f"{place}. {label}" for place, (label, _) in enumerate(options, start=1)]
    reply = Reply(text="\n".join([question, *listed]), card=_card(question, buttons, words.CHOOSE_TYPED))
    kept = replace(turn.state, options=tuple(typed for _, typed in options))
    return turn.within(kept).reply(reply)


def _card(question: str, buttons: Sequence[tuple[str, Mapping[str, Any]]], hint: str) -> Card:
    from microsoft_teams import cards  # the card library weighs a sixth of the start, and few turns need it

    from dialogs import cards as basics

    rows = [
        cards.ActionSet(
            actions=[basics.button(utterance.shorten(label, _LONGEST_TITLE), verbs.HANDOFF_TYPED, data)]
        )
        for label, data in buttons
    ]
    return basics.card(
        cards.TextBlock(text=question, wrap=True),
        *rows,
        cards.TextBlock(text=hint, wrap=True, is_subtle=True, size="Small"),
    )
