"""The discussion's meeting in phrases: when it is, who comes, and what follows from its day."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.handoff import facts, meeting_words, words
from dialogs.handoff.view import View, listed
from handoffs import moments, talks
from handoffs.model import Meeting, Reply, Talk

_MOST_NAMED = 4  # people; of more who say the same their number is given
_ORDER = (Reply.DECLINED, Reply.NONE, Reply.TENTATIVE, Reply.ACCEPTED)  # what matters most first


def lines(view: View) -> Iterator[tuple[str, str]]:
    """What a card says of it, each as its name and what stands behind it."""
    talk = view.handoff.discussion
    if talk.state is Talk.HELD and talk.mark:
        yield words.DISCUSSION, words.HELD_ON.format(date=view.when(talk.mark))
    elif talk.meeting:
        yield words.DISCUSSION, _planned(view, talk.meeting)
        if said := answers(view, talk.meeting):
            yield meeting_words.ANSWERS, said
        if expected := facts.expected(view):
            yield meeting_words.IF_HELD, expected
    elif talk.state is Talk.NOT_HELD:
        yield words.DISCUSSION, words.NOT_HELD


def when(view: View, meeting: Meeting) -> str:
    """In the viewer's time: "Tue 1 Dec 2026, 10:00-10:30 (UTC+1)"."""
    return moments.span(meeting.start, meeting.end, view.zone)


def still_stands(view: View) -> str:
    """That the meeting is not cancelled by what was done, and who can cancel it; "" where there is none."""
    meeting = talks.standing(view.handoff, view.now)
    if meeting is None:
        return ""
    mine = view.is_viewer(meeting.organiser)
    phrase = meeting_words.STANDS_YOURS if mine else meeting_words.STANDS
    return phrase.format(
        when=when(view, meeting), name=view.name(meeting.organiser), number=view.handoff.number
    )


def _planned(view: View, meeting: Meeting) -> str:
    name, span = view.name(meeting.organiser), when(view, meeting)
    if not meeting.booked:
        return meeting_words.BEING_BOOKED.format(name=name, when=span)
    if view.handoff.is_over:
        return still_stands(view) or meeting_words.BOOKED.format(name=name, when=span)
    if talks.is_past(meeting, view.now):
        return meeting_words.WAS_BOOKED.format(name=name, when=span)
    parts = [meeting_words.BOOKED.format(name=name, when=span)]
    if not meeting.in_calendar:
        parts.append(meeting_words.AS_FILE)
    if meeting.unseen:
        parts.append(unseen(view, meeting))
    if can_be_joined(meeting):
        parts.append(meeting_words.JOIN.format(link=meeting.link))
    return " ".join(parts)


def unseen(view: View, meeting: Meeting) -> str:
    """Since when its calendar could not be looked at; "" where it can."""
    if meeting.unseen is None:
        return ""
    since = meeting.unseen.astimezone(view.zone)
    at = words.DAY_AND_TIME.format(day=view.day(since), time=f"{since:%H:%M}")
    helps = view.signs_in and view.is_viewer(meeting.organiser)
    return (meeting_words.UNSEEN_YOURS if helps else meeting_words.UNSEEN).format(since=at)


def can_be_joined(meeting: Meeting) -> bool:
    return meeting.link.startswith("https://") and facts.is_link(meeting.link)


def answers(view: View, meeting: Meeting) -> str:
    """ "Megan accepted, Alex has not answered"; "" where no calendar knows."""
    others = [each for each in meeting.attendees if each.person != meeting.organiser]
    is_known = talks.standing(view.handoff, view.now) and meeting.in_calendar
    if not is_known or not others or view.handoff.is_over:
        return ""
    if len(others) > 1 and all(each.reply is Reply.ACCEPTED for each in others):
        return meeting_words.ALL_ACCEPTED
    by_reply = {reply: [each.person for each in others if each.reply is reply] for reply in _ORDER}
    return ", ".join(_said(view, reply, people) for reply, people in by_reply.items() if people)


def _said(view: View, reply: Reply, people: list[str]) -> str:
    one, many = meeting_words.REPLIES[reply]
    if len(people) == 1:
        return one.format(names=view.name(people[0]))
    named = listed([view.name(person) for person in people])
    return many.format(names=named if len(people) <= _MOST_NAMED else len(people))
