"""Percentiles, and the spread of a figure over repetitions."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Minimum, median and maximum of one figure over the repetitions."""

    low: float
    middle: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    """The spread of at least one value."""
    return Spread(low=min(values), middle=statistics.median(values), high=max(values))


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of all values do not exceed (nearest rank)."""
    rank = math.ceil(len(values) * percent / 100)
    return sorted(values)[max(rank, 1) - 1]


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, ...]:
    """How many times as much as the peer, one ratio for each repetition."""
    return tuple(our / their for our, their in zip(ours, theirs, strict=True))
