"""Questions about a handoff, answered in words: what is missing, whose move it is, why an item is there."""

from __future__ import annotations

from dialogs import utterance
from dialogs.handoff import access, answers, moving, reaching, words
from dialogs.handoff import unfinished_words as more_words
from dialogs.handoff.access import Case
from dialogs.handoff.acting import Act
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.message import Reply
from dialogs.reminding import coming
from dialogs.turn import Outcome
from handoffs import views
from handoffs import words as domain
from handoffs.model import OVER, Item
from knowledge.answer import Citation

_MOST_LINES = 30
_LONGEST_SOURCE, _LONGEST_ABSTRACT = 80, 160  # characters that a citation takes


async def missing(case: Case, asked: Asked) -> Outcome:
    """Everything that is still missing before the end, in words."""
    view = await case.view()
    if case.handoff.status in OVER:
        return await _say(case, words.IS_OVER.format(status=words.STATUSES[case.handoff.status]))
    lines = [sentence.say(view.names) for sentence in views.missing(case.handoff, case.kind)]
    if not lines:
        return await _say(case, " ".join((words.NOTHING_MISSING, moving.whose(view))))
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
        reaching.sentence(view),
        await coming.told(case),
    )
    return await _say(case, " ".join(filter(None, parts)))


async def why(case: Case, asked: Asked) -> Outcome:
    """Why an item is on the list, and what says so."""
    item = next((item for item in case.handoff.items if item.number in asked.items), None)
    if item is None:
        last = max((item.number for item in case.handoff.items), default=0)
        return await access.answer(case, Reply(text=domain.NO_ITEM.format(number=asked.items[0], last=last)))
    cited = _citations(case, item)
    marks = "".join(more_words.WHY_MARK.format(position=each.position) for each in cited)
    names = [more_words.WHY_SOURCE_NAME.format(position=each.position, name=each.name) for each in cited]
    what = more_words.WHY_SOURCE_ONE if len(cited) == 1 else more_words.WHY_SOURCE_MANY
    text = more_words.WHY.format(number=item.number, text=item.text, why=item.why)
    parts = (
        more_words.WHY_CITED.format(text=text, marks=marks),
        more_words.WHY_INTERNAL if case.kind.internal else "",
        more_words.WHY_SOURCE.format(what=what, sources=more_words.WHY_BETWEEN.join(names)),
    )
    return await access.answer(case, Reply(text="\n\n".join(filter(None, parts)), citations=cited))


def _citations(case: Case, item: Item) -> tuple[Citation, ...]:
    """One for each section that the item rests on."""
    source_name = case.desk.expert.source_name
    sections = {source_name(source): source.partition("/")[0] for source in item.source}
    return tuple(
        Citation(
            position=position,
            name=utterance.shorten(name, _LONGEST_SOURCE),
            abstract=utterance.shorten(item.text, _LONGEST_ABSTRACT),
            document=document,
        )
        for position, (name, document) in enumerate(sections.items(), 1)
    )


async def _say(case: Case, text: str) -> Outcome:
    return await access.answer(case, Reply(text=access.label(case, text)))


ACTS: dict[HandoffCommand, Act] = {
    HandoffCommand.MISSING: missing,
    HandoffCommand.WHOSE_MOVE: whose_move,
    HandoffCommand.STATUS: status,
    HandoffCommand.WHY: why,
}
