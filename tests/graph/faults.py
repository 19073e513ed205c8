"""How the fake misbehaves when told to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tests.graph.calls import GraphError

_CODES = {
    401: "InvalidAuthenticationToken",
    403: "ErrorAccessDenied",
    404: "ErrorItemNotFound",
    429: "TooManyRequests",
    503: "serviceNotAvailable",
    504: "timeout",
}


class What(StrEnum):
    """What goes wrong."""

    STATUS = "status"  # this status, with Graph's error body
    HTML = "html"  # this status with a page of a proxy in front
    HALF = "half"  # the answer ends in the middle
    NOTHING = "nothing"  # this status (200) without a body
    DROPPED = "dropped"  # the connection ends without an answer
    HANGS = "hangs"  # nothing for `seconds`, then the answer


class Repeat(StrEnum):
    """What becomes of a second POST with the same transactionId; Graph's documents do not say."""

    SAME = "same"  # the event that is there already
    REFUSED = "refused"  # a conflict
    FORGOTTEN = "forgotten"  # a second event


@dataclass(kw_only=True)
class Fault:
    """One misbehaviour for the next `times` calls that match (None: all), after `skip` that go well.

    `path`: regular expression, searched in what follows "/v1.0". `done`: the effect happens all the same.
    """

    what: What = What.STATUS
    method: str = ""
    path: str = ""
    times: int | None = 1
    skip: int = 0
    status: int = 503
    code: str = ""
    retry_after: float | None = None
    seconds: float = 0.0
    done: bool = False

    def refusal(self) -> GraphError:
        """It as an error of Graph's."""
        code = self.code or _CODES.get(self.status, "generalException")
        return GraphError(self.status, code, "The fake was told to.", retry_after=self.retry_after)

    def takes(self, method: str, path: str) -> bool:
        """Tell whether this call is hit, and count it."""
        if self.times == 0 or self.method not in ("", method) or not re.search(self.path, path):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


def hit(faults: Iterable[Fault], method: str, path: str) -> Fault | None:
    return next((fault for fault in faults if fault.takes(method, path)), None)
