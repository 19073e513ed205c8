"""Which processor works for whom: the first for the servers, the last for the client and the channel."""

from __future__ import annotations

import os
from collections.abc import Sequence

# Where the system does not let processes be pinned (it is not Linux), it decides by itself.
_CAN = hasattr(os, "sched_setaffinity")
PROCESSORS = sorted(os.sched_getaffinity(0)) if _CAN else list(range(os.cpu_count() or 1))
SERVERS, CLIENT = PROCESSORS[:1], PROCESSORS[-1:]


def pin(processors: Sequence[int]) -> None:
    """Let this process, and those that it starts from now on, run on these only."""
    if _CAN:
        os.sched_setaffinity(0, processors)
