"""A handoff kept as JSON and read back, also by and from a newer Baton."""

from __future__ import annotations

import json

import pytest

from handoffs import agreement, codec, facts, items, moves
from handoffs.model import Milestone
from tests.unit.handoffs.play import STU_CSU, TODAY, Play, dollars


@pytest.fixture
def play() -> Play:
    play = Play(STU_CSU).started().ticked()
    play.act("ana", facts.add_milestone, Milestone(workload="Data", value=dollars("80000.50")))
    play.act("ana", items.note, 1, "see the notes")
    play.act("ana", facts.drop_milestone, 1)
    play.act("ana", facts.due, 1, TODAY)
    play.act("ana", agreement.agree)
    play.act("ana", moves.moved, TODAY)
    return play


def test_it_comes_back_as_it_was(play: Play) -> None:
    body = codec.to_json(play.handoff)

    assert body["schema"] == codec.SCHEMA
    assert codec.from_json(json.loads(json.dumps(body))) == play.handoff


def test_what_a_newer_baton_adds_is_passed_over(play: Play) -> None:
    body = codec.to_json(play.handoff)
    body |= {"schema": 2, "colour": "blue"}
    body["items"][0]["colour"] = "blue"

    assert codec.from_json(body) == play.handoff


def test_what_is_no_handoff_is_not_taken_for_one() -> None:
    with pytest.raises(ValueError, match="number"):
        codec.from_json({"schema": 1})


def test_what_a_newer_baton_adds_is_told_apart(play: Play) -> None:
    body = codec.to_json(play.handoff)

    assert codec.unknown(body) == {}
    assert codec.unknown({**body, "colour": "blue"}) == {"colour": "blue"}
