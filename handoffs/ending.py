"""Ends: closed, cancelled; and open again."""

from __future__ import annotations

from handoffs import access, gates, texts, views, words
from handoffs.access import refuse
from handoffs.agreement import void
from handoffs.change import Call, Change, RefusedError, Sentence, Setting, What, Words
from handoffs.changing import Making, everyone
from handoffs.model import Handoff, Status


def close(handoff: Handoff, setting: Setting) -> Change:
    """Close a handoff whose transfer is done."""
    access.under_way(handoff)
    access.for_sides(handoff, setting)
    if lacking := views.missing(handoff, setting.kind):
        raise RefusedError(Sentence(template=words.BLOCKED_END), *lacking)
    making = Making(handoff, setting)
    making.put(status=Status.CLOSED, before_end=handoff.status, ended=making.mark())
    making.log(What.CLOSED)
    making.tell(everyone(handoff), Call.ENDED, words.TOLD_CLOSED)
    return making.done()


def cancel(handoff: Handoff, reason: str, setting: Setting) -> Change:
    """Cancel a handoff before its transfer: its creator, or giver and receiver once it is agreed."""
    access.not_over(handoff)
    if handoff.transferred:
        raise refuse(words.NOT_CANCELLABLE)
    agreed = gates.is_agreed(handoff, setting.kind)
    if agreed:
        access.for_sides(handoff, setting)
    else:
        access.for_creator(handoff, setting)
    why = texts.line(reason, texts.REMARK, words.WHAT_REASON, required=agreed)
    making = Making(handoff, setting)
    making.put(status=Status.CANCELLED, before_end=handoff.status, ended=making.mark(reason=why))
    making.log(What.CANCELLED, after={"reason": Words(text=why)} if why else {})
    told = words.TOLD_CANCELLED_WHY if why else words.TOLD_CANCELLED
    making.tell(everyone(handoff), Call.CANCELLED, told, reason=Words(text=why))
    return making.done()


def reopen(handoff: Handoff, setting: Setting) -> Change:
    """Open an ended handoff again, as it was; after a decline both sides confirm anew."""
    if not handoff.is_over:
        raise refuse(words.NOT_OVER)
    before_end = handoff.before_end or Status.QUALIFYING
    if before_end is Status.DRAFT:
        access.for_creator(handoff, setting, words.FOR_DRAFT)
    else:
        access.for_sides(handoff, setting, creator=True)
    making = Making(handoff, setting)
    making.put(status=before_end, before_end=None, ended=None)
    making.log(What.REOPENED, {"status": handoff.status}, {"status": before_end})
    if handoff.status is Status.DECLINED:
        void(making, words.WHY_DECLINED)
    making.tell(everyone(handoff), Call.REOPENED, words.TOLD_REOPENED)
    return making.done(may_end=False)
