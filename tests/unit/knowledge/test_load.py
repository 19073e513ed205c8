from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.checking.faults import Fault, report
from knowledge.errors import KnowledgeError
from knowledge.load import read
from tests.unit.knowledge.small import STAGES, Small

NOT_TEXT = "must be text; if it is, put it in quotes"
NO_PART = "is not a part of the topic flywheel"
NOT_EMPTY = "is an empty list or too short"
NOT_STRING = f"'text' {NOT_TEXT}"
NOT_ID = "is not a passage id (such as 000/overview/1#a942aa)"


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path)


def errors(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as raised:
        read(folder)
    return raised.value.errors


def test_reads_every_kind_by_its_key(small: Small) -> None:
    library = read(small.data)
    assert tuple(library.stages) == STAGES
    assert set(library.roles) == {"ae", "ssp"}
    assert library.units["atu"].roles.ids == ("ae",)
    assert library.topics["flywheel"].parts["kickoff"].who == ("ae",)
    assert (set(library.terms), set(library.conflicts), set(library.gaps)) == (
        {"msx", "ae"},
        {"exit"},
        {"when"},
    )
    assert library.left_out[0].reason == "says nothing"
    assert library.documents["000"].internal == ("terms",)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("stages/realize-value.yaml", "exit_criteria", "exit_critera", "'exit_critera' is not a known key"),
        ("roles/ae.yaml", "text: Hands", "txt: Hands", "'txt' is not a known key"),
        ("stages/realize-value.yaml", "number: 4", "number: four", "'number' must be a whole number"),
        ("stages/realize-value.yaml", "number: 4", "number: 100", "'number' must be 99 or less"),
        ("roles/ae.yaml", "[account exec]", "[ok, no]", f"an entry of 'aliases' {NOT_TEXT}"),
        ("roles/ssp.yaml", "names: []", "names: none", "'names' must be a list"),
        ("roles/ssp.yaml", "names: []", "names:", "'names' is empty"),
        ("roles/ae.yaml", "name: Account Executive", "name: ''", "'name' is empty"),
        ("topics/flywheel.yaml", "who: [ae]", "who: [The AE]", "'The AE' is not a valid key here"),
        ("terms.yaml", "msx:", "MSX Term:", "'MSX Term' is not a valid key here"),
        ("units/atu.yaml", "ids: [1]", "ids: [A B]", "'A B' is neither a key nor a number"),
        ("roles/ae.yaml", "  4: {}\n", "", "cells missing for stage 4"),
        ("roles/ae.yaml", "  4: {}", "  4: Plans", "an entry of 'cells' must be keys with values"),
        ("roles/ae.yaml", "  4: {}", "  4: {text: [Plans]}", NOT_STRING),
        ("topics/flywheel.yaml", "who: [ae]", "internal: perhaps", "'internal' must be true or false"),
        ("topics/flywheel.yaml", "statements:", "statements: []\n    x:", f"'statements' {NOT_EMPTY}"),
        ("left_out.yaml", "passages: [", "passages: [somewhere, ", f"'somewhere' {NOT_ID}"),
    ],
)  # fmt: skip
def test_names_file_and_line_of_what_the_contract_refuses(
    small: Small, file: str, old: str, new: str, words: str
) -> None:
    line = small.edit(file, old, new)
    expected = 1 if words.startswith("cells missing") else line  # a fault of the whole file
    assert f"{file}:{expected}: {words}" in errors(small.data)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("stages/realize-value.yaml", "ids: [ae]", "ids: [boss]", "'boss' is not a known role"),
        ("stages/realize-value.yaml", "ids: [ssp]", "ids: [4]", "'4' is not a known role"),
        ("stages/realize-value.yaml", "ids: [atu]", "ids: [ae]", "'ae' is not a known unit"),
        ("stages/realize-value.yaml", "transition: flywheel", "transition: x", "'x' is not a known topic"),
        ("stages/realize-value.yaml", "flywheel: kickoff", "flywheel: x", f"'x' {NO_PART}"),
        ("units/atu.yaml", "ids: [1]", "ids: [6]", "'6' is not a known stage number"),
        ("topics/flywheel.yaml", "who: [ae]", "who: [boss]", "'boss' is not a known role or unit"),
        ("topics/flywheel.yaml", "stages: [1]", "stages: [9]", "'9' is not a known stage number"),
        ("roles/ae.yaml", "named: [ssp]", "named: [atu]", "'atu' is not a known role"),
        ("roles/ae.yaml", "  5: {}", "  5: {}\n  6: {}", "'6' is not a known stage number"),
        ("motions/map.yaml", "  ae:", "  boss:", "'boss' is not a known role"),
        ("documents.yaml", "internal: [terms]", "internal: [x]", "'x' is not one of the document's sections"),
        ("conflicts.yaml", "lead: 0", "lead: 2", "lead is 2, but the sides are 0 to 1"),
    ],
)  # fmt: skip
def test_names_file_and_line_of_a_dangling_reference(
    small: Small, file: str, old: str, new: str, words: str
) -> None:
    line = small.edit(file, old, new) + new.count("\n")
    assert errors(small.data) == [f"{file}:{line}: {words}"]


@pytest.mark.parametrize(
    "about",
    [
        *("role.ae", "role.boss.names", "role.ae.boss", "role.ae.cells.6", "role.ae.duties"),
        *("stage.6.name", "stage.1.exit_criteria.1", "unit.atu.a", "term.boss", "motion.boss"),
        *("topic.boss", "topic.flywheel.boss", "transition.boss", "flywheel.boss", "mcem.boss", "boss"),
    ],
)
def test_names_what_a_disagreement_is_about_in_vain(small: Small, about: str) -> None:
    line = small.edit("conflicts.yaml", "about: [", f"about: [{about}, ")
    assert errors(small.data) == [f"conflicts.yaml:{line}: '{about}' leads to nothing"]


def test_names_sources_outside_the_listed_documents(small: Small) -> None:
    small.edit("gaps.yaml", "[000/overview/", "[001/overview/")
    small.edit("terms.yaml", "[000/terms/", "[000/appendix/")
    assert errors(small.data) == [
        "gaps.yaml:4: document '001' is not in documents.yaml",
        "terms.yaml:3: section 'appendix' of document 000 is not in documents.yaml",
    ]


def test_a_cell_with_a_text_needs_a_source(small: Small) -> None:
    line = small.edit("roles/ae.yaml", "  2: {}", "  2: {text: Plans}")
    assert errors(small.data) == [f"roles/ae.yaml:{line}: the cell has a text without a source"]


def test_what_is_missing_is_named_at_the_record_that_lacks_it(small: Small) -> None:
    line = small.edit("topics/flywheel.yaml", "    title: Kickoff\n", "") - 1
    assert errors(small.data) == [f"topics/flywheel.yaml:{line}: 'title' is missing"]


def test_a_place_that_is_not_in_the_file_is_named_by_what_encloses_it(small: Small) -> None:
    places: list[tuple[str | int, ...]] = [("when", "text", "more"), ("when", "nothing"), ("never",)]
    found = report(small.data, [Fault(file="gaps.yaml", path=path, words=str(path[-1])) for path in places])
    assert found == ["gaps.yaml:1: never", "gaps.yaml:1: nothing", "gaps.yaml:3: more"]


def test_two_equal_keys_are_an_error(small: Small) -> None:
    line = small.edit("terms.yaml", "  term: MSX", "  term: MSX\n  term: MSY") + 1
    assert errors(small.data) == [f"terms.yaml:{line}: 'term' is given twice"]


def test_text_that_is_not_yaml_is_an_error(small: Small) -> None:
    line = small.edit("roles/ssp.yaml", "names: []", "names: and: more")
    (error,) = errors(small.data)
    assert error.startswith(f"roles/ssp.yaml:{line}: cannot be read as YAML: ")


def test_bytes_that_are_not_utf8_are_an_error(small: Small) -> None:
    text = (small.data / "terms.yaml").read_bytes()
    (small.data / "terms.yaml").write_bytes(text + b"# caf\xe9\n")
    line = text.count(b"\n") + 1
    assert errors(small.data) == [f"terms.yaml:{line}: is not UTF-8 text"]


def test_a_control_character_is_an_error(small: Small) -> None:
    small.edit("gaps.yaml", "Nobody", "No\x07body")
    assert [error for error in errors(small.data) if error.startswith("gaps.yaml:")]


def test_a_contract_error_at_the_root_of_a_list_is_named(small: Small) -> None:
    small.write("left_out.yaml", "- nothing\n")
    assert errors(small.data) == ["left_out.yaml:1: an entry must be keys with values"]
    small.write("left_out.yaml", "reason: none\n")
    assert errors(small.data) == ["left_out.yaml:1: the file must be a list"]


def test_a_date_that_is_none_is_an_error(small: Small) -> None:
    small.edit("gaps.yaml", "Nobody says when.", "2026-13-45")
    assert errors(small.data) == [
        "gaps.yaml:1: holds a value that cannot be read: month must be in 1..12",
    ]


def test_empty_unknown_and_missing_files_are_errors(small: Small) -> None:
    small.write("roles/pdm.yaml", "")
    small.write("roles/pss.yml", "name: PSS")
    small.write("roles/SE.yaml", "name: Solution Engineer")
    small.write("notes.yaml", "{}")
    small.write(".hidden", "of an editor")
    (small.data / "gaps.yaml").unlink()
    assert errors(small.data) == [
        "gaps.yaml:1: is missing",
        "notes.yaml:1: is not a knowledge file",
        "roles/SE.yaml:1: is not a knowledge file",
        "roles/pdm.yaml:1: the file is empty",
        "roles/pss.yml:1: is not a knowledge file",
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("more: [go on]", "more: go on", "'more' must be a list"),
        ("why: [how come]", "wy: [how come]", "'wy' is not a known key"),
        ("light: say", "light: [say]", f"'light' {NOT_TEXT}"),
        ("{lead: [who leads]}", "{lead: [who leads, 1]}", f"an entry of 'lead' {NOT_TEXT}"),
        ("{u: you}", "{u: you, u: your}", "'u' is given twice"),
        ("{u: you}", "{no: know}", "a key is read as true or false; put it in quotes"),
    ],
)
def test_a_fault_of_the_language_data_is_named_with_its_line(
    small: Small, old: str, new: str, words: str
) -> None:
    line = small.edit("lexicon.yaml", old, new)
    assert f"lexicon.yaml:{line}: {words}" in errors(small.data)


def test_faults_of_the_language_data_stand_among_the_others(small: Small) -> None:
    lines = {
        "conflicts.yaml": small.edit("conflicts.yaml", "lead: 0", "lead: 5"),
        "lexicon.yaml": small.edit("lexicon.yaml", "padding: please", "padding: a: b"),
        "terms.yaml": small.edit("terms.yaml", "term: MSX", "term: a: b"),
    }
    found = [error.split(": ")[0] for error in errors(small.data)]
    assert found == [f"{file}:{line}" for file, line in lines.items()]


def test_missing_language_data_is_a_fault(small: Small) -> None:
    (small.data / "lexicon.yaml").unlink()
    assert errors(small.data) == ["lexicon.yaml:1: is missing"]


def test_stages_are_numbered_without_gap_or_repetition(small: Small) -> None:
    small.edit("stages/realize-value.yaml", "number: 4", "number: 3")
    found = errors(small.data)
    assert "stages/realize-value.yaml:1: stage number 3 is also that of stages/empower-achieve.yaml" in found
    assert "stages/manage-optimize.yaml:1: no stage has the number 4" in found


def test_an_alias_of_two_entities_is_reported_at_both(small: Small) -> None:
    line = small.edit("roles/ssp.yaml", "names: []", "names: []\naliases: [Account  Team, seller]") + 1
    assert errors(small.data) == [
        f"roles/ssp.yaml:{line}: the alias 'account team' is also claimed by units/atu.yaml",
        "units/atu.yaml:3: the alias 'account team' is also claimed by roles/ssp.yaml",
    ]


def test_an_alias_may_not_be_the_name_of_another_entity(small: Small) -> None:
    line = small.edit("roles/ae.yaml", "[account exec]", "[solution seller]")
    assert errors(small.data) == [
        f"roles/ae.yaml:{line}: the alias 'solution seller' is also claimed by roles/ssp.yaml",
    ]


def test_reports_all_faults_at_once_and_none_that_follow_from_them(small: Small) -> None:
    small.edit(
        "roles/ae.yaml", "name: Account Executive", "nome: Account Executive"
    )  # others still refer to ae
    small.edit("topics/flywheel.yaml", "who: [ae]", "who: [boss]")
    small.edit("terms.yaml", "term: MSX", "term: a: b")
    small.edit("stages/inspire-design.yaml", "number: 2", "number: 0")
    small.edit("documents.yaml", "title:", "titel:")
    assert [error.split(": ")[0] for error in errors(small.data)] == [
        "documents.yaml:1",
        "documents.yaml:3",
        "roles/ae.yaml:1",
        "roles/ae.yaml:2",
        "stages/inspire-design.yaml:1",
        "terms.yaml:2",
        "topics/flywheel.yaml:7",
    ]
