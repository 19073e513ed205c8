"""What the buttons of our cards are called."""

from __future__ import annotations

PICK_ROLE = "pick_role"
ASK = "ask"
