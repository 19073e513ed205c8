"""What could not be answered, for the knowledge owner."""

from __future__ import annotations

from dialogs import texts, utterance
from dialogs.desk import Group
from dialogs.turn import Outcome, Turn

_MOST = 20


async def show(turn: Turn) -> Outcome:
    if not turn.message.person.admin:
        return turn.say(texts.ADMINS_ONLY)
    groups, total = await turn.desk.questions.grouped(_MOST)
    if not groups:
        return turn.say(texts.UNANSWERED_NONE)
    more = texts.UNANSWERED_MORE.format(count=total - len(groups)) if total > len(groups) else ""
    return turn.say("\n".join([texts.UNANSWERED, *map(_line, groups)]) + more)


def _line(group: Group) -> str:
    text = texts.UNANSWERED_LINE_ONCE if group.count == 1 else texts.UNANSWERED_LINE
    question = utterance.show(utterance.without_addresses(group.question))
    return text.format(number=group.number, count=group.count, question=question)
