"""Start a handoff: a draft from the first fact on, under way once nothing is missing."""

from __future__ import annotations

from handoffs.change import Change, Setting
from handoffs.model import Handoff
from knowledge.handoffs import HandoffKind


def draft(
    number: int, kind_id: str, setting: Setting, *, giver: str = "", receiver: str = "", country: str = ""
) -> Change:
    """Keep what is known of a handoff that is to start; its creator gives it unless another is named."""
    raise NotImplementedError


def begin(handoff: Handoff, setting: Setting) -> Change:
    """Set a draft under way with the items of its kind; refuses in words what is missing."""
    raise NotImplementedError


def missing_facts(handoff: Handoff, kind: HandoffKind) -> tuple[str, ...]:
    """Name the facts still missing, in asking order: customer, opportunity, unified,
    workload:1, value:1, due:1, workload:2, ..., receiver, giver.
    """
    raise NotImplementedError
