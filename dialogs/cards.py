"""Adaptive Cards, version 1.5: pure functions from values to card JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from microsoft_teams import cards

from dialogs import role as role_names
from dialogs import texts, verbs
from dialogs.message import Card
from knowledge.expert import RoleChoice

_LONGEST_TITLE = 34  # characters that a button takes 320 pixels wide


def welcome(roles: Sequence[RoleChoice], chosen: str = "") -> Card:
    """The first hello, with the role picker; after a choice the same card shows it."""
    return card(
        cards.TextBlock(text=texts.WELCOME_TITLE, size="Large", weight="Bolder", wrap=True, style="heading"),
        cards.TextBlock(text=texts.WELCOME_ABOUT, wrap=True),
        cards.TextBlock(text=texts.WELCOME_HOW, wrap=True),
        cards.TextBlock(text=texts.WELCOME_HANDOFF, wrap=True),
        *_role_picker(roles, chosen),
        cards.TextBlock(text=texts.WELCOME_TYPED, wrap=True, is_subtle=True, size="Small"),
    )


def choice(question: str, options: Sequence[str], labels: Sequence[str] = ()) -> Card:
    """A question back, with one button below the other for each way it could have been meant."""
    pairs = zip(map(_short, labels or options), options, strict=True)
    buttons = [button(title, verbs.ASK, {"question": option}) for title, option in pairs]
    return card(
        cards.TextBlock(text=question, wrap=True),
        *(cards.ActionSet(actions=[each]) for each in buttons),
        cards.TextBlock(text=texts.CHOOSE_TYPED, wrap=True, is_subtle=True, size="Small"),
    )


def _short(title: str) -> str:
    """A name that a phone's button holds: a long one goes without what it stands for."""
    return title if len(title) <= _LONGEST_TITLE else title.partition(" (")[0]


def chosen(option: str) -> Card:
    """What a question back looks like once it is answered."""
    return card(cards.TextBlock(text=option, wrap=True, weight="Bolder"))


def _role_picker(roles: Sequence[RoleChoice], chosen: str) -> list[cards.CardElement]:
    if not roles:
        return []
    choices = [cards.Choice(title=role_names.title(role), value=role.id) for role in roles]
    return [
        _role_line(roles, chosen),
        cards.ChoiceSetInput(
            id="role",
            label=texts.ROLE_LABEL,
            placeholder=texts.ROLE_PLACEHOLDER,
            style="compact",
            choices=choices,
            value=chosen or None,
        ),
        cards.ActionSet(actions=[button(texts.ROLE_BUTTON, verbs.PICK_ROLE, {})]),
    ]


def _role_line(roles: Sequence[RoleChoice], chosen: str) -> cards.TextBlock:
    """The invitation to pick, or in words what was picked: the picker itself hardly changes then."""
    role = next((role for role in roles if role.id == chosen), None)
    if role is None:
        return cards.TextBlock(text=texts.WELCOME_ROLE, wrap=True)
    text = texts.ROLE_SHOWN.format(role=role.abbreviation or role.name)
    return cards.TextBlock(text=text, wrap=True, weight="Bolder")


def button(title: str, verb: str, data: Mapping[str, Any]) -> cards.ExecuteAction:
    """A button for every client: Execute where it is known, else Submit with the verb in its data."""
    return cards.ExecuteAction(
        title=title,
        verb=verb,
        data=cards.SubmitActionData.model_validate({**data}),
        fallback=cards.SubmitAction(
            title=title, data=cards.SubmitActionData.model_validate({**data, "verb": verb})
        ),
    )


def card(*body: Any, refresh: Any = None) -> Card:
    """A whole card; `refresh` says for whom a client asks for its present state, and how."""
    whole = cards.AdaptiveCard(version="1.5", body=list(body), refresh=refresh)
    return whole.model_dump(by_alias=True, exclude_none=True)
