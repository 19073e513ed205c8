"""What the contract of a checklist file refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge import KnowledgeError
from knowledge.checking import coverage
from knowledge.checking.faults import report
from knowledge.checking.passages import cut
from knowledge.load import read
from tests.unit.knowledge.small import Small

_KIND = """\
name: Passing on
short: Pass
aliases: [pass on]
about: The AE passes on.
stages: [1, 2]
giver: {roles: [ae], title: AE, source: [OVERVIEW]}
receiver: {roles: [ssp], title: SSP, source: [REALIZE]}
confirm: [giver, receiver]
discussion:
  name: The talk
  source: [OVERVIEW]
moved:
  text: it moved
  by: giver
  needs: [agreement]
  source: [OVERVIEW]
deadline:
  anchor: moved
  offset: 7
  unit: calendar
  text: The AE hands over
  source: [OVERVIEW]
items:
  plan:
    text: There is a plan
    why: It is needed.
    source: [OVERVIEW]
    group: qualification
    by: [giver]
    before: moved
  agreed:
    text: All agree
    why: It is needed.
    source: [REALIZE]
    group: agreement
    gate: agreement
  held:
    text: The talk was held
    why: It is needed.
    source: [OVERVIEW]
    group: discussion
    gate: discussion
  moved:
    text: It moved
    why: It is needed.
    source: [OVERVIEW]
    group: transfer
    gate: moved
"""
_FILE = "handoffs/pass.yaml"


@pytest.fixture
def small(tmp_path: Path) -> Small:
    small = Small(tmp_path)
    text = _KIND.replace("OVERVIEW", small.id("The AE")).replace("REALIZE", small.id("Realize"))
    small.write(_FILE, text)
    return small


def _errors(small: Small) -> list[str]:
    with pytest.raises(KnowledgeError) as raised:
        read(small.data)
    return raised.value.errors


def test_a_small_kind_is_sound(small: Small) -> None:
    assert list(read(small.data).handoffs["pass"].items) == ["plan", "agreed", "held", "moved"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("roles: [ssp]", "roles: [boss]", "'boss' is not a known role"),
        ("stages: [1, 2]", "stages: [1, 6]", "'6' is not a known stage number"),
        ("by: [giver]", "by: []", "nobody may tick 'plan', and no gate settles it"),
        ("by: [giver]", "by: [other]", "'other' may tick it, and the kind has no others"),
        ("before: moved", "before: agreement", "'agreement' is not a move: moved or transferred"),
        ("before: moved", "before: transferred", "the kind has no gate 'transferred'"),
        ("gate: moved", "gate: moved\n    before: moved", "'moved' would wait for itself"),
        ("gate: moved", "gate: transferred", "the kind has no gate 'transferred'"),
        ("gate: moved", "by: [giver]", "no item has the gate 'moved'"),
        ("before: moved", "gate: moved", "'plan' has the gate 'moved' already"),
        ("group: qualification", "group: transfer", "'agreement' comes before 'transfer'"),
        ("needs: [agreement]", "needs: [transferred]", "the kind has no gate 'transferred'"),
        ("  by: giver\n", "  by: other\n", "'other' does it, and the kind has no others"),
        ("needs: [agreement]", "needs: [moved]", "'moved' cannot wait for 'moved'"),
        ("  name: The talk", "  name: The talk\n  latest: {anchor: held, offset: 1, unit: calendar, "
         "text: t, source: [000/overview/1#000000]}", "the discussion cannot be due after itself"),
        ("by: [giver]", "by: [boss]", "an entry of 'by': Input should be 'giver', 'receiver' or 'other'"),
        ("offset: 7", "offset: 0", "'offset' must be 1 or more"),
        ("about:", "abuot:", "'abuot' is not a known key"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_named_with_its_line(
    small: Small, old: str, new: str, words: str
) -> None:
    small.edit(_FILE, old, new)
    lines = [error for error in _errors(small) if error.endswith(f": {words}")]
    assert lines
    assert all(re.match(rf"{_FILE}:[1-9]\d*: ", line) for line in lines)


def test_a_move_that_is_not_there_cannot_start_a_clock(small: Small) -> None:
    text = (small.data / _FILE).read_text(encoding="utf-8")
    small.write(_FILE, re.sub(r"(?m)^moved:\n(  .*\n)+", "", text))
    assert any(error.endswith("the kind has no move to count from") for error in _errors(small))


def test_all_faults_are_reported_at_once(small: Small) -> None:
    small.edit(_FILE, "roles: [ssp]", "roles: [boss]")
    small.edit(_FILE, "by: [giver]", "by: []")
    small.edit("roles/ae.yaml", "named: [ssp]", "named: [boss]")
    assert len(_errors(small)) == 3


def test_two_kinds_are_not_called_the_same(small: Small) -> None:
    small.write("handoffs/other.yaml", (small.data / _FILE).read_text(encoding="utf-8"))
    (first, second) = _errors(small)
    assert first.endswith("the alias 'pass on' is also claimed by handoffs/pass.yaml")
    assert second.endswith("the alias 'pass on' is also claimed by handoffs/other.yaml")


def test_a_kind_may_be_called_as_a_topic_is(small: Small) -> None:
    small.edit(_FILE, "[pass on]", "[pass on, flywheel]")
    assert read(small.data).handoffs["pass"].aliases == ("pass on", "flywheel")


def test_what_rests_on_internal_passages_is_marked_internal(small: Small) -> None:
    term = small.id("MSX")
    text = (small.data / _FILE).read_text(encoding="utf-8")
    small.write(_FILE, text.replace(f"name: The talk\n  source: [{small.id('The AE')}]",
                                    f"name: The talk\n  source: [{term}]"))  # fmt: skip
    (error,) = _errors(small)
    assert error.endswith(f"{term} is not for customers, and the kind is not marked internal")
    small.edit(_FILE, "confirm:", "internal: true\nconfirm:")
    assert read(small.data).handoffs["pass"].internal


def _coverage(small: Small) -> list[str]:
    return report(small.data, coverage.faults(read(small.data), cut(small.documents)))


@pytest.mark.parametrize(
    ("old", "new", "extra"),
    [
        ("text: There is a plan", "text: There are 3 plans", "3"),
        (
            "text: There is a plan\n    why: It is needed.",
            "text: A plan\n    why: Stage 2 needs it.",
            "stage 2",
        ),
        ("offset: 7", "offset: 8", "8"),
        ("title: AE", "title: SSP", "SSP"),
        ("name: The talk", "name: The talk of Stage 2", "stage 2"),
        ("text: it moved", "text: it moved to Stage 2", "stage 2"),
    ],
)
def test_a_checklist_may_not_say_more_than_its_passages(small: Small, old: str, new: str, extra: str) -> None:
    assert _coverage(small) == []
    small.edit(_FILE, old, new)
    (fault,) = _coverage(small)
    assert f": says {extra}, and none of its passages does: " in fault


def test_a_checklist_does_not_make_up_for_a_missing_answer(small: Small) -> None:
    text = (small.data / "terms.yaml").read_text(encoding="utf-8")
    small.write("terms.yaml", text[text.index("ae:") :])
    small.edit("conflicts.yaml", " term.msx,", "")
    small.edit(_FILE, "confirm:", "internal: true\nconfirm:")
    kind = (small.data / _FILE).read_text(encoding="utf-8")
    small.write(_FILE, kind.replace(small.id("The AE"), small.id("MSX")))
    library = read(small.data)
    found = coverage.uncovered(cut(small.documents), coverage.facts(library), library.left_out)
    assert [passage.text for passage in found] == ["MSX is where it is tracked"]
