"""A short run of the rules; the full count is in `tests/long`."""

from __future__ import annotations

from hypothesis import settings

from tests.unit.handoffs.rules import Rules

TestRules = Rules.TestCase
TestRules.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
