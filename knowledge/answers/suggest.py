"""Follow-up questions worth asking next, each complete in itself."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.answers import phrases
from knowledge.answers.desk import Desk
from knowledge.understand.ask import Ask

_MOST = 3


def suggestions(desk: Desk, question: Ask, answered: str) -> list[str]:
    """At most three questions; never the one that was just `answered` (an answer's id)."""
    found = (text for identity, text in _candidates(desk, question) if not answered.startswith(identity))
    return list(dict.fromkeys(found))[:_MOST]


def _candidates(desk: Desk, question: Ask) -> Iterator[tuple[str, str]]:
    role = next((r for r in question.keys("role") if desk.library.roles[r].in_matrix), None)
    stage = next((n for n in question.stages if n in desk.stages), None)
    if role and stage:
        yield from _next_cell(desk, role, stage)
    if stage:
        yield f"stage.lead:{stage}", phrases.ASK_LEAD.format(stage=stage)
        yield f"stage.exit:{stage}", phrases.ASK_EXIT.format(stage=stage)
        yield f"stage.artifacts:{stage}", phrases.ASK_ARTIFACTS.format(stage=stage)
        yield f"stage.everyone:{stage}", phrases.ASK_EVERYONE.format(stage=stage)
    elif role:
        name = desk.names.role(role)
        yield f"cells:{role}", phrases.ASK_CELLS.format(role=name)
        yield f"role.pair:{role}", phrases.ASK_PAIR.format(role=name)
        yield f"role.stages:{role}", phrases.ASK_LEADS.format(role=name)
    for unit in question.keys("unit")[:1]:
        yield f"unit.stages:{unit}", phrases.ASK_UNIT.format(unit=desk.names.role(unit))


def _next_cell(desk: Desk, role: str, stage: int) -> Iterator[tuple[str, str]]:
    number = stage + 1 if stage + 1 in desk.stages else stage - 1
    if number in desk.stages:
        yield f"cell:{role}.{number}", phrases.ASK_CELL.format(role=desk.names.role(role), stage=number)
