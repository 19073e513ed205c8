"""The report: all of it, for people, and harmless in whatever opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from handoffs import agreement, ending, entries, facts, items, moves, people, report
from handoffs.history import Recorded
from handoffs.sections import Record
from knowledge.handoffs import Side
from tests.unit.handoffs.play import NAMES, TODAY, Play, checked

_NASTY = "=HYPERLINK(1) | <b>*bold*</b> [x](javascript:1) `code`"


@pytest.fixture
def play() -> Play:
    play = Play().started()
    play.act("ana", facts.opportunity, customer=_NASTY)
    play.act("ana", items.done, [2], evidence="+1 and @you")
    play.act("ana", items.waive, [4], "budget | in March")
    play.act("ana", items.note, 3, "-2")
    play.act("ana", agreement.agree)
    play.act("megan", moves.held, TODAY)
    return play


def _record(play: Play, history: tuple[Recorded, ...], names: Mapping[str, str] = NAMES) -> Record:
    return Record(
        handoff=play.handoff,
        kind=play.kind,
        names=names,
        history=history,
        check=checked(history),
        source_name=lambda source: f"MCEM, {source[:3]}",
    )


def _written(play: Play, form: Callable[[Record], str]) -> str:
    return form(_record(play, play.recorded()))


def test_everything_is_in_it(play: Play) -> None:
    text = _written(play, report.markdown)

    for said in (
        *("250,000 USD", "Fri 15 Jan 2027", "agreed to the milestones above", "not agreed yet"),
        *("budget \\| in March", "The transition discussion was held", "MCEM, 001"),
        *("7 business days after Fri 20 Nov 2026", "public holidays not counted"),
        f"The history is unbroken: {len(play.events)} entries, head {checked(play.recorded()).head}.",
    ):
        assert said in text


def test_free_text_stays_text_in_markdown(play: Play) -> None:
    text = _written(play, report.markdown)

    assert "<b>" not in text.replace("\\<b\\>", "")
    assert "[x](" not in text.replace("\\[x\\](", "")
    cells = {line.replace("\\|", "").count("|") for line in text.splitlines() if line.startswith("| 4 |")}
    assert cells == {11, 7, 6}  # the row of the item, and the one among what was waived and in the history


def _cells(play: Play) -> set[str]:
    return {cell for row in csv.reader(io.StringIO(_written(play, report.csv))) for cell in row}


def test_no_cell_is_a_formula(play: Play) -> None:
    rows = list(csv.reader(io.StringIO(_written(play, report.csv))))
    cells = [cell for row in rows for cell in row]

    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@")]
    assert {f"'{_NASTY}", "'+1 and @you", "'-2"} <= set(cells)
    assert {row[0] for row in rows[1:]} == {
        *("Facts", "Milestones", "Agreement", "Items", "Waived or not applicable"),
        *("Discussion and dates", "History", "Check of the history"),
    }


def test_no_cell_is_a_formula_where_semicolons_part_them(play: Play) -> None:
    play.act("ana", items.note, 2, 'see;=1+1; "-2;@x')
    rows = csv.reader(io.StringIO(_written(play, report.csv)), delimiter=";")

    assert not [cell for row in rows for cell in row if cell.lstrip(' "')[:1] in tuple("=+-@")]
    assert "note on item 2: see;'=1+1; \"'-2;'@x" in _cells(play)


def test_a_broken_chain_is_said_plainly(play: Play) -> None:
    entries = list(play.recorded())
    entries[4] = replace(entries[4], person="alex")
    spoilt = tuple(entries)
    text = report.markdown(_record(play, spoilt))

    assert "The history does not hold together: entry 5 of" in text


def test_deleted_texts_and_people_are_said_to_be_so(play: Play) -> None:
    blanked = tuple(replace(entry, texts=dict.fromkeys(entry.texts)) for entry in play.recorded())
    text = report.markdown(_record(play, blanked, {}))

    assert "free texts were deleted" in text
    assert "(deleted)" in text
    assert "someone" in text


def test_a_flywheel_report_is_internal() -> None:
    play = Play("design-kickoff").started(unified=None)
    play.act("ana", ending.cancel, "not now")

    assert "Internal: not for customers." in _written(play, report.markdown)
    assert "Internal: not for customers." in _written(play, report.csv)
    assert "not now" in _written(play, report.markdown)


def test_a_history_names_those_who_have_left(play: Play) -> None:
    play.act("megan", people.assign, Side.RECEIVER, "alex")
    play.act("alex", people.assign, Side.RECEIVER, "boss")

    assert entries.people_in(play.recorded()) == {"ana", "megan", "alex", "boss"}
    assert "Megan -\\> Alex" in _written(play, report.markdown)
