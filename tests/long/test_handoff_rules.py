"""What no sequence of actions by any people reaches, at full count."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.unit.handoffs.rules import Rules

pytestmark = pytest.mark.long

TestRules = Rules.TestCase
TestRules.settings = settings(max_examples=1_000, stateful_step_count=60, deadline=None)
