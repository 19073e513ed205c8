"""Errors of this room.

BatonError
├── SettingsError         the environment does not say what Baton needs
└── StoreError
    ├── ConflictError     someone else changed the same row first
    ├── UnavailableError  the database cannot be reached
    └── OutdatedError     the database waits for its migration
"""

from __future__ import annotations


class BatonError(Exception):
    """Root of the edge's own errors."""


class SettingsError(BatonError):
    """The settings are incomplete or wrong; `problems` has one plain sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class StoreError(BatonError):
    """The store could not do its work."""


class ConflictError(StoreError):
    """Someone else changed the same row first; the turn may be run again."""


class UnavailableError(StoreError):
    """The database cannot be reached."""


class OutdatedError(StoreError):
    """The database waits for its migration."""
