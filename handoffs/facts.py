"""What a handoff is about: its milestones, its opportunity, its dates. Places count from 1."""

from __future__ import annotations

from datetime import date

from handoffs.change import Change, Setting
from handoffs.model import Handoff, Milestone
from handoffs.money import Money


def value(handoff: Handoff, place: int, money: Money, setting: Setting) -> Change:
    """Set the estimated value of a milestone."""
    raise NotImplementedError


def due(handoff: Handoff, place: int, day: date, setting: Setting) -> Change:
    """Set the due date of a milestone."""
    raise NotImplementedError


def workload(handoff: Handoff, place: int, text: str, setting: Setting) -> Change:
    """Name the workload of a milestone."""
    raise NotImplementedError


def add_milestone(handoff: Handoff, milestone: Milestone, setting: Setting) -> Change:
    """Add a milestone at the end."""
    raise NotImplementedError


def drop_milestone(handoff: Handoff, place: int, setting: Setting) -> Change:
    """Take a milestone away; one has to stay."""
    raise NotImplementedError


def opportunity(
    handoff: Handoff,
    setting: Setting,
    *,
    name: str | None = None,
    customer: str | None = None,
    link: str | None = None,
    unified: bool | None = None,
) -> Change:
    """Set what is known of the opportunity; None leaves a fact as it is."""
    raise NotImplementedError


def meet_by(handoff: Handoff, day: date, setting: Setting, *, suggested: bool = False) -> Change:
    """Set the latest day of the discussion."""
    raise NotImplementedError


def country(handoff: Handoff, code: str, setting: Setting) -> Change:
    """Count by the receiver's country from now on; the dates are counted again."""
    raise NotImplementedError
