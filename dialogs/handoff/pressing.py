"""The buttons of a live card: each stands for a command, and acts on the revision it was made for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dialogs import utterance, verbs
from dialogs.handoff import access, acting, live, opening, words
from dialogs.handoff.access import Case
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.handoff.view import names_of
from dialogs.message import Reply
from dialogs.turn import Outcome, Turn

_MOST_ITEMS = 100
_LONGEST_TEXT = 2000


@dataclass(frozen=True, kw_only=True)
class Button:
    """A command, and the input that is its text; `picks`: on the items picked in the list."""

    command: HandoffCommand
    text: str = ""
    picks: bool = False
    needs: str = ""  # what is said where the text is empty


BUTTONS: dict[str, Button] = {
    verbs.HANDOFF_DONE: Button(command=HandoffCommand.DONE, text="note", picks=True),
    verbs.HANDOFF_WAIVE: Button(
        command=HandoffCommand.WAIVE, text="reason", picks=True, needs=words.NO_REASON
    ),
    verbs.HANDOFF_NOT_APPLICABLE: Button(
        command=HandoffCommand.NOT_APPLICABLE, text="reason", picks=True, needs=words.NO_REASON
    ),
    verbs.HANDOFF_AGREE: Button(command=HandoffCommand.AGREE),
    verbs.HANDOFF_DECLINE: Button(command=HandoffCommand.DECLINE, text="comment", needs=words.NO_COMMENT),
    verbs.HANDOFF_HELD: Button(command=HandoffCommand.HELD, text="held_on"),
    verbs.HANDOFF_NOT_HELD: Button(command=HandoffCommand.NOT_HELD),
    verbs.HANDOFF_MOVED: Button(command=HandoffCommand.MOVED, text="moved_on"),
    verbs.HANDOFF_TRANSFERRED: Button(command=HandoffCommand.TRANSFERRED, text="transferred_on"),
    verbs.HANDOFF_CLOSE: Button(command=HandoffCommand.CLOSE),
    verbs.HANDOFF_REOPEN: Button(command=HandoffCommand.REOPEN),
    verbs.HANDOFF_RENEW: Button(command=HandoffCommand.RENEW),
}


async def pressed(turn: Turn) -> Outcome:
    """Do what the button says, unless somebody changed the handoff since its card was made."""
    button, data = BUTTONS[turn.message.verb], turn.message.data
    number, revision = _count(data, "handoff"), _count(data, "revision")
    if not number or not revision:
        return Outcome(state=turn.state, understood=False)
    case = await access.find(turn, Asked(command=button.command, handoff=number))
    if isinstance(case, Outcome):
        return case
    if case.handoff.revision != revision:
        return await _stale(case)
    asked = Asked(
        command=button.command,
        handoff=number,
        items=_picked(data) if button.picks else (),
        text=_text(data, button.text),
    )
    if button.picks and not asked.items:
        return case.turn.say(words.NO_ITEMS_PICKED)
    if button.needs and not asked.text:
        return case.turn.say(button.needs)
    return await acting.ACTS[button.command](case, asked)


async def _stale(case: Case) -> Outcome:
    """Say who was faster, and show how it is now."""
    by = case.handoff.changed_by
    names = names_of(await case.desk.people.contacts([by] if by else []))
    name = words.YOU if case.actor.is_one_of(by) else names.get(by, words.SOMEONE if by else words.BATON)
    text = acting.stale(case, case.handoff, name)
    fresh = await live.card_for(case.turn, case.handoff)
    return replace(case.turn.say(access.label(case, text)), card=fresh)


async def viewed(turn: Turn) -> Outcome:
    """A client shows the card and asks for its present state; nothing is changed, nothing is said."""
    case = await access.find(
        turn, Asked(command=HandoffCommand.OPEN, handoff=_count(turn.message.data, "handoff") or -1)
    )
    if isinstance(case, Outcome):
        from dialogs.handoff.card import layout

        return Outcome(card=layout.line(case.replies[0].text), state=turn.state)
    return Outcome(card=await live.card_for(case.turn, case.handoff), state=turn.state)


async def opened(turn: Turn) -> Outcome:
    """The button that shows a handoff: here, or from a group in one's own chat."""
    number = _count(turn.message.data, "handoff")
    if not number:
        return Outcome(state=turn.state, understood=False)
    asked = Asked(command=HandoffCommand.OPEN, handoff=number)
    case = await access.find(turn, asked)
    if isinstance(case, Outcome):
        return case
    return await opening.show(case, asked)


def _count(data: Mapping[str, Any], name: str) -> int:
    value = data.get(name)
    return value if type(value) is int and 0 < value < 2**31 else 0


def _picked(data: Mapping[str, Any]) -> tuple[int, ...]:
    """What a list of choices sends: "3,4"."""
    picked = data.get("items")
    parts = picked.split(",")[:_MOST_ITEMS] if isinstance(picked, str) else []
    return tuple(int(part) for part in parts if part.strip().isdecimal() and len(part) < 6)


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name) if name else None
    return utterance.clean(value[:_LONGEST_TEXT]).strip() if isinstance(value, str) else ""


def line_of(turn: Turn) -> tuple[str, int]:
    """The words that a button of a question back stands for, and the handoff they are meant for."""
    text = turn.message.data.get("text")
    cleaned = utterance.clean(text)[: utterance.LONGEST] if isinstance(text, str) else ""
    return cleaned, _count(turn.message.data, "handoff")


def chosen(turn: Turn, text: str, outcome: Outcome) -> Outcome:
    """What a question back looks like once it is answered; a live card stays what it is."""
    if "revision" in turn.message.data:
        return outcome
    from dialogs.handoff.card import layout

    replies = outcome.replies or (Reply(text=words.THERE_ALREADY),)
    return replace(outcome, replies=replies, card=layout.line(utterance.show(text)))
