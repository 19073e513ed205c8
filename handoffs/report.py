"""The record of a handoff for people: Markdown and CSV. Names only, no addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from handoffs.history import Check, Recorded
from handoffs.model import Handoff
from knowledge.handoffs import HandoffKind


def markdown(
    handoff: Handoff,
    kind: HandoffKind,
    names: Mapping[str, str],
    history: Sequence[Recorded],
    check: Check,
    source_name: Callable[[str], str],
) -> str:
    """Write the report as Markdown."""
    raise NotImplementedError


def csv(
    handoff: Handoff,
    kind: HandoffKind,
    names: Mapping[str, str],
    history: Sequence[Recorded],
    check: Check,
    source_name: Callable[[str], str],
) -> str:
    """Write the report as CSV; no cell is read as a formula."""
    raise NotImplementedError
