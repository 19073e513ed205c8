"""Open a handoff: its live card, or the question at which its draft was left."""

from __future__ import annotations

from dialogs.handoff import live
from dialogs.handoff.access import Case
from dialogs.handoff.drafts import drafting
from dialogs.handoff.typed.asked import Asked
from dialogs.turn import Outcome
from handoffs import renewal
from handoffs.model import Handoff, Status


async def show(case: Case, asked: Asked) -> Outcome:
    """Go on with one's own draft; of any other handoff, show the card."""
    if case.handoff.status is Status.DRAFT and case.actor.is_one_of(case.handoff.parties.creator):
        return await drafting.resume(case)
    handoff = await _with_offer(case)
    meeting = handoff.discussion.meeting
    if meeting and meeting.booked and meeting.in_calendar and not handoff.is_over:
        await case.desk.operations.follow(handoff.number)
    return await live.opened(case.turn, handoff)


async def _with_offer(case: Case) -> Handoff:
    """What has changed in the kind's checklist meanwhile is offered to whoever opens the handoff."""
    change = renewal.offer(case.handoff, case.kind, case.desk.now)
    if not change.is_empty:
        await case.desk.handoffs.save(change)
        await live.refresh_all(case.turn, change.handoff)
    return change.handoff
