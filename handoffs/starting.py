"""Start a handoff: a draft from the first fact on, under way once nothing is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handoffs import access, words
from handoffs.access import refuse
from handoffs.calendars import show
from handoffs.change import Call, Change, Event, Setting, What, Who
from handoffs.changing import Making, everyone
from handoffs.model import Handoff, Item, Milestone, Parties, Status
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


def missing_facts(handoff: Handoff, kind: HandoffKind) -> tuple[str, ...]:
    """Name the facts still missing, in asking order: customer, opportunity, unified,
    workload:1, value:1, due:1, workload:2, ..., receiver, giver.
    """
    named = handoff.opportunity
    conditional = any(rule.unified is not None for rule in kind.items.values())
    lacks = {
        "customer": not named.customer,
        "opportunity": not named.name,
        "unified": conditional and named.unified is None,
        **(dict(_milestones(handoff)) if kind.milestones else {}),
        "receiver": not handoff.parties.receiver,
        "giver": not handoff.parties.giver,
    }
    return tuple(fact for fact, missing in lacks.items() if missing)


def fact_in_words(fact: str) -> str:
    """What a missing fact is called: "the due date of milestone 1"."""
    name, _, place = fact.partition(":")
    return words.FACTS[name].format(place=place)


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


def _milestones(handoff: Handoff) -> Iterator[tuple[str, bool]]:
    for place, milestone in enumerate(handoff.milestones or (Milestone(),), 1):
        yield f"workload:{place}", not milestone.workload
        yield f"value:{place}", milestone.value is None
        yield f"due:{place}", milestone.due is None


def _complete(handoff: Handoff, setting: Setting) -> None:
    if facts := missing_facts(handoff, setting.kind):
        *most, last = (fact_in_words(fact) for fact in facts)
        raise refuse(words.MISSING_START, facts=words.AND.join(filter(None, (", ".join(most), last))))
    if handoff.parties.giver == handoff.parties.receiver:
        raise refuse(words.SAME_PERSON)
    for place, milestone in enumerate(handoff.milestones, 1):
        if milestone.due and milestone.due < setting.today:  # a draft may have waited for long
            raise refuse(words.DUE_PASSED, place=place, day=show(milestone.due))
