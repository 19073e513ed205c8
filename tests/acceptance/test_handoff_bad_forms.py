"""Forms with a fault: what is wrong is said, and the rest is kept."""

from __future__ import annotations

import pytest

from tests.card_parts import texts_of
from tests.journeys import Stage

_MORE_THAN_0 = "more than 0"
_LINK = "not a link I can keep"
_TWO_PEOPLE = "two different people"
_FORM = {"customer": "Contoso", "opportunity": "Azure migration", "value": "250000", "due": "2027-01-15"}


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"value": "0"}, _MORE_THAN_0),
        ({"value": "-1"}, _MORE_THAN_0),
        ({"value": "5 USD 6 EUR"}, "two currencies"),
        ({"value": "9" * 30}, "more than I can believe"),
        ({"value": "a lot"}, "as an amount"),
        ({"due": "2020-01-01"}, "has passed"),
        ({"due": "2027-02-30"}, "no such day"),
        ({"due": "soon"}, "as a date"),
        ({"receiver_email": "ana@contoso.com"}, _TWO_PEOPLE),
        ({"receiver_email": "not an address"}, "who that is"),
        ({"receiver": "no-object-id", "receiver_email": ""}, "pick somebody"),
        ({"customer": "x" * 300}, "too long"),
        ({"opportunity": "x" * 300}, "too long"),
        ({"link": "ftp://example.com"}, _LINK),
        ({"link": "javascript:alert(1)"}, _LINK),
        ({"customer": ""}, "please fill this in"),
    ],
    ids=str,
)
async def test_a_form_with_a_fault_says_so_and_keeps_the_rest(
    stage: Stage, filled: dict[str, str], said: str
) -> None:
    ana = stage.person()
    await ana.says("new handoff atu-stu")
    await ana.says("form")

    body = await ana.presses(
        "Start the handoff", ana.cards[-1], **{**_FORM, "receiver_email": "megan@contoso.com", **filled}
    )

    assert said in " ".join(texts_of(body["value"]))
    assert stage.status() in ("", "draft")
    kept = {"receiver_email": "megan@contoso.com", "customer": "Contoso", "value": "250000"}
    mended = {
        name: value for name, value in {**kept, "receiver": "", **_FORM, "link": ""}.items() if name in filled
    }
    await ana.presses("Start the handoff", body["value"], **{"receiver_email": "megan@contoso.com", **mended})
    assert stage.status() == "qualifying"
