"""Markup, line breaks and stranger characters in what people write about a handoff: they stay text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.card_parts import texts_of
from tests.journeys import Player, Stage

_MARKUP = (
    "**bold** _it_ `code` # head",
    "[click](https://example.com/x) ![](https://example.com/y.png)",
    "<script>alert(1)</script><b>x</b>",
    "<at>Megan</at> &lt;b&gt;",
    "one\n\ntwo\r\nthree\u2028four",
    "\u202eright to left\u202c\u0000",
    "'; DROP TABLE handoff; --",
    "=HYPERLINK(1) | a | b |",
    "\U0001f469\u200d\U0001f4bb" * 20,
)
_RAW = ("<script>", "**bold**", "](https://example.com/x)", "<at>Megan", "![", "\u202e", "\x00")
_FORM = {
    "customer": "Contoso",
    "opportunity": "Azure migration",
    "workload": "Azure",
    "value": "250000",
    "due": "2027-01-15",
    "receiver_email": "megan@contoso.com",
}
each_markup = pytest.mark.parametrize("text", _MARKUP, ids=range(len(_MARKUP)))


async def _stays_text(stage: Stage, ana: Player) -> None:
    """Nothing of it is drawn, neither on the card nor in what was sent nor in the report."""
    shown = "\n".join(texts_of(await ana.sees()))
    for raw in _RAW:
        assert raw not in shown, raw
    for activity in (*stage.connector.sent, *stage.connector.updated):
        assert "<script>" not in str(activity)
    markdown, table = [(await ana.reads(address))[1] for address in await ana.downloads()]
    assert "<script>" not in markdown
    assert "\n=HYPERLINK" not in table
    assert ",=HYPERLINK" not in table
    stage.check()


@each_markup
@pytest.mark.parametrize(
    "field", ["note 1 {}", "waive 2 because {}", 'rename it to "{}"', 'workload "{}"', "decline because {}"]
)
async def test_marks_in_a_text_stay_text(
    stage: Stage, ana: Player, megan: Player, field: str, text: str
) -> None:
    player = megan if field.startswith("decline") else ana

    said = await player.says(field.format(text))

    assert said
    await _stays_text(stage, ana)


@each_markup
async def test_marks_in_a_form_stay_text(stage: Stage, text: str) -> None:
    ana = stage.person()
    await ana.says("new handoff atu-stu")
    await ana.says("form")

    marked = dict.fromkeys(("customer", "opportunity", "workload"), text)
    await ana.presses("Start the handoff", ana.cards[-1], **{**_FORM, **marked})

    assert stage.status() == "qualifying"
    await _stays_text(stage, ana)


@each_markup
async def test_marks_where_no_text_belongs_are_refused_and_not_drawn(stage: Stage, text: str) -> None:
    ana = stage.person()
    await ana.says("new handoff atu-stu")
    await ana.says("form")

    marked = dict.fromkeys(("value", "due", "receiver_email", "link"), text)
    body = await ana.presses("Start the handoff", ana.cards[-1], **{**_FORM, **marked})

    shown = "\n".join(texts_of(body["value"]))
    assert stage.status() in ("", "draft")
    for raw in _RAW:
        assert raw not in shown, raw
    await ana.presses("Start the handoff", body["value"], **{**_FORM, "link": ""})
    assert stage.status() == "qualifying"


@each_markup
@pytest.mark.parametrize(
    ("button", "inputs"),
    [
        ("Mark done", {"items": "1", "note": "{}"}),
        ("Waive", {"items": "1", "reason": "{}"}),
        ("Not applicable", {"items": "1", "reason": "{}"}),
    ],
)
async def test_marks_in_the_cards_own_fields_stay_text(
    stage: Stage, ana: Player, button: str, inputs: dict[str, str], text: str
) -> None:
    filled: dict[str, Any] = {name: value.format(text) for name, value in inputs.items()}

    await ana.presses(button, **filled)

    assert stage.body()["items"][0]["state"] != "open"
    await _stays_text(stage, ana)
