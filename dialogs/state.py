"""What a conversation remembers of one person: plain JSON with a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.flow import Progress

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
    def from_json(cls, body: Mapping[str, Any]) -> State:
        """Read what was kept; a version this Baton does not know starts afresh."""
        if body.get("version") != VERSION:
            return cls()
        progress = Progress.from_json(body["progress"]) if body["progress"] else None
        return cls(progress=progress, thread=body["thread"], options=tuple(body["options"]))
