"""Teams-like looks for a card: the colours of its light and its dark theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Colours as Teams paints a card; `link` is also the colour of a button that stands out."""

    name: str
    background: str
    emphasis: str
    text: str
    subtle: str
    link: str
    good: str
    warning: str
    attention: str
    line: str


LIGHT = Theme(
    name="light",
    background="#FFFFFF",
    emphasis="#F5F5F5",
    text="#242424",
    subtle="#616161",
    link="#5B5FC7",
    good="#237B4B",
    warning="#835C00",
    attention="#C4314B",
    line="#D1D1D1",
)
DARK = Theme(
    name="dark",
    background="#292929",
    emphasis="#1F1F1F",
    text="#FFFFFF",
    subtle="#ADADAD",
    link="#9EA2FF",
    good="#92C353",
    warning="#F8D22A",
    attention="#F9526B",
    line="#666666",
)
THEMES = (LIGHT, DARK)
WIDTHS = (320, 600)  # pixels: a phone and a desktop


def config(theme: Theme) -> dict[str, Any]:
    """The host configuration that the card renderer takes."""
    colours = _colours(theme)
    return {
        "fontFamily": "'Segoe UI', system-ui, sans-serif",
        "fontSizes": {"small": 12, "default": 14, "medium": 14, "large": 18, "extraLarge": 24},
        "lineHeights": {"small": 16, "default": 20, "medium": 20, "large": 24, "extraLarge": 32},
        "fontWeights": {"lighter": 200, "default": 400, "bolder": 600},
        "spacing": {"small": 8, "default": 12, "medium": 16, "large": 20, "extraLarge": 24, "padding": 16},
        "separator": {"lineThickness": 1, "lineColor": theme.line},
        "supportsInteractivity": True,
        "containerStyles": {
            "default": {"backgroundColor": theme.background, "foregroundColors": colours},
            "emphasis": {"backgroundColor": theme.emphasis, "foregroundColors": colours},
        },
        "actions": {
            "maxActions": 6,
            "actionsOrientation": "horizontal",
            "actionAlignment": "left",
            "buttonSpacing": 8,
            "showCard": {"actionMode": "inline"},
        },
    }


def _colours(theme: Theme) -> dict[str, dict[str, str]]:
    names = {"default": theme.text, "accent": theme.link, "good": theme.good}
    names |= {"warning": theme.warning, "attention": theme.attention}
    subtle = {name: theme.subtle if name == "default" else colour for name, colour in names.items()}
    return {name: {"default": colour, "subtle": subtle[name]} for name, colour in names.items()}


def style(theme: Theme) -> str:
    """What a host paints itself: the page, the fields and the buttons."""
    return f"""
body {{ margin: 0; background: {theme.background}; color-scheme: {theme.name}; }}
a {{ color: {theme.link}; }}
p {{ margin: 0; }}
ul {{ box-sizing: border-box; padding-left: 20px; }}
.ac-pushButton {{ max-width: 100%; padding: 6px 12px; border: 1px solid {theme.line}; border-radius: 4px;
  background: {theme.background}; color: {theme.text}; font: 600 14px 'Segoe UI', system-ui, sans-serif;
  white-space: normal; overflow-wrap: anywhere; }}
.ac-input {{ width: 100%; box-sizing: border-box; padding: 6px; border: 1px solid {theme.line};
  border-radius: 4px; background: {theme.background}; color: {theme.text};
  font: 14px 'Segoe UI', system-ui, sans-serif; }}
"""
