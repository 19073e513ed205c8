"""What answers an action: one line, made from what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dialogs.handoff import discussion, moving, words
from dialogs.handoff import facts as phrases
from dialogs.handoff.view import View, shown
from handoffs import calendars, talks, views
from handoffs import words as domain
from handoffs.change import Change, What
from handoffs.model import Handoff

# After which a meeting that was booked has no purpose any more, and is not cancelled by itself.
_LEAVE_MEETING = frozenset((What.HELD, What.DECLINED, What.CLOSED, What.CANCELLED))


def said(view: View, change: Change, before: Handoff | None = None) -> str:
    """What was done, how much is left, and whose move it is where that has changed."""
    kinds = dict.fromkeys(event.what for event in change.events)
    told = {what: SAID[what](view) for what in kinds if what in SAID}
    lines = (told | _voided(view, change, told)).values()
    stands = discussion.still_stands(view) if not _LEAVE_MEETING.isdisjoint(kinds) else ""
    return " ".join(filter(None, dict.fromkeys([*lines, _move(view, before), stands])))


def _voided(view: View, change: Change, told: Mapping[What, str]) -> dict[What, str]:
    """Whose confirmation no longer holds, in place of the plain sentence where that would say too much."""
    event = next((event for event in change.events if event.what is What.AGREEMENT_VOIDED), None)
    if event is None:
        return {}
    if What.REOPENED in told:
        return {What.REOPENED: words.SAID_REOPENED_ANEW, What.AGREEMENT_VOIDED: ""}
    if event.why == domain.WHY_WITHDRAWN:
        return {What.AGREEMENT_VOIDED: words.SAID_WITHDRAWN}
    if What.PARTY_ASSIGNED not in told:
        return {}
    names = view.listed(getattr(view.handoff.parties, side.value) for side in event.before["sides"])
    return {What.AGREEMENT_VOIDED: words.SAID_VOIDED_SIDE.format(names=names)}


def _move(view: View, before: Handoff | None) -> str:
    if view.handoff.is_over:
        return ""
    if before is None:
        return moving.whose(view)
    was, now = (views.whose_move(each, view.kind, view.now) for each in (before, view.handoff))
    return "" if (was.people, was.step) == (now.people, now.step) else moving.whose(view)


def left(view: View) -> str:
    """ "3 done, 4 left." """
    progress = views.progress(view.handoff)
    if progress.done == progress.total:
        return words.ALL_DONE.format(total=progress.total)
    return words.DONE_LEFT.format(done=progress.done, left=progress.total - progress.done)


def facts(view: View) -> str:
    """The milestones, read back."""
    return " ".join(words.READ_BACK.format(milestone=each) for each in phrases.milestones(view.handoff))


def unreached(view: View, people: Sequence[str]) -> str:
    if not people:
        return ""
    phrase = words.NOT_REACHED if len(people) == 1 else words.NOT_REACHED_MANY
    return phrase.format(names=view.listed(people))


def _held(view: View) -> str:
    mark = view.handoff.discussion.mark
    return words.SAID_HELD.format(when=view.when(mark)) if mark else ""


def _not_held(view: View) -> str:
    """A new day is asked for unless one is booked."""
    meeting = talks.standing(view.handoff, view.now)
    if meeting is None:
        return words.SAID_NOT_HELD
    return words.SAID_NOT_HELD_YET.format(when=discussion.when(view, meeting))


def _moved(view: View) -> str:
    mark, rule = view.handoff.moved, view.kind.moved
    return words.SAID_MOVED.format(what=rule.text, when=view.when(mark)) if mark and rule else ""


def _transferred(view: View) -> str:
    mark, rule = view.handoff.transferred, view.kind.transferred
    return words.SAID_MOVED.format(what=rule.text, when=view.when(mark)) if mark and rule else ""


def _meet_by(view: View) -> str:
    day = view.handoff.discussion.meet_by
    return words.SAID_MEET_BY.format(date=calendars.show(day)) if day else ""


def _opportunity(view: View) -> str:
    opportunity = view.handoff.opportunity
    known = [shown(opportunity.customer), shown(opportunity.name)]
    unified = "" if opportunity.unified is None else words.UNIFIED[opportunity.unified]
    link = words.LINK.format(link=opportunity.link) if opportunity.link else ""
    return words.SAID_OPPORTUNITY.format(facts=", ".join(filter(None, [*known, unified, link])))


def _parties(view: View) -> str:
    parties = view.handoff.parties
    told = words.SAID_PARTIES.format(giver=view.name(parties.giver), receiver=view.name(parties.receiver))
    others = words.SAID_OTHERS.format(names=view.listed(parties.others)) if parties.others else ""
    return " ".join(filter(None, (told, others)))


def _escalation(view: View) -> str:
    person = view.handoff.parties.escalation
    return words.SAID_ESCALATION.format(name=view.name(person)) if person else words.SAID_NO_ESCALATION


def _just(text: str) -> Callable[[View], str]:
    return lambda view: text


SAID: dict[What, Callable[[View], str]] = {
    What.STARTED: _just(words.SAID_STARTED),
    What.ITEM_DONE: left,
    What.ITEM_REOPENED: left,
    What.ITEM_WAIVED: left,
    What.ITEM_NOT_APPLICABLE: left,
    What.ITEM_NOTED: _just(words.SAID_NOTED),
    What.MILESTONES_CHANGED: facts,
    What.OPPORTUNITY_CHANGED: _opportunity,
    What.PARTY_ASSIGNED: _parties,
    What.ESCALATION_NAMED: _escalation,
    What.AGREED: lambda view: words.SAID_AGREED + " " + facts(view),
    What.AGREEMENT_VOIDED: _just(words.SAID_VOIDED),
    What.DECLINED: _just(words.SAID_DECLINED),
    What.MEET_BY_SET: _meet_by,
    What.HELD: _held,
    What.NOT_HELD: _not_held,
    What.MOVED: _moved,
    What.TRANSFERRED: _transferred,
    What.DEADLINE_SET: phrases.deadline,
    What.COUNTRY_SET: _just(words.SAID_COUNTRY),
    What.ITEMS_TAKEN: _just(words.SAID_TAKEN),
    What.CLOSED: _just(words.SAID_CLOSED),
    What.CANCELLED: _just(words.SAID_CANCELLED),
    What.REOPENED: _just(words.SAID_REOPENED),
}
