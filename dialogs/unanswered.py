"""What could not be answered, for the knowledge owner."""

from __future__ import annotations

from dialogs import texts, utterance
from dialogs import unanswered_words as words
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
    how = words.HOW.format(number=groups[0].number)
    return turn.say("\n".join([texts.UNANSWERED, *map(_line, groups)]) + f"{more}\n\n{how}")


def _line(group: Group) -> str:
    text = texts.UNANSWERED_LINE_ONCE if group.count == 1 else texts.UNANSWERED_LINE
    question = utterance.show(utterance.without_addresses(group.question))
    return text.format(number=group.number, count=group.count, question=question)
