"""The record in chat: the history of a handoff, and its report to download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogs import utterance
from dialogs.desk import Desk
from dialogs.handoff import access, words
from dialogs.handoff.access import Case
from dialogs.handoff.acting import Act
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.handoff.view import names_of, people_of
from dialogs.message import Reply
from dialogs.turn import Outcome
from handoffs import entries, views
from handoffs import history as chain
from handoffs.change import What
from handoffs.history import Check, Recorded
from handoffs.model import Handoff

_MOST_LINES = 30
_SHOWN_HEAD = 12
_LONGEST = 200
# What other lines say, or what follows from them.
_BY_RULE = frozenset((What.STATUS_CHANGED, What.DEADLINE_SET, What.ITEMS_OFFERED, What.MEETING_WANTED))
_ALWAYS = frozenset(
    (What.AGREEMENT_VOIDED, What.CLOSED, What.MEETING_NOT_BOOKED)
)  # also where a rule brought it about


async def history(case: Case, asked: Asked) -> Outcome:
    """What people did, the newest last, in the reader's time zone."""
    recorded = await case.desk.handoffs.history(case.handoff.number)
    people = {*people_of(case.handoff), *entries.people_in(recorded)}
    names = names_of(await case.desk.people.contacts(people))
    lines = [_line(case, event, names) for event in _telling(recorded)]
    lead = words.HISTORY
    if len(lines) > _MOST_LINES:
        lead = words.HISTORY_CUT.format(count=_MOST_LINES)
    last = words.HISTORY_ALL.format(count=len(recorded), number=case.handoff.number)
    text = "\n".join([access.label(case, lead), *lines[-_MOST_LINES:], "", last])
    return await access.answer(case, Reply(text=text))


def _telling(recorded: Sequence[Recorded]) -> list[Recorded]:
    """What people did; of how a draft was filled in only that it was begun."""
    started = next((event.seq for event in recorded if event.what == What.STARTED), 0)
    return [
        event
        for event in recorded
        if not _is_by_rule(event) and (event.seq >= started or event.what == What.DRAFTED)
    ]


def _is_by_rule(event: Recorded) -> bool:
    return event.what in _BY_RULE or (bool(event.why) and event.what not in _ALWAYS)


def _line(case: Case, event: Recorded, names: Mapping[str, str]) -> str:
    return words.HISTORY_LINE.format(
        when=case.moment(event.at),
        name=entries.who(event, names),
        what=entries.told(event, names, _shown, case.zone),
        why=words.HISTORY_WHY.format(why=event.why) if event.why else "",
    )


def _shown(text: str) -> str:
    return utterance.show(text, _LONGEST)


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
    if check.first_broken is None:
        return words.ROW_BROKEN
    return words.CHAIN_BROKEN.format(place=check.first_broken)


ACTS: dict[HandoffCommand, Act] = {HandoffCommand.HISTORY: history, HandoffCommand.REPORT: report}
