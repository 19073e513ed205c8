"""A move before its time is refused, and all that stands before it is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from handoffs import words
from knowledge.handoffs import HandoffKind
from tests import contracts
from tests.fakes import knowledge
from tests.journeys import FACTS, MILESTONE, Player, Stage

_VERBS = {"moved": "handoff_moved", "transferred": "handoff_transferred", "close": "handoff_close"}


@dataclass(frozen=True, kw_only=True)
class _Missing:
    """What a fresh handoff lacks for a move: items by number, the sides, the discussion, earlier moves."""

    items: tuple[int, ...]
    agreement: bool = True
    discussion: bool = True
    moves: tuple[str, ...] = ()


_TEN = tuple(range(1, 11))
_CONFIRMED = (1, 2, 3, 4)  # customer commitment, timeline, revenue, the opportunity committed
_TO_CSU = {
    "moved": _Missing(items=_CONFIRMED, agreement=False, discussion=False),
    "transferred": _Missing(items=(*_CONFIRMED, 5, 10), moves=("moved",)),
    "close": _Missing(items=(*_CONFIRMED, 5, 10), moves=("moved", "transferred")),
}
_BEFORE: dict[str, tuple[str, dict[str, _Missing]]] = {
    "atu-stu": (
        f"atu-stu {FACTS}, {MILESTONE}",
        {
            "moved": _Missing(items=_TEN),
            "transferred": _Missing(items=_TEN, moves=("moved",)),
            "close": _Missing(items=_TEN, moves=("moved", "transferred")),
        },
    ),
    "stu-csu, Unified": (f"stu-csu {FACTS}, {MILESTONE}, unified", _TO_CSU),
    "stu-csu, not Unified": (f"stu-csu {FACTS}, {MILESTONE}, not unified", _TO_CSU),
    **{
        kind: (f"{kind} {FACTS}", {"close": _Missing(items=tuple(range(1, last + 1)), agreement=False)})
        for kind, last in (
            ("design-kickoff", 9),
            ("poc-scoping", 10),
            ("deployment-readiness", 9),
            ("optimization-planning", 10),
        )
    },
}
_CASES = [
    pytest.param(said, move, missing, id=f"{name}: {move}")
    for name, (said, moves) in _BEFORE.items()
    for move, missing in moves.items()
]
each_move = pytest.mark.parametrize(("said", "move", "missing"), _CASES)


async def _start(stage: Stage, said: str) -> tuple[Player, Player, HandoffKind]:
    ana, megan = stage.person(), stage.person("Megan")
    await ana.says(f"new handoff {said}")
    await ana.says("yes")
    await megan.says("hello")
    return ana, megan, knowledge().kinds[said.split()[0]]


def _clause(kind: HandoffKind, move: str) -> str:
    rule = {"moved": kind.moved, "transferred": kind.transferred}[move]
    assert rule
    return rule.text


def _refusal(stage: Stage, kind: HandoffKind, move: str, missing: _Missing) -> str:
    head = words.BLOCKED_END if move == "close" else words.BLOCKED.format(what=_clause(kind, move))
    return "\n- ".join([head, *_lines(stage, kind, missing)])


def _lines(stage: Stage, kind: HandoffKind, missing: _Missing) -> Iterator[str]:
    items = {item["number"]: item["text"] for item in stage.body()["items"]}
    for number in missing.items:
        yield words.MISSING_ITEM.format(number=number, text=items[number])
    for person in ("Ana", "Megan") if missing.agreement else ():
        yield words.MISSING_CONFIRMATION.format(person=person)
    if missing.discussion:
        yield words.MISSING_MEETING.format(name=kind.discussion.name)
    for move in missing.moves:
        yield words.MISSING_MOVE.format(what=_clause(kind, move))


@each_move
async def test_a_move_before_its_time_names_all_that_is_missing(
    stage: Stage, said: str, move: str, missing: _Missing
) -> None:
    ana, megan, kind = await _start(stage, said)
    before, refusal = stage.row(), _refusal(stage, kind, move, missing)

    assert await ana.says(move) == refusal
    assert await megan.says(move) == refusal

    assert stage.row() == before


@each_move
async def test_pressed_before_its_time_it_names_the_same(
    stage: Stage, said: str, move: str, missing: _Missing
) -> None:
    ana, _, kind = await _start(stage, said)
    before, refusal = stage.row(), _refusal(stage, kind, move, missing)
    assert before

    status, body = await ana.teams.press(_VERBS[move], handoff=1, revision=before[1])

    assert status == 200
    contracts.check_action_response(body)
    assert body["value"] == refusal
    assert stage.row() == before


@pytest.mark.parametrize("settled", [(), tuple(range(1, 10)), _TEN], ids=["none", "all but one", "all"])
async def test_what_is_settled_is_not_named_any_more(stage: Stage, settled: tuple[int, ...]) -> None:
    ana, megan, kind = await _start(stage, _BEFORE["atu-stu"][0])
    if settled:
        await ana.says("done " + " ".join(map(str, settled)))
    left = tuple(number for number in _TEN if number not in settled)

    assert await megan.says("moved") == _refusal(stage, kind, "moved", _Missing(items=left))

    assert stage.status() == "qualifying"


@pytest.mark.parametrize("first", ["agree", "held"])
async def test_agreement_and_discussion_are_met_in_either_order(stage: Stage, first: str) -> None:
    ana, megan, kind = await _start(stage, _BEFORE["atu-stu"][0])
    await ana.says("done 1 2 3 4 5 6 7 8 9 10")
    gates = {"agree": (ana, megan), "held": (ana,)}
    order = sorted(gates, key=lambda word: word != first)

    for player in gates[order[0]]:
        await player.says(order[0])
    missing = _Missing(items=(), agreement=first == "held", discussion=first == "agree")
    assert await ana.says("moved") == _refusal(stage, kind, "moved", missing)
    for player in gates[order[1]]:
        await player.says(order[1])

    assert stage.status() == "ready"
    await ana.says("moved")
    assert stage.status() == "moved"
