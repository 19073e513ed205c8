"""The facts that a draft needs before it can start."""

from __future__ import annotations

from collections.abc import Iterator

from handoffs import words
from handoffs.model import Handoff, Milestone
from knowledge.handoffs import HandoffKind


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


def _milestones(handoff: Handoff) -> Iterator[tuple[str, bool]]:
    for place, milestone in enumerate(handoff.milestones or (Milestone(),), 1):
        yield f"workload:{place}", not milestone.workload
        yield f"value:{place}", milestone.value is None
        yield f"due:{place}", milestone.due is None
