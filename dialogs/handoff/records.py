"""The record in chat: the history of a handoff, and its report to download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogs import utterance
from dialogs.desk import Desk
from dialogs.handoff import access, words
from dialogs.handoff.access import Case
from dialogs.handoff.acting import Act
from dialogs.handoff.asked import Asked, HandoffCommand
from dialogs.handoff.view import names_of, people_of
from dialogs.message import Reply
from dialogs.turn import Outcome
from handoffs import calendars, entries, views
from handoffs import history as chain
from handoffs.change import What
from handoffs.history import Check, Recorded
from handoffs.model import Handoff

_MOST_LINES = 30
_SHOWN_HEAD = 12
_LONGEST = 200
_BARE = frozenset((What.DRAFTED.value, What.STARTED.value, What.DEADLINE_SET.value))  # the rest is known


async def history(case: Case, asked: Asked) -> Outcome:
    """What happened, the newest last, in the reader's time zone."""
    recorded = await case.desk.handoffs.history(case.handoff.number)
    people = {*people_of(case.handoff), *entries.people_in(recorded)}
    names = names_of(await case.desk.people.contacts(people))
    lines = [_line(case, event, names) for event in _telling(recorded)]
    lead = words.HISTORY
    if len(lines) > _MOST_LINES:
        lead = words.HISTORY_CUT.format(count=_MOST_LINES, number=case.handoff.number)
    return await access.answer(case, Reply(text="\n".join([access.label(case, lead), *lines[-_MOST_LINES:]])))


_HIDDEN = frozenset((What.STATUS_CHANGED.value,))  # follows from another line


def _telling(recorded: Sequence[Recorded]) -> list[Recorded]:
    """The entries worth a line: of how a draft was filled in only that it was begun."""
    started = next((event.seq for event in recorded if event.what == What.STARTED.value), 0)
    return [
        event
        for event in recorded
        if event.what not in _HIDDEN and (event.seq >= started or event.what == What.DRAFTED.value)
    ]


def _line(case: Case, event: Recorded, names: dict[str, str]) -> str:
    at = event.at.astimezone(case.zone)
    said = utterance.show(_said(event, names), _LONGEST)
    return words.HISTORY_LINE.format(
        when=words.DAY_AND_TIME.format(day=calendars.show(at.date()), time=f"{at:%H:%M}"),
        name=entries.who(event, names),
        what=_what(event),
        said=words.HISTORY_SAID.format(text=said) if said else "",
        why=words.HISTORY_WHY.format(why=event.why) if event.why else "",
    )


def _said(event: Recorded, names: Mapping[str, str]) -> str:
    """What somebody wrote about an item, else what is now as it was not before."""
    if isinstance({**event.before, **event.after}.get("item"), int):
        return "; ".join(text for text in event.texts.values() if text)
    if isinstance(event.after.get("on"), str) or event.what in _BARE:
        return ""
    return entries.detail(event, names)


def _what(event: Recorded) -> str:
    """ "item 3 done", with the day where it is about one."""
    both = {**event.before, **event.after}
    number, day = both.get("item"), event.after.get("on") or event.after.get("due") or event.after.get("day")
    told = event.what.replace("item", f"item {number}", 1) if isinstance(number, int) else event.what
    return f"{told} ({_day(day)})" if isinstance(day, str) and day else told


def _day(plain: str) -> str:
    from datetime import date

    try:
        return calendars.show(date.fromisoformat(plain))
    except ValueError:
        return plain


async def report(case: Case, asked: Asked) -> Outcome:
    """Check the chain, say what was found, and give the files: in one's own chat, for a link is personal."""
    told = verdict(await checked(case.desk, case.handoff))
    text = "\n\n".join((access.label(case, told), _links(case)))
    return await access.privately(case.turn, case.actor, case.turn.reply(Reply(text=text)))


def _links(case: Case) -> str:
    """The files are for the people on it; an admin who is not reads it here."""
    if not views.may_see(case.handoff, replace(case.actor, admin=False)):
        return words.REPORT_NOT_YOURS.format(number=case.handoff.number)
    number, person, links = case.handoff.number, case.actor.id, case.desk.links
    return words.REPORT_LINKS.format(
        markdown=links.report(number, person, "md"), csv=links.report(number, person, "csv")
    )


async def checked(desk: Desk, handoff: Handoff) -> Check:
    """Look at every seal of a handoff's history."""
    recorded = await desk.handoffs.history(handoff.number)
    head = await desk.handoffs.head(handoff.number)
    return chain.check(desk.seal, desk.tenant, handoff.number, recorded, head)


def verdict(check: Check) -> str:
    if check.sound:
        return words.CHAIN_SOUND.format(count=check.count, head=check.head[:_SHOWN_HEAD])
    return words.CHAIN_BROKEN.format(place=check.first_broken or check.count)


ACTS: dict[HandoffCommand, Act] = {HandoffCommand.HISTORY: history, HandoffCommand.REPORT: report}
