"""The discussion's meeting: wanted, booked, moved, called off, answered; by people or as found in Outlook.

What the calendar says is recorded also on a handoff that is over meanwhile: it is how things are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from handoffs import access, moments, talks, texts, words
from handoffs.access import refuse
from handoffs.change import BATON, Call, Change, Setting, What, Who, Words
from handoffs.changing import Making
from handoffs.model import Attendee, Discussion, Handoff, Meeting, Reply, Talk


def want(handoff: Handoff, meeting: Meeting, setting: Setting) -> Change:
    """Write down that a meeting is about to be booked, before it is: nobody else books one meanwhile.

    Refused where one stands or is being booked by somebody (says who, and for when), on a draft, on what is
    over, and to who is not on a side. One that is past, or whose organiser has left, makes room.
    """
    access.under_way(handoff)
    access.for_sides(handoff, setting, creator=True)
    if handoff.discussion.state is Talk.HELD:
        raise refuse(words.DISCUSSED)
    if (present := handoff.discussion.meeting) and present.key == meeting.key:
        return Change(handoff=handoff)
    _free(handoff, setting)
    if meeting.start <= setting.now:
        raise refuse(words.TIME_PASSED, when=_when(meeting))
    making = Making(handoff, setting)
    _put(making, replace(meeting, booked=False))
    making.log(What.MEETING_WANTED, after=_times(meeting))
    return making.done(tells_move=False)


def booked(
    handoff: Handoff, key: str, link: str, attendees: tuple[Attendee, ...], setting: Setting
) -> Change:
    """It stands in the calendar; empty where that was known, or another key is on the handoff."""
    meeting = _of_key(handoff, key)
    if meeting is None or (meeting.booked and link in ("", meeting.link)):
        return Change(handoff=handoff)
    making = Making(handoff, setting)
    present = replace(
        meeting, booked=True, link=link or meeting.link, attendees=attendees or meeting.attendees
    )
    _put(making, present, open_again=True)
    making.log(What.MEETING_BOOKED, after=_times(meeting))
    if not meeting.booked:
        _tell(making, present, words.TOLD_BOOKED, when=_when(meeting))
    return making.done()


def not_booked(handoff: Handoff, key: str, setting: Setting, why: str = "") -> Change:
    """It came to nothing: the wanted meeting goes, with the reason in the history."""
    meeting = _of_key(handoff, key)
    if meeting is None or meeting.booked:
        return Change(handoff=handoff)
    making = Making(handoff, setting)
    _put(making, None)
    making.log(What.MEETING_NOT_BOOKED, _times(meeting), why=why)
    return making.done(tells_move=False)


def rescheduled(
    handoff: Handoff, key: str, start: datetime, end: datetime, setting: Setting, *, outside: bool = False
) -> Change:
    """It was moved; `outside`: in Outlook, as Baton found; the actor is Baton then. Replies start anew."""
    meeting = _of_key(handoff, key)
    if meeting is None or (meeting.start, meeting.end) == (start, end):
        return Change(handoff=handoff)
    making = _by_organiser(handoff, meeting, setting, words.NOT_ORGANISER_MOVE, outside=outside)
    attendees = tuple(replace(each, reply=Reply.NONE, at=None) for each in meeting.attendees)
    moved = replace(meeting, start=start, end=end, attendees=attendees, sequence=meeting.sequence + 1)
    _put(making, moved, open_again=True)
    making.log(What.MEETING_MOVED, _times(meeting), _times(moved) | _found(outside))
    _tell(making, moved, words.TOLD_MEETING_MOVED, when=_when(moved))
    return making.done()


def called_off(
    handoff: Handoff, key: str, setting: Setting, *, reason: str = "", outside: bool = False
) -> Change:
    """It was cancelled: the discussion is open again. Once held, what becomes of its entry says nothing."""
    meeting = _of_key(handoff, key)
    if meeting is None or (outside and handoff.discussion.state is Talk.HELD):
        return Change(handoff=handoff)
    making = _by_organiser(handoff, meeting, setting, words.NOT_ORGANISER_CANCEL, outside=outside)
    why = Words(text=texts.line(reason[: texts.REMARK], texts.REMARK, words.WHAT_REASON))
    _put(making, None)
    after = _found(outside) | ({"reason": why} if why.text else {})
    making.log(What.MEETING_CANCELLED, _times(meeting), after)
    template = words.TOLD_CALLED_OFF_WHY if why.text else words.TOLD_CALLED_OFF
    _tell(making, meeting, template, when=_when(meeting), reason=why)
    return making.done()


def answered(
    handoff: Handoff, key: str, replies: Mapping[str, tuple[Reply, datetime | None]], setting: Setting
) -> Change:
    """How people (by person id) have answered; empty where nothing is new.

    A required person's decline opens the step again, says who, and tells the organiser once.
    """
    meeting = _of_key(handoff, key)
    if meeting is None:
        return Change(handoff=handoff)
    making = Making(handoff, replace(setting, actor=BATON))
    before = {each.person: each.reply for each in meeting.attendees}
    attendees = tuple(_with_reply(each, replies) for each in meeting.attendees)
    _put(making, replace(meeting, attendees=attendees))
    for each in attendees:
        if each.reply is not before[each.person]:
            who = {"person": Who(id=each.person)}
            making.log(What.MEETING_ANSWERED, who | {"reply": before[each.person]}, {"reply": each.reply})
            if each.required and each.reply is Reply.DECLINED:
                _tell_organiser(making, meeting, words.TOLD_PERSON_DECLINED, **who, when=_when(meeting))
    return making.done()


def unseen(
    handoff: Handoff, key: str, since: datetime | None, setting: Setting, *, signs_in: bool = False
) -> Change:
    """The calendar cannot be looked at since then; None: it can again. Tells the organiser once.

    `signs_in`: signing in again may help.
    """
    meeting = _of_key(handoff, key)
    if meeting is None or (meeting.unseen is None) == (since is None):
        return Change(handoff=handoff)
    making = Making(handoff, replace(setting, actor=BATON))
    _put(making, replace(meeting, unseen=since))
    making.log(What.CALENDAR_UNSEEN if since else What.CALENDAR_SEEN)
    if since:
        _tell_organiser(making, meeting, words.TOLD_UNSEEN_SIGN_IN if signs_in else words.TOLD_UNSEEN)
    return making.done()


def _free(handoff: Handoff, setting: Setting) -> None:
    """Refuse where another meeting stands, or is being booked."""
    present = handoff.discussion.meeting
    if present is None or talks.is_past(present, setting.now) or not talks.organiser(handoff, present):
        return
    template = words.BOOKED_ALREADY if present.booked else words.BOOKING_NOW
    raise refuse(template, organiser=Who(id=present.organiser), when=_when(present))


def _by_organiser(
    handoff: Handoff, meeting: Meeting, setting: Setting, refusal: str, *, outside: bool
) -> Making:
    """Only the organiser may; what was found outside is Baton's to record."""
    if outside:
        return Making(handoff, replace(setting, actor=BATON))
    if not setting.actor.is_one_of(meeting.organiser):
        raise refuse(refusal, organiser=Who(id=meeting.organiser))
    return Making(handoff, setting)


def _of_key(handoff: Handoff, key: str) -> Meeting | None:
    meeting = handoff.discussion.meeting
    return meeting if meeting and meeting.key == key else None


def _put(making: Making, meeting: Meeting | None, *, open_again: bool = False) -> None:
    """Keep the meeting; with a new time, that an earlier one was not held is over and done."""
    talk: Discussion = replace(making.handoff.discussion, meeting=meeting)
    if open_again and talk.state is Talk.NOT_HELD:
        talk = replace(talk, state=Talk.OPEN, mark=None)
    making.put(discussion=talk)


def _tell(making: Making, meeting: Meeting, template: str, **values: Any) -> None:
    """Those who are invited, where no calendar tells them."""
    if meeting.in_calendar:
        return
    there = making.handoff.parties.all()
    invited = [each.person for each in meeting.attendees if each.person in there]
    making.tell(invited, Call.MEETING, template, **values)


def _tell_organiser(making: Making, meeting: Meeting, template: str, **values: Any) -> None:
    making.tell([talks.organiser(making.handoff, meeting)], Call.MEETING, template, **values)


def _with_reply(attendee: Attendee, replies: Mapping[str, tuple[Reply, datetime | None]]) -> Attendee:
    reply, at = replies.get(attendee.person, (attendee.reply, attendee.at))
    return attendee if reply is attendee.reply else replace(attendee, reply=reply, at=at)


def _times(meeting: Meeting) -> dict[str, Any]:
    """As the history keeps them."""
    return {"start": meeting.start, "end": meeting.end}


def _found(outside: bool) -> dict[str, Any]:
    return {"outside": True} if outside else {}


def _when(meeting: Meeting) -> str:
    """In the time of its organiser, with the offset from UTC."""
    return moments.span(meeting.start, meeting.end, moments.zone_of(meeting.zone))
