"""Facts of a handoff as phrases: the same on its card, in a question and in an answer."""

from __future__ import annotations

from dialogs.handoff import words
from dialogs.handoff.view import View, shown
from handoffs import calendars
from handoffs.model import Handoff, Milestone


def milestones(handoff: Handoff) -> list[str]:
    """Each with its workload, value and due date."""
    return [milestone(each) for each in handoff.milestones]


def milestone(each: Milestone) -> str:
    return words.MILESTONE.format(
        workload=shown(each.workload) or words.NO_WORKLOAD,
        value=each.value.show() if each.value else words.NO_VALUE,
        due=words.DUE.format(date=calendars.show(each.due)) if each.due else words.NO_DUE,
    )


def deadline(view: View) -> str:
    """What has to be done by when, with the sentence that explains the date; "" where there is none yet."""
    found = view.handoff.deadline
    if found is None or view.kind.deadline is None:
        return ""
    told = words.DEADLINE_VALUE.format(what=view.kind.deadline.text, text=found.text)
    return told + reading(found.reading)


def expected(view: View) -> str:
    """What the deadline will be if the discussion is held as booked; "" where none follows from it."""
    found = view.handoff.expected
    if found is None or view.kind.deadline is None or view.handoff.is_over:
        return ""
    return words.DEADLINE_VALUE.format(what=view.kind.deadline.text, text=found.text) + reading(found.reading)


def reading(text: str) -> str:
    return f" {text}" if text else ""


def is_link(text: str) -> bool:
    """Whether it is one plain web address, which can stand in markdown as it is."""
    if not text.startswith(("https://", "http://")):
        return False
    return not any(character.isspace() or character in "()[]<>\"'`\\" for character in text)
