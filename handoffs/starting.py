"""Start a handoff: a draft from the first fact on, under way once nothing is missing."""

from __future__ import annotations

from collections.abc import Iterable

from handoffs import access, words
from handoffs.access import refuse
from handoffs.calendars import show
from handoffs.change import Call, Change, Event, Setting, What, Who
from handoffs.changing import Making, everyone
from handoffs.model import Handoff, Item, Parties, Status
from handoffs.needed import fact_in_words as fact_in_words
from handoffs.needed import missing_facts as missing_facts
from knowledge.handoffs import Group, HandoffKind, ItemRule

_GROUPS = tuple(Group)


def draft(
    number: int, kind_id: str, setting: Setting, *, giver: str = "", receiver: str = "", country: str = ""
) -> Change:
    """Keep what is known of a handoff that is to start; its creator gives it unless another is named."""
    me = setting.actor.id
    giver = giver or ("" if receiver in setting.actor.ids else me)
    if giver and giver == receiver:
        raise refuse(words.SAME_PERSON)
    handoff = Handoff(
        number=number,
        kind=kind_id,
        version=setting.kind.version,
        parties=Parties(creator=me, giver=giver, receiver=receiver),
        country=country,
        created=setting.now,
        changed=setting.now,
        changed_by=me,
    )
    parties = {"giver": Who(id=giver), "receiver": Who(id=receiver)}
    named = {side: who for side, who in parties.items() if who.id}
    event = Event(what=What.DRAFTED, person=me, at=setting.now, after={"kind": kind_id, **named})
    return Change(handoff=handoff, events=(event,))


def begin(handoff: Handoff, setting: Setting) -> Change:
    """Set a draft under way with the items of its kind; refuses in words what is missing."""
    access.not_over(handoff)
    if handoff.status is not Status.DRAFT:
        raise refuse(words.STARTED_ALREADY)
    access.for_sides(handoff, setting)
    _complete(handoff, setting)
    making = Making(handoff, setting)
    making.put(
        status=Status.QUALIFYING,
        version=setting.kind.version,
        items=numbered(wanted(setting.kind, handoff.opportunity.unified).items(), 1),
    )
    making.log(What.STARTED, after={"version": setting.kind.version, "items": len(making.handoff.items)})
    making.tell(everyone(handoff), Call.STARTED, words.TOLD_STARTED)
    return making.done()


def wanted(kind: HandoffKind, unified: bool | None) -> dict[str, ItemRule]:
    """The items of a kind for an opportunity that is Unified or not, in the order of the card."""
    fitting = {key: rule for key, rule in kind.items.items() if rule.unified in (None, bool(unified))}
    return dict(sorted(fitting.items(), key=lambda item: _GROUPS.index(item[1].group)))


def numbered(rules: Iterable[tuple[str, ItemRule]], first: int) -> tuple[Item, ...]:
    return tuple(as_item(key, number, rule) for number, (key, rule) in enumerate(rules, first))


def as_item(key: str, number: int, rule: ItemRule) -> Item:
    """Copy a rule, so that what was agreed stays as it was."""
    return Item(
        key=key,
        number=number,
        text=rule.text,
        why=rule.why,
        source=tuple(rule.source),
        group=rule.group,
        by=rule.by,
        required=rule.required,
        evidence=rule.evidence,
        gate=rule.gate,
        before=rule.before,
    )


def _complete(handoff: Handoff, setting: Setting) -> None:
    if facts := missing_facts(handoff, setting.kind):
        *most, last = (fact_in_words(fact) for fact in facts)
        raise refuse(words.MISSING_START, facts=words.AND.join(filter(None, (", ".join(most), last))))
    if handoff.parties.giver == handoff.parties.receiver:
        raise refuse(words.SAME_PERSON)
    for place, milestone in enumerate(handoff.milestones, 1):
        if milestone.due and milestone.due < setting.today:  # a draft may have waited for long
            raise refuse(words.DUE_PASSED, place=place, day=show(milestone.due))
