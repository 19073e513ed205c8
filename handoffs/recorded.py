"""What was recorded can be taken back, as long as nothing later stands on it."""

from __future__ import annotations

from dataclasses import replace

from handoffs import agreement, gates, words
from handoffs.access import refuse
from handoffs.change import What, side_of
from handoffs.changing import Making
from handoffs.model import Item, State, Talk
from knowledge.handoffs import Gate, Side

_FIELDS = {Gate.MOVED: "moved", Gate.TRANSFERRED: "transferred"}


def take_back(making: Making, item: Item, gate: Gate) -> None:
    """Take back what a gate item records; of an agreement, the actor's own confirmation."""
    if gate is not Gate.AGREEMENT and item.state is State.OPEN:
        raise refuse(words.NOTHING_RECORDED, number=item.number)
    handoff, kind = making.handoff, making.setting.kind
    if move := gates.standing_on(handoff, kind, gate) or gates.standing_on_item(handoff, kind, item):
        rule = gates.rule(kind, move)
        what, named = rule.text if rule else "", gates.named(handoff, move)
        raise refuse(words.STANDS, number=item.number, what=what, move=named)
    if gate is Gate.AGREEMENT:
        _withdraw(making, item)
        return
    before = gates.met(handoff, kind, gate)
    if gate is Gate.DISCUSSION:
        making.put(discussion=replace(handoff.discussion, state=Talk.OPEN, mark=None))
    else:
        making.put(**{_FIELDS[gate]: None})
    if gate is Gate.TRANSFERRED:
        _forget_who_left(making)
    on = before.on if before else None
    making.log(What.ITEM_REOPENED, {"item": item.number, "gate": gate, "on": on}, {"state": State.OPEN})


def _withdraw(making: Making, item: Item) -> None:
    mine: list[Side] = [
        side for side in side_of(making.handoff, making.setting.actor) if side in making.handoff.agreed
    ]
    if not mine:
        raise refuse(words.NOT_YOUR_CONFIRMATION, number=item.number)
    agreed = {side: mark for side, mark in making.handoff.agreed.items() if side not in mine}
    making.put(agreed=agreed)
    making.log(What.AGREEMENT_VOIDED, {"sides": mine}, why=words.WHY_WITHDRAWN)


def _forget_who_left(making: Making) -> None:
    """After a transfer a side may change hands and the agreement stays; before it, it is agreed anew."""
    parties = making.handoff.parties
    present = {Side.GIVER: parties.giver, Side.RECEIVER: parties.receiver}
    for side, mark in making.handoff.agreed.items():
        if mark.by != present[side]:
            agreement.void(making, words.WHY_ASSIGNED.format(side=side), (side,))
