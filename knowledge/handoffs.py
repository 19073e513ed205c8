"""What a file under `data/handoffs/` may say: a kind of handoff, its sides, its checklist and its rules.

The path is the key: `data/handoffs/atu-stu.yaml` is the kind `atu-stu`. A checklist is walked, not
asked: nothing of it enters the understanding of questions.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field

from knowledge.model import Key, Number, Record, Sources, Text


class Side(StrEnum):
    """The part that a person plays in a handoff."""

    GIVER = "giver"
    RECEIVER = "receiver"
    OTHER = "other"


class Group(StrEnum):
    """The headings of a checklist, in the order of the card."""

    QUALIFICATION = "qualification"
    MILESTONE = "milestone"
    SESSION = "session"
    ARTIFACTS = "artifacts"
    METRICS = "metrics"
    AGREEMENT = "agreement"
    DISCUSSION = "discussion"
    TRANSFER = "transfer"


class Gate(StrEnum):
    """What a handoff as a whole has to pass."""

    AGREEMENT = "agreement"  # the sides that confirm have confirmed
    DISCUSSION = "discussion"  # the discussion was held
    MOVED = "moved"  # the opportunity is in the next stage
    TRANSFERRED = "transferred"  # the receiver owns what is handed over


class Unit(StrEnum):
    """The days that a deadline counts."""

    BUSINESS = "business"
    CALENDAR = "calendar"


class Anchor(StrEnum):
    """The event that a deadline counts from."""

    STARTED = "started"
    HELD = "held"
    MOVED = "moved"


class ItemRule(Record):
    """One line of a checklist.

    `by`: who may tick it, nobody only where `gate` settles it; `evidence`: a note or link is asked
    for, never forced; `unified`: only where the opportunity is (true) or is not (false) Unified;
    `gate`: ticked by itself when this is met; `before`: settled before this move, else before the end.
    """

    text: Text
    why: Text
    source: Sources
    group: Group
    by: tuple[Side, ...] = ()
    required: bool = True
    evidence: bool = False
    unified: bool | None = None
    gate: Gate | None = None
    before: Gate | None = None


class SideRule(Record):
    """Who can be on a side, and what the side is called."""

    roles: Annotated[tuple[Key, ...], Field(min_length=1)]
    title: Text
    source: Sources


class DeadlineRule(Record):
    """What has to be done `offset` days after the anchor.

    `reading` is said where the rule is Baton's reading of a document that leaves it open.
    """

    anchor: Anchor
    offset: Number
    unit: Unit
    text: Text
    source: Sources
    reading: str = ""


class DiscussionRule(Record):
    """The meeting of a handoff; without `latest` its last date is asked for (`meet by`)."""

    name: Text
    source: Sources
    latest: DeadlineRule | None = None


class MoveRule(Record):
    """A change that is recorded, and what has to be met before it.

    `text` is a clause that a sentence can hold, such as "the opportunity moved to Stage 2"; `by` is the
    side that does it and records it.
    """

    text: Text
    by: Side
    needs: tuple[Gate, ...] = ()
    source: Sources


class HandoffKind(Record):
    """A kind of handoff, from the stage that ends to the one that begins."""

    name: Text
    short: Text
    aliases: tuple[Text, ...] = ()  # what people call it when they start one
    about: Text
    stages: tuple[Number, Number]
    internal: bool = False  # from an internal reference: never for customers
    giver: SideRule
    receiver: SideRule
    others: tuple[SideRule, ...] = ()
    confirm: tuple[Side, ...] = ()  # who confirms what is agreed, possibly nobody
    milestones: bool = False  # has milestones, with value and due date
    discussion: DiscussionRule
    moved: MoveRule | None = None
    transferred: MoveRule | None = None
    deadline: DeadlineRule | None = None
    items: Annotated[dict[Key, ItemRule], Field(min_length=1)]  # in the order of the card

    @cached_property
    def version(self) -> str:
        """A digest of everything that a running handoff depends on: all but what people call the kind."""
        # Defaults are left out, so that a key that the contract gains changes no version.
        kept = self.model_dump(mode="json", exclude={"aliases"}, exclude_defaults=True)
        return hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:12]

    @property
    def gates(self) -> frozenset[Gate]:
        """The gates that this kind has."""
        has = {
            Gate.AGREEMENT: bool(self.confirm),
            Gate.DISCUSSION: True,
            Gate.MOVED: self.moved is not None,
            Gate.TRANSFERRED: self.transferred is not None,
        }
        return frozenset(gate for gate, there in has.items() if there)
