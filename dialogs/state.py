"""What a conversation remembers of one person: plain JSON with a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.flow import LOST, Progress, copied

VERSION = 1


@dataclass(frozen=True, kw_only=True)
class State:
    """`thread` is the expert's; `options` are those of a question that was asked back."""

    progress: Progress | None = None
    thread: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        progress = self.progress.to_json() if self.progress else None
        return {
            "version": VERSION,
            "progress": progress,
            "thread": dict(self.thread),
            "options": list(self.options),
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
        return cls(progress=progress, thread=thread, options=options)


def _thread(kept: object) -> dict[str, Any]:
    """A copy, so that nothing done with it passes for what is stored."""
    try:
        return copied(kept) if isinstance(kept, dict) else {}
    except ValueError:
        return {}


def _options(kept: object) -> tuple[str, ...]:
    """All or none: a number that a person types must mean what it meant when they were offered."""
    if not isinstance(kept, list) or not all(isinstance(option, str) for option in kept):
        return ()
    return tuple(kept)
