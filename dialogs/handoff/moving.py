"""Whose move it is and what it is, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.handoff import meeting_words, words
from dialogs.handoff.card import words as card_words
from dialogs.handoff.view import View, listed
from handoffs import views
from handoffs.calendars import show
from handoffs.views import Dated, DateKind, Move, Step

_SHORTEST_RUN = 3


def whose(view: View) -> str:
    """One sentence, with "you" for the viewer."""
    move = views.whose_move(view.handoff, view.kind, view.now)
    if not move.people:
        return _nobodys(view, move)
    return words.WHOSE_MOVE.format(whose=_whose(view, move), step=step_of(view, move))


def fact(view: View) -> tuple[str, str]:
    """The same as a name and what stands behind it."""
    move = views.whose_move(view.handoff, view.kind, view.now)
    if not move.people:
        return words.MOVE, _nobodys(view, move, meeting_words.WAITING_LEFT)
    return _whose(view, move), card_words.SENTENCE.format(text=step_of(view, move))


def _nobodys(view: View, move: Move, waiting: str = meeting_words.WAITING) -> str:
    meeting = view.handoff.discussion.meeting
    if move.step is not Step.WAIT or meeting is None:
        return words.NOBODYS_MOVE
    if not meeting.booked:
        return meeting_words.BOOKING.format(name=view.name(meeting.organiser))
    day = meeting.start.astimezone(view.zone).date()
    return waiting.format(day=show(day), left=left(day, view))


def _whose(view: View, move: Move) -> str:
    if view.is_viewer(*move.people):
        return words.YOURS
    return words.THEIRS.format(names=view.listed(move.people))


def step_of(view: View, move: Move) -> str:
    """What is to be done, as a clause."""
    numbers = listed(runs(move.items))
    return _step(view, move).format(
        items=numbers,
        discussion=view.kind.discussion.name,
        moved=view.kind.moved.text if view.kind.moved else "",
        transferred=view.kind.transferred.text if view.kind.transferred else "",
    )


def _step(view: View, move: Move) -> str:
    if move.step is Step.START and not views.missing(view.handoff, view.kind):
        return words.STEP_START
    return words.STEP_ONE_ITEM if len(move.items) == 1 else words.STEPS[move.step]


def runs(numbers: Sequence[int]) -> list[str]:
    """Three and more in a row become one part: 1 to 4, 7, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [part for run in runs for part in _run(run)]


def _run(run: Sequence[int]) -> list[str]:
    if len(run) < _SHORTEST_RUN:
        return [str(number) for number in run]
    return [words.RUN.format(first=run[0], last=run[-1])]


def dated(view: View) -> str:
    """The nearest date with the days left; "" where there is none."""
    found = views.next_date(view.handoff)
    return days_left(found, view) if found else ""


def days_left(found: Dated, view: View) -> str:
    day, meeting = found.day, view.handoff.discussion.meeting
    if found.kind is DateKind.MEETING and meeting:
        day = meeting.start.astimezone(view.zone).date()  # where the viewer is
    return words.DATED.format(what=words.DATES[found.kind], date=show(day), left=left(day, view))


def left(day: date, view: View) -> str:
    """ "14 days left", "2 days overdue"."""
    days = (day - view.today).days
    phrase = next(phrase for holds, phrase in words.DAYS_LEFT if holds(days))
    return phrase.format(days=abs(days))
