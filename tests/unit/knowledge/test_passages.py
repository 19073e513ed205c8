from __future__ import annotations

import re
from collections import Counter

import pytest

from knowledge.checking.passages import cut, cut_document, repair
from tests.shared import shared


def texts(document: str) -> list[str]:
    return [passage.text for passage in cut_document("000", document)]


def test_a_table_cell_carries_its_row_and_column() -> None:
    table = "# T\n\n| Stage | Lead | Unit |\n|---|---|---|\n| **One** | AE | ATU |\n| Two | SSP | STU |\n"
    assert texts(table) == ["One · Lead: AE", "One · Unit: ATU", "Two · Lead: SSP", "Two · Unit: STU"]


def test_an_item_carries_the_labels_of_the_items_around_it() -> None:
    assert texts("# T\n\n- **The owner**:\n  - does this\n  - does that\n- alone\n") == [
        "The owner · does this",
        "The owner · does that",
        "alone",
    ]


def test_an_item_carries_the_label_above_its_list() -> None:
    assert texts("# T\n\n**Hub SE Activities:**\n- maps\n- secures\n\nThe end.\n") == [
        "Hub SE Activities · maps",
        "Hub SE Activities · secures",
        "The end.",
    ]


def test_labels_of_lists_within_lists_are_all_carried() -> None:
    document = "# T\n\n**The whole team:**\n\n* **The owner:**\n\n  * does this\n\n* rests\n"
    assert texts(document) == ["The whole team · The owner · does this", "The whole team · rests"]


def test_a_label_of_one_word_is_not_carried() -> None:
    assert texts("# T\n\n**Activities:**\n- Deal Shaping\n") == ["Deal Shaping"]


def test_a_sentence_that_introduces_a_list_is_a_passage() -> None:
    assert texts("# T\n\nIt begins. Provide three of them, for example:\n\n1. one\n") == [
        "It begins.",
        "Provide three of them, for example:",
        "one",
    ]


def test_a_few_words_before_a_list_are_no_passage() -> None:
    assert texts("# T\n\nCover in narrative:\n\n- one\n") == ["one"]


def test_a_field_to_fill_in_is_a_passage() -> None:
    assert texts("# T\n\n* **Date & Time:**\n* **Interviewer (Name & Role):**\n") == [
        "Date & Time:",
        "Interviewer (Name & Role):",
    ]


def test_sentences_are_passages_of_their_own() -> None:
    assert texts("# T\n\nIt begins. It goes on, e.g. Here, up to Est. Date. It ends.\n") == [
        "It begins.",
        "It goes on, e.g. Here, up to Est. Date.",
        "It ends.",
    ]


def test_an_id_names_document_section_ordinal_and_wording() -> None:
    first, second = cut_document("000", "# T\n\n## Who & What\n\n### The AE\n\n- leads\n- helps\n")
    assert (first.id, second.id) == ("000/who-what.the-ae/1#aef450", "000/who-what.the-ae/2#68894c")
    assert (first.section, first.heading) == ("who-what.the-ae", "The AE")


def test_another_wording_is_another_id() -> None:
    (before,) = cut_document("000", "# T\n\n- leads\n")
    (after,) = cut_document("000", "# T\n\n- led\n")
    assert before.id.split("#")[0] == after.id.split("#")[0]
    assert before.id != after.id


def test_lost_line_breaks_are_found_again() -> None:
    assert texts(
        "Mission\nOutcomes grow (by ARR).Health is green.\nDiscounts on productsGiving programs\n"
    ) == [
        "Outcomes grow (by ARR).",
        "Health is green.",
        "Discounts on products",
        "Giving programs",
    ]


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("post\u2011sales\u00a0value\u202fnow", "post-sales value now"),
        ("\U0001f539 Focus", "Focus"),
        ("\u2013".encode().decode("mac_roman"), "\u2013"),
        ("\U0001f539 Focus".encode().decode("mac_roman"), "Focus"),
        ("cafe\u0301", "caf\u00e9"),
        (
            "the customer\u2019s \u201cvoice\u201d \u2265 80%",
            "the customer\u2019s \u201cvoice\u201d \u2265 80%",
        ),
    ],
)
def test_repairs_damage_and_leaves_the_rest(damaged: str, repaired: str) -> None:
    assert repair(damaged) == repaired


def test_every_document_is_cut_and_no_id_comes_twice() -> None:
    passages = cut(shared("sources"))
    assert {passage.document for passage in passages} == {"000", "001", "002", "003", "004"}
    assert [id for id, count in Counter(passage.id for passage in passages).items() if count > 1] == []
    assert [passage.id for passage in passages if repair(passage.text) != passage.text] == []


def test_every_figure_of_the_documents_stands_in_a_passage() -> None:
    for file in sorted(shared("sources").glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        said = " ".join(f"{passage.text} {passage.heading}" for passage in cut_document(file.name[:3], text))
        numbering = r"^\s*\d+\.\s|^### \d+\. "  # list items and headings are counted by their ordinals
        figures = set(re.findall(r"\d+", re.sub(numbering, "", text, flags=re.M)))
        assert figures <= set(re.findall(r"\d+", said)), file.name
