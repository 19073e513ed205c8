"""Blank what somebody wrote; that they did something, and when, stays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from handoffs.model import Discussion, Handoff, Item, Mark


def blank(handoff: Handoff, people: Collection[str], texts: Collection[str]) -> Handoff:
    """The handoff without reasons, evidence and notes of these people, as its next revision.

    `texts` are what they wrote according to the history: a note alone does not say whose it is.
    """
    return replace(
        handoff,
        items=tuple(_item(item, people, texts) for item in handoff.items),
        agreed={side: _blank(mark, people) for side, mark in handoff.agreed.items()},
        discussion=_discussion(handoff.discussion, people),
        moved=_mark(handoff.moved, people),
        transferred=_mark(handoff.transferred, people),
        ended=_mark(handoff.ended, people),
        revision=handoff.revision + 1,
    )


def _item(item: Item, people: Collection[str], texts: Collection[str]) -> Item:
    return replace(item, mark=_mark(item.mark, people), note="" if item.note in texts else item.note)


def _discussion(discussion: Discussion, people: Collection[str]) -> Discussion:
    return replace(discussion, mark=_mark(discussion.mark, people))


def _mark(mark: Mark | None, people: Collection[str]) -> Mark | None:
    return _blank(mark, people) if mark else None


def _blank(mark: Mark, people: Collection[str]) -> Mark:
    return replace(mark, reason="", evidence="") if mark.by in people else mark
