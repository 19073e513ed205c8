"""The questions that are asked: conversations of one or more turns."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge import load

ROOT = Path(__file__).resolve().parents[1]
_GRADED = ROOT.parent / "shared" / "qa" / "gold_dev.jsonl"

Conversation = tuple[str, ...]


def conversations() -> tuple[Conversation, ...]:
    """The graded questions beside the checkout; without them, the sample questions of all roles."""
    if _GRADED.is_file():
        lines = _GRADED.read_text(encoding="utf-8").splitlines()
        return tuple(tuple(json.loads(line)["turns"]) for line in lines if line.strip())
    roles = load.read().roles.values()
    return tuple((question,) for role in roles for question in role.samples)
