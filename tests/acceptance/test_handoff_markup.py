"""Markup, line breaks and stranger characters in what people write about a handoff: they stay text."""

from __future__ import annotations

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


@pytest.mark.parametrize("text", _MARKUP, ids=range(len(_MARKUP)))
@pytest.mark.parametrize(
    "field", ["note 1 {}", "waive 2 because {}", 'rename it to "{}"', 'workload "{}"', "decline because {}"]
)
async def test_marks_in_a_text_stay_text(
    stage: Stage, ana: Player, megan: Player, field: str, text: str
) -> None:
    player = megan if field.startswith("decline") else ana

    said = await player.says(field.format(text))

    assert said
    shown = "\n".join(texts_of(await ana.sees()))
    for raw in ("<script>", "**bold**", "](https://example.com/x)", "<at>", "![", "\u202e", "\x00"):
        assert raw not in shown, raw
    for activity in (*stage.connector.sent, *stage.connector.updated):
        assert "<script>" not in str(activity)
    report = (await ana.reads((await ana.downloads())[0]))[1]
    assert "<script>" not in report
    stage.check()
