"""One request to the fake and its answer, free of the web server, so that a part of a $batch is one too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.graph.directory import Mailbox
from tests.graph.tokens import Grant


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request. `path`: what follows "/v1.0", which is `base`. `ids`: what the path's names stand for."""

    method: str
    path: str
    base: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)  # names in small letters
    body: Any = None
    template: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    grant: Grant | None = None
    mailbox: Mailbox | None = None

    @property
    def prefer(self) -> str:
        return self.headers.get("prefer", "")

    @property
    def target(self) -> Mailbox:
        """Whose calendar it is about."""
        assert self.mailbox is not None
        return self.mailbox

    @property
    def immutable(self) -> bool:
        return 'IdType="ImmutableId"' in self.prefer


@dataclass(frozen=True, kw_only=True)
class Told:
    """An answer; `body` None: none."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the log keeps of a request: parts of a $batch have their own, with `part` True."""

    method: str
    path: str
    mailbox: str
    status: int
    part: bool = False
    began: float = 0.0  # seconds of the event loop's clock
    ended: float = 0.0


class GraphError(Exception):
    """A refusal, as Graph words it."""

    def __init__(self, status: int, code: str, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.retry_after = status, code, message, retry_after

    @property
    def told(self) -> Told:
        headers = {} if self.retry_after is None else {"Retry-After": f"{self.retry_after:g}"}
        return Told(
            status=self.status,
            body={"error": {"code": self.code, "message": self.message}},
            headers=headers,
        )
