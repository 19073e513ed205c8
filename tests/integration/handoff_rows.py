"""Handoffs made by hand, for tests of the store: only what the store itself looks at matters here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from handoffs.change import Change, Event, What, Words
from handoffs.model import Handoff, Item, Mark, Milestone, Opportunity, Parties, State, Status
from knowledge.handoffs import Group

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
ANA, MEGAN, ALEX = "ana", "megan", "alex"  # person ids
_ITEM = Item(
    key="budget",
    number=1,
    text="Budget is confirmed",
    why="Deals without one stall",
    source=("001",),
    group=next(iter(Group)),
)


def made(
    number: int,
    *,
    giver: str = ANA,
    receiver: str = MEGAN,
    customer: str = "Contoso",
    name: str = "Azure migration",
    due: date | None = date(2027, 1, 15),
    escalation: str = "",
    **fields: Any,
) -> Change:
    """A handoff as it begins."""
    handoff = Handoff(
        number=number,
        kind="atu-stu",
        version="1",
        **{"status": Status.QUALIFYING, **fields},
        opportunity=Opportunity(name=name, customer=customer),
        milestones=(Milestone(workload="Data", due=due),),
        parties=Parties(creator=giver, giver=giver, receiver=receiver, escalation=escalation),
        items=(_ITEM,),
        created=NOW,
        changed=NOW,
        changed_by=giver,
    )
    return Change(handoff=handoff, events=(_event(What.STARTED, giver, after={"status": "qualifying"}),))


def changed(handoff: Handoff, by: str = ANA, *, text: str = "", **fields: Any) -> Change:
    """The next revision, with one event."""
    after = {"text": Words(text=text)} if text else {}
    event = _event(What.ITEM_NOTED, by, after={"item": 1, **after})
    return Change(handoff=replace(handoff, revision=handoff.revision + 1, **fields), events=(event,))


def waived(handoff: Handoff, by: str, reason: str, note: str = "") -> Change:
    """The one item waived with a reason."""
    item = replace(
        handoff.items[0],
        state=State.WAIVED,
        mark=Mark(by=by, at=NOW, reason=reason, evidence=reason),
        note=note,
    )
    change = changed(handoff, by, text=reason, items=(item,))
    noted = _event(What.ITEM_NOTED, by, after={"note": Words(text=note)})
    return replace(change, events=(*change.events, noted)) if note else change


def _event(what: What, by: str, after: dict[str, Any]) -> Event:
    return Event(what=what, person=by, at=NOW, after=after)
