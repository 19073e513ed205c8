"""The agreement: each side confirms, by its own account, exactly the present milestones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handoffs import access, texts, views, words
from handoffs.access import refuse
from handoffs.change import Call, Change, RefusedError, Setting, What, Who, Words, side_of
from handoffs.changing import Making, everyone
from handoffs.gates import is_agreed as is_agreed
from handoffs.model import Handoff, Milestone, Status
from knowledge.handoffs import Side


def agree(handoff: Handoff, setting: Setting) -> Change:
    """Confirm the present milestones for one's own side."""
    access.under_way(handoff)
    side = _own_side(handoff, setting)
    if side in handoff.agreed:
        return Change(handoff=handoff)
    if lacking := views.incomplete(handoff):
        raise RefusedError(*lacking)
    making = Making(handoff, setting)
    making.put(agreed={**handoff.agreed, side: making.mark()})
    making.log(What.AGREED, after={"side": side, "milestones": plain(handoff.milestones)})
    return making.done()


def decline(handoff: Handoff, comment: str, setting: Setting) -> Change:
    """Decline the handoff as its receiver, with a comment."""
    access.under_way(handoff)
    parties = handoff.parties
    if not setting.actor.is_one_of(parties.receiver):
        raise refuse(words.NOT_RECEIVER, receiver=Who(id=parties.receiver))
    if handoff.transferred:
        raise refuse(words.TOO_LATE_TO_DECLINE)
    reason = texts.line(comment, texts.REMARK, words.WHAT_COMMENT, required=True)
    making = Making(handoff, setting)
    ended = making.mark(reason=reason)
    making.put(status=Status.DECLINED, before_end=handoff.status, ended=ended)
    making.log(What.DECLINED, after={"comment": Words(text=reason)})
    making.tell(everyone(handoff), Call.DECLINED, words.TOLD_DECLINED, comment=Words(text=reason))
    return making.done()


def void(making: Making, why: str, sides: Sequence[Side] = (Side.GIVER, Side.RECEIVER)) -> bool:
    """Drop the confirmations of these sides; False where none of them had confirmed."""
    agreed = making.handoff.agreed
    dropped = [side for side in sides if side in agreed]
    if dropped:
        making.put(agreed={side: mark for side, mark in agreed.items() if side not in dropped})
        making.log(What.AGREEMENT_VOIDED, {"sides": dropped}, why=why)
    return bool(dropped)


def plain(milestones: Sequence[Milestone]) -> list[dict[str, Any]]:
    """Milestones as the history keeps them."""
    return [
        {
            "workload": Words(text=milestone.workload) if milestone.workload else None,
            "value": milestone.value,
            "due": milestone.due,
        }
        for milestone in milestones
    ]


def _own_side(handoff: Handoff, setting: Setting) -> Side:
    if not setting.kind.confirm:
        raise refuse(words.NOTHING_TO_AGREE, kind=setting.kind.short)
    mine = [side for side in side_of(handoff, setting.actor) if side in access.SIDES]
    if len(mine) > 1:
        raise refuse(words.BOTH_SIDES)
    if not mine or mine[0] not in setting.kind.confirm:
        parties = handoff.parties
        raise refuse(words.NOT_A_SIDE, giver=Who(id=parties.giver), receiver=Who(id=parties.receiver))
    return mine[0]
