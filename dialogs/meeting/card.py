"""The cards of an operation: one beneath the other, readable on a phone; pure functions from a page."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from microsoft_teams import cards

from dialogs import cards as basics
from dialogs import utterance, verbs
from dialogs.meeting.page import Button, Menu, Page, Part
from dialogs.message import Card

_LONGEST_TITLE = 34  # characters that a button takes 320 pixels wide
_LONGEST_LINE = 500
_HERE = frozenset(("127.0.0.1", "localhost"))


def made(page: Page) -> Card:
    heading, _, rest = page.title.partition("\n")
    body: list[cards.CardElement] = [
        cards.TextBlock(text=heading, wrap=True, weight="Bolder", style="heading")
    ]
    if page.about:
        body.append(cards.TextBlock(text=page.about, wrap=True, is_subtle=True, spacing="None", size="Small"))
    if rest:
        body.append(cards.TextBlock(text=rest, wrap=True))
    for part in page.parts:
        body += _part(page, part)
    for place, menu in enumerate(page.menus):
        body += _menu(page, menu, f"menu{place}")
    for title, address in page.links:
        if is_shown(address):
            body.append(cards.ActionSet(actions=[cards.OpenUrlAction(title=title, url=address)]))
    if page.hint:
        body.append(cards.TextBlock(text=page.hint, wrap=True, is_subtle=True, size="Small"))
    return basics.card(*body)


def is_shown(address: str) -> bool:
    """Whether an address may stand behind a button: only what is encrypted, or on this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)


def _part(page: Page, part: Part) -> list[cards.CardElement]:
    found: list[cards.CardElement] = [] if part.text else _rows(page, part.buttons)
    if part.text:
        weight = "Bolder" if part.bold else None
        text = utterance.shorten(part.text, _LONGEST_LINE)
        found.append(cards.TextBlock(text=text, wrap=True, weight=weight))
    for place, line in enumerate(part.lines):
        text = utterance.shorten(line, _LONGEST_LINE)
        spacing = "None" if place or part.text else "Small"
        found.append(cards.TextBlock(text=text, wrap=True, size="Small", spacing=spacing))
    return found + (_rows(page, part.buttons) if part.text else [])


def _rows(page: Page, buttons: Sequence[Button]) -> list[cards.CardElement]:
    """Each in a row of its own, for a phone."""
    return [cards.ActionSet(actions=[_button(page, each)]) for each in buttons]


def _menu(page: Page, menu: Menu, id: str) -> list[cards.CardElement]:
    toggle = cards.ToggleVisibilityAction(title=menu.title, target_elements=[id])
    return [
        cards.ActionSet(actions=[toggle]),
        cards.Container(id=id, is_visible=False, style="emphasis", items=_rows(page, menu.buttons)),
    ]


def _button(page: Page, button: Button) -> cards.ExecuteAction:
    data = {"operation": page.operation, "revision": page.revision, "say": button.say}
    return basics.button(utterance.shorten(button.title, _LONGEST_TITLE), verbs.MEETING, data)


def line(text: str) -> Card:
    """One line where buttons were."""
    return basics.card(cards.TextBlock(text=text, wrap=True, is_subtle=True, size="Small"))
