"""Errors of this room.

KnowledgeError
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """The knowledge files break their contract; `errors` lists every fault as "file:line: what"."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors
