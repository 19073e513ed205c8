"""What happened outside: the discussion, the stage move, the transfer of ownership."""

from __future__ import annotations

from datetime import date

from handoffs.change import Change, Setting
from handoffs.model import Handoff


def held(handoff: Handoff, on: date, setting: Setting) -> Change:
    """Record that the discussion took place, or that it took place on another day."""
    raise NotImplementedError


def not_held(handoff: Handoff, setting: Setting) -> Change:
    """Record that the discussion did not take place."""
    raise NotImplementedError


def moved(handoff: Handoff, on: date, setting: Setting) -> Change:
    """Record the stage move."""
    raise NotImplementedError


def transferred(handoff: Handoff, on: date, setting: Setting) -> Change:
    """Record that the receiver owns it."""
    raise NotImplementedError
