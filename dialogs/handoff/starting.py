"""Start a handoff."""

from __future__ import annotations

FLOW = "handoff"
