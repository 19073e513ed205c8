"""What a conversation remembers of one person: plain JSON with a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.flow import LOST, Progress, copied

VERSION = 1
_MOST = 2**31  # what a database takes for a number


@dataclass(frozen=True, kw_only=True)
class State:
    """`thread` is the expert's; `options` are those of a question that was asked back.

    `handoff` is the number of the one that is open here, 0 for none; `since` counts messages after its card.
    `beside` is another whose card came later, once the person was asked which of the two they mean.
    """

    progress: Progress | None = None
    thread: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    handoff: int = 0
    since: int = 0
    beside: int = 0

    def to_json(self) -> dict[str, Any]:
        progress = self.progress.to_json() if self.progress else None
        counted = {"handoff": self.handoff, "since": self.since, "beside": self.beside}
        counts = {name: count for name, count in counted.items() if count}
        return {
            "version": VERSION,
            "progress": progress,
            "thread": dict(self.thread),
            "options": list(self.options),
            **counts,
        }

    @classmethod
    def from_json(cls, body: object) -> State:
        """Read what was kept; what this Baton cannot read, damaged or newer, starts afresh.

        A flow that was under way and cannot be read is `flow.LOST`, so that the person hears of it.
        """
        kept = body if isinstance(body, Mapping) else {}
        progress = Progress.from_json(kept["progress"]) if kept.get("progress") else None
        if kept.get("version") != VERSION:
            return cls(progress=LOST if progress else None)
        thread, options = _thread(kept.get("thread")), _options(kept.get("options"))
        return cls(
            progress=progress,
            thread=thread,
            options=options,
            handoff=_count(kept.get("handoff")),
            since=_count(kept.get("since")),
            beside=_count(kept.get("beside")),
        )


def _thread(kept: object) -> dict[str, Any]:
    """A copy, so that nothing done with it passes for what is stored."""
    try:
        return copied(kept) if isinstance(kept, dict) else {}
    except ValueError:
        return {}


def _count(kept: object) -> int:
    """Absent in what an older Baton kept."""
    return kept if type(kept) is int and 0 < kept < _MOST else 0


def _options(kept: object) -> tuple[str, ...]:
    """All or none: a number that a person types must mean what it meant when they were offered."""
    if not isinstance(kept, list) or not all(isinstance(option, str) for option in kept):
        return ()
    return tuple(kept)
