from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.handoff.typed import sentence
from knowledge import load
from knowledge.handoffs import HandoffKind

_KINDS: Mapping[str, HandoffKind] = load.read().handoffs


@pytest.mark.parametrize(
    ("typed", "kind", "facts"),
    [
        ("new handoff", "", {}),
        ("hand Contoso over to the STU", "atu-stu", {"customer": "Contoso"}),
        ("hand over Contoso to the CSU", "stu-csu", {"customer": "Contoso"}),
        (
            "hand contoso over to the stu 250k 15 jan",
            "atu-stu",
            {"customer": "contoso", "value": "250k", "due": "15 jan"},
        ),
        (
            "new handoff contoso to stu €1.2m due next friday",
            "atu-stu",
            {"customer": "contoso", "value": "€1.2m", "due": "next friday"},
        ),
        (
            "new handoff contoso, azure 200k usd",
            "",
            {"customer": "contoso", "opportunity": "azure", "value": "200k usd"},
        ),
        ("hand the deal over to the STU", "atu-stu", {}),
        ("start a design kickoff for Contoso", "design-kickoff", {"customer": "Contoso"}),
        ("new handoff from stage 1 to 2 for Contoso", "atu-stu", {"customer": "Contoso"}),
        ("hand Contoso over to Megan", "", {"customer": "Contoso", "receiver": "Megan"}),
        ("hand Contoso over to @Megan Bowen", "", {"customer": "Contoso", "receiver": "@Megan Bowen"}),
        ("hand Contoso off to the SSP, worth 300k", "atu-stu", {"customer": "Contoso", "value": "300k"}),
        (
            "hand the Azure migration deal at Contoso over to the STU",
            "atu-stu",
            {"customer": "Contoso", "opportunity": "Azure migration"},
        ),
        (
            'new handoff atu-stu for Contoso, "Azure migration", value 250000, due 2027-01-15, '
            "to megan@contoso.com",
            "atu-stu",
            {
                "customer": "Contoso",
                "opportunity": "Azure migration",
                "value": "250000",
                "due": "2027-01-15",
                "receiver": "megan@contoso.com",
            },
        ),
        (
            "new handoff for Contoso, Azure migration, 1,200,000 EUR, Jan 15, 2027, https://msx.example.com/1",
            "",
            {
                "customer": "Contoso",
                "opportunity": "Azure migration",
                "value": "1,200,000 EUR",
                "due": "Jan 15 2027",
                "link": "https://msx.example.com/1",
            },
        ),
        (
            "new handoff atu-stu for Contoso value €1.2m due next Friday from @Ana to @Megan",
            "atu-stu",
            {
                "customer": "Contoso",
                "value": "€1.2m",
                "due": "next Friday",
                "giver": "@Ana",
                "receiver": "@Megan",
            },
        ),
    ],
)
def test_a_sentence_is_taken_apart(typed: str, kind: str, facts: Mapping[str, str]) -> None:
    said = sentence.read(typed, _KINDS)

    assert (said.kind, dict(said.facts)) == (kind, facts)


@pytest.mark.parametrize(
    ("typed", "unified"),
    [
        ("new stu-csu handoff for Contoso, unified", True),
        ("new handoff stu-csu for Contoso, not unified", False),
        ("new handoff stu-csu for Contoso", None),
    ],
)
def test_whether_a_customer_has_unified_can_be_said(typed: str, unified: bool | None) -> None:
    assert sentence.read(typed, _KINDS).unified is unified


@pytest.mark.parametrize("kind", _KINDS)
def test_each_kind_goes_by_its_names(kind: str) -> None:
    known = _KINDS[kind]

    for name in (kind, known.name, known.short, *known.aliases):
        assert sentence.kind_of(name, _KINDS) == kind, name
        assert sentence.read(f"new handoff {name} for Contoso", _KINDS).kind == kind, name


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    sentence.read(text, _KINDS)
    sentence.read(f"new handoff {text}", _KINDS)


@pytest.mark.parametrize(
    "typed",
    [
        "hand Contoso over to Megan <megan@contoso.com>",
        'start a handoff for Contoso, with "Megan Lee" <megan@contoso.com>',
        "start a handoff for Contoso, receiver Lee, Megan <megan@contoso.com>",
        "start a handoff for Contoso, Megan Lee <megan@contoso.com>",
    ],
)
def test_a_person_is_read_as_mail_programs_write_them(typed: str) -> None:
    assert sentence.read(typed, _KINDS).facts == {"customer": "Contoso", "receiver": "megan@contoso.com"}


@pytest.mark.parametrize("text", ["to " + "a" * 2000, "to " + "a, " * 600, ", " + "a." * 900, '"<' * 900])
def test_what_is_nearly_a_person_is_read_in_good_time(text: str) -> None:
    start = time.perf_counter()

    sentence.without_people(text)

    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    "text",
    [
        'hand Contoso "Azure" over to the STU',
        'hand off Contoso "Azure" to the STU',
        'hand over Contoso, "Azure", to the STU',
        'pass Contoso "Azure" over to the STU, value 250k',
    ],
)
def test_a_quoted_name_within_what_is_handed_over_is_the_opportunity(text: str) -> None:
    said = sentence.read(text, _KINDS)

    assert (said.kind, said.facts["customer"], said.facts["opportunity"]) == ("atu-stu", "Contoso", "Azure")
