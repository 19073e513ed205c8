"""Questions about a handoff, answered in words: what is missing, whose move it is, how it stands."""

from __future__ import annotations

from dialogs.handoff import access, answers, moving, words
from dialogs.handoff.access import Case
from dialogs.handoff.acting import Act
from dialogs.handoff.asked import Asked, HandoffCommand
from dialogs.message import Reply
from dialogs.turn import Outcome
from handoffs import views
from handoffs.model import OVER

_MOST_LINES = 30


async def missing(case: Case, asked: Asked) -> Outcome:
    """Everything that is still missing before the end, in words."""
    view = await case.view()
    if case.handoff.status in OVER:
        return await _say(case, words.IS_OVER.format(status=words.STATUSES[case.handoff.status]))
    lines = [sentence.say(view.names) for sentence in views.missing(case.handoff, case.kind)]
    if not lines:
        return await _say(case, words.NOTHING_MISSING)
    listed = "\n".join(f"- {line}" for line in lines[:_MOST_LINES])
    return await _say(case, "\n".join((words.MISSING, listed, "", moving.whose(view))))


async def whose_move(case: Case, asked: Asked) -> Outcome:
    view = await case.view()
    dated = moving.dated(view)
    told = words.NEXT_IS.format(date=dated) if dated else ""
    return await _say(case, " ".join(filter(None, (moving.whose(view), told))))


async def status(case: Case, asked: Asked) -> Outcome:
    """How it stands, in two or three sentences."""
    view = await case.view()
    dated = moving.dated(view)
    parts = (
        words.STATUS_IS.format(status=words.STATUSES[case.handoff.status]),
        answers.left(view) if case.handoff.items else "",
        "" if case.handoff.is_over else moving.whose(view),
        words.NEXT_IS.format(date=dated) if dated else "",
    )
    return await _say(case, " ".join(filter(None, parts)))


async def _say(case: Case, text: str) -> Outcome:
    return await access.answer(case, Reply(text=access.label(case, text)))


ACTS: dict[HandoffCommand, Act] = {
    HandoffCommand.MISSING: missing,
    HandoffCommand.WHOSE_MOVE: whose_move,
    HandoffCommand.STATUS: status,
}
