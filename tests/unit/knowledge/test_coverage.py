from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.checking import coverage
from knowledge.checking.faults import report
from knowledge.checking.mentions import Mentions
from knowledge.checking.passages import cut
from knowledge.load import read
from tests.unit.knowledge.small import Small


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path)


def faults(small: Small) -> list[str]:
    return report(small.data, coverage.faults(read(small.data), cut(small.documents)))


def uncovered(small: Small) -> list[str]:
    library = read(small.data)
    found = coverage.uncovered(cut(small.documents), coverage.facts(library), library.left_out)
    return [passage.text for passage in found]


def change_document(small: Small, old: str, new: str) -> None:
    file = small.documents / "000_small.txt"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_small_knowledge_covers_its_document(small: Small) -> None:
    assert uncovered(small) == []
    assert faults(small) == []


def test_a_removed_fact_leaves_its_passage_uncovered(small: Small) -> None:
    text = (small.data / "terms.yaml").read_text(encoding="utf-8")
    small.write("terms.yaml", text[text.index("ae:") :])
    small.edit("conflicts.yaml", " term.msx,", "")
    assert uncovered(small) == ["MSX is where it is tracked"]


def test_what_is_no_longer_left_out_is_uncovered(small: Small) -> None:
    small.write("left_out.yaml", "[]")
    assert uncovered(small) == ["Ana hums."]


def test_a_changed_number_is_reported(small: Small) -> None:
    small.edit("roles/ae.yaml", "within 7 days", "within 8 days")
    small.edit("topics/flywheel.yaml", "within 7 days", "within 8 days")
    assert any(f" lacks 7 of {small.id('The AE')}: The AE hands" in fault for fault in faults(small))


def test_the_facts_that_share_a_passage_are_held_against_it_together(small: Small) -> None:
    small.edit("roles/ae.yaml", "within 7 days", "soon")
    assert faults(small) == []


@pytest.mark.parametrize(
    ("new", "extra"), [("within 8 days", "8"), ("in Stage 5", "stage 5"), ("with the SSP", "SSP")]
)
def test_a_fact_may_not_say_more_than_its_passages(small: Small, new: str, extra: str) -> None:
    line = small.edit("roles/ae.yaml", "within 7 days", new) + 1
    expected = f"says {extra}, and none of its passages does: Hands over {new}"
    assert faults(small) == [f"roles/ae.yaml:{line}: {expected}"]


def test_a_note_may_name_other_roles_but_no_other_figures(small: Small) -> None:
    note = f"notes:\n  - text: Unlike the SSP\n    source: [{small.id('The AE')}]\n"
    small.edit("roles/ae.yaml", "cells:\n", f"{note}cells:\n")
    assert faults(small) == []
    line = small.edit("roles/ae.yaml", "Unlike the SSP", "Within 9 days") + 1
    assert faults(small) == [f"roles/ae.yaml:{line}: says 9, and none of its passages does: Within 9 days"]


def test_a_side_may_name_the_roles_of_its_disagreement(small: Small) -> None:
    line = small.edit("conflicts.yaml", "text: Qualified pipeline", "text: The SSP has it")
    (fault,) = faults(small)
    assert fault.startswith(f"conflicts.yaml:{line + 1}: says SSP, ")
    small.edit("conflicts.yaml", "title: How it ends", "title: How it ends for the SSP")
    assert faults(small) == []


def test_a_role_that_no_claiming_fact_names_is_reported(small: Small) -> None:
    small.edit("conflicts.yaml", "text: SSP and AE agree", "text: They agree")
    small.edit("stages/realize-value.yaml", "ids: [ssp]", "ids: []")
    (fault,) = faults(small)
    assert fault.startswith(f"stages/realize-value.yaml:5: lacks SSP of {small.id('Realize')}")


def test_a_stage_that_no_claiming_fact_names_is_reported(small: Small) -> None:
    passage = small.id("Realize")
    file = small.data / "stages/realize-value.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(passage, small.id("Listen")), encoding="utf-8")
    (fault,) = faults(small)
    assert fault.startswith(f"conflicts.yaml:9: lacks stage 4 of {passage}")


def test_a_changed_sentence_is_hinted_at(small: Small) -> None:
    change_document(small, "hums", "sings")
    new = next(passage.id for passage in cut(small.documents) if passage.text == "Ana sings.")
    (fault,) = faults(small)
    assert fault == (
        f"left_out.yaml:2: {small.id('Ana')} is not a passage: "
        f"the wording of 000/overview/2 changed, it is {new} now: Ana sings."
    )
    assert uncovered(small) == ["Ana sings."]


def test_a_moved_sentence_is_hinted_at(small: Small) -> None:
    change_document(small, "Ana hums", "Megan hums. Ana hums")
    (fault,) = faults(small)
    assert fault.endswith(f"is not a passage: it is {small.id('Ana').replace('/2#', '/3#')} now")


def test_a_removed_sentence_has_no_hint(small: Small) -> None:
    change_document(small, "\nAna hums.", "")
    assert faults(small) == [f"left_out.yaml:2: {small.id('Ana')} is not a passage"]


def test_what_is_left_out_and_covered_as_well_is_reported(small: Small) -> None:
    small.edit("left_out.yaml", "passages: [", f"passages: [{small.id('MSX')}, ")
    assert faults(small) == [
        f"left_out.yaml:2: {small.id('MSX')} is left out, and terms.yaml covers it",
    ]


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("Within 7 days", {"7"}),
        ("within seven days, 80% of 1st-year value (not $0)", {"7", "80", "1", "0"}),
        ("One Microsoft, two hours", {"2"}),
        ("from 50 to 500 users by Q3", {"50", "500", "3"}),
        ("Stage 4 Opportunity", {"stage 4"}),
        ("in Stage 1–2 or Stages 3-4", {"stage 1", "stage 2", "stage 3", "stage 4"}),
        ("stages 1, 4 and 5", {"stage 1", "stage 4", "stage 5"}),
        ("Stage 3, 12 months", {"stage 3", "12"}),
        ("S1→S2: the AE", {"stage 1", "stage 2", "AE"}),
        ("Realize Value and listen and consult", {"stage 4", "stage 1"}),
        ("AEs and SSP/AE", {"AE", "SSP"}),
        ("Account Executives", {"AE"}),
        ("the Account Leader, AEX, ae, GAE", {"AE"}),
        ("AEX, ae, GAE", set()),
    ],
)
def test_finds_numbers_roles_and_stages(small: Small, text: str, mentioned: set[str]) -> None:
    assert Mentions(read(small.data)).of(text) == mentioned
