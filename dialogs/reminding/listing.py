"""What somebody is reminded of next, and what they want to hear nothing of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from dialogs.handoff import access
from dialogs.handoff.access import Case
from dialogs.handoff.typed.asked import Asked
from dialogs.handoff.view import listed as in_words
from dialogs.handoff.view import title, zone_of
from dialogs.quiet import ALL
from dialogs.reminding import coming, words
from dialogs.reminding.coming import Outlook
from dialogs.turn import Outcome, Turn
from handoffs.calendars import show as show_day
from handoffs.change import Actor
from handoffs.model import Handoff

_MOST = 20
_MOST_LOOKED_AT = 50
_MOST_NAMED = 3  # in a line of the profile
_LAST = datetime.max.replace(tzinfo=UTC)


async def show(turn: Turn, asked: Asked) -> Outcome:
    """Their handoffs with the next reminder of each, or that it is snoozed or muted."""
    actor = await turn.desk.people.account(turn.message.person)
    return await access.privately(turn, actor, turn.say(await listed(turn, actor)))


async def listed(turn: Turn, actor: Actor) -> str:
    """The same as text."""
    found = await outlooks(turn, actor)
    told = [(outlook, text) for outlook in found if (text := _how(outlook))]
    is_muted = bool(found) and coming.is_muted(found[0].hushed, ALL)
    if is_muted:
        return words.STILL_MUTED
    if not told:
        return words.LIST_NONE
    lines = [
        words.LINE.format(number=each.case.handoff.number, title=title(each.case.handoff), text=text)
        for each, text in told[:_MOST]
    ]
    more = [words.LIST_MORE.format(count=len(told) - _MOST)] if len(told) > _MOST else []
    return "\n".join((words.LIST, *lines, *more, "", _hint([outlook for outlook, _ in told])))


def _hint(found: Sequence[Outlook]) -> str:
    """What could be typed, and would be accepted."""
    for outlook in found:
        if not outlook.is_muted and (days := outlook.days()):
            day = words.MONDAY if any(day.weekday() == 0 for day in days) else words.NEXT_DAY
            return words.LIST_TYPED.format(number=outlook.case.handoff.number, day=day)
    return words.LIST_TYPED_MUTE.format(number=found[0].case.handoff.number)


async def outlooks(turn: Turn, actor: Actor) -> Sequence[Outlook]:
    """The next reminder first."""
    by_number = await _running(turn, actor)
    if not by_number:
        return ()
    cases = [Case(turn, handoff, actor) for handoff in by_number.values()]
    first = await coming.outlook(cases[0])
    found = [Outlook(case, first.hushed, first.diary) for case in cases]
    return sorted(found, key=lambda each: (each.next or _LAST, each.case.handoff.number))


async def _running(turn: Turn, actor: Actor) -> Mapping[int, Handoff]:
    """The handoffs of which they may be reminded."""
    handoffs = turn.desk.handoffs
    mine = await handoffs.open_of(actor.ids, limit=_MOST_LOOKED_AT)
    watched = await handoffs.escalated_to(actor.ids, limit=_MOST_LOOKED_AT)
    return {each.number: each for each in (*watched, *mine)}


def _how(outlook: Outlook) -> str:
    if outlook.is_muted:
        return words.LIST_MUTED
    following, until = outlook.next, outlook.until
    then = outlook.diary.today(following) if following else None
    parts = (
        words.LIST_SNOOZED.format(day=show_day(until)) if until else "",
        words.LIST_NEXT.format(day=show_day(then)) if then and then != until else "",
    )
    return ", ".join(filter(None, parts))


async def in_profile(turn: Turn) -> str:
    """Whether they are reminded, in a few words; what is over needs none."""
    return await _hushes(turn, over=False) or words.PROFILE_ON


async def hushed_by(turn: Turn) -> str:
    """What they want to hear nothing of, as far as it is kept; "" where that is nothing."""
    return await _hushes(turn, over=True)


async def _hushes(turn: Turn, *, over: bool) -> str:
    actor = await turn.desk.people.account(turn.message.person)
    zone = zone_of(turn.profile.time_zone, turn.desk.defaults.time_zone)
    today = turn.desk.now.astimezone(zone).date()
    hushed = await turn.desk.quiets.of(actor.id)
    present = {number: until for number, until in hushed.items() if until is None or until > today}
    if ALL in present or not present:
        return _silence(present[ALL]) if present else ""
    known = await _running(turn, actor)
    some = [
        words.PROFILE_OF.format(title=title(known[number]), number=number, how=_silence(present[number]))
        if number in known
        else words.PROFILE_OVER.format(number=number, how=_silence(present[number]))
        for number in sorted(present)
        if number in known or over
    ]
    if len(some) > _MOST_NAMED:
        return words.PROFILE_MANY.format(count=len(some))
    return words.PROFILE_SOME.format(what=in_words(some)) if some else ""


def _silence(until: date | None) -> str:
    return words.PROFILE_SNOOZED.format(day=show_day(until)) if until else words.PROFILE_MUTED
