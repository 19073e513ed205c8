"""The checklists, held against the documents one by one, and what their contract refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from knowledge import Expert
from knowledge.answers import facts
from knowledge.checking.mentions import Mentions
from knowledge.checking.passages import Passage, cut
from knowledge.handoffs import Anchor, Gate, Group, HandoffKind, ItemRule, Side, SideRule, Unit
from knowledge.library import Library
from knowledge.understand import gazetteer
from knowledge.understand.lexicon import Lexicon
from tests.shared import shared

_TRANSITIONS = ("atu-stu", "stu-csu")
_FLYWHEEL = ("design-kickoff", "poc-scoping", "deployment-readiness", "optimization-planning")
_ATU_STU = "001/atu-to-stu-milestone-ownership-transitio"
_STU_CSU = "001/stu-to-csu-consumption-opportunity-owner"
_INTERNAL = "003/mcem-reference-for-llm-internal-do-not-i"
_QUOTES = str.maketrans("", "", "“”")
_SMALL = {*"a an and or of the to in is are be with for when they them it were was has have not".split()}


@pytest.fixture(scope="module")
def passages() -> dict[str, Passage]:
    return {passage.id: passage for passage in cut(shared("sources"))}


def _section(passages: dict[str, Passage], section: str) -> list[Passage]:
    found = [passage for id, passage in passages.items() if id.startswith(f"{section}/")]
    assert found, section
    return found


def _of(kind: HandoffKind, group: Group) -> list[ItemRule]:
    return [item for item in kind.items.values() if item.group is group]


def _words(text: str) -> set[str]:
    """The words that carry a criterion, without endings; abbreviations as the checklist spells them."""
    text = (
        text.lower().replace("oppty", "opportunity").replace("est.", "estimated").replace("maker/s", "makers")
    )
    return {word[:6] for word in re.findall(r"[a-z0-9$]+", text)} - _SMALL


def test_there_are_six_kinds(expert: Expert) -> None:
    assert set(expert.kinds) == {*_TRANSITIONS, *_FLYWHEEL}


@pytest.mark.parametrize(
    ("section", "group", "count"),
    [
        ("stage-1-opportunity-qualification-criter", Group.QUALIFICATION, 6),
        ("stage-1-milestone-criteria", Group.MILESTONE, 4),
    ],
)
def test_every_criterion_of_stage_1_is_exactly_one_item(
    expert: Expert, passages: dict[str, Passage], section: str, group: Group, count: int
) -> None:
    bullets = [p for p in _section(passages, f"{_ATU_STU}.{section}") if not p.text.endswith(":")]
    items = _of(expert.kinds["atu-stu"], group)
    assert [item.source[0] for item in items] == [bullet.id for bullet in bullets]
    assert len(items) == count
    for item, bullet in zip(items, bullets, strict=True):
        shared_words = _words(item.text) & _words(bullet.text)
        assert len(shared_words) >= 0.5 * len(_words(bullet.text)), (item.text, bullet.text)
        assert (item.required, item.before) == (True, Gate.MOVED)


def test_the_criteria_are_ticked_by_those_who_have_to_see_to_them(expert: Expert) -> None:
    kind = expert.kinds["atu-stu"]
    both, giver = (Side.GIVER, Side.RECEIVER), (Side.GIVER,)
    assert {item.by for item in _of(kind, Group.QUALIFICATION)} == {both}
    assert {item.by for item in _of(kind, Group.MILESTONE)} == {giver}
    evidence = {key for key, item in kind.items.items() if item.evidence}
    assert evidence == {"decision-makers", "blockers", "budget"}


@pytest.mark.parametrize(
    ("key", "section", "ordinal", "words"),
    [
        ("customer-commitment", "stu-specialist-se-responsibilities", 1,
         ("committed to", "proposed workloads")),
        ("timeline", "stu-specialist-se-responsibilities", 1, ("timeline",)),
        ("revenue", "stu-specialist-se-responsibilities", 1, ("revenue is confirmed to have landed",)),
        ("committed", "stu-specialist-se-responsibilities", 1, ("consumption opportunity", "end of stage 3")),
        ("agreement-details", "csu-csa-csam-responsibilities", 1,
         ("customer agreement details", "any closing billed opportunity comments")),
        ("details-validated", "required-handoff-process", 2, ("consumption opportunity", "details")),
        ("discussed", "required-handoff-process", 1, ("transition discussion",)),
        ("moved", "stu-specialist-se-responsibilities", 2, ("opportunity", "stage 4", "in msx")),
        ("pipeline-decks", "resources-to-identify-opportunity-owners", 1, ("pipeline walking decks",)),
        ("owner-unified", "resources-to-identify-opportunity-owners", 2,
         ("aka.ms/whoisthecsam", "right csam owner for the committed milestone")),
        ("owner-non-unified", "resources-to-identify-opportunity-owners", 3,
         ("csa manager accountable for",)),
        ("transferred", "csu-csa-csam-responsibilities", 2, ("consumption opportunity in msx",)),
    ],
)  # fmt: skip
def test_the_items_of_stu_to_csu_say_what_the_document_says(
    expert: Expert, passages: dict[str, Passage], key: str, section: str, ordinal: int, words: tuple[str, ...]
) -> None:
    item = expert.kinds["stu-csu"].items[key]
    assert item.source[0].startswith(f"{_STU_CSU}.{section}/{ordinal}#")
    for phrase in words:
        assert phrase in item.text.lower()
        assert phrase in passages[item.source[0]].text.lower()


def test_every_passage_on_stu_to_csu_is_in_its_checklist(
    expert: Expert, passages: dict[str, Passage]
) -> None:
    cited = {source for item in expert.kinds["stu-csu"].items.values() for source in item.source}
    cited |= set(expert.kinds["stu-csu"].deadline.source)  # type: ignore[union-attr]
    assert {id for id in passages if id.startswith(f"{_STU_CSU}.")} <= cited


def test_the_new_owner_is_looked_up_where_the_account_is_unified(expert: Expert) -> None:
    items = expert.kinds["stu-csu"].items
    conditional = {key: item.unified for key, item in items.items() if item.unified is not None}
    assert conditional == {"owner-unified": True, "owner-non-unified": False}
    assert [key for key, item in items.items() if not item.required] == ["pipeline-decks"]


@pytest.mark.parametrize("key", _FLYWHEEL)
@pytest.mark.parametrize(
    ("group", "section"),
    [
        (Group.ARTIFACTS, "key-artifacts-deliverables-by-stage"),
        (Group.METRICS, "success-criteria-metrics"),
    ],
)
def test_artifacts_and_metrics_are_those_of_the_stage_that_ends(
    expert: Expert, passages: dict[str, Passage], key: str, group: Group, section: str
) -> None:
    kind = expert.kinds[key]
    stage = f"Stage {kind.stages[0]}: "
    line = next(p for p in _section(passages, f"{_INTERNAL}.{section}") if p.text.startswith(stage))
    listed = re.split(r", (?![^(]*\))", line.text.removeprefix(stage).rstrip("."))
    items = _of(kind, group)
    assert [item.text.lower() for item in items] == [each.lower() for each in listed]
    assert all(item.source[0] == line.id and item.required for item in items)
    assert all(item.by == (Side.GIVER,) for item in items)


@pytest.mark.parametrize("key", _FLYWHEEL)
def test_the_clauses_and_people_of_a_flywheel_meeting(
    library: Library, passages: dict[str, Passage], key: str
) -> None:
    kind = library.handoffs[key]
    start, end = kind.stages
    line = next(
        p
        for p in _section(passages, f"{_INTERNAL}.flywheel-hand-offs-governance")
        if p.text.startswith(f"S{start}→S{end}")
    )
    meeting, _, said = line.text.partition("—")
    clauses = [clause.strip() for clause in said.rstrip(".").split(";")]
    items = _of(kind, Group.SESSION)
    assert f"“{kind.name}”" in meeting
    assert kind.discussion.name in meeting.translate(_QUOTES)
    assert len(items) == len(clauses)
    for item, clause in zip(items, clauses, strict=True):
        assert item.source[0] == line.id
        assert _words(clause) <= _words(item.text), (clause, item.text)
    sides = (kind.giver, kind.receiver, *kind.others)
    roles = [library.roles[role] for side in sides for role in side.roles]
    assert {role.abbreviation or role.name for role in roles} == Mentions(library).roles(said)
    assert all(side.source == (line.id,) for side in sides)


@pytest.mark.parametrize("key", _FLYWHEEL)
def test_a_clause_can_be_ticked_by_the_sides_that_it_names(library: Library, key: str) -> None:
    kind = library.handoffs[key]
    for item in _of(kind, Group.SESSION):
        for side, rules in _sides(kind):
            if any(re.search(rf"\b{rule.title}\b", item.text) for rule in rules):
                assert side in item.by, item.text


def _sides(kind: HandoffKind) -> Iterator[tuple[Side, tuple[SideRule, ...]]]:
    yield Side.GIVER, (kind.giver,)
    yield Side.RECEIVER, (kind.receiver,)
    yield Side.OTHER, kind.others


@pytest.mark.parametrize("key", _FLYWHEEL)
def test_a_flywheel_kind_ends_with_its_items_and_its_meeting(expert: Expert, key: str) -> None:
    kind = expert.kinds[key]
    assert kind.internal
    assert kind.gates == {Gate.DISCUSSION}
    assert (kind.confirm, kind.milestones) == ((), False)
    assert (kind.moved, kind.transferred, kind.deadline, kind.discussion.latest) == (None,) * 4


@pytest.mark.parametrize("key", _TRANSITIONS)
def test_a_transition_is_confirmed_by_both_and_passes_every_gate(expert: Expert, key: str) -> None:
    kind = expert.kinds[key]
    assert not kind.internal
    assert kind.confirm == (Side.GIVER, Side.RECEIVER)
    assert kind.milestones
    assert kind.gates == set(Gate)
    assert {item.gate for item in kind.items.values() if item.gate} == set(Gate)
    assert kind.transferred
    assert kind.transferred.needs == (Gate.MOVED, Gate.DISCUSSION)


def test_only_the_move_out_of_stage_1_waits_for_agreement_and_discussion(expert: Expert) -> None:
    moves = [expert.kinds[key].moved for key in _TRANSITIONS]
    assert [move.needs for move in moves if move] == [(Gate.AGREEMENT, Gate.DISCUSSION), ()]


def test_who_records_a_move_is_who_does_it_by_the_document(expert: Expert) -> None:
    """The ATU transitions to Stage 2 and the STU takes ownership; the STU moves to Stage 4 and transfers."""
    moves = [(expert.kinds[key].moved, expert.kinds[key].transferred) for key in _TRANSITIONS]
    sides = [tuple(move.by for move in pair if move) for pair in moves]
    assert sides == [(Side.GIVER, Side.RECEIVER), (Side.GIVER, Side.GIVER)]


def test_the_deadlines(expert: Expert, passages: dict[str, Passage]) -> None:
    atu_stu, stu_csu = (expert.kinds[key].deadline for key in _TRANSITIONS)
    assert atu_stu
    assert stu_csu
    assert (atu_stu.anchor, atu_stu.offset, atu_stu.unit) == (Anchor.HELD, 7, Unit.BUSINESS)
    assert "Within 7 business days after transition discussion" in passages[atu_stu.source[0]].text
    assert (stu_csu.anchor, stu_csu.offset, stu_csu.unit) == (Anchor.MOVED, 7, Unit.CALENDAR)
    assert "within 7 days" in passages[stu_csu.source[0]].text
    assert (atu_stu.reading, "Baton's reading" in stu_csu.reading) == ("", True)
    latest = expert.kinds["stu-csu"].discussion.latest
    assert latest
    assert (latest.anchor, latest.offset, latest.unit) == (stu_csu.anchor, stu_csu.offset, stu_csu.unit)
    assert latest.reading == stu_csu.reading


@pytest.mark.parametrize("key", [*_TRANSITIONS, *_FLYWHEEL])
def test_every_item_says_why_and_from_where(expert: Expert, passages: dict[str, Passage], key: str) -> None:
    for item in expert.kinds[key].items.values():
        assert re.fullmatch(r"[A-Z][^.!]*\.", item.why)
        assert not item.text.endswith((".", "!"))
        assert all(source in passages for source in item.source)
        assert all(", " in expert.source_name(source) for source in item.source)


def test_a_source_is_named_as_answers_name_it(expert: Expert) -> None:
    budget = expert.kinds["atu-stu"].items["budget"]
    name = expert.source_name(budget.source[0])
    assert name == "MCEM Overview, ATU to STU Transition: Opportunity Qualification Criteria"
    assert name in expert.answer("what are the stage 1 qualification criteria?").text


def test_the_version_follows_the_content_and_not_the_names(expert: Expert) -> None:
    kind = expert.kinds["atu-stu"]
    assert re.fullmatch(r"[0-9a-f]{12}", kind.version)
    assert kind.model_copy(update={"aliases": ("else",)}).model_copy().version == kind.version
    data = kind.model_dump()
    assert HandoffKind.model_validate(data | {"aliases": ("else",)}).version == kind.version
    assert HandoffKind.model_validate(data | {"about": "Else."}).version != kind.version
    turned = dict(reversed(list(data["items"].items())))
    assert HandoffKind.model_validate(data | {"items": turned}).version != kind.version


def test_nothing_of_a_checklist_enters_the_understanding(library: Library, language: Lexicon) -> None:
    without = replace(library, handoffs={})
    assert facts.flatten(library) == facts.flatten(without)
    with_, bare = (gazetteer.build(each, language, (), ()) for each in (library, without))
    assert (with_.names, with_.vocabulary) == (bare.names, bare.vocabulary)
