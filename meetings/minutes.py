"""Sets of minutes as the bits of a whole number: many people's calendars are laid over each other at once.

Bit n is the minute that begins n minutes after the origin that all sets of a search share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from meetings.model import Span

_MINUTE = timedelta(minutes=1)
_RUN = re.compile("1+")


def full(size: int) -> int:
    return (1 << max(size, 0)) - 1


def between(low: int, high: int) -> int:
    """The minutes from `low` until before `high`."""
    return full(high - low) << low if high > low else 0


def touched(spans: Iterable[Span], origin: datetime, size: int) -> int:
    """All minutes of which a span holds a part."""
    found = 0
    for span in spans:
        low, high = (span.start - origin) // _MINUTE, -((origin - span.end) // _MINUTE)
        found |= between(max(low, 0), min(high, size))
    return found


def covered(spans: Iterable[Span], origin: datetime, size: int) -> int:
    """All minutes that a span holds wholly."""
    found = 0
    for span in spans:
        low, high = -((origin - span.start) // _MINUTE), (span.end - origin) // _MINUTE
        found |= between(max(low, 0), min(high, size))
    return found


def holding(minutes: int, length: int) -> int:
    """The minutes from which on `length` minutes in a row are in the set."""
    done = 1
    while done < length:
        step = min(done, length - done)
        minutes &= minutes >> step
        done += step
    return minutes


def union(sets: Iterable[int]) -> int:
    """All minutes of any of the sets."""
    return reduce(or_, sets, 0)


def touching(minutes: int, length: int) -> int:
    """The minutes from which on `length` minutes in a row hold one of the set."""
    done = 1
    while done < length:
        step = min(done, length - done)
        minutes |= minutes >> step
        done += step
    return minutes


def spread(starts: int, length: int) -> int:
    """All minutes of the times that begin at `starts` and last `length` minutes."""
    done = 1
    while done < length:
        step = min(done, length - done)
        starts |= starts << step
        done += step
    return starts


def every(step: int, first: int, size: int) -> int:
    """Each `step`th minute from `first` on."""
    pattern = ("0" * (step - 1) + "1") * (size // step + 1)
    return int(pattern, 2) << first & full(size)


def each(minutes: int) -> Iterator[int]:
    """The minutes of a set, in order."""
    return (low for low, high in runs(minutes) for low in range(low, high))


def runs(minutes: int) -> Iterator[tuple[int, int]]:
    """The stretches of minutes in a row, in order, as (first, the one after the last)."""
    return (found.span() for found in _RUN.finditer(bin(minutes)[:1:-1]))
