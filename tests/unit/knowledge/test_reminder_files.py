"""What the rules of reminders refuse, and what depends on them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from knowledge import Expert, KnowledgeError
from knowledge.load import DATA, read
from knowledge.reminders import PLACEHOLDERS, Dated
from tests.unit.handoffs.play import FLYWHEEL

_FILE = "reminders/late.yaml"
_LADDER = """\
of: deadline
kinds: [atu-stu]
rungs:
  before:
    when: before
    days: 3
    unit: business
    text: "Soon: {what}"
  sooner:
    when: before
    days: 1
    text: "Soon, {when}, {day}"
  after:
    when: after
    days: 1
    to: move
    text: "Late: {what}"
  escalated:
    when: after
    days: 1
    to: escalation
    text: "Late: {who}"
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The knowledge with one ladder of reminders."""
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "reminders")
    _write(tmp_path, _FILE, _LADDER)
    return tmp_path


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The ladder and two kinds of handoff: quickly read, and faulty anyway, as all else is missing."""
    for name in ("handoffs/atu-stu.yaml", "handoffs/poc-scoping.yaml"):
        _write(tmp_path, name, (DATA / name).read_text(encoding="utf-8"))
    _write(tmp_path, _FILE, _LADDER)
    return tmp_path


def _write(data: Path, name: str, text: str) -> None:
    (data / name).parent.mkdir(exist_ok=True)
    (data / name).write_text(text, encoding="utf-8")


def _edit(data: Path, old: str, new: str) -> None:
    text = (data / _FILE).read_text(encoding="utf-8")
    assert text.count(old) == 1
    _write(data, _FILE, text.replace(old, new))


def _errors(data: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as raised:
        read(data)
    return raised.value.errors


def test_a_sound_ladder_is_read(data: Path) -> None:
    assert list(read(data).reminders["late"].rungs) == ["before", "sooner", "after", "escalated"]


def test_nobody_has_to_be_reminded(data: Path) -> None:
    shutil.rmtree(data / "reminders")
    assert not Expert.load(data).ladders


_OF = "of: deadline\n"
_DAYS = "    days: 3\n    unit: business\n"
_ONE = "before\n    days: 1"
_TEXT = '"Soon: {what}"'
_KNOWN = "{what}, {when}, {day}, {who}"
_TWICE = "comes on the same day as"
_SETTLED = "when everything is settled: only on or after"
_ENDED = "when a meeting will have ended: only on or after"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("[atu-stu]", "[atu-csu]", 2, "'atu-csu' is not a kind of handoff"),
        ("[atu-stu]", "[atu-stu, poc-scoping]", 2, "'poc-scoping' has no such date: deadline"),
        ("[atu-stu]", "[atu-stu, atu-stu]", 2, "'atu-stu' is named twice"),
        (_OF, "of: party\n", 1, "'of': Input should be 'deadline', 'discussion', 'ready' or 'meeting'"),
        (_OF, "of: ready\n", 5, f"nobody knows beforehand {_SETTLED}"),
        (_OF, "of: meeting\n", 5, f"nobody knows beforehand {_ENDED}"),
        ("to: move", "to: organiser", 16, "'deadline' has no organiser, only 'meeting' has one"),
        ("to: move", "to: boss", 16, "'to': Input should be 'move', 'organiser' or 'escalation'"),
        ("to: move", "too: move", 16, "'too' is not a known key"),
        ("to: move", "to: escalation", 18, f"'escalated' {_TWICE} 'after', to the same person"),
        ("to: escalation", "to: move", 18, f"'escalated' {_TWICE} 'after', to the same person"),
        (_DAYS, "    days: -1\n", 6, "'days' must be 0 or more"),
        (_DAYS, "    days: 100\n", 6, "'days' must be 99 or less"),
        (_DAYS, "    days: 1.5\n", 6, "'days' must be a whole number"),
        (_DAYS, "    days: soon\n", 6, "'days' must be a whole number"),
        (_DAYS, "    unit: weeks\n", 6, "'unit': Input should be 'business' or 'calendar'"),
        (_DAYS, "", 5, "'before' needs days, 1 or more"),
        (_DAYS, "    days: 1\n    unit: business\n", 9, f"'sooner' {_TWICE} 'before', to the same person"),
        (_DAYS, "    days: 0\n", 5, "'before' needs days, 1 or more"),
        (_ONE, "after", 10, "'after' needs days, 1 or more"),
        (_ONE, "before\n    days: 4", 9, "'sooner' comes before 'before': the earlier one stands first"),
        (_ONE, '"on"\n    days: 1', 11, "'on' is the day itself: it takes no days"),
        (_ONE, '"on"\n    unit: business', 11, "'on' is the day itself: it counts no days"),
        (_ONE, "on\n    days: 1", 10, "'when' is read as true or false; put it in quotes"),
        ("  sooner:", "  on:", 9, "a key is read as true or false; put it in quotes"),
        ("  sooner:", "  before:", 9, "'before' is given twice"),
        (_TEXT, '"{foo}"', 8, f"the text has '{{foo}}'; it may have {_KNOWN}"),
        (_TEXT, '"{}"', 8, f"the text has '{{}}'; it may have {_KNOWN}"),
        (_TEXT, '"{what:9}"', 8, f"the text has '{{what:9}}'; it may have {_KNOWN}"),
        (_TEXT, '"{what!r}"', 8, f"the text has '{{what!r}}'; it may have {_KNOWN}"),
        (_TEXT, '"{who.name}"', 8, f"the text has '{{who.name}}'; it may have {_KNOWN}"),
        (_TEXT, '"{"', 8, f"the text has a brace that is not part of {_KNOWN}"),
        (_TEXT, '"}"', 8, f"the text has a brace that is not part of {_KNOWN}"),
        (_TEXT, '""', 8, "'text' is empty"),
        (_TEXT, f'"{"x" * 401}"', 8, "the text is longer than 400 characters"),
        ("  sooner:", f"  {'s' * 81}:", 9, "the name is longer than 80 characters"),
    ],
)
def test_an_impossible_rule_is_named_with_its_line(
    bare: Path, old: str, new: str, line: int, words: str
) -> None:
    assert not [error for error in _errors(bare) if error.startswith(_FILE)]
    _edit(bare, old, new)
    assert f"{_FILE}:{line}: {words}" in _errors(bare)


def test_a_ladder_has_rungs(data: Path) -> None:
    _write(data, _FILE, "of: deadline\nrungs: {}\n")
    (error,) = _errors(data)
    assert error.startswith(f"{_FILE}:2: 'rungs'")


@pytest.mark.parametrize("kinds", ["", "kinds: [stu-csu, atu-stu]\n"])
def test_one_date_of_a_kind_has_one_ladder(data: Path, kinds: str) -> None:
    text = _LADDER.replace("kinds: [atu-stu]\n", kinds)
    _write(data, "reminders/later.yaml", text)
    words = "reminders/late.yaml has 'deadline' of these handoffs already"
    assert _errors(data) == [f"reminders/later.yaml:1: {words}"]


def test_kinds_may_have_ladders_of_their_own(data: Path) -> None:
    _write(data, "reminders/later.yaml", _LADDER.replace("atu-stu", "stu-csu"))
    _write(
        data,
        "reminders/talk.yaml",
        _LADDER.replace("deadline", "discussion").replace("kinds: [atu-stu]\n", ""),
    )
    assert set(read(data).reminders) == {"late", "later", "talk"}


def test_a_kind_that_waits_for_no_discussion_is_never_ready_for_it(data: Path) -> None:
    head, tail = _LADDER.index("  before:"), _LADDER.index("  after:")
    _write(data, _FILE, _LADDER[:head].replace("deadline", "ready") + _LADDER[tail:])
    read(data)
    kind = (data / "handoffs/atu-stu.yaml").read_text(encoding="utf-8")
    kind = re.sub(r"needs: \[.*\]", "needs: []", kind)
    _write(data, "handoffs/atu-stu.yaml", re.sub(r"(gate: discussion\n) +before: \w+\n", r"\1", kind))
    assert f"{_FILE}:2: 'atu-stu' has no such date: ready" in _errors(data)


def test_a_kind_whose_file_cannot_be_read_is_not_missing(data: Path) -> None:
    _write(data, "handoffs/atu-stu.yaml", "name: [")
    assert not [error for error in _errors(data) if error.startswith("reminders/")]


def test_a_changed_rule_is_another_version_of_the_knowledge_and_not_of_the_kinds(data: Path) -> None:
    before = Expert.load(data)
    _edit(data, "days: 3", "days: 4")
    after = Expert.load(data)
    assert after.version != before.version
    assert {key: kind.version for key, kind in after.kinds.items()} == {
        key: kind.version for key, kind in before.kinds.items()
    }


def test_the_ladders_are_those_of_the_promise() -> None:
    """3 business days before, the day before, the day, 1 and 3 days after; then 3, 7 and 14 days after."""
    ladders = read().reminders
    told = {
        key: [(rung.when.value, rung.days, rung.unit.value, rung.to.value) for rung in ladder.rungs.values()]
        for key, ladder in ladders.items()
    }
    own = [
        ("before", 3, "business", "move"),
        ("before", 1, "calendar", "move"),
        ("on", 0, "calendar", "move"),
    ]
    own += [("after", 1, "calendar", "move"), ("after", 3, "calendar", "move")]
    escalated = [("after", days, "calendar", "escalation") for days in (3, 7, 14)]
    assert told["deadline"] == own + escalated
    assert told["discussion"] == own + escalated[:2]
    assert told["not-booked"] == [("after", 2, "business", "move")]
    assert told["held"] == [("on", 0, "calendar", "organiser"), ("after", 1, "calendar", "organiser")]
    assert ladders["not-booked"].kinds == ("atu-stu",)
    assert all(not ladder.kinds for key, ladder in ladders.items() if key != "not-booked")


def test_every_text_is_said_in_plain_words() -> None:
    library = read()
    for ladder in library.reminders.values():
        for kind in library.handoffs.values():
            if ladder.of is Dated.DEADLINE and kind.deadline is None:
                continue
            what = (
                kind.deadline.text if ladder.of is Dated.DEADLINE and kind.deadline else kind.discussion.name
            )
            for rung in ladder.rungs.values():
                text = rung.text.format(**dict.fromkeys(PLACEHOLDERS, "x") | {"what": what})
                assert re.fullmatch(r"[A-Z][^!.]*\b(?:\. [^!.]+)*[.?]", text), text
                assert text.isascii()
    assert {key for key, kind in library.handoffs.items() if kind.deadline is None} == set(FLYWHEEL)
